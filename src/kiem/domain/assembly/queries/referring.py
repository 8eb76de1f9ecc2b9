"""What a contribution refers to: units, organisations, offices and decisions by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries.visible import seen_by
from kiem.domain.register.queries.decisions import decision
from kiem.domain.register.queries.organizations import organization_detail
from kiem.domain.register.queries.posts import post_detail
from kiem.domain.register.queries.units import unit_detail
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch

LONGEST_LABEL = 600


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """`kind`: unit, organization, post, decision, paper or survey; named as on `on` with what was
    known then. `event_id`: of a paper, the event it was handed in at."""

    kind: str
    target_id: int
    on: date
    label_vi: str
    label_en: str
    event_id: int | None = None


Names = tuple[str, str]
_ELSEWHERE: dict[str, Callable[[Viewer, int, date], Names]] = {}


def register_source(kind: str, names_of: Callable[[Viewer, int, date], Names]) -> None:
    """Let contributions refer to things of an app above; `names_of` raises NotFound out of scope,
    and takes viewer, id and day."""
    _ELSEWHERE[kind] = names_of


def label_of(*, viewer: Viewer, kind: str, target_id: int, on: date) -> tuple[str, str]:
    """Both names of what is referred to, on the day. NotFound outside the viewer's scope."""
    match kind:
        case "unit":
            unit = unit_detail(unit_id=target_id, viewer=viewer, on=on).unit
            names = unit.name_vi, unit.name_en
        case "organization":
            found = organization_detail(organization_id=target_id, viewer=viewer, on=on)
            names = found.organization.name_vi, found.organization.name_en
        case "post":
            post = post_detail(post_id=target_id, viewer=viewer, on=on)
            names = (
                f"{post.post.title_vi}, {post.organization_vi}",
                f"{post.post.title_en}, {post.organization_en}",
            )
        case "paper":
            names = _paper_names(viewer, target_id, on)
        case _ if kind in _ELSEWHERE:
            names = _ELSEWHERE[kind](viewer, target_id, on)
        case _:
            ref = decision(decision_id=target_id, viewer=viewer, on=on).decision
            names = (
                f"{ref.number} ({ref.signed_on:%d/%m/%Y}) {ref.title_vi}",
                f"{ref.number} ({ref.signed_on.isoformat()}) {ref.title_en or ref.title_vi}",
            )
    return names[0][:LONGEST_LABEL], names[1][:LONGEST_LABEL]


def _paper_names(viewer: Viewer, paper_id: int, on: date) -> Names:
    """Of a paper of an event the viewer sees."""
    seen = seen_by(viewer, on)
    rows = fetch(
        f"""SELECT w.title_vi, w.title_en FROM assembly_eventpaper w
        JOIN assembly_event e ON e.id = w.event_id
        WHERE w.id = %(paper)s AND {seen.event("e")}""",
        {**seen.parameters, "paper": paper_id},
    )
    if not rows:
        raise missing("paper")
    return rows[0][0], rows[0][1] or rows[0][0]


def references_of(contribution_ids: list[int]) -> dict[int, list[ReferenceRow]]:
    """Contribution -> what it refers to, in order; the caller has checked the event."""
    found: defaultdict[int, list[ReferenceRow]] = defaultdict(list)
    for contribution_id, *reference in fetch(
        """SELECT r.contribution_id, r.kind, r.target_id, r."on", r.label_vi, r.label_en, w.event_id
        FROM assembly_reference r
        LEFT JOIN assembly_eventpaper w ON r.kind = 'paper' AND w.id = r.target_id
        WHERE r.contribution_id = ANY (%(ids)s) ORDER BY r.id""",
        {"ids": contribution_ids},
    ):
        found[contribution_id].append(ReferenceRow(*reference))
    return found
