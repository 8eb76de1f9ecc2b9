"""The time ruler's geometry and words."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from kiem.delivery.web.asked import Asked
from kiem.delivery.web.monthbar import MonthHours, month_bar
from kiem.delivery.web.ruler import Mark, build_ruler, window_of
from kiem.time.month import Month

TODAY = date(2026, 11, 22)


def asked(on: date) -> Asked:
    return Asked(on=on, known_at=None, today=TODAY)


def test_window_holds_24_months_about_today() -> None:
    assert window_of(asked(TODAY)) == (Month(2025, 4), Month(2027, 3))


def test_window_holds_today_and_shown_day_when_24_months_can() -> None:
    assert window_of(asked(date(2025, 2, 15))) == (Month(2025, 1), Month(2026, 12))


def test_window_moves_to_a_day_far_from_today() -> None:
    first, last = window_of(asked(date(2020, 6, 1)))
    assert (first, last) == (Month(2019, 6), Month(2021, 5))


def test_positions_are_shares_of_the_days_of_the_band() -> None:
    ruler = build_ruler(asked(date(2025, 4, 1)), "/")
    assert ruler.shown_x == "0.000"
    assert sum(float(m.width) for m in ruler.months) == pytest.approx(100, abs=0.01)
    assert ruler.today_x == f"{100 * 600 / 730:.3f}"


def test_month_links_keep_the_day_and_other_parameters() -> None:
    ruler = build_ruler(asked(date(2026, 8, 31)), "/units/", kept=[("sort", "-staff")])
    september = next(m for m in ruler.months if m.x > "0" and m.title.endswith("9 năm 2026"))
    assert september.href == "/units/?sort=-staff&on=2026-09-30"


def test_this_month_links_to_today_without_a_date() -> None:
    ruler = build_ruler(asked(date(2026, 8, 31)), "/")
    assert ruler.today_href == "/"


def test_marks_outside_the_band_are_left_out() -> None:
    marks = [
        Mark(date(2025, 7, 1), "reorganisation", "526 -> 126"),
        Mark(date(2019, 1, 1), "x", ""),
    ]
    ruler = build_ruler(asked(TODAY), "/", marks=marks, closed_months={Month(2026, 9)})
    assert [m.label for m in ruler.marks] == ["01/07/2025: 526 -> 126"]
    assert [m.label for m in ruler.months if m.is_closed] == ["9"]


@pytest.mark.parametrize(
    ("day", "tense", "english"),
    [
        (date(2025, 2, 15), "past", "as of 15 February 2025"),
        (TODAY, "today", "today, 22 November 2026"),
        (date(2027, 1, 5), "future", "ahead: 5 January 2027"),
    ],
)
def test_words_name_past_today_and_future(day: date, tense: str, english: str) -> None:
    with translation.override("en"):
        ruler = build_ruler(asked(day), "/")
    assert (ruler.tense, ruler.words) == (tense, english)


def bar_widths(hours: MonthHours) -> dict[str, tuple[float, float]]:
    """Start and width of each rectangle by class, in hours (the bar is drawn 1 px an hour)."""
    svg = ElementTree.fromstring(month_bar(hours, full=238, width=240))  # noqa: S314 - our own
    return {
        str(rect.get("class")): (float(str(rect.get("x"))) - 1, float(str(rect.get("width"))))
        for rect in svg.iter("rect")
    }


def test_bar_of_an_open_month_takes_covered_hours_out_of_the_line() -> None:
    widths = bar_widths(MonthHours(available=168, line=168, office=52, release=33.6))
    assert widths["bar-line"] == (0.0, 168.0)
    assert widths["bar-covered"] == (pytest.approx(134.4), pytest.approx(33.6))
    assert widths["bar-uncovered"] == (168.0, pytest.approx(18.4))


def test_bar_of_a_closed_month_adds_office_hours_to_the_line() -> None:
    widths = bar_widths(MonthHours(168, 175, 50, 33.6, adds_up=True))
    assert widths["bar-covered"] == (175.0, pytest.approx(33.6))
    assert widths["bar-uncovered"] == (pytest.approx(208.6), pytest.approx(16.4))


def test_bar_without_any_hours_is_a_dash() -> None:
    assert "–" in month_bar(MonthHours(0, 0, 0, 0))
