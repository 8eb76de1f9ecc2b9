"""Figures of committees, and why they are what they are.

`all` and a unit count the committees that units host; an organisation counts its own and those
below it in its line, and says of its own who sits, who left by which decision, and what the rule
asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from kiem.domain.ledger.errors import figure_unknown
from kiem.domain.ledger.queries.committees import (
    Committee,
    committees_of_line,
    committees_of_units,
    seats_needed,
)
from kiem.domain.ledger.queries.explained import Explanation, RecordRef
from kiem.domain.ledger.queries.units import people_shown, visible_units
from kiem.domain.regimes.queries import Rule, quorum
from kiem.domain.register.queries.committee import Sitting, committee_seats
from kiem.domain.register.queries.scopes import require_organization
from kiem.platform.access import Permission, Viewer

COMMITTEES, BELOW_QUORUM = "committees", "committees_below_quorum"
HELD, NEEDED, SEATS = "seats_held", "seats_needed", "seats"
COUNTS = (COMMITTEES, BELOW_QUORUM)
OF_ONE = (HELD, NEEDED, SEATS)
LABELS: Mapping[str, str] = {
    COMMITTEES: _("Committees"),
    BELOW_QUORUM: _("Committees below their quorum"),
    HELD: _("Seats of the committee that are held"),
    NEEDED: _("Seats that must be held to decide"),
    SEATS: _("Seats of the committee"),
}
UNITS: Mapping[str, str] = {
    **dict.fromkeys(COUNTS, "committees"),
    **dict.fromkeys(OF_ONE, "seats"),
}


def explain_committees(
    *,
    viewer: Viewer,
    unit_id: int | None,
    figure: str,
    on: date,
    known_at: datetime | None,
    kind: str | None,
) -> Explanation:
    """One of `COUNTS` of one unit, or of all units of the viewer (narrowed by `kind`)."""
    subject = "all" if unit_id is None else f"unit:{unit_id}"
    if unit_id is None:
        visible = visible_units(viewer=viewer, on=on, known_at=known_at, kind=kind)
        units = [u.unit_id for u in visible.units if u.unit_id not in visible.people]
    else:
        shown = people_shown(viewer=viewer, unit_id=unit_id, on=on, known_at=known_at)
        units = [unit_id] if shown is None else []
    found = _counted(figure, committees_of_units(units, on, known_at))
    if unit_id is not None:
        return _sum(subject, figure, [_of_organization(c, on) for c in found], on, len(found))
    parts = [
        Explanation(figure, f"unit:{unit}", float(count), UNITS[figure], LABELS[figure], "")
        for unit, count in Counter(c.unit_id for c in found).items()
    ]
    return _sum(subject, figure, parts, on, len(found))


def explain_organization(
    *,
    viewer: Viewer,
    organization_id: int,
    figure: str,
    on: date,
    known_at: datetime | None,
) -> Explanation:
    """Any figure of committees of a member organisation. Raises NotFound outside the scope, and
    InvalidInput for another figure or an organisation without a committee."""
    if figure not in LABELS:
        raise figure_unknown(figure, tuple(LABELS))
    require_organization(viewer, Permission.VIEW_LOAD, organization_id, on, known_at)
    subject = f"organization:{organization_id}"
    committees = committees_of_line(organization_id, on, known_at)
    if figure in COUNTS:
        found = _counted(figure, committees)
        return _sum(subject, figure, [_of_organization(c, on) for c in found], on, len(found))
    own = next((c for c in committees if c.organization_id == organization_id), None)
    if own is None:
        raise figure_unknown(figure, COUNTS)
    if figure != HELD:
        return _part(subject, figure, _value(own, figure, on), on)
    sat = committee_seats(viewer=viewer, organization_id=organization_id, on=on, known_at=known_at)
    return _seats_held(subject, own, sat, on)


def _counted(figure: str, committees: Sequence[Committee]) -> list[Committee]:
    return [c for c in committees if figure == COMMITTEES or not c.decides]


def _sum(
    subject: str, figure: str, parts: Sequence[Explanation], on: date, count: int
) -> Explanation:
    return Explanation(
        figure,
        subject,
        float(count),
        UNITS[figure],
        LABELS[figure],
        _("committees with at least two seats")
        if figure == COMMITTEES
        else _("committees with too few seats held to decide"),
        tuple(parts),
        rule=quorum(on=on) if figure == BELOW_QUORUM else None,
    )


def _of_organization(committee: Committee, on: date) -> Explanation:
    """How many seats of one committee are held: a part of a count, itself a page."""
    rule = quorum(on=on)
    return Explanation(
        HELD,
        f"organization:{committee.organization_id}",
        float(committee.holders),
        UNITS[HELD],
        LABELS[HELD],
        "",
        note=_("{held} of {seats} seats held; {needed} are needed to decide.") if rule else "",
        params=_seat_params(committee, rule),
    )


def _seats_held(
    subject: str, committee: Committee, sat: Sequence[Sitting], on: date
) -> Explanation:
    rule = quorum(on=on)
    inputs = [_part(subject, SEATS, float(committee.seats), on)]
    if rule is not None:
        inputs.append(_part(subject, NEEDED, float(seats_needed(committee.seats, rule)), on))
    note = ""
    if rule is not None:
        note = (
            _("The committee can decide.")
            if committee.decides
            else _(
                "The committee cannot decide: {held} of {seats} seats are held, {needed} are "
                "needed. Fill them: a by-election, a co-option, or a congress."
            )
        )
    return Explanation(
        HELD,
        subject,
        float(committee.holders),
        UNITS[HELD],
        LABELS[HELD],
        _("offices held on the day"),
        tuple(inputs),
        tuple(_record(each) for each in sat),
        note=note,
        params=_seat_params(committee, rule),
    )


def _part(subject: str, figure: str, value: float | None, on: date) -> Explanation:
    """`seats`, or `seats_needed` with the rule that asks for them."""
    is_asked = figure == NEEDED
    return Explanation(
        figure,
        subject,
        value,
        UNITS[figure],
        LABELS[figure],
        _("more than the rule's share of the seats") if is_asked else "",
        rule=quorum(on=on) if is_asked else None,
    )


def _value(committee: Committee, figure: str, on: date) -> float | None:
    if figure == SEATS:
        return float(committee.seats)
    rule = quorum(on=on)
    return None if rule is None else float(seats_needed(committee.seats, rule))


def _seat_params(committee: Committee, rule: Rule | None) -> dict[str, int]:
    return {
        "held": committee.holders,
        "seats": committee.seats,
        "needed": 0 if rule is None else seats_needed(committee.seats, rule),
    }


def _record(sat: Sitting) -> RecordRef:
    """Somebody in a seat, or who left one: the office, the name where it may be told, and the
    decision by which they left."""
    name = f" · {sat.full_name}" if sat.full_name else ""
    number = f" · {sat.decision_number}" if sat.decision_number else ""
    return RecordRef(
        "appointment" if sat.left_on is None else "left",
        sat.appointment_id,
        sat.since,
        sat.left_on,
        None,
        f"{sat.title_vi}{name}{number}",
        f"{sat.title_en or sat.title_vi}{name}{number}",
        sat.decision_id,
    )
