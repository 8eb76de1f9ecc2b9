"""What the system knows of a body already: figures that a question can be prefilled with.

All are of the survey's day, as known when it was opened: the same for whoever looks and whenever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from kiem.domain.ledger.queries import explain_figure
from kiem.domain.register.queries.scopes import organization_within
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch, holding

# Figure -> its name. Those of the load are of the month that contains the survey's day.
COMPUTED: Mapping[str, str] = {
    "staff": _("People with a line post in the unit"),
    "dual_holders": _("Dual holders in the unit"),
    "dual_share": _("Dual holders per 100 people of the unit"),
    "members": _("Members of the organisation"),
    "seats": _("Seats of the committee"),
    "seats_held": _("Seats of the committee that are held"),
    "load": _("Load of the unit's dual holders, per cent"),
    "office_share": _("Share of office hours, per cent"),
    "office_hours": _("Office hours of the month"),
    "line_hours": _("Line hours of the month"),
    "release_hours": _("Release hours of the month"),
    "uncovered_hours": _("Uncovered hours of the month"),
    "overloaded": _("Overloaded dual holders"),
    "unregulated_offices": _("Offices not regulated"),
}
_FROZEN = ("staff", "dual_holders", "dual_share")
_COMMITTEE = ("members", "seats", "seats_held")
OF_THE_UNIT = frozenset(COMPUTED) - frozenset(_COMMITTEE)  # the same for all its organisations
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Body:
    """The body a figure is of, as its target says (see `models.Target`)."""

    organization_id: int
    unit_id: int | None
    staff: int
    dual_holders: int


def compute(
    figures: Collection[str],
    body: Body,
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime,
    may_see_on: date,
) -> dict[str, Decimal]:
    """Those of `figures` that can be known of a body, to two decimals.

    Figures of the load need the right to see the unit's load on `may_see_on`; without it the body
    fills them in itself. What has no meaning for the body (seats of a unit) is left out.
    """
    found: dict[str, Decimal] = {}
    if body.unit_id is not None:
        found |= {name: _frozen(name, body) for name in figures if name in _FROZEN}
    if any(name in _COMMITTEE for name in figures):
        committee = _committee(body.organization_id, on, known_at)
        found |= {name: committee[name] for name in figures if name in committee}
    ledger = [name for name in figures if name not in (*_FROZEN, *_COMMITTEE)]
    if (
        ledger
        and body.unit_id is not None
        and viewer.can(Permission.VIEW_LOAD)
        and organization_within(viewer, Permission.VIEW_LOAD, body.unit_id, may_see_on, None)
    ):
        for name in ledger:
            value = _of_ledger(name, body.unit_id, on, known_at)
            if value is not None:
                found[name] = value
    return found


def _frozen(name: str, body: Body) -> Decimal:
    if name == "dual_share":
        share = Decimal(100 * body.dual_holders) / body.staff if body.staff else Decimal(0)
        return share.quantize(_CENT)
    return Decimal(body.staff if name == "staff" else body.dual_holders).quantize(_CENT)


def _committee(organization_id: int, on: date, known_at: datetime) -> dict[str, Decimal]:
    """Members, seats and seats held of a member organisation; empty for a unit."""
    rows = fetch(
        f"""
        SELECT (SELECT count(*) FROM register_membership m
                WHERE m.organization_id = o.id AND {holding("m", known_at)}),
            coalesce(sum(s.seats), 0), coalesce(sum((SELECT count(*) FROM register_appointment a
                WHERE a.post_id = p.id AND {holding("a", known_at)})), 0)
        FROM register_organization o
        LEFT JOIN register_post p ON p.organization_id = o.id AND p.kind = 'office'
        LEFT JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
        WHERE o.id = %(organization)s AND o.category = 'member' GROUP BY o.id
        """,
        {"organization": organization_id, "on": on, "known_at": known_at},
    )
    return {
        name: Decimal(int(value)).quantize(_CENT)
        for row in rows
        for name, value in zip(_COMMITTEE, row, strict=True)
    }


def _of_ledger(name: str, unit_id: int, on: date, known_at: datetime) -> Decimal | None:
    """A figure of the unit's month; per cent for ratios; None where there is nothing to divide."""
    try:
        found = explain_figure(
            viewer=SYSTEM, subject=f"unit:{unit_id}", figure=name, on=on, known_at=known_at
        )
    except DomainError:  # the unit did not exist on the day as it was known then
        return None
    if found.value is None:
        return None
    value = found.value * (100 if found.unit == "ratio" else 1)
    return Decimal(str(value)).quantize(_CENT)
