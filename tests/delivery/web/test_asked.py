"""Days and moments in addresses: how they are read, kept and refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from kiem.delivery.web.asked import Asked, parse_day, parse_moment, read_asked
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 09:00 in Hanoi


@pytest.mark.parametrize("text", ["2025-02-15", "15/02/2025", "15.2.2025", " 2025-02-15 "])
def test_day_is_read_in_each_form(text: str) -> None:
    assert parse_day(text) == date(2025, 2, 15)


@pytest.mark.parametrize(
    "text", ["2025-02-31", "31/04/2025", "0001-01-01", "9999-12-31", "1989-12-31", "x", "2025"]
)
def test_day_impossible_or_absurd_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_day(text)
    assert caught.value.field == "on"
    assert "2025-02-15" in caught.value.remedy


def test_moment_of_a_day_is_its_last() -> None:
    with clock.travel(NOW):
        assert parse_moment("2025-10-31") == datetime(
            2025, 10, 31, 23, 59, 59, 999999, clock.LOCAL_ZONE
        )


def test_moment_of_today_is_now() -> None:
    with clock.travel(NOW):
        assert parse_moment("2026-03-10") == NOW


@pytest.mark.parametrize("text", ["2026-03-11", "2026-03-10T09:30", "yesterday", "2025-13-01"])
def test_moment_after_now_or_unreadable_is_refused(text: str) -> None:
    with clock.travel(NOW), pytest.raises(InvalidInput, match="known"):
        parse_moment(text)


def test_links_keep_day_and_moment() -> None:
    with clock.travel(NOW):
        asked = read_asked(QueryDict("on=15/02/2025&known_at=2025-10-31T08:30"))
    assert asked.link("/units/", kind="commune", text="") == (
        "/units/?kind=commune&on=2025-02-15&known_at=2025-10-31T08%3A30"
    )
    assert asked.tense == "past"


def test_links_of_today_carry_nothing() -> None:
    with clock.travel(NOW):
        asked = read_asked(QueryDict(""))
    assert (asked.query, asked.link("/"), asked.tense) == ("", "/", "today")
    assert asked.on == date(2026, 3, 10)


def test_link_may_name_its_own_day() -> None:
    asked = Asked(on=date(2025, 2, 15), known_at=None, today=date(2026, 3, 10))
    assert asked.link("/", on="2025-07-01") == "/?on=2025-07-01"
