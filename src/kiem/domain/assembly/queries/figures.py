"""Figures cited at an event: as they were said, and as they are known at the moment asked about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries.events import event_detail
from kiem.domain.assembly.queries.pinned import figure_again, sees_as_much
from kiem.domain.assembly.queries.rows import Body, CitedFigure
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class FigureThenAndNow:
    """`now`: the figure with the knowledge asked about, in the unit of `cited.value`; None where
    the viewer may not open it, or nothing is left to compute it from."""

    contribution_number: int
    body: Body
    cited: CitedFigure
    now: float | None

    @property
    def has_changed(self) -> bool:
        """Newer knowledge gives another figure than the one that was said."""
        return self.now is not None and abs(self.now - self.cited.value) >= 0.01


def figures_then_and_now(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> tuple[FigureThenAndNow, ...]:
    """Every figure cited at an event beside what it is now. NotFound outside the scope."""
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    return tuple(
        FigureThenAndNow(said.number, said.body, cited, value_of(viewer, cited, known_at))
        for said in detail.contributions
        for cited in said.citations
    )


def value_of(viewer: Viewer, cited: CitedFigure, known_at: datetime | None) -> float | None:
    """The cited figure with other knowledge, over the scopes it was cited with; None for a viewer
    who may not see as much. What was said stays readable."""
    if not viewer.can(Permission.VIEW_LOAD):
        return None
    moment = known_at or clock.now()
    scopes: Collection[str] = cited.scopes
    if not sees_as_much(viewer, Permission.VIEW_LOAD, scopes, cited.on, moment):
        if cited.subject == "all":
            return None
        scopes = viewer.scopes(Permission.VIEW_LOAD)
        if all(scope.startswith("person:") for scope in scopes):
            return None  # a part of what was cited at most
    found = figure_again(scopes, cited.subject, cited.figure, cited.on, moment)
    return None if found is None else float(found)
