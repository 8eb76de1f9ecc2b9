"""Figures cited at an event: as they were said, and as they are known at the moment asked about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries.events import event_detail
from kiem.domain.assembly.queries.pinned import figure_again, pinned_viewer, sees_as_much
from kiem.domain.assembly.queries.rows import Body, CitedFigure
from kiem.domain.ledger.queries import Explanation, explain_figure
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class FigureThenAndNow:
    """`position`: its place among the figures of its contribution, from 1. `now`: the figure with
    the knowledge asked about, in the unit of `cited.value`; None where the viewer may not open it,
    or nothing is left to compute it from."""

    contribution_number: int
    position: int
    body: Body
    cited: CitedFigure
    now: float | None

    @property
    def has_changed(self) -> bool:
        """Newer knowledge gives another figure than the one that was said."""
        return self.now is not None and abs(self.now - self.cited.value) >= 0.01


@dataclass(frozen=True, slots=True)
class PinnedFigure:
    """One cited figure, opened with what was known when it was said. `is_whole` False: the viewer
    sees less than whoever cited it, and the explanation is of the part the viewer sees."""

    cited: CitedFigure
    explanation: Explanation
    is_whole: bool


def pinned_figure(
    *,
    viewer: Viewer,
    event_id: int,
    contribution_number: int,
    position: int,
    on: date,
    known_at: datetime | None = None,
) -> PinnedFigure:
    """The figure cited at `position` (from 1) of a contribution, explained as it was then.

    The moment is the citation's, not the reader's choice: whoever sees the event and may open the
    figure may see what it was made of when it was said. NotFound outside either scope.
    """
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    said = next((c for c in detail.contributions if c.number == contribution_number), None)
    if said is None or not 1 <= position <= len(said.citations):
        raise missing("figure")
    cited = said.citations[position - 1]
    is_whole = sees_as_much(viewer, Permission.VIEW_LOAD, cited.scopes, cited.on, cited.known_at)
    explanation = explain_figure(
        viewer=pinned_viewer(Permission.VIEW_LOAD, cited.scopes) if is_whole else viewer,
        subject=cited.subject,
        figure=cited.figure,
        on=cited.on,
        known_at=cited.known_at,
    )
    return PinnedFigure(cited, explanation, is_whole)


def figures_then_and_now(
    *, viewer: Viewer, event_id: int, on: date, known_at: datetime | None = None
) -> tuple[FigureThenAndNow, ...]:
    """Every figure cited at an event beside what it is now. NotFound outside the scope."""
    detail = event_detail(viewer=viewer, event_id=event_id, on=on, known_at=known_at)
    return tuple(
        FigureThenAndNow(said.number, position, said.body, cited, value_of(viewer, cited, known_at))
        for said in detail.contributions
        for position, cited in enumerate(said.citations, start=1)
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
