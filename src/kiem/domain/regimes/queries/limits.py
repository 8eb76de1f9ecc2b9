"""Limits the findings are measured against."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kiem.domain.regimes.loading import all_rules
from kiem.domain.regimes.rules import Rule, Subject


@lru_cache(maxsize=4096)
def age_limit(*, family: str, organization_type: str, role: str, on: date) -> Rule | None:
    """Until which age (years) the office may be held; None where no limit is known."""
    return _first(Subject.AGE_UNTIL, family, on, organization_type, role)


@lru_cache(maxsize=1024)
def lowest_age_limit(*, on: date) -> int | None:
    """The lowest age any office ends at: people who have not passed it need not be looked at."""
    ages = [
        rule.value_hundredths // 100
        for rule in all_rules()
        if rule.subject == Subject.AGE_UNTIL and on in rule.valid
    ]
    return min(ages, default=None)


@lru_cache(maxsize=1024)
def fewest_members(*, on: date) -> dict[str, Rule]:
    """Type of organisation -> how many members it needs; types without a known number are not in
    it."""
    return {
        code: rule
        for rule in all_rules()
        if rule.subject == Subject.MEMBERS_AT_LEAST and on in rule.valid
        for code in sorted(rule.organization_types)
    }


@lru_cache(maxsize=1024)
def most_offices(*, on: date) -> Rule | None:
    """How many offices and external seats one person may hold; None where no number is known."""
    return _first(Subject.OFFICES_AT_MOST, "", on)


@lru_cache(maxsize=4096)
def limit_for_office(
    subject: Subject, *, family: str, organization_type: str, role: str, on: date
) -> Rule | None:
    """The limit of its family for an office, else the one for every family; None without any."""
    found = _first(subject, family, on, organization_type, role)
    if found is None and family:
        found = _first(subject, "", on, organization_type, role)
    return found


@lru_cache(maxsize=1024)
def age_limits(*, on: date) -> tuple[Rule, ...]:
    """Every age until which an office may be held, on a day."""
    return tuple(r for r in all_rules() if r.subject == Subject.AGE_UNTIL and on in r.valid)


@lru_cache(maxsize=1024)
def quorum(*, on: date) -> Rule | None:
    """The share of its seats (percent) above which a committee can decide; None: no rule."""
    return _first(Subject.QUORUM, "", on)


def _first(
    subject: Subject, family: str, on: date, organization_type: str = "", role: str = ""
) -> Rule | None:
    for rule in all_rules():
        if (
            rule.subject == subject
            and rule.family == family
            and (not rule.organization_types or organization_type in rule.organization_types)
            and (not rule.roles or role in rule.roles)
            and on in rule.valid
        ):
            return rule
    return None
