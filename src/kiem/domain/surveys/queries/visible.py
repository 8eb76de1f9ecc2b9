"""Which surveys a viewer sees: those of the bodies in scope, those that ask one of them, and those
that invite the viewer in person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer


@dataclass(frozen=True, slots=True)
class Seen:
    """The viewer's bodies as statements take them; `everything`: no filter."""

    everything: bool
    parameters: Mapping[str, Any]

    def results(self, alias: str) -> str:
        """Predicate: the survey's organiser is in scope, so that the whole of it is seen."""
        return "true" if self.everything else f"{alias}.organizer_id = ANY (%(bodies)s)"

    def survey(self, alias: str) -> str:
        """Predicate: seen as organiser, or because it asks a body in scope or the viewer."""
        if self.everything:
            return "true"
        return f"""({self.results(alias)}
            OR EXISTS (SELECT FROM surveys_target w WHERE w.survey_id = {alias}.id
                AND w.organization_id = ANY (%(bodies)s))
            OR EXISTS (SELECT FROM surveys_invitee w WHERE w.survey_id = {alias}.id
                AND w.person_id = %(self)s))"""


def seen_by(viewer: Viewer, on: date, known_at: datetime | None = None) -> Seen:
    """Raises Forbidden when the viewer may see no assemblies at all."""
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    return Seen(
        everything=bodies is None,
        parameters={"bodies": sorted(bodies or ()), "self": viewer.person_id},
    )
