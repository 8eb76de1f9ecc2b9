"""What a rule is: dated values with letters and sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kiem.time.interval import DateInterval


class Letter(StrEnum):
    """How far a value can be trusted; shown wherever the value or its consequence is."""

    CONFIRMED = "C"  # a copy of the source, or two secondary sources that agree
    SECONDARY = "S"  # one secondary source
    EXAMPLE = "E"  # ours, an example, never law
    MEMORY = "M"  # from memory, unconfirmed


class Subject(StrEnum):
    """What a rule decides."""

    RELEASE_HOURS = "release_hours"
    AGE_UNTIL = "age_until"  # the office may be held until this age, in years
    MEMBERS_AT_LEAST = "members_at_least"  # fewest members of a branch
    OFFICES_AT_MOST = "offices_at_most"  # most offices and external seats in one hand
    FIRST_ELECTED_UNTIL = "first_elected_until"  # somebody new to the office is at most so old
    RANK_AT_LEAST = "rank_at_least"  # level of the rank a holder should have
    UNITS_AWAY_AT_MOST = "units_away_at_most"  # 0: the holder works in the host unit
    LOAD_AT_MOST = "load_at_most"  # up to this load a further office is advisable
    FILL_WITHIN = "fill_within"  # a free seat is filled within so many days
    QUORUM = "quorum"  # a committee decides while more than this share of its seats is held


class Unit(StrEnum):
    """What a value counts."""

    HOURS_PER_MONTH = "hours_per_month"
    PERCENT_OF_MONTHLY_HOURS = "percent_of_monthly_hours"
    YEARS = "years"
    MEMBERS = "members"
    OFFICES = "offices"
    RANK_LEVEL = "rank_level"
    UNITS = "units"
    PERCENT_OF_AVAILABLE_HOURS = "percent_of_available_hours"
    DAYS = "days"
    PERCENT_OF_SEATS = "percent_of_seats"


@dataclass(frozen=True, slots=True)
class Rule:
    """One value of a rule while it is in force, with everything needed to show and cite it.

    `rule_id` names the rule and the day its value starts, e.g.
    `vn.trade_union.release.leader@2025-07-01`. `value_hundredths`: the value x 100 in `unit`.
    Conditions: `family` of the member organisation (empty = any), `organization_types` and
    `roles`, codes of the register (empty = any), `members_from` (the organisation and those
    below it in its line have at least so many members), `concurrent_only` (the office takes no
    part of the person's employment).
    """

    rule_id: str
    regime_id: str
    subject: Subject
    family: str
    organization_types: frozenset[str]
    roles: frozenset[str]
    members_from: int
    concurrent_only: bool
    unit: Unit
    value_hundredths: int
    valid: DateInterval
    letter: Letter
    title_vi: str
    title_en: str
    source_vi: str
    source_en: str

    @property
    def value(self) -> float:
        return self.value_hundredths / 100


class OfficeKey(NamedTuple):
    """What a rule needs to know of an office.

    `category` of its organisation (`member`, `external`, `party`); `family` (`youth`, `women`,
    `trade_union`, ...); `organization_type` and `role` codes of the register; `members` of the
    organisation and those below it in its own line; `unit_staff`, line posts held in the host
    unit; `is_concurrent`: the office takes no part of the employment (share 0).
    """

    category: str
    family: str
    organization_type: str
    role: str
    members: int
    unit_staff: int = 0
    is_concurrent: bool = True


class EntitlementPart(NamedTuple):
    """The hours one rule gives for the days of one month on which it applied and the office was
    held: `days` of `month_days`."""

    rule: Rule
    days: int
    month_days: int
    hours_hundredths: int


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Release hours of one office in one month. No parts: no rule applies, and hours are 0."""

    parts: tuple[EntitlementPart, ...]

    @property
    def hours_hundredths(self) -> int:
        return sum(part.hours_hundredths for part in self.parts)

    @property
    def is_regulated(self) -> bool:
        return bool(self.parts)
