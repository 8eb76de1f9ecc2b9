"""Figures cited at an event: as they were said, and as they are known at the moment asked about."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries.events import event_detail
from kiem.domain.assembly.queries.rows import Body, CitedFigure
from kiem.domain.ledger.queries import explain_figure
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.errors import DomainError


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
    """The cited figure with other knowledge; per cent for ratios, as it is cited."""
    if not viewer.can(Permission.VIEW_LOAD):
        return None
    with suppress(DomainError):  # outside this viewer's scope: what was said stays readable
        found = explain_figure(
            viewer=viewer,
            subject=cited.subject,
            figure=cited.figure,
            on=cited.on,
            known_at=known_at,
        )
        if found.value is not None:
            return round(found.value * (100 if found.unit == "ratio" else 1), 2)
    return None
