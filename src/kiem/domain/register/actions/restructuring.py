"""Changes of organisations that keep their identity, and endings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any, Final

from kiem.domain.register.actions._guards import (
    day_before,
    guard_date,
    guard_distinct,
    guard_known,
    guard_text,
    organizations_of_posts,
)
from kiem.domain.register.actions._reach import (
    require_changed,
    require_decision,
    require_superiors,
)
from kiem.domain.register.actions._revise import (
    end_organization_facts,
    end_post_states,
    revise_organizations,
)
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import conflict, unknown
from kiem.domain.register.models import Organization, OrganizationType
from kiem.domain.register.queries.reach import places
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch


class Keep(Enum):
    """The value stays as it is; None is a value of its own (no superior)."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, slots=True)
class OrganizationChange:
    """What differs from `on` on; everything else stays. A new `type` is a conversion."""

    organization_id: int
    on: date
    type: str | Keep = KEEP
    code: str | Keep = KEEP
    name_vi: str | Keep = KEEP
    name_en: str | Keep = KEEP
    parent_id: int | Keep | None = KEEP
    higher_id: int | Keep | None = KEEP
    latitude: float | Keep | None = KEEP
    longitude: float | Keep | None = KEEP


@dataclass(frozen=True, slots=True)
class OrganizationEnd:
    """`on` is the first day without the organisation."""

    organization_id: int
    on: date


@dataclass(frozen=True, slots=True)
class PostEnd:
    """`on` is the first day without the post."""

    post_id: int
    on: date


def change_organizations(
    *, decision_id: int, changes: Sequence[OrganizationChange], actor: Viewer
) -> int:
    """Rename, move or convert organisations that stay who they are; returns how many.

    Raises Conflict for a code in use, a circle, a superior that does not exist then, a type not
    in force; NotFound outside life and scope.
    """
    for row, change in enumerate(changes, start=1):
        guard_date("on", change.on)
        for field in ("code", "name_vi", "name_en"):
            value = getattr(change, field)
            if isinstance(value, str):
                guard_text(field, value, row)
    guard_distinct("organization_id", (change.organization_id for change in changes))
    with register_transaction(actor) as transaction:
        require_decision(actor, decision_id)
        types = {c.type for c in changes if isinstance(c.type, str)}
        guard_known(OrganizationType, types, what="type", field="type")
        superiors = {
            superior
            for change in changes
            for superior in (change.parent_id, change.higher_id)
            if isinstance(superior, int)
        }
        guard_known(Organization, superiors, what="superior", field="parent_id")
        moment = transaction.moment
        for day in sorted({change.on for change in changes}):
            given = {c.organization_id: state_changes(c) for c in changes if c.on == day}
            require_changed(actor, given, day)
            _require_new_superiors([c for c in changes if c.on == day], actor, day)
            revise_organizations(given, day, decision_id=decision_id, moment=moment)
        transaction.audit(
            "change_organizations",
            subject=f"decision:{decision_id}",
            rows={"organization": [change.organization_id for change in changes]},
            decision_id=decision_id,
        )
    return len(changes)


def end_organizations(
    *, decision_id: int, ends: Sequence[OrganizationEnd], actor: Viewer
) -> dict[str, int]:
    """End organisations with their offices, members and terms; returns counts by kind of fact.

    Raises Conflict naming people when a line post would end under somebody, or when something
    still stands under what ends: those belong in a change event that says where they go.
    """
    guard_distinct("organization_id", (end.organization_id for end in ends))
    for end in ends:
        guard_date("on", end.on)
    totals: dict[str, int] = {}
    with register_transaction(actor) as transaction:
        require_decision(actor, decision_id)
        ids = [end.organization_id for end in ends]
        guard_known(Organization, ids, what="organisation", field="organization_id")
        moment = transaction.moment
        for day in sorted({end.on for end in ends}):
            given = [end.organization_id for end in ends if end.on == day]
            require_changed(actor, given, day_before(day))
            _guard_nobody_sits(given, day)
            counts = end_organization_facts(given, day, decision_id=decision_id, moment=moment)
            for name, count in counts.items():
                totals[name] = totals.get(name, 0) + count
        transaction.audit(
            "end_organizations",
            subject=f"decision:{decision_id}",
            rows={"organization": ids, **totals},
            decision_id=decision_id,
        )
    return totals


def end_posts(*, decision_id: int, ends: Sequence[PostEnd], actor: Viewer) -> int:
    """End posts that are empty by then; returns how many. Raises Conflict if somebody holds one."""
    guard_distinct("post_id", (end.post_id for end in ends))
    for end in ends:
        guard_date("on", end.on)
    with register_transaction(actor) as transaction:
        require_decision(actor, decision_id)
        organizations = organizations_of_posts({end.post_id for end in ends})
        if missing := sorted({end.post_id for end in ends} - set(organizations)):
            raise unknown("post", list(missing), "post_id")
        moment = transaction.moment
        count = 0
        for day in sorted({end.on for end in ends}):
            given = [end.post_id for end in ends if end.on == day]
            require_changed(actor, {organizations[p] for p in given}, day_before(day))
            count += end_post_states(given, day, decision_id=decision_id, moment=moment)
        transaction.audit(
            "end_posts",
            subject=f"decision:{decision_id}",
            rows={"post": [end.post_id for end in ends]},
            decision_id=decision_id,
        )
    return count


def state_changes(change: Any) -> dict[str, Any]:
    """Columns of the state that a change names (those not KEEP)."""
    columns = {}
    for field in fields(change):
        value = getattr(change, field.name)
        if field.name in _CHANGEABLE and value is not KEEP:
            name = "type_id" if field.name == "type" else field.name
            columns[name] = value.strip() if isinstance(value, str) else value
    return columns


def _require_new_superiors(changes: Sequence[OrganizationChange], actor: Viewer, day: date) -> None:
    """The actor may put each organisation where it is moved to."""
    if actor.is_system:
        return
    categories = {
        place.id: place.category for place in places([c.organization_id for c in changes], day)
    }
    for change in changes:
        require_superiors(
            actor,
            categories[change.organization_id],
            hosts=() if change.parent_id is KEEP else (change.parent_id,),
            highers=() if change.higher_id is KEEP else (change.higher_id,),
            day=day,
        )


_CHANGEABLE = frozenset(
    {
        "type",
        "code",
        "name_vi",
        "name_en",
        "parent_id",
        "higher_id",
        "latitude",
        "longitude",
    }
)


def _guard_nobody_sits(organization_ids: Sequence[int], day: date) -> None:
    rows = fetch(
        """
        SELECT count(*) OVER (), s.full_name
        FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
        LEFT JOIN register_personstate s ON s.person_id = a.person_id AND upper_inf(s.recorded)
            AND s.valid @> greatest(%(day)s::date, lower(a.valid))
        WHERE p.organization_id = ANY (%(ids)s) AND upper_inf(a.recorded)
          AND (upper_inf(a.valid) OR upper(a.valid) > %(day)s)
        ORDER BY s.sort_key LIMIT 5
        """,
        {"ids": list(organization_ids), "day": day},
    )
    if rows:
        raise conflict(
            "people_without_place",
            "{count} people would be left without a line post from {day} on: {people}.",
            "Transfer them first, or place them in a change event.",
            count=rows[0][0],
            day=day,
            people=", ".join(row[1] or "?" for row in rows),
        )
