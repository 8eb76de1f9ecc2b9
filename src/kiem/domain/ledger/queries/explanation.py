"""Every figure opens to its formula, its inputs, its records, and the rule with letter and source.

An explanation is a tree: a figure of all units opens to units, of a unit to people, of a person to
the symbols of its formula, and these to posts, rules and records. Values are those of the page to
the last digit, because they come from the same accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from kiem.domain.ledger.errors import figure_unknown, subject_unknown
from kiem.domain.ledger.queries import committee_explanation
from kiem.domain.ledger.queries.accounts import Account
from kiem.domain.ledger.queries.committee_explanation import (
    explain_committees,
    explain_organization,
)
from kiem.domain.ledger.queries.explained import Explanation, RecordRef
from kiem.domain.ledger.queries.gathering import Gathered
from kiem.domain.ledger.queries.hundredths import to_hours, to_ratio
from kiem.domain.ledger.queries.people import gather_person, gather_unit
from kiem.domain.ledger.queries.person_explanation import EXPLAINERS, PersonMonthFacts
from kiem.domain.ledger.queries.person_records import person_records
from kiem.domain.ledger.queries.picture import gather_units
from kiem.domain.ledger.queries.units import people_shown, visible_units
from kiem.domain.register.queries.scopes import nameable, require_person
from kiem.platform.access import Permission, Viewer

__all__ = ["FIGURES", "Explanation", "RecordRef", "explain_figure", "figure_label", "figure_unit"]

_LABELS: Mapping[str, str] = {
    "load": _("Load"),
    "available_hours": _("Available hours"),
    "line_hours": _("Line hours"),
    "office_hours": _("Office hours"),
    "release_hours": _("Release hours"),
    "uncovered_hours": _("Uncovered hours"),
    "office_share": _("Office share"),
    "demand_hours": _("Hours asked for"),
    "dual_holders": _("Dual holders"),
    "within": _("Within"),
    "strained": _("Strained"),
    "overloaded": _("Overloaded"),
    "unregulated_offices": _("Offices not regulated"),
    **committee_explanation.LABELS,
}

# Figure -> what one person adds to it, x 100 for hours, and its unit.
_ADDED: Mapping[str, tuple[Callable[[Account], int], str]] = {
    "available_hours": (lambda account: account.available, "hours"),
    "line_hours": (lambda account: account.line, "hours"),
    "office_hours": (lambda account: account.office, "hours"),
    "release_hours": (lambda account: account.release, "hours"),
    "uncovered_hours": (lambda account: account.uncovered, "hours"),
    "demand_hours": (lambda account: account.demand, "hours"),
    "dual_holders": (lambda account: 1, "people"),
    "within": (lambda account: int(account.status == "within"), "people"),
    "strained": (lambda account: int(account.status == "strained"), "people"),
    "overloaded": (lambda account: int(account.status == "overloaded"), "people"),
    "unregulated_offices": (lambda account: account.unregulated, "posts"),
}
_RATIOS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "load": ("sum of hours asked for / sum of A", ("demand_hours",), ("available_hours",)),
    "office_share": (
        "sum of O / sum of (L + O)",
        ("office_hours",),
        ("line_hours", "office_hours"),
    ),
}
FIGURES = (*_RATIOS, *_ADDED, *committee_explanation.COUNTS)

Row = tuple[int, int, Account, bool]  # unit, person, account, may be told by name


def figure_label(figure: str) -> str:
    """The English source name of a figure: `Release hours`."""
    return _LABELS.get(figure, figure)


def figure_unit(figure: str) -> str:
    """What a figure is counted in: `ratio`, `hours`, `people`, `posts`, `committees`, `seats`."""
    if figure in committee_explanation.UNITS:
        return committee_explanation.UNITS[figure]
    return "ratio" if figure in _RATIOS else _ADDED[figure][1]


def explain_figure(
    *,
    viewer: Viewer,
    subject: str,
    figure: str,
    on: date,
    known_at: datetime | None = None,
    kind: str | None = None,
) -> Explanation:
    """Open one figure of the month that contains `on`.

    `subject`: `person:7`, `unit:3`, `organization:5` or `all` (the viewer's units, narrowed by
    `kind` as in `load_picture`). `figure`: one of `FIGURES`; a person has those with a formula of
    their own, an organisation those of committees, as they are on the day itself.
    Raises InvalidInput for an unknown subject or figure, NotFound outside the scope.
    """
    what, _colon, number = subject.partition(":")
    if what == "person" and number.isdigit():
        return _of_person(viewer, int(number), figure, on, known_at)
    if what == "organization" and number.isdigit():
        return explain_organization(
            viewer=viewer, organization_id=int(number), figure=figure, on=on, known_at=known_at
        )
    if figure not in FIGURES:
        raise figure_unknown(figure, FIGURES)
    unit_id = int(number) if what == "unit" and number.isdigit() else None
    if unit_id is None and subject != "all":
        raise subject_unknown(subject)
    if figure in committee_explanation.COUNTS:
        return explain_committees(
            viewer=viewer, unit_id=unit_id, figure=figure, on=on, known_at=known_at, kind=kind
        )
    if unit_id is not None:
        rows = _rows_of_unit(viewer, on, known_at, unit_id)
        return _summed(subject, figure, rows, by_unit=False)
    return _summed(subject, figure, _rows(viewer, on, known_at, kind), by_unit=True)


def _of_person(
    viewer: Viewer, person_id: int, figure: str, on: date, known_at: datetime | None
) -> Explanation:
    if figure not in EXPLAINERS:
        raise figure_unknown(figure, tuple(EXPLAINERS))
    require_person(viewer, Permission.VIEW_LOAD, person_id, on, known_at)
    gathered = gather_person(person_id, on, known_at, 1)
    slot = gathered.slots[0]
    facts = PersonMonthFacts(
        person_id,
        slot,
        gathered.settings[0],
        gathered.accounts[0],
        person_records(person_id, slot),
    )
    return EXPLAINERS[figure](facts)


def _rows(viewer: Viewer, on: date, known_at: datetime | None, kind: str | None) -> list[Row]:
    visible = visible_units(viewer=viewer, on=on, known_at=known_at, kind=kind)
    gathered, _staff = gather_units(visible, on, known_at)
    return _rows_of(gathered, viewer, on, known_at)


def _rows_of_unit(viewer: Viewer, on: date, known_at: datetime | None, unit_id: int) -> list[Row]:
    shown = people_shown(viewer=viewer, unit_id=unit_id, on=on, known_at=known_at)
    rows = _rows_of(gather_unit(unit_id, on, known_at), viewer, on, known_at)
    return [row for row in rows if shown is None or row[1] in shown]


def _rows_of(gathered: Gathered, viewer: Viewer, on: date, known_at: datetime | None) -> list[Row]:
    people = {case.person_id for case in gathered.cases}
    named = nameable(viewer, Permission.VIEW_LOAD, people, on, known_at)
    return [
        (gathered.slots[case.slot].unit_id, case.person_id, account, case.person_id in named)
        for case, account in zip(gathered.cases, gathered.accounts, strict=True)
    ]


def _summed(subject: str, figure: str, rows: Sequence[Row], *, by_unit: bool) -> Explanation:
    if figure in _RATIOS:
        formula, above, below = _RATIOS[figure]
        parts = {
            name: _summed(subject, name, rows, by_unit=by_unit)
            for name in dict.fromkeys((*above, *below))
        }
        return Explanation(
            figure,
            subject,
            to_ratio(_total(rows, above), _total(rows, below)),
            "ratio",
            _LABELS[figure],
            formula,
            tuple(parts.values()),
        )
    add, unit = _ADDED[figure]
    groups: dict[str, int] = {}
    for unit_id, person_id, account, is_named in _once(rows) if by_unit else rows:
        # Whom the viewer may not be told by name counts under the unit.
        key = f"unit:{unit_id}" if by_unit or not is_named else f"person:{person_id}"
        groups[key] = groups.get(key, 0) + add(account)
    inputs = tuple(
        Explanation(figure, key, _shown(value, unit), unit, _LABELS[figure], "")
        for key, value in groups.items()
        if value
    )
    return Explanation(
        figure,
        subject,
        _shown(sum(groups.values()), unit),
        unit,
        _LABELS[figure],
        "sum over units" if by_unit else "sum over dual holders",
        inputs,
    )


def _total(rows: Sequence[Row], figures: Sequence[str]) -> int:
    return sum(_ADDED[name][0](account) for name in figures for _, _, account, _ in _once(rows))


def _once(rows: Sequence[Row]) -> list[Row]:
    """Each person once, also one with line posts in two units."""
    return list({row[1]: row for row in rows}.values())


def _shown(value: int, unit: str) -> float:
    return to_hours(value) if unit == "hours" else float(value)
