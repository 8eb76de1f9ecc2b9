"""What chapters do, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.delivery.sample.clerk import at
from kiem.time.month import Month

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


@dataclass(frozen=True, slots=True)
class Habit:
    """An activity that comes back: in `week` of the month (0 = first), on a weekday, at an hour."""

    category: str
    title_vi: str
    title_en: str
    week: int
    weekday: int
    hour: int
    hours: float

    def moments(self, month: Month) -> tuple[datetime, datetime]:
        first = month.start + timedelta(days=(self.weekday - month.start.weekday()) % 7)
        day: date = first + timedelta(days=7 * self.week)
        start = at(day, self.hour)
        return start, start + timedelta(hours=self.hours)


_YOUTH_MEETING = Habit(
    "meeting", "Sinh hoạt chi đoàn định kỳ", "Regular branch meeting", 0, SATURDAY, 16, 2.0
)
_YOUTH: dict[int, tuple[Habit, ...]] = {
    1: (Habit("volunteering", "Xuân tình nguyện", "Spring volunteering", 1, SATURDAY, 8, 4.0),),
    2: (Habit("culture_sport", "Gặp mặt đầu xuân", "New Year gathering", 3, SATURDAY, 8, 2.0),),
    3: (
        Habit("volunteering", "Ngày Chủ nhật xanh", "Green Sunday", 1, SUNDAY, 7, 4.0),
        Habit(
            "counter_support",
            "Tháng Thanh niên: hỗ trợ dịch vụ công trực tuyến",
            "Youth Month: help with online public services",
            2,
            SATURDAY,
            8,
            4.0,
        ),
        Habit(
            "culture_sport", "Kỷ niệm 26/3", "Anniversary of the Youth Union", 3, SATURDAY, 8, 3.0
        ),
    ),
    4: (Habit("training", "Tập huấn nghiệp vụ Đoàn", "Youth work training", 2, SATURDAY, 8, 4.0),),
    5: (Habit("volunteering", "Hiến máu tình nguyện", "Blood donation day", 1, SATURDAY, 7, 3.0),),
    6: (Habit("training", "Bồi dưỡng kỹ năng số", "Digital skills training", 1, SATURDAY, 8, 4.0),),
    7: (
        Habit("volunteering", "Thanh niên tình nguyện hè", "Volunteer summer", 1, SATURDAY, 7, 6.0),
        Habit(
            "volunteering",
            "Đền ơn đáp nghĩa 27/7",
            "Visits to families of merit",
            3,
            SATURDAY,
            7,
            4.0,
        ),
    ),
    8: (Habit("culture_sport", "Giải thể thao thanh niên", "Youth sports day", 2, SUNDAY, 7, 4.0),),
    9: (
        Habit(
            "counter_support",
            "Hỗ trợ bộ phận một cửa",
            "Support at the one-stop desk",
            1,
            SATURDAY,
            8,
            3.0,
        ),
    ),
    10: (Habit("training", "Diễn đàn cán bộ trẻ", "Forum of young officers", 2, SATURDAY, 8, 3.0),),
    11: (
        Habit(
            "volunteering", "Ngày thứ Bảy tình nguyện", "Volunteer Saturday", 2, SATURDAY, 8, 4.0
        ),
    ),
    12: (
        Habit(
            "reporting",
            "Tổng kết công tác Đoàn năm",
            "Annual review of youth work",
            1,
            SATURDAY,
            8,
            4.0,
        ),
        Habit("meeting", "Kiểm điểm Ban Chấp hành", "Committee review", 2, SATURDAY, 8, 3.0),
    ),
}
_WOMEN: dict[int, tuple[Habit, ...]] = {
    3: (
        Habit("culture_sport", "Kỷ niệm 8/3", "International Women's Day", 0, FRIDAY, 16, 3.0),
        Habit("volunteering", "Mẹ đỡ đầu", "Godmother programme", 2, SUNDAY, 14, 3.0),
    ),
    6: (Habit("training", "Chăm sóc sức khỏe phụ nữ", "Women's health talk", 2, FRIDAY, 16, 2.0),),
    10: (
        Habit("culture_sport", "Kỷ niệm 20/10", "Vietnamese Women's Day", 2, FRIDAY, 16, 3.0),
        Habit("volunteering", "Áo ấm vùng cao", "Warm clothes collection", 3, SUNDAY, 14, 3.0),
    ),
    12: (Habit("reporting", "Tổng kết công tác Hội", "Annual review", 1, FRIDAY, 14, 3.0),),
}
_WOMEN_MEETING = Habit(
    "meeting", "Sinh hoạt chi hội phụ nữ", "Women's branch meeting", 1, WEDNESDAY, 17, 1.5
)
_UNION_MEETING = Habit(
    "meeting", "Họp Ban Chấp hành Công đoàn", "Trade union committee", 1, TUESDAY, 16, 2.0
)
_CITY_MEETING = Habit("meeting", "Họp Ban Chấp hành", "Committee meeting", 0, MONDAY, 14, 3.0)
_CONGRESS = Habit(
    "congress", "Họp chuẩn bị đại hội", "Preparation of the congress", 2, THURSDAY, 16, 3.0
)
_FORMER_MEETING = Habit("meeting", "Sinh hoạt chi đoàn", "Branch meeting", 0, SATURDAY, 16, 1.5)


def habits(organization: str, month: Month, *, is_merged: bool) -> Iterator[Habit]:
    """What the chapter with this key does in the month."""
    family, _, rest = organization.partition(":")
    place = rest.partition(":")[0]
    match family, place:
        case "youth", ("ward" | "commune"):
            yield _YOUTH_MEETING
            yield from _YOUTH[month.number]
        case "youth", "former" if is_merged:
            yield _YOUTH_MEETING
            yield from _YOUTH[month.number]
            if (month.year, month.number) in ((2025, 7), (2025, 8)):
                yield _CONGRESS
        case "youth", "former":
            yield _FORMER_MEETING
        case "youth", "city":
            yield _CITY_MEETING
            yield from _YOUTH[month.number][:1]
            if month.year == 2025 and 7 <= month.number <= 10:
                yield _CONGRESS
        case "youth", ("district" | "department"):
            yield _YOUTH_MEETING
            yield from _YOUTH[month.number][:1]
        case "women", _:
            yield _CITY_MEETING if place == "city" else _WOMEN_MEETING
            yield from _WOMEN.get(month.number, ())
        case "union", _:
            yield _UNION_MEETING
