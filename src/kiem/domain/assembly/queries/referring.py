"""What a contribution refers to: units, organisations, offices and decisions by their names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.queries.decisions import decision
from kiem.domain.register.queries.organizations import organization_detail
from kiem.domain.register.queries.posts import post_detail
from kiem.domain.register.queries.units import unit_detail
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch

LONGEST_LABEL = 600


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """`kind`: unit, organization, post or decision; named as on `on` with what was known then."""

    kind: str
    target_id: int
    on: date
    label_vi: str
    label_en: str


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
        case _:
            ref = decision(decision_id=target_id, viewer=viewer, on=on).decision
            names = (
                f"{ref.number} ({ref.signed_on:%d/%m/%Y}) {ref.title_vi}",
                f"{ref.number} ({ref.signed_on.isoformat()}) {ref.title_en or ref.title_vi}",
            )
    return names[0][:LONGEST_LABEL], names[1][:LONGEST_LABEL]


def references_of(contribution_ids: list[int]) -> dict[int, list[ReferenceRow]]:
    """Contribution -> what it refers to, in order; the caller has checked the event."""
    found: defaultdict[int, list[ReferenceRow]] = defaultdict(list)
    for contribution_id, kind, target_id, on, label_vi, label_en in fetch(
        """SELECT contribution_id, kind, target_id, "on", label_vi, label_en
        FROM assembly_reference WHERE contribution_id = ANY (%(ids)s) ORDER BY id""",
        {"ids": contribution_ids},
    ):
        found[contribution_id].append(ReferenceRow(kind, target_id, on, label_vi, label_en))
    return found
