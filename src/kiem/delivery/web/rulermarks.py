"""What the frame of every page says of the viewer's scope, kept for a minute.

Every page draws the ruler and names the scope; that costs eight queries and change a few times a
month. They are
kept per set of grants for SECONDS_KEPT in this process: a mark may appear a minute late, no figure
depends on it (decision 0050).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.ruler import Mark, window_of
from kiem.domain.ledger.queries.ruler import months_with_closings
from kiem.domain.register.queries import organizations, units
from kiem.domain.register.queries.markers import RulerMark, ruler_marks
from kiem.platform.access import Grant, Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel.errors import DomainError
from kiem.time.month import Month

SECONDS_KEPT = 60.0
MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class RulerFacts:
    """Marks, months with closings, and the scopes' names; texts in both languages."""

    marks: tuple[RulerMark, ...] = ()
    closed: frozenset[Month] = frozenset()
    scopes: tuple[tuple[str, str], ...] = ()

    def scope_text(self) -> str:
        """The scopes by name; empty when nothing is granted."""
        return ", ".join(wording.name_of(vi, en) for vi, en in self.scopes)

    def shown_marks(self) -> list[Mark]:
        """The marks in the reader's language."""
        return [Mark(m.day, m.kind, wording.name_of(m.label_vi, m.label_en)) for m in self.marks]


_Key = tuple[bool, frozenset[Grant], Month, Month, datetime | None]
_kept: dict[_Key, tuple[float, RulerFacts]] = {}


def forget_ruler_facts() -> None:
    """Ask again next time (tests, and after large imports)."""
    _kept.clear()


def ruler_facts(viewer: Viewer, asked: Asked, first: Month, last: Month) -> RulerFacts:
    """Facts of the band from `first` to `last` in the viewer's scope of today."""
    key = (viewer.is_system, viewer.grants, first, last, asked.known_at)
    now = time.monotonic()
    found = _kept.get(key)
    if found is not None and now < found[0]:
        return found[1]
    facts = _read(viewer, asked, first, last)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (now + SECONDS_KEPT, facts)
    return facts


def _read(viewer: Viewer, asked: Asked, first: Month, last: Month) -> RulerFacts:
    marks: tuple[RulerMark, ...] = ()
    closed: frozenset[Month] = frozenset()
    if viewer.can(Permission.VIEW_STRUCTURE):
        marks = tuple(
            ruler_marks(
                viewer=viewer, from_day=first.start, to_day=last.end, known_at=asked.known_at
            )
        )
    if viewer.can(Permission.VIEW_LOAD):
        closed = months_with_closings(
            viewer=viewer, on=asked.today, known_at=asked.known_at, first=first, last=last
        )
    return RulerFacts(marks, closed, tuple(_scope_names(viewer, asked.today)))


def _scope_names(viewer: Viewer, on: date) -> Iterator[tuple[str, str]]:
    """Names of the units and organisations the viewer's grants are for, where they may be read."""
    for scope in sorted({grant.scope for grant in viewer.grants}):
        kind, _, number = scope.partition(":")
        try:
            if scope == ALL:
                yield "Toàn bộ", "Everything"
            elif kind == "unit":
                unit = units.unit_detail(unit_id=int(number), viewer=viewer, on=on).unit
                yield unit.name_vi, unit.name_en
            elif kind == "line":
                line = organizations.organization_detail(
                    organization_id=int(number), viewer=viewer, on=on
                ).organization
                yield line.name_vi, line.name_en
        except DomainError:
            continue  # it has ended, or its name is not this viewer's to read


def facts_of(viewer: Viewer, asked: Asked) -> RulerFacts:
    """The facts of the band that belongs to the day shown."""
    return ruler_facts(viewer, asked, *window_of(asked))
