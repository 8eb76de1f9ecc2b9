"""Which events and tasks a viewer sees: those of the bodies in scope, and where these take part."""

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

    def event(self, alias: str) -> str:
        """Predicate: the event is held by a body in scope, has one at it, or gave it a task."""
        if self.everything:
            return "true"
        return f"""({alias}.organizer_id = ANY (%(bodies)s)
            OR EXISTS (SELECT FROM assembly_attendance v WHERE v.event_id = {alias}.id
                AND v.organization_id = ANY (%(bodies)s) AND upper_inf(v.recorded))
            OR EXISTS (SELECT FROM assembly_task v WHERE v.event_id = {alias}.id
                AND (v.owner_id = ANY (%(bodies)s) OR v.person_id = %(self)s)))"""

    def task(self, alias: str) -> str:
        """Predicate: a body in scope set it, owns it or held its event, or it is the viewer's."""
        if self.everything:
            return "true"
        return f"""({alias}.owner_id = ANY (%(bodies)s) OR {alias}.set_by_id = ANY (%(bodies)s)
            OR {alias}.person_id = %(self)s)"""


def seen_by(viewer: Viewer, on: date, known_at: datetime | None = None) -> Seen:
    """Raises Forbidden when the viewer may see no assemblies at all."""
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    return Seen(
        everything=bodies is None,
        parameters={"bodies": sorted(bodies or ()), "self": viewer.person_id},
    )
