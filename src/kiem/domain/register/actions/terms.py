"""Opens terms of office; the running term is cut short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions._guards import (
    guard_distinct,
    guard_interval,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import require_changed, require_decision
from kiem.domain.register.actions._supersede import cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.models import Organization, Term
from kiem.platform.access import Viewer
from kiem.platform.kernel.bulk import insert_temporal
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A term of an organisation that opens on `opens_on`.

    `planned_*` is what the congress decided (2022-2027) and may overlap the plan of another term;
    what happened may not. The term runs until `planned_until`, unless another opens before.
    """

    organization_id: int
    label: str
    opens_on: date
    planned_from: date
    planned_until: date


def open_term(
    *,
    decision_id: int,
    organization_id: int,
    label: str,
    opens_on: date,
    planned_from: date,
    planned_until: date,
    actor: Viewer,
) -> int:
    """Open one term; returns its id. See `open_terms`."""
    term = NewTerm(organization_id, label, opens_on, planned_from, planned_until)
    (term_id,) = open_terms(decision_id=decision_id, terms=[term], actor=actor)
    return term_id


def open_terms(*, decision_id: int, terms: Sequence[NewTerm], actor: Viewer) -> list[int]:
    """Open terms by one decision; returns their ids in the order given.

    A term still running on the day a new one opens in its organisation ends there.
    """
    for term in terms:
        guard_text("label", term.label, 1)
        guard_interval("planned", term.planned_from, term.planned_until)
        guard_interval("opens_on", term.opens_on, term.planned_until)
    guard_distinct("organization_id", (term.organization_id for term in terms))
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        organizations = {term.organization_id for term in terms}
        guard_known(Organization, organizations, what="organisation", field="organization_id")
        for day in sorted({term.opens_on for term in terms}):
            opening = {term.organization_id for term in terms if term.opens_on == day}
            require_changed(actor, opening, day)
        moment = change.moment
        cut(Term, _running(terms), decision_id=decision_id, moment=moment)
        ids = insert_temporal(
            Term,
            {
                "organization_id": [term.organization_id for term in terms],
                "label": [term.label.strip() for term in terms],
                "planned_from": [term.planned_from for term in terms],
                "planned_until": [term.planned_until for term in terms],
                "valid_from": [term.opens_on for term in terms],
                "valid_until": [term.planned_until for term in terms],
            },
            recorded_from=moment,
            constants={"decision_id": decision_id},
        )
        change.audit(
            "open_terms",
            subject=f"decision:{decision_id}",
            rows={"term": ids},
            decision_id=decision_id,
        )
    return ids


def _running(terms: Sequence[NewTerm]) -> dict[int, date]:
    """Term -> the day on which a new one of its organisation opens."""
    rows = fetch(
        """
        SELECT t.id, given.day
        FROM unnest(%(organizations)s::bigint[], %(days)s::date[]) AS given(organization_id, day)
        JOIN register_term t USING (organization_id)
        WHERE upper_inf(t.recorded) AND t.valid @> given.day
        """,
        {
            "organizations": [term.organization_id for term in terms],
            "days": [term.opens_on for term in terms],
        },
    )
    return dict(rows)
