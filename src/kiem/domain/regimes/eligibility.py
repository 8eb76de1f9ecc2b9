"""Whether somebody may, and should, come into an office: each rule's reason for or against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kiem.domain.regimes.queries.limits import age_limit, limit_for_office, most_offices
from kiem.domain.regimes.rules import Letter, Rule, Subject


class Verdict(StrEnum):
    """What a reason says."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"  # a fact or a rule is missing


class Office(NamedTuple):
    """The office in question, in the register's codes. `host_units`: the unit that hosts the
    organisation and those below it."""

    family: str
    organization_type: str
    role: str
    host_units: frozenset[int] = frozenset()


class Facts(NamedTuple):
    """What is known of somebody. `age` in full years; `offices` held already; `held_before` the
    same kind of office; `load` a ratio, None for whoever has no second role yet."""

    age: int | None
    rank_level: int | None
    unit_id: int | None
    offices: int
    held_before: bool
    load: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `code` and `params` make the sentence; `rule` None: no rule is known.

    Only what a source says (C, S) bars somebody; an example (E) or a memory (M) is to be weighed.
    """

    code: str
    verdict: Verdict
    rule: Rule | None = None
    params: Mapping[str, int | float] = field(default_factory=dict)

    @property
    def bars(self) -> bool:
        return (
            self.verdict is Verdict.AGAINST
            and self.rule is not None
            and self.rule.letter in (Letter.CONFIRMED, Letter.SECONDARY)
        )


def reasons(office: Office, facts: Facts, on: date) -> tuple[Reason, ...]:
    """Every reason the rules in force on the day give, ages first."""
    return (*_ages(office, facts, on), *_others(office, facts, on))


def oldest_for(office: Office, on: date) -> int | None:
    """The age in full years above which nobody new to the office is eligible; None: no limit."""
    limits = [
        _limit(Subject.FIRST_ELECTED_UNTIL, office, on),
        age_limit(
            family=office.family,
            organization_type=office.organization_type,
            role=office.role,
            on=on,
        ),
    ]
    return min((rule.value_hundredths // 100 for rule in limits if rule is not None), default=None)


def _limit(subject: Subject, office: Office, on: date) -> Rule | None:
    return limit_for_office(
        subject,
        family=office.family,
        organization_type=office.organization_type,
        role=office.role,
        on=on,
    )


def _ages(office: Office, facts: Facts, on: date) -> Iterator[Reason]:
    first = None if facts.held_before else _limit(Subject.FIRST_ELECTED_UNTIL, office, on)
    until = _limit(Subject.AGE_UNTIL, office, on)
    if first is None and until is None:
        yield Reason("no_age_rule", Verdict.OPEN)
    for code, rule in (("first_age", first), ("age", until)):
        if rule is None:
            continue
        limit = rule.value_hundredths // 100
        if facts.age is None:
            yield Reason("age_unknown", Verdict.OPEN, rule, {"limit": limit})
        else:
            verdict = Verdict.FOR if facts.age <= limit else Verdict.AGAINST
            yield Reason(code, verdict, rule, {"age": facts.age, "limit": limit})


def _others(office: Office, facts: Facts, on: date) -> Iterator[Reason]:
    if rule := _limit(Subject.RANK_AT_LEAST, office, on):
        level = rule.value_hundredths // 100
        if facts.rank_level is None:
            yield Reason("rank_unknown", Verdict.OPEN, rule, {"level": level})
        else:
            verdict = Verdict.FOR if facts.rank_level >= level else Verdict.AGAINST
            yield Reason("rank", verdict, rule, {"level": level})
    if rule := _limit(Subject.UNITS_AWAY_AT_MOST, office, on):
        here = facts.unit_id in office.host_units
        yield Reason("own_unit", Verdict.FOR if here else Verdict.AGAINST, rule)
    if rule := most_offices(on=on):
        most = rule.value_hundredths // 100
        verdict = Verdict.FOR if facts.offices < most else Verdict.AGAINST
        yield Reason("offices", verdict, rule, {"offices": facts.offices, "most": most})
    if rule := _limit(Subject.LOAD_AT_MOST, office, on):
        if facts.load is None:
            known = facts.offices == 0
            yield Reason(
                "no_load" if known else "load_unknown", Verdict.FOR if known else Verdict.OPEN, rule
            )
        else:
            verdict = Verdict.FOR if facts.load <= rule.value / 100 else Verdict.AGAINST
            params = {"load": round(facts.load, 3), "limit": rule.value / 100}
            yield Reason("load", verdict, rule, params)
