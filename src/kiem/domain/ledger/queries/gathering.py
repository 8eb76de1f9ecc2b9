"""From slots and people to accounts: the one data path of every figure."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from kiem.domain.ledger.queries import inputs
from kiem.domain.ledger.queries.accounts import Account, MonthBasis, make_account, month_days
from kiem.domain.ledger.queries.inputs import Case, Head, Holding, Hours, Part
from kiem.domain.ledger.queries.settings_by_unit import UnitSettings, settings_of
from kiem.domain.ledger.queries.slots import MonthState, Slot
from kiem.domain.regimes.queries import OfficeKey, Term, release_terms


@dataclass(frozen=True, slots=True)
class Gathered:
    """Accounts of cases, aligned with them, and what they were made from.

    `settings` is aligned with `slots`; `heads` says what the rules knew of an organisation in a
    slot: (slot index, organisation) -> head. `born`: birth dates by case, where asked for.
    """

    slots: Sequence[Slot]
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
        return inputs.DUAL_KINDS_WITH_PARTY
    return inputs.DUAL_KINDS


def gather(slots: Sequence[Slot], cases: Sequence[Case], age_from: int | None = None) -> Gathered:
    """The account of every case; the number of statements does not depend on how many.

    `age_from`: also bring the birth dates of people who have completed so many years.
    """
    with _without_collection():
        return _gather(slots, cases, age_from)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing made here is part of a cycle, but 200,000 tuples for a nation would wake the cycle
    collector some 300 times, each time to look through all of them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _gather(slots: Sequence[Slot], cases: Sequence[Case], age_from: int | None) -> Gathered:
    kinds = office_kinds()
    unit_settings = settings_of(slots)
    parameters = inputs.case_parameters(slots, cases)
    holdings = inputs.holdings(slots, parameters)
    hours = inputs.hours(slots, parameters)
    service, born = inputs.service(slots, parameters, age_from)
    leave = inputs.leave(slots, parameters)
    heads = _heads(slots, cases, holdings, kinds)
    bases = [_basis(slot, own, kinds) for slot, own in zip(slots, unit_settings, strict=True)]
    terms = _Terms(slots, heads)
    accounts = []
    for index, case in enumerate(cases):
        accounts.append(
            make_account(
                bases[case.slot],
                holdings=holdings.get(index, ()),
                hours=hours.get(index, ()),
                service=service.get(index),
                leave=leave.get(index, ()),
                terms_of=terms.in_slot(case.slot),
            )
        )
    return Gathered(
        slots, unit_settings, cases, accounts, holdings, hours, service, leave, born, heads
    )


def _basis(slot: Slot, own: UnitSettings, kinds: Sequence[str]) -> MonthBasis:
    worked = month_days(own.calendar, slot.month)
    return MonthBasis(
        len(worked) - 1,
        worked,
        own.calendar.daily_hundredths,
        own.thresholds,
        slot.state == MonthState.CLOSED,
        kinds,
    )


class _Terms:
    """The release rules of held offices, each organisation and role asked about once a slot."""

    def __init__(self, slots: Sequence[Slot], heads: Mapping[tuple[int, int], Head]) -> None:
        self._slots = slots
        self._heads = heads
        self._functions: dict[int, Callable[[Holding], Sequence[Term]]] = {}

    def in_slot(self, slot_index: int) -> Callable[[Holding], Sequence[Term]]:
        """The function from a held office to its rules in this slot."""
        if slot_index not in self._functions:
            month, heads = self._slots[slot_index].month, self._heads

            def terms_of(holding: Holding) -> Sequence[Term]:
                head = heads[slot_index, holding.organization_id]
                return release_terms(office_key(holding, head), month)

            self._functions[slot_index] = terms_of
        return self._functions[slot_index]


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
    slots: Sequence[Slot],
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
    questions: dict[tuple[int, date, datetime | None], None] = {}
    asked: dict[tuple[int, int], tuple[int, date, datetime | None]] = {}
    for (slot_index, organization), end in last_days.items():
        slot = slots[slot_index]
        question = (organization, slot.month.start + timedelta(days=end - 1), slot.known_at)
        questions[question] = None
        asked[slot_index, organization] = question
    answers = dict(zip(questions, inputs.heads(list(questions)), strict=True))
    return {key: answers[question] for key, question in asked.items()}
