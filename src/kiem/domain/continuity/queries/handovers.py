"""Handovers: what whoever leaves an office gives to whoever follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.continuity import errors
from kiem.domain.continuity.matters import Matter, matters_of
from kiem.domain.continuity.models import HandoverMark
from kiem.domain.register.queries.leaving import LeavingRow, leaving
from kiem.domain.register.queries.reach import places, reach_on
from kiem.domain.register.queries.scopes import any_scope, nameable
from kiem.platform.access import Permission, Viewer

GIVER, TAKER = HandoverMark.Side.GIVER, HandoverMark.Side.TAKER


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A matter and who has ticked it. `is_settled`: the records know it no more, but it was
    ticked."""

    matter: Matter
    given: bool
    taken: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Handover:
    """One person's leaving of one post. `may_give`, `may_take`: which side the viewer ticks for."""

    leaving: LeavingRow
    lines: tuple[HandoverLine, ...]
    may_give: bool
    may_take: bool

    @property
    def given(self) -> int:
        return sum(line.given for line in self.lines)

    @property
    def taken(self) -> int:
        return sum(line.taken for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return all(line.given and line.taken for line in self.lines)


def list_handovers(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[Handover, ...]:
    """Handovers of offices left within 60 days before or after `on`, by day.

    One's own on either side, and those in scope of people whose hours the viewer may see: the list
    tells of them. A fixed number of statements. Raises Forbidden without `register.view_offices`.
    """
    rows = leaving(viewer=viewer, on=on, known_at=known_at)
    return _handovers(_shown(rows, viewer, on, known_at), viewer, on)


def handover_of(
    *, viewer: Viewer, post_id: int, person_id: int, on: date, known_at: datetime | None = None
) -> Handover:
    """The last leaving of a post by a person, whenever it was or will be. Raises NotFound for one
    the viewer may not see, and for somebody who stays."""
    rows = leaving(viewer=viewer, on=on, known_at=known_at, stay=(person_id, post_id))
    shown = _shown(rows, viewer, on, known_at)
    if not shown:
        raise errors.no_handover(post_id)
    return _handovers(shown, viewer, on)[0]


def _shown(
    rows: Sequence[LeavingRow], viewer: Viewer, on: date, known_at: datetime | None
) -> list[LeavingRow]:
    own = viewer.person_id
    told: frozenset[int] = frozenset()
    if viewer.can(Permission.VIEW_LOAD):
        told = _told(rows, viewer, on, known_at)
    return [
        row
        for row in rows
        if row.person_id in told or (own is not None and own in (row.person_id, row.successor_id))
    ]


def _told(
    rows: Sequence[LeavingRow], viewer: Viewer, on: date, known_at: datetime | None
) -> frozenset[int]:
    """People whose hours the viewer may see; who has left counts where the post was."""
    named = nameable(viewer, Permission.VIEW_LOAD, {r.person_id for r in rows}, on, known_at)
    scope = any_scope(viewer, Permission.VIEW_LOAD, on, known_at)
    return named | {
        row.person_id
        for row in rows
        if row.leaves_on <= on and (scope is None or row.organization_id in scope)
    }


def _handovers(rows: Sequence[LeavingRow], viewer: Viewer, on: date) -> tuple[Handover, ...]:
    marks = _marks(rows)
    matters: dict[int, list[Matter]] = {}
    for matter in matters_of(rows):
        matters.setdefault(matter.appointment_id, []).append(matter)
    reached = _reached(rows, viewer, on)
    return tuple(
        Handover(
            leaving=row,
            lines=tuple(_lines(matters.get(row.appointment_id, ()), marks, row.appointment_id)),
            may_give=_is(viewer, row.person_id) or row.organization_id in reached,
            may_take=_is(viewer, row.successor_id) or row.organization_id in reached,
        )
        for row in rows
    )


def _is(viewer: Viewer, person_id: int | None) -> bool:
    return viewer.person_id is not None and viewer.person_id == person_id


def _reached(rows: Sequence[LeavingRow], viewer: Viewer, on: date) -> frozenset[int]:
    """Organisations the viewer may decide on: there both sides may be ticked for people."""
    if not viewer.can(Permission.CHANGE_REGISTER):
        return frozenset()
    reach = reach_on(viewer, on)
    ids = {row.organization_id for row in rows}
    if reach is None:
        return frozenset(ids)
    return frozenset(place.id for place in places(ids, on) if reach.changes(place))


# (appointment, kind, key, side) -> the newest mark
_Marks = Mapping[tuple[int, str, str, str], HandoverMark]


def _marks(rows: Sequence[LeavingRow]) -> _Marks:
    stays = {(row.person_id, row.post_id, row.started_on): row.appointment_id for row in rows}
    found = HandoverMark.objects.filter(post_id__in={row.post_id for row in rows}).order_by("pk")
    return {
        (stays[stay], mark.kind, mark.key, mark.side): mark
        for mark in found
        if (stay := (mark.person_id, mark.post_id, mark.started_on)) in stays
    }


def _lines(matters: Iterable[Matter], marks: _Marks, appointment_id: int) -> list[HandoverLine]:
    listed = list(matters)
    known = {(matter.kind, matter.key) for matter in listed}
    settled = [
        Matter(appointment_id, mark.kind, mark.key, mark.title_vi, mark.title_en)
        for (of, kind, key, _), mark in marks.items()
        if of == appointment_id and mark.is_done and (kind, key) not in known
    ]
    return [
        HandoverLine(
            matter,
            given=_is_done(marks, matter, GIVER),
            taken=_is_done(marks, matter, TAKER),
            is_settled=(matter.kind, matter.key) not in known,
        )
        for matter in [*listed, *dict.fromkeys(settled)]
    ]


def _is_done(marks: _Marks, matter: Matter, side: str) -> bool:
    mark = marks.get((matter.appointment_id, matter.kind, matter.key, side))
    return mark is not None and mark.is_done
