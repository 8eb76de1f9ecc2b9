"""Admits members to member organisations and ends memberships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions._guards import (
    day_before,
    guard_distinct,
    guard_interval,
    guard_known,
)
from kiem.domain.register.actions._reach import (
    require_candidates,
    require_changed,
    require_decision,
)
from kiem.domain.register.actions._supersede import add, cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import refusal, unknown
from kiem.domain.register.models import Membership, Organization, Person
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class NewMembership:
    person_id: int
    organization_id: int
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class MembershipEnd:
    """The membership running the day before ends: `on` is the first day without."""

    person_id: int
    organization_id: int
    on: date


def admit_members(
    *, decision_id: int, members: Sequence[NewMembership], actor: Viewer
) -> list[int]:
    """Admit members by one decision; returns ids of the memberships in the order given.

    Raises Conflict for somebody who is a member already, is not in service, or an organisation
    that does not exist then or takes no members.
    """
    for member in members:
        guard_interval("valid_from", member.valid_from, member.valid_until)
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        guard_known(Person, {m.person_id for m in members}, what="person", field="person_id")
        guard_known(
            Organization,
            {m.organization_id for m in members},
            what="organisation",
            field="organization_id",
        )
        for day in sorted({m.valid_from for m in members}):
            given = [m for m in members if m.valid_from == day]
            require_changed(actor, {m.organization_id for m in given}, day)
            require_candidates(actor, {m.person_id for m in given}, day)
        ids = add(
            Membership,
            {
                "person_id": [m.person_id for m in members],
                "organization_id": [m.organization_id for m in members],
                "valid_from": [m.valid_from for m in members],
                "valid_until": [m.valid_until for m in members],
            },
            decision_id=decision_id,
            moment=change.moment,
        )
        change.audit(
            "admit_members",
            subject=f"decision:{decision_id}",
            rows={"membership": ids},
            decision_id=decision_id,
        )
    return ids


def end_memberships(*, decision_id: int, ends: Sequence[MembershipEnd], actor: Viewer) -> int:
    """End memberships by one decision; returns how many. Raises NotFound where none runs."""
    guard_distinct("person_id", ((end.person_id, end.organization_id) for end in ends))
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        for day in sorted({end.on for end in ends}):
            leaving = {end.organization_id for end in ends if end.on == day}
            require_changed(actor, leaving, day_before(day))
        days = _running(ends)
        count = cut(Membership, days, decision_id=decision_id, moment=change.moment)
        change.audit(
            "end_memberships",
            subject=f"decision:{decision_id}",
            rows={"membership": list(days)},
            decision_id=decision_id,
        )
    return count


def _running(ends: Sequence[MembershipEnd]) -> dict[int, date]:
    """Row -> end day of the memberships that run on the day before their end and go on."""
    rows = fetch(
        """
        SELECT m.id, m.person_id, m.organization_id, given.day
        FROM unnest(%(people)s::bigint[], %(organizations)s::bigint[], %(days)s::date[])
            AS given(person_id, organization_id, day)
        JOIN register_membership m USING (person_id, organization_id)
        WHERE upper_inf(m.recorded) AND m.valid @> (given.day - 1)
          AND (upper_inf(m.valid) OR upper(m.valid) > given.day)
        """,
        {
            "people": [end.person_id for end in ends],
            "organizations": [end.organization_id for end in ends],
            "days": [end.on for end in ends],
        },
    )
    found = {(person, organization) for _, person, organization, _ in rows}
    if missing := [end for end in ends if (end.person_id, end.organization_id) not in found]:
        raise unknown(
            "running membership of person", [end.person_id for end in missing], "person_id"
        )
    if len(found) != len(rows):
        raise refusal("ambiguous_end", "A membership was found twice.", "Report this.", field="on")
    return {row_id: day for row_id, _, _, day in rows}
