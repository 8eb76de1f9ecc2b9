"""What a proposal would change: who, how many, how many hours a month.

Two kinds are computable. `release`: offices of one line (and role) give another share of the
available hours than the rules do. `standing`: whoever heads a member organisation ranks as a line
role. Each result says what it counted, so that it can be read without its formula, and is pinned
with the day and the moment it was computed for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.ledger.queries import HeldOffice, offices_held
from kiem.domain.register.queries import catalogue
from kiem.domain.register.queries.heads import member_heads
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A computed effect. `parameters`: `family` (empty: every line), `role` (empty: every one) and
    `percent`. `result`: counts and hours x 100, as `release_effect` and `standing_effect` give."""

    kind: str
    parameters: Mapping[str, Any]
    on: date
    known_at: datetime
    result: Mapping[str, Any]


def release_effect(
    *,
    viewer: Viewer,
    on: date,
    family: str,
    role: str,
    percent: Decimal,
    known_at: datetime | None = None,
) -> dict[str, Any]:
    """`people`, `offices`, `now` and `proposed` (hours x 100 a month), `gaining`, `losing`
    (people), `unregulated` (offices no rule gives anything) and `groups` by type and role.

    The month is that of `on`; an office held for part of it counts by its days.
    """
    groups: defaultdict[tuple[str, str], list[HeldOffice]] = defaultdict(list)
    change: defaultdict[int, int] = defaultdict(int)
    for office in offices_held(viewer=viewer, on=on, known_at=known_at):
        if (family and office.family != family) or (role and office.role != role):
            continue
        groups[office.organization_type, office.role].append(office)
        change[office.person_id] += office.release_at(percent) - office.release
    rows = [
        {
            "type": type_code,
            "role": role_code,
            "offices": len(held),
            "people": len({office.person_id for office in held}),
            "now": sum(office.release for office in held),
            "proposed": sum(office.release_at(percent) for office in held),
        }
        for (type_code, role_code), held in sorted(groups.items())
    ]
    return {
        "people": len(change),
        "offices": sum(len(held) for held in groups.values()),
        "now": sum(row["now"] for row in rows),
        "proposed": sum(row["proposed"] for row in rows),
        "gaining": sum(difference > 0 for difference in change.values()),
        "losing": sum(difference < 0 for difference in change.values()),
        "unregulated": sum(not o.is_regulated for held in groups.values() for o in held),
        "groups": rows,
    }


def standing_effect(
    *, viewer: Viewer, on: date, family: str, role: str, known_at: datetime | None = None
) -> dict[str, Any]:
    """`people` who head a member organisation, `already` at that standing or above it by their
    line post, `raised` to it, `outside` the line, and `groups` by type of organisation."""
    target = catalogue.roles()[role].order
    heads = [
        head
        for head in member_heads(viewer=viewer, on=on, known_at=known_at)
        if not family or head.family == family
    ]
    standing = {head.person_id: head.standing for head in heads}
    raised = {person for person, place in standing.items() if place is not None and place > target}
    types: defaultdict[str, set[int]] = defaultdict(set)
    for head in heads:
        types[head.type].add(head.person_id)
    return {
        "people": len(standing),
        "already": sum(place is not None and place <= target for place in standing.values()),
        "raised": len(raised),
        "outside": sum(place is None for place in standing.values()),
        "groups": [
            {"type": code, "people": len(people), "raised": len(people & raised)}
            for code, people in sorted(types.items())
        ],
    }


# What whoever computes an effect must be able to see, by its kind.
PERMISSIONS: Mapping[str, Permission] = {
    "release": Permission.VIEW_LOAD,
    "standing": Permission.VIEW_OFFICES,
}


def effect_of(
    kind: str, parameters: Mapping[str, Any], viewer: Viewer, on: date, known_at: datetime
) -> dict[str, Any]:
    """The effect of a kind with its parameters, as they are pinned."""
    family, role = parameters["family"], parameters["role"]
    if kind == "standing":
        return standing_effect(viewer=viewer, on=on, family=family, role=role, known_at=known_at)
    return release_effect(
        viewer=viewer,
        on=on,
        family=family,
        role=role,
        percent=Decimal(parameters["percent"]),
        known_at=known_at,
    )


def effects_of(event_id: int, known_at: datetime | None) -> dict[int, tuple[EffectRow, ...]]:
    """Proposal -> its effects, the latest computed first; the caller has checked the event."""
    rows = fetch(
        """SELECT e.proposal_id, e.kind, e.parameters::text, e."on", e.known_at, e.result::text
        FROM assembly_proposaleffect e JOIN assembly_proposal p ON p.id = e.proposal_id
        WHERE p.event_id = %(event)s
            AND e.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity')
        ORDER BY e.id DESC""",
        {"event": event_id, "known_at": known_at},
    )
    found: defaultdict[int, list[EffectRow]] = defaultdict(list)
    for proposal_id, kind, parameters, on, moment, result in rows:
        found[proposal_id].append(
            EffectRow(kind, json.loads(parameters), on, moment, json.loads(result))
        )
    return {proposal_id: tuple(effects) for proposal_id, effects in found.items()}
