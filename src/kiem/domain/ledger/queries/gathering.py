"""From slots and people to accounts: the one data path of every figure."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from kiem.domain.ledger.queries import inputs
from kiem.domain.ledger.queries.accounts import (
    Account,
    MonthBasis,
    PartsOf,
    make_account,
    month_days,
)
from kiem.domain.ledger.queries.heads import Head, Question, heads
from kiem.domain.ledger.queries.inputs import Holding, Hours, Part
from kiem.domain.ledger.queries.population import DUAL_KINDS, DUAL_KINDS_WITH_PARTY
from kiem.domain.ledger.queries.settings_by_unit import UnitSettings, settings_of
from kiem.domain.ledger.queries.slots import Case, MonthState, Slots, case_parameters
from kiem.domain.regimes.queries import (
    EntitlementPart,
    OfficeKey,
    Term,
    age_limit,
    entitlement_parts,
    lowest_age_limit,
    release_terms,
)
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class Gathered:
    """Accounts of cases, aligned with them, and what they were made from.

    `settings` is aligned with `slots`; `heads` says what the rules knew of an organisation in a
    slot: (slot index, organisation) -> head. `born`: birth dates by case, where asked for.
    """

    slots: Slots
    settings: Sequence[UnitSettings]
    cases: Sequence[Case]
    accounts: Sequence[Account]
    holdings: Mapping[int, Sequence[Holding]]
    hours: Mapping[int, Sequence[Hours]]
    service: Mapping[int, Sequence[Part]]
    leave: Mapping[int, Sequence[Part]]
    born: Mapping[int, date]
    heads: Mapping[tuple[int, int], Head]


def office_kinds() -> tuple[str, ...]:
    """Kinds of post that count as offices. Party offices count when the setting
    `COUNT_PARTY_OFFICES` says so."""
    if settings.COUNT_PARTY_OFFICES:
        return DUAL_KINDS_WITH_PARTY
    return DUAL_KINDS


def gather(
    slots: Slots,
    cases: Sequence[Case],
    ages_on: date | None = None,
    holdings: Mapping[int, Sequence[Holding]] | None = None,
) -> Gathered:
    """The account of every case; the number of statements does not depend on how many.

    `ages_on`: also bring the birth dates of people who may have passed an age limit on that day.
    `holdings`: by case index, where the caller has them already.
    """
    with without_collection():
        return _gather(slots, cases, ages_on, holdings)


@contextmanager
def without_collection() -> Iterator[None]:
    """Nothing made here is part of a cycle, but 200,000 tuples for a nation would wake the cycle
    collector some 300 times, each time to look through all of them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _gather(
    slots: Slots,
    cases: Sequence[Case],
    ages_on: date | None,
    holdings: Mapping[int, Sequence[Holding]] | None,
) -> Gathered:
    kinds = office_kinds()
    unit_settings = settings_of(slots)
    parameters = case_parameters(slots, cases)
    if holdings is None:
        holdings = inputs.holdings(slots, parameters)
    hours = inputs.hours(slots, parameters)
    leave = inputs.leave(slots, parameters)
    known_heads = _heads(slots, cases, holdings, kinds)
    bases = _bases(slots, unit_settings, kinds)
    doubtful = _not_all_month(bases, cases, holdings)
    lowest = None if ages_on is None else lowest_age_limit(on=ages_on)
    if ages_on is not None and lowest is not None:
        doubtful = sorted({*doubtful, *_of_limited_age(ages_on, cases, holdings, known_heads)})
    service, born = inputs.service(slots, parameters, doubtful, lowest)
    rules = _rules_of_slots(slots, known_heads)
    accounts = []
    for index, case in enumerate(cases):
        accounts.append(
            make_account(
                bases[case.slot],
                holdings=holdings.get(index, ()),
                hours=hours.get(index, ()),
                service=service.get(index),
                leave=leave.get(index, ()),
                parts_of=rules[case.slot],
            )
        )
    return Gathered(
        slots, unit_settings, cases, accounts, holdings, hours, service, leave, born, known_heads
    )


def _bases(
    slots: Slots, unit_settings: Sequence[UnitSettings], kinds: Sequence[str]
) -> list[MonthBasis]:
    """What the accounts of each slot share; made once for slots alike."""
    made: dict[tuple[int, int, MonthState], MonthBasis] = {}
    bases = []
    for slot, own in zip(slots, unit_settings, strict=True):
        key = (id(own), id(slot.month), slot.state)
        if key not in made:
            worked = month_days(own.calendar, slot.month)
            made[key] = MonthBasis(
                len(worked) - 1,
                worked,
                own.calendar.daily_hundredths,
                own.thresholds,
                slot.state == MonthState.CLOSED,
                kinds,
            )
        bases.append(made[key])
    return bases


def _not_all_month(
    bases: Sequence[MonthBasis], cases: Sequence[Case], holdings: Mapping[int, Sequence[Holding]]
) -> list[int]:
    """Cases without a post held all month, who may have been out of service for a part of it."""
    days = [basis.days for basis in bases]
    found = []
    for index, case in enumerate(cases):
        for held in holdings.get(index, ()):
            if held.start == 0 and held.end == days[case.slot]:
                break
        else:
            found.append(index)
    return found


def _of_limited_age(
    on: date,
    cases: Sequence[Case],
    holdings: Mapping[int, Sequence[Holding]],
    known_heads: Mapping[tuple[int, int], Head],
) -> list[int]:
    """Cases with an office that may be held up to some age only."""
    limited: dict[tuple[str, str, str], bool] = {}
    found = []
    for index, held in holdings.items():
        slot_index = cases[index].slot
        for holding in held:
            if holding.kind == "line":
                continue
            head = known_heads.get((slot_index, holding.organization_id))
            if head is None:
                continue  # a party office, which does not count
            key = (head.family, head.type, holding.role)
            if key not in limited:
                rule = age_limit(
                    family=head.family, organization_type=head.type, role=holding.role or "", on=on
                )
                limited[key] = rule is not None
            if limited[key]:
                found.append(index)
                break
    return found


class _Rules:
    """What the release rules give in one month; offices alike in all that counts are asked about
    once."""

    def __init__(self, month: Month) -> None:
        self._month = month
        self._terms: dict[tuple[Any, ...], Sequence[Term]] = {}
        self._parts: dict[tuple[Any, ...], tuple[EntitlementPart, ...]] = {}

    def parts(self, holding: Holding, head: Head, available: int) -> tuple[EntitlementPart, ...]:
        office = (
            head.category, head.family, head.type, holding.role, head.members,
            holding.share_hundredths == 0,
        )  # fmt: skip
        key = (office, holding.start, holding.end, available)
        if key not in self._parts:
            if office not in self._terms:
                self._terms[office] = release_terms(office_key(holding, head), self._month)
            self._parts[key] = entitlement_parts(
                self._terms[office], holding.start, holding.end, available
            )
        return self._parts[key]


def _rules_of_slots(slots: Slots, known_heads: Mapping[tuple[int, int], Head]) -> list[PartsOf]:
    """For each slot the function from a held office to what its rules give."""
    by_month = {month: _Rules(month) for month in {slot.month for slot in slots}}
    return [
        _rules_of_slot(index, by_month[slot.month], known_heads) for index, slot in enumerate(slots)
    ]


def _rules_of_slot(
    slot_index: int, rules: _Rules, known_heads: Mapping[tuple[int, int], Head]
) -> PartsOf:
    def parts_of(holding: Holding, available: int) -> tuple[EntitlementPart, ...]:
        head = known_heads[slot_index, holding.organization_id]
        return rules.parts(holding, head, available)

    return parts_of


def office_key(holding: Holding, head: Head) -> OfficeKey:
    """What the rules are asked about a held office."""
    return OfficeKey(
        category=head.category,
        family=head.family,
        organization_type=head.type,
        role=holding.role or "",
        members=head.members,
        is_concurrent=holding.share_hundredths == 0,
    )


def _heads(
    slots: Slots,
    cases: Sequence[Case],
    holdings: Mapping[int, Sequence[Holding]],
    kinds: Sequence[str],
) -> dict[tuple[int, int], Head]:
    """What the rules need to know of every organisation in which an office was held, on the last
    day of the month on which one was."""
    last_days: dict[tuple[int, int], int] = {}
    for index, held in holdings.items():
        slot_index = cases[index].slot
        for holding in held:
            if holding.kind in kinds:
                key = (slot_index, holding.organization_id)
                if holding.end > last_days.get(key, 0):
                    last_days[key] = holding.end
    days: dict[tuple[Month, int], date] = {}
    questions: dict[Question, None] = {}
    asked: dict[tuple[int, int], Question] = {}
    for (slot_index, organization), end in last_days.items():
        slot = slots[slot_index]
        if (slot.month, end) not in days:
            days[slot.month, end] = slot.month.start + timedelta(days=end - 1)
        question = (organization, days[slot.month, end], slot.known_at)
        questions[question] = None
        asked[slot_index, organization] = question
    answers = dict(zip(questions, heads(list(questions)), strict=True))
    return {key: answers[question] for key, question in asked.items()}
