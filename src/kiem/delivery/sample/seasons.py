"""How busy offices are: hours a month by office, month and place. All of it is assumption."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

from kiem.delivery.sample import codes

MERGED = date(2025, 7, 1)

# hours a month in an ordinary month, by kind of chapter and role
_NEW = {codes.SECRETARY: 33.0, codes.DEPUTY_SECRETARY: 17.0, codes.COMMITTEE_MEMBER: 8.0}
_HOURS: dict[str, dict[str, float]] = {
    "youth:city": {
        codes.SECRETARY: 34.0,
        codes.DEPUTY_SECRETARY: 40.0,
        codes.STANDING_MEMBER: 20.0,
        codes.COMMITTEE_MEMBER: 10.0,
    },
    "youth:department": {codes.SECRETARY: 12.0, codes.DEPUTY_SECRETARY: 6.0},
    "youth:district": {
        codes.SECRETARY: 26.0,
        codes.DEPUTY_SECRETARY: 14.0,
        codes.COMMITTEE_MEMBER: 6.0,
    },
    "youth:former": {codes.SECRETARY: 6.5, codes.DEPUTY_SECRETARY: 3.5},
    "youth:branch": {codes.SECRETARY: 6.0},
    "women:city": {codes.CHAIR: 24.0, codes.VICE_CHAIR: 14.0, codes.COMMITTEE_MEMBER: 6.0},
    "women:district": {codes.CHAIR: 11.0, codes.VICE_CHAIR: 6.0, codes.COMMITTEE_MEMBER: 4.0},
    "women:new": {codes.BRANCH_HEAD: 9.0, codes.DEPUTY_BRANCH_HEAD: 5.0},
    "union:city": {codes.CHAIR: 26.0, codes.VICE_CHAIR: 20.0, codes.COMMITTEE_MEMBER: 9.0},
    "union:district": {codes.CHAIR: 21.0, codes.VICE_CHAIR: 15.0, codes.COMMITTEE_MEMBER: 9.0},
    "youth:ward": {
        codes.SECRETARY: 22.0,
        codes.DEPUTY_SECRETARY: 12.0,
        codes.COMMITTEE_MEMBER: 7.0,
    },
    "youth:commune": {
        codes.SECRETARY: 14.0,
        codes.DEPUTY_SECRETARY: 8.0,
        codes.COMMITTEE_MEMBER: 5.0,
    },
    "women:ward": {codes.BRANCH_HEAD: 9.0, codes.DEPUTY_BRANCH_HEAD: 5.0},
    "union:ward": {codes.GROUP_LEADER: 8.0},
    "outside:new": {codes.COMMITTEE_MEMBER: 6.0},
}
# month by month, January first: Tet dip, youth month in March, volunteer summer, year-end reports
_SEASONS = {
    "youth": (0.9, 0.75, 1.5, 0.9, 1.05, 1.15, 1.45, 1.1, 0.9, 1.0, 1.0, 1.3),
    "women": (0.8, 0.7, 1.7, 0.8, 1.0, 1.0, 0.9, 0.9, 0.9, 1.7, 1.0, 1.2),
    "union": (0.9, 0.75, 1.0, 1.0, 1.2, 1.1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "outside": (0.9, 0.7, 1.5, 0.9, 1.0, 1.2, 1.5, 1.2, 0.9, 1.0, 1.0, 1.2),
}
_TET_WEEKS = (  # the public holiday weeks; first day, day after the last
    (date(2020, 1, 23), date(2020, 1, 30)),
    (date(2025, 1, 25), date(2025, 2, 3)),
    (date(2026, 2, 14), date(2026, 2, 23)),
    (date(2027, 2, 5), date(2027, 2, 12)),
)
_RISE_OF_2026 = 1.2  # the example regime rises in 2026, and work with it
WEEKS_IN_A_MONTH = 30.4 / 7


@cache
def ordinary_hours(organization: str, role: str, is_merged: bool) -> float:
    """Hours a month of the office before season and place; 0 for an office not in the tables."""
    family, _, rest = organization.partition(":")
    place = rest.partition(":")[0]
    if family == "outside":
        place = "new"
    if is_merged and (family, place) == ("youth", "former"):
        return _NEW.get(role, 0.0)  # the chapters that were converted keep their keys
    return _HOURS.get(f"{family}:{place}", {}).get(role, 0.0)


def season(family: str, day: date) -> float:
    """Factor of the month, and of the Tet holidays."""
    factor = _SEASONS[family][day.month - 1]
    if any(start <= day < end for start, end in _TET_WEEKS):
        factor *= 0.3
    if day.year >= 2026 and family == "youth":
        factor *= _RISE_OF_2026
    return factor


@cache
def zeal(seed: str, organization: str) -> float:
    """How much more or less than usual a chapter does, 0.5 to 1.8; its own all along."""
    return min(1.8, max(0.5, Random(f"{seed}:zeal:{organization}").lognormvariate(0.0, 0.3)))
