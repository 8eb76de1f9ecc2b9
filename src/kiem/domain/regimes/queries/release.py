"""Release hours of an office."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kiem.domain.regimes.loading import all_rules
from kiem.domain.regimes.rules import (
    Entitlement,
    EntitlementPart,
    OfficeKey,
    Rule,
    Subject,
    Unit,
)
from kiem.time.interval import DateInterval
from kiem.time.month import Month


def release_hours(
    office: OfficeKey, *, held: DateInterval, month: Month, monthly_hours_hundredths: int
) -> Entitlement:
    """What the rules in force entitle an office to in a month, pro rata by days held.

    `held`: when the office was held; only its days in `month` count. `monthly_hours_hundredths`:
    the hours a share is taken of (the person's available hours of the month), x 100. Where the
    law changes within the month each value counts for its own days. Each part is rounded to a
    hundredth of an hour, half up; the total is the sum of the rounded parts.
    """
    start = max((held.start - month.start).days, 0)
    end = month.days if held.end is None else min((held.end - month.start).days, month.days)
    terms = release_terms(office, month)
    return Entitlement(entitlement_parts(terms, start, end, monthly_hours_hundredths))


def release_rules(office: OfficeKey, month: Month) -> tuple[Rule, ...]:
    """The rules that apply to an office on some day of the month, oldest first.

    Empty where the office is not regulated. Of rules that differ only in `members_from`, the one
    with the highest threshold the organisation reaches applies.
    """
    return _rules_of(
        office.category,
        office.family,
        office.role,
        _bracket(office.members),
        office.is_concurrent,
        month,
    )


class Term(NamedTuple):
    """A rule on the days `[start, end)` of one month, as offsets into it."""

    rule: Rule
    start: int
    end: int
    month_days: int


@lru_cache(maxsize=65536)
def release_terms(office: OfficeKey, month: Month) -> tuple[Term, ...]:
    """`release_rules` with the days of the month on which each is in force."""
    return tuple(
        Term(
            rule,
            max((rule.valid.start - month.start).days, 0),
            month.days if rule.valid.end is None
            else min((rule.valid.end - month.start).days, month.days),
            month.days,
        )
        for rule in release_rules(office, month)
    )  # fmt: skip


def entitlement_parts(
    terms: Sequence[Term], start: int, end: int, monthly_hundredths: int
) -> tuple[EntitlementPart, ...]:
    """What each rule gives for an office held on the days `[start, end)` of the month."""
    parts = []
    for term in terms:
        days = min(end, term.end) - max(start, term.start)
        if days > 0:
            given = part_hundredths(term.rule, monthly_hundredths, days, term.month_days)
            parts.append(EntitlementPart(term.rule, days, term.month_days, given))
    return tuple(parts)


def part_hundredths(rule: Rule, monthly_hundredths: int, days: int, month_days: int) -> int:
    """Hours x 100 of one rule for `days` of a month of `month_days` days, rounded half up."""
    if rule.unit == Unit.HOURS_PER_MONTH:
        return _divide(rule.value_hundredths * days, month_days)
    return _divide(monthly_hundredths * rule.value_hundredths * days, 10_000 * month_days)


def _divide(numerator: int, denominator: int) -> int:
    """Rounded half up; both are never negative."""
    return (2 * numerator + denominator) // (2 * denominator)


@lru_cache(maxsize=1)
def families_by_members() -> frozenset[str]:
    """Families of which some rule asks how many members the organisation has."""
    return frozenset(
        rule.family
        for rule in all_rules()
        if rule.subject == Subject.RELEASE_HOURS and rule.members_from > 0
    )


@lru_cache(maxsize=1)
def _thresholds() -> tuple[int, ...]:
    rules = (rule for rule in all_rules() if rule.subject == Subject.RELEASE_HOURS)
    return tuple(sorted({rule.members_from for rule in rules}, reverse=True))


@lru_cache(maxsize=8192)
def _bracket(members: int) -> int:
    """The highest threshold any rule names that `members` reaches: few values, so few answers."""
    return next((threshold for threshold in _thresholds() if members >= threshold), 0)


@lru_cache(maxsize=65536)
def _rules_of(
    category: str, family: str, role: str, members: int, is_concurrent: bool, month: Month
) -> tuple[Rule, ...]:
    if category != "member":
        return ()
    fitting = [
        rule
        for rule in all_rules()
        if rule.subject == Subject.RELEASE_HOURS
        and rule.family == family
        and role in rule.roles
        and members >= rule.members_from
        and (is_concurrent or not rule.concurrent_only)
        and rule.valid.overlaps(month.interval)
    ]
    if not fitting:
        return ()
    highest = max(rule.members_from for rule in fitting)
    chosen = (rule for rule in fitting if rule.members_from == highest)
    return tuple(sorted(chosen, key=lambda rule: rule.valid.start))
