"""Which units findings are planted in: fixed places in the list of units by code."""

from __future__ import annotations

from datetime import date
from functools import cache

from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.places import BRANCHES_FROM_STAFF
from kiem.time.month import Month

SHOWN_UNIT = 20  # among the ordinary units: one whose secretary is overloaded
FIRST_END = date(2025, 10, 1)  # samples that end earlier have no planted findings of hours


@cache
def ordinary() -> tuple[str, ...]:
    return tuple(code for code, staff in strengths().items() if staff < BRANCHES_FROM_STAFF)


@cache
def large() -> tuple[str, ...]:
    return tuple(code for code, staff in strengths().items() if staff >= BRANCHES_FROM_STAFF)


def shown_code() -> str:
    """Code of the unit that the commander and the dual holder among the personas belong to."""
    return ordinary()[SHOWN_UNIT]


def over_age() -> tuple[str, ...]:
    """Units whose secretary is older than the office allows."""
    return ordinary()[4], ordinary()[40]


def small_branch() -> tuple[str, ...]:
    """Units with a branch of two members."""
    return large()[0], large()[5]


def too_many_offices() -> tuple[str, ...]:
    """Units where one person holds three offices and seats."""
    return large()[2], large()[8]


def term_over() -> tuple[str, ...]:
    """Units whose Women's Union term ended without a successor."""
    return ordinary()[10], ordinary()[70]


def women_term_until(code: str, until: date) -> date | None:
    """The day the shortened term of a women's branch was planned to end, None for a usual one."""
    if code not in term_over() or until < FIRST_END:
        return None
    return Month.of(until).shift(-2).start
