"""What a decision does to hours and limits: the register's previews ask here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from kiem.domain.ledger.queries.gathering import gather
from kiem.domain.ledger.queries.results import PersonMonth, person_month
from kiem.domain.ledger.queries.slots import Case, make_slots
from kiem.domain.regimes.queries import fewest_members, quorum
from kiem.domain.regimes.rules import Rule
from kiem.domain.register.queries.effects import OfficeHours, PersonHours, Threshold, Thresholds
from kiem.domain.register.queries.places import line_units
from kiem.platform.kernel import clock
from kiem.time.month import Month


class LedgerEffects:
    """Applies no scope: whoever previews has checked whom the decision may concern."""

    def thresholds(self, on: date) -> Thresholds:
        rule = quorum(on=on)
        return Thresholds(
            quorum_percent=None if rule is None else _threshold(rule),
            fewest_members={
                code: _threshold(limit) for code, limit in fewest_members(on=on).items()
            },
        )

    def hours(self, person_ids: Collection[int], on: date) -> Mapping[int, PersonHours]:
        month = _whole_month(on)
        day = month.end - timedelta(days=1)
        units = line_units(person_ids, day)
        staffed = sorted(units)
        keys = sorted(set(units.values()))
        index = {unit_id: position for position, unit_id in enumerate(keys)}
        slots = make_slots([(unit_id, month, day) for unit_id in keys], None)
        gathered = gather(slots, [Case(index[units[person]], person) for person in staffed])
        rows = zip(gathered.cases, gathered.accounts, strict=True)
        return {
            case.person_id: _hours(person_month(case.person_id, slots[case.slot], account))
            for case, account in rows
        }


def _whole_month(on: date) -> Month:
    """The first month that lies wholly under the change, but none that is over."""
    month = Month.of(on)
    if on != month.start:
        month = month.shift(1)
    present = Month.of(clock.today())
    return month if month.start > present.start else present


def _hours(month: PersonMonth) -> PersonHours:
    return PersonHours(
        month=month.month.start,
        available_hours=month.available_hours,
        line_hours=month.line_hours,
        office_hours=month.office_hours,
        release_hours=month.release_hours,
        uncovered_hours=month.uncovered_hours,
        load=month.load,
        status=month.status.value,
        offices=tuple(
            OfficeHours(office.post_id, office.release_hours, office.letters)
            for office in month.offices
        ),
    )


def _threshold(rule: Rule) -> Threshold:
    return Threshold(rule.value, rule.rule_id, rule.letter.value, rule.source_vi, rule.source_en)
