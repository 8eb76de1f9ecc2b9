"""Writes the form of a chapter and month: filled in, with drop-downs, locked where nothing may
change.

Every text is written as text: nothing that stands in the register becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from kiem.domain.returns.form import layout
from kiem.domain.returns.form.contents import ActivityLine, HoursLine, MemberLine
from kiem.domain.returns.form.identity import FormIdentity
from kiem.domain.returns.form.layout import Column, Sheet
from kiem.domain.returns.queries.state import ChapterMonth
from kiem.platform.kernel.clock import LOCAL_ZONE

Value = str | int | float | date | time | None
Line = tuple[Mapping[str, Value], frozenset[str]]  # values by column, and which of them are locked
_LINE_COLOUR, _HEAD_COLOUR, _LOCKED_COLOUR = "#BFC7C9", "#E3ECEC", "#EEEEEE"
_NUMBER_FORMATS = {"date": "dd/mm/yyyy", "time": "hh:mm", "number": "0.00", "count": "0"}
_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
}


def write_form(
    state: ChapterMonth,
    identity: FormIdentity,
    *,
    language: str,
    is_invented: bool,
    spare: bool = True,
) -> bytes:
    """The workbook as bytes. `language`: of headings, choices and instructions, `vi` or `en`.

    `spare`: with empty lines to write into; without them it is smaller and made twice as fast.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": f"{identity.organization_code} {identity.month}"})
    writer = _Writer(book, state, language, spare=spare)
    writer.cover(is_invented)
    content = state.content
    writer.table(layout.MEMBERS, [_member_line(line, writer) for line in content.members])
    writer.table(layout.ACTIVITIES, [_activity_line(line, writer) for line in content.activities])
    writer.table(layout.HOURS, [_hours_line(line, writer) for line in content.hours])
    writer.lists()
    writer.hidden(identity)
    book.close()
    return buffer.getvalue()


class _Writer:
    """The workbook being written. `offered`: names of lists -> their cells in the lists sheet."""

    def __init__(self, book: Any, state: ChapterMonth, language: str, *, spare: bool) -> None:
        self.spare = spare
        self.book = book
        self.state = state
        self.language = language
        self.posts = {post.post_id: post.label(language) for post in state.posts}
        self.organizations = {
            named.code: _named(named.code, named.name_vi, named.name_en, language)
            for named in state.organizations
        }
        refs = [line.ref for line in state.content.activities]
        self.offered: dict[str, list[str]] = {
            "organizations": list(self.organizations.values()),
            "people": list(dict.fromkeys(post.staff_number for post in state.posts)),
            "posts": list(dict.fromkeys(self.posts.values())),
            "refs": [*refs, *new_refs()],
        }
        for sheet in layout.SHEETS.values():
            for column in sheet.columns:
                if column.choices is not None:
                    self.offered[f"{sheet.key}.{column.key}"] = [
                        self.choice(column, code) for code in column.choices
                    ]
        self._formats: dict[tuple[str, bool], Any] = {}
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._hint = book.add_format({"italic": True, "font_color": "#44575A"})
        self._head = book.add_format(
            {"bold": True, "bg_color": _HEAD_COLOUR, "border": 1, "border_color": _LINE_COLOUR,
             "text_wrap": True, "valign": "top"}
        )  # fmt: skip
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def say(self, vi: str, en: str) -> str:
        return vi if self.language == "vi" else en

    def choice(self, column: Column, code: str) -> str:
        names = (column.choices or {}).get(code)
        return code if names is None else self.say(*names)

    def cover(self, is_invented: bool) -> None:
        """The first sheet: whose return, of which month, and what to do with it."""
        chapter, month = self.state.chapter, self.state.month
        sheet = self.book.add_worksheet(self.say("Hướng dẫn", "Instructions"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self.say("Báo cáo tháng", "Monthly return"), self._title)
        facts = [
            (self.say("Tổ chức", "Organisation"), self.say(chapter.name_vi, chapter.name_en)),
            (self.say("Đơn vị", "Unit"), self.say(chapter.unit_vi, chapter.unit_en)),
            (self.say("Tháng", "Month"), f"{month.number:02d}/{month.year}"),
            (self.say("Gửi tới", "To"), self.say(chapter.head_vi, chapter.head_en)),
        ]
        if is_invented:
            facts.append(
                (
                    self.say("Dữ liệu", "Data"),
                    self.say("Người trong bảng là hư cấu.", "Invented people: sample data."),
                )
            )
        for row, (name, text) in enumerate(facts, start=2):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, text, self._wrapped)
        for row, text in enumerate(_STEPS[self.language], start=len(facts) + 3):
            sheet.write_string(row, 1, text, self._wrapped)
        sheet.protect("", _PROTECTION)

    def table(self, sheet: Sheet, lines: Sequence[Line]) -> None:
        """One sheet: what is on record, then spare lines."""
        page = self.book.add_worksheet(sheet.label(self.language))
        page.write_string(
            0, 0, f"{sheet.label(self.language)} · {self.organizations_name()}", self._title
        )
        page.write_string(1, 0, self.say(sheet.hint_vi, sheet.hint_en), self._hint)
        head = layout.HEAD_ROW - 1
        for index, column in enumerate(sheet.columns):
            other = column.en if self.language == "vi" else column.vi
            page.write_string(head, index, f"{column.label(self.language)}\n{other}", self._head)
            page.set_column(index, index, column.width)
        page.set_row(head, 34)
        free = list(_spare_lines(sheet)) if self.spare else []
        for offset, (values, locked) in enumerate([*lines, *free]):
            for index, column in enumerate(sheet.columns):
                is_locked = column.is_locked or column.key in locked
                self._write(
                    page, head + 1 + offset, index, values.get(column.key), column, is_locked
                )
        last = head + max(1, len(lines) + len(free))
        self._validate(page, sheet, head + 1, last)
        page.autofilter(head, 0, last, len(sheet.columns) - 1)
        page.freeze_panes(layout.HEAD_ROW, 1)
        page.repeat_rows(head)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.protect("", _PROTECTION)

    def organizations_name(self) -> str:
        chapter, month = self.state.chapter, self.state.month
        return f"{self.say(chapter.name_vi, chapter.name_en)} · {month.number:02d}/{month.year}"

    def lists(self) -> None:
        """What the drop-downs offer, in a hidden sheet."""
        page = self.book.add_worksheet(layout.LISTS_SHEET)
        for index, (name, entries) in enumerate(self.offered.items()):
            page.write_string(0, index, name)
            for row, entry in enumerate(entries, start=1):
                page.write_string(row, index, entry)
        page.hide()
        page.protect("")

    def hidden(self, identity: FormIdentity) -> None:
        page = self.book.add_worksheet(layout.HIDDEN_SHEET)
        for row, (name, value) in enumerate([*identity.pairs, ("hash", identity.hash)]):
            page.write_string(row, 0, name)
            page.write_string(row, 1, value)
        page.very_hidden()
        page.protect("")

    def _write(
        self, page: Any, row: int, index: int, value: Value, column: Column, is_locked: bool
    ) -> None:
        style = self._style(column.kind, is_locked)
        if value is None or value == "":
            page.write_blank(row, index, None, style)
        elif isinstance(value, str):
            page.write_string(row, index, value, style)
        elif isinstance(value, date | time):
            page.write_datetime(row, index, value, style)
        else:
            page.write_number(row, index, value, style)

    def _style(self, kind: str, is_locked: bool) -> Any:
        key = (kind, is_locked)
        if key not in self._formats:
            look: dict[str, Any] = {
                "border": 1, "border_color": _LINE_COLOUR, "locked": is_locked, "valign": "top",
            }  # fmt: skip
            look["num_format"] = _NUMBER_FORMATS.get(kind, "@")
            if is_locked:
                look["bg_color"] = _LOCKED_COLOUR
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def _validate(self, page: Any, sheet: Sheet, first: int, last: int) -> None:
        for index, column in enumerate(sheet.columns):
            if column.is_locked:
                continue
            rule = self._rule(sheet, column)
            if rule is None:
                continue
            rule |= {
                "error_title": column.label(self.language),
                "error_message": self.say(*_ERRORS[rule["validate"]]),
            }
            page.data_validation(first, index, last, index, rule)

    def _rule(self, sheet: Sheet, column: Column) -> dict[str, Any] | None:
        name = column.list_name or f"{sheet.key}.{column.key}"
        if name in self.offered:
            place = list(self.offered).index(name)
            letter, count = xl_col_to_name(place), max(1, len(self.offered[name]))
            source = f"={layout.LISTS_SHEET}!${letter}$2:${letter}${count + 1}"
            # A new member's organisation or a colleague's number may be missing from a list.
            return {"validate": "list", "source": source}
        month = self.state.month
        match column.kind:
            case "date":
                return {
                    "validate": "date", "criteria": "between",
                    "minimum": month.start, "maximum": month.shift(1).end,
                }  # fmt: skip
            case "time":
                return {
                    "validate": "time", "criteria": "between",
                    "minimum": time(0), "maximum": time(23, 59),
                }  # fmt: skip
            case "number":
                return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 744}
            case "count":
                return {
                    "validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100_000,
                }  # fmt: skip
        return None


def new_refs() -> list[str]:
    """References of new activities: one for each spare line of their sheet."""
    return [f"N{number}" for number in range(1, layout.SPARE_ROWS["activities"] + 1)]


def _spare_lines(sheet: Sheet) -> Iterable[Line]:
    if sheet is layout.ACTIVITIES:
        return [({"ref": ref}, frozenset()) for ref in new_refs()]
    return [({}, frozenset())] * layout.SPARE_ROWS[sheet.key]


def _named(code: str, vi: str, en: str, language: str) -> str:
    return f"{code} · {vi if language == 'vi' else en}"


def _member_line(line: MemberLine, writer: _Writer) -> Line:
    values: dict[str, Value] = {
        "staff_number": line.staff_number,
        "full_name": line.full_name,
        "change": writer.choice(layout.MEMBERS.column("change"), line.change),
        "day": line.day,
        "organization": writer.organizations[line.organization],
    }
    return values, frozenset(values) if line.is_decided else frozenset()


def _activity_line(line: ActivityLine, writer: _Writer) -> Line:
    starts, ends = (m.astimezone(LOCAL_ZONE) for m in (line.starts_at, line.ends_at))
    values: dict[str, Value] = {
        "ref": line.ref,
        "title_vi": line.title_vi,
        "title_en": line.title_en,
        "category": writer.choice(layout.ACTIVITIES.column("category"), line.category),
        "first_day": starts.date(),
        "from": starts.time(),
        "last_day": None if ends.date() == starts.date() else ends.date(),
        "to": ends.time(),
        "status": writer.choice(layout.ACTIVITIES.column("status"), line.status),
        "turnout": line.turnout,
        "result": line.result,
    }
    return values, layout.FIXED_OF_AN_ACTIVITY


def _hours_line(line: HoursLine, writer: _Writer) -> Line:
    return {
        "staff_number": line.staff_number,
        "full_name": line.full_name,
        "post": writer.posts[line.post_id],
        "day": line.day,
        "category": writer.choice(layout.HOURS.column("category"), line.category),
        "activity": line.activity,
        "hours": float(line.hours),
    }, frozenset()


_ERRORS = {
    "list": ("Chọn một giá trị trong danh sách.", "Choose one of the list."),
    "date": ("Nhập một ngày, ví dụ 15/10/2025.", "Enter a day, such as 15/10/2025."),
    "time": ("Nhập giờ, ví dụ 14:30.", "Enter a time, such as 14:30."),
    "decimal": ("Nhập số giờ, ví dụ 1,5.", "Enter hours, such as 1.5."),
    "integer": ("Nhập một số nguyên.", "Enter a whole number."),
}
_STEPS = {
    "vi": (
        "1. Ba trang sau đã ghi sẵn những gì có trong sổ. Ô màu xám không sửa được.",
        "2. Sửa ô sai, thêm dòng còn thiếu, xóa nội dung dòng không đúng.",
        "3. Cột nào có danh sách thì chọn trong danh sách.",
        "4. Lưu tệp dạng .xlsx và gửi lên trang Báo cáo tháng.",
        "5. Trước khi nhận, chương trình cho xem những gì sẽ thay đổi và báo mọi lỗi cùng lúc.",
        "6. Phát hiện sai sau khi gửi: sửa chính tệp này và gửi lại; tệp sau thay tệp trước.",
    ),
    "en": (
        "1. The next three sheets hold what is on record already. Grey cells cannot be changed.",
        "2. Correct what is wrong, add what is missing, empty lines that are not true.",
        "3. Where a column has a list, choose from it.",
        "4. Save as .xlsx and upload it on the page Monthly returns.",
        "5. Before it is taken you are shown what will change, and every mistake at once.",
        "6. If you find a mistake later, correct this file and send it again: it replaces it.",
    ),
}
