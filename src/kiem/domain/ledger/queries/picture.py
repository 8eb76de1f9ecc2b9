"""The load picture: every unit of a viewer's scope in one month."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.conf import settings

from kiem.domain.ledger.queries.everybody import everybody
from kiem.domain.ledger.queries.findings import listed_findings
from kiem.domain.ledger.queries.gathering import Gathered, gather, office_kinds, without_collection
from kiem.domain.ledger.queries.kept import kept_while_unchanged
from kiem.domain.ledger.queries.population import FEW_UNITS, population
from kiem.domain.ledger.queries.results import LoadPicture, Totals, UnitLoad
from kiem.domain.ledger.queries.slots import Case, MonthState, make_slots
from kiem.domain.ledger.queries.sums import add_up, everybody_once
from kiem.domain.ledger.queries.units import Visible, visible_units
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.time.month import Month


def load_picture(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    kind: str | None = None,
    unit_id: int | None = None,
) -> LoadPicture:
    """The load of the viewer's units in the month that contains `on`.

    Who belongs to a unit is decided on `on`: people who hold a line post in it and at least one
    office or external seat. Their hours are those of the whole month. `kind` and `unit_id` narrow
    the units, see `units.visible_units`. Raises Forbidden, NotFound and InvalidInput.
    """
    viewer.require(Permission.VIEW_LOAD)
    scopes = viewer.scopes(Permission.VIEW_LOAD)
    asked = (scopes, on, known_at, kind, unit_id, clock.today(), settings.COUNT_PARTY_OFFICES)
    with without_collection():
        return kept_while_unchanged(asked, lambda: _picture(viewer, on, known_at, kind, unit_id))


def _picture(
    viewer: Viewer, on: date, known_at: datetime | None, kind: str | None, unit_id: int | None
) -> LoadPicture:
    visible = visible_units(viewer=viewer, on=on, known_at=known_at, kind=kind, unit_id=unit_id)
    gathered, staff = gather_units(visible, on, known_at)
    found = listed_findings(viewer, visible, gathered, on, known_at)
    findings = Counter(finding.unit_id for finding in found)
    sums = add_up(gathered.cases, gathered.accounts, len(gathered.slots))
    units = tuple(
        UnitLoad(
            unit_id=facts.unit_id,
            unit_code=facts.code,
            name_vi=facts.name_vi,
            name_en=facts.name_en,
            kind=facts.kind,
            latitude=facts.latitude,
            longitude=facts.longitude,
            sort_key=facts.sort_key,
            month_state=slot.state,
            staff=staff.get(index, 0),
            figures=total.figures(),
            findings=findings.get(facts.unit_id, 0),
        )
        for index, (facts, slot, total) in enumerate(
            zip(visible.units, gathered.slots, sums, strict=True)
        )
    )
    closed = sum(1 for slot in gathered.slots if slot.state == MonthState.CLOSED)
    return LoadPicture(
        on=on,
        known_at=known_at,
        month=Month.of(on),
        month_state=_state(gathered, closed),
        closed_units=closed,
        units=units,
        totals=Totals(
            units=len(units),
            staff=sum(staff.values()),
            figures=everybody_once(gathered.cases, gathered.accounts, sums),
            findings=sum(unit.findings for unit in units),
        ),
    )


def gather_units(
    visible: Visible, on: date, known_at: datetime | None
) -> tuple[Gathered, dict[int, int]]:
    """Accounts of the visible units' dual holders in the month of `on`, and staff by slot."""
    month = Month.of(on)
    slots = make_slots([(facts.unit_id, month, on) for facts in visible.units], known_at)
    if visible.is_everything and slots.is_uniform and len(slots) > FEW_UNITS:
        everyone = everybody(slots, office_kinds())
        gathered = gather(slots, everyone.cases, ages_on=on, holdings=everyone.holdings)
        return gathered, everyone.staff
    cases, staff = population(slots, office_kinds(), is_everybody=visible.is_everything)
    if visible.people:
        cases = [case for case in cases if _is_shown(case, slots[case.slot].unit_id, visible)]
    return gather(slots, cases, ages_on=on), staff


def _is_shown(case: Case, unit_id: int, visible: Visible) -> bool:
    return unit_id not in visible.people or case.person_id in visible.people[unit_id]


def _state(gathered: Gathered, closed: int) -> MonthState:
    if gathered.slots and closed == len(gathered.slots):
        return MonthState.CLOSED
    if any(slot.state == MonthState.TO_COME for slot in gathered.slots):
        return MonthState.TO_COME
    return MonthState.RUNNING
