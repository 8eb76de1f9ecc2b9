"""The sheets and columns of the form in both languages; docs/reference/returns.md shows them.

A heading stands in the reader's language with the other one below it; a choice may be written in
either language, so that a form filled in by two people still reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiem.platform.kernel.collation import fold

VERSION = 1
HIDDEN_SHEET = "_kiem"
LISTS_SHEET = "_lists"
FORM = "kiem-return"
HEAD_ROW = 4  # as the spreadsheet counts; the rows above say whose sheet it is and what to do
FIRST_ROW = HEAD_ROW + 1
SPARE_ROWS = {"members": 30, "activities": 20, "hours": 120}
LONGEST_TITLE = 200
LONGEST_RESULT = 300
MOST_ROWS = 5_000  # of one sheet; a month of the largest chapter has a few hundred


@dataclass(frozen=True, slots=True)
class Column:
    """`choices`: code -> (Vietnamese, English). `is_locked`: filled in by the program alone."""

    key: str
    vi: str
    en: str
    width: int
    kind: str = "text"  # text, date, time, number, count
    choices: Mapping[str, tuple[str, str]] | None = None
    list_name: str = ""  # a list made for this form
    is_locked: bool = False
    is_needed: bool = True
    hint_vi: str = ""
    hint_en: str = ""

    def label(self, language: str) -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Sheet:
    key: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    hint_vi: str
    hint_en: str

    def label(self, language: str) -> str:
        return self.vi if language == "vi" else self.en

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


CATEGORIES: Mapping[str, tuple[str, str]] = {
    "duty": ("Nhiệm vụ chuyên môn", "Line duty"),
    "meeting": ("Họp, sinh hoạt", "Meeting"),
    "volunteering": ("Tình nguyện", "Volunteering"),
    "training": ("Tập huấn", "Training"),
    "culture_sport": ("Văn hóa, thể thao", "Culture and sport"),
    "counter_support": ("Hỗ trợ tại bộ phận một cửa", "Support at the counter"),
    "congress": ("Đại hội", "Congress"),
    "reporting": ("Báo cáo, hồ sơ", "Reporting"),
}
ACTIVITY_CATEGORIES = {code: names for code, names in CATEGORIES.items() if code != "duty"}
CHANGES: Mapping[str, tuple[str, str]] = {
    "in": ("Kết nạp, chuyển đến", "Joined"),
    "out": ("Ra khỏi, chuyển đi", "Left"),
}
STATUSES: Mapping[str, tuple[str, str]] = {
    "held": ("Đã tổ chức", "Held"),
    "called_off": ("Hủy", "Called off"),
}

MEMBERS = Sheet(
    "members",
    "Đoàn viên, hội viên",
    "Members",
    (
        Column("staff_number", "Số hiệu", "Staff number", 14),
        Column("full_name", "Họ và tên", "Full name", 30),
        Column("change", "Biến động", "Change", 22, choices=CHANGES),
        Column("day", "Từ ngày", "From day", 14, kind="date"),
        Column("organization", "Tổ chức", "Organisation", 44, list_name="organizations"),
    ),
    "Mỗi dòng một người vào hoặc ra trong tháng. Dòng màu xám đã có trong sổ.",
    "One line for each person who joined or left in the month. Grey lines are on record already.",
)
ACTIVITIES = Sheet(
    "activities",
    "Hoạt động",
    "Activities",
    (
        Column("ref", "Ký hiệu", "Reference", 11, is_locked=True),
        Column("title_vi", "Tên hoạt động", "Title in Vietnamese", 44),
        Column("title_en", "Tên tiếng Anh", "Title in English", 30, is_needed=False),
        Column("category", "Loại", "Category", 26, choices=ACTIVITY_CATEGORIES),
        Column("first_day", "Ngày", "Day", 13, kind="date"),
        Column("from", "Từ giờ", "From", 9, kind="time"),
        Column("last_day", "Đến ngày", "Until day", 13, kind="date", is_needed=False),
        Column("to", "Đến giờ", "To", 9, kind="time"),
        Column("status", "Tình hình", "State", 16, choices=STATUSES),
        Column("turnout", "Số người dự", "Took part", 12, kind="count", is_needed=False),
        Column("result", "Kết quả", "Result", 50, is_needed=False),
    ),
    "Ghi tình hình, số người dự và kết quả. Hoạt động chưa có trong sổ: ghi vào dòng N1, N2, ...",
    "Say whether it was held, how many took part and with what result. New ones: lines N1, N2, ...",
)
HOURS = Sheet(
    "hours",
    "Giờ công tác",
    "Hours",
    (
        Column("staff_number", "Số hiệu", "Staff number", 14, list_name="people"),
        Column("full_name", "Họ và tên", "Full name", 30, is_locked=True, is_needed=False),
        Column("post", "Vai và chức vụ", "Role and post", 56, list_name="posts"),
        Column("day", "Ngày", "Day", 13, kind="date", is_needed=False),
        Column("category", "Loại", "Category", 26, choices=CATEGORIES),
        Column("activity", "Hoạt động", "Activity", 11, list_name="refs", is_needed=False),
        Column("hours", "Số giờ", "Hours", 9, kind="number"),
    ),
    "Giờ đoàn thể ghi theo ngày; giờ chuyên môn ghi một dòng cho cả tháng, để trống ngày.",
    "Office hours by day; line hours as one line for the month, with the day left empty.",
)
# What an activity on record was planned as: to change it, call it off and write a new one.
FIXED_OF_AN_ACTIVITY = frozenset(
    {"title_vi", "title_en", "category", "first_day", "from", "last_day", "to"}
)
SHEETS: Mapping[str, Sheet] = {sheet.key: sheet for sheet in (MEMBERS, ACTIVITIES, HOURS)}


def code_of(choices: Mapping[str, tuple[str, str]], text: str) -> str | None:
    """The code of a choice written in either language, accents and case aside; None if unknown."""
    wanted = fold(text)
    for code, names in choices.items():
        if wanted in (code, *map(fold, names)):
            return code
    return None
