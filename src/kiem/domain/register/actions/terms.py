"""Opens terms of office; the running term is cut short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions._guards import (
    day_before,
    guard_date,
    guard_distinct,
    guard_interval,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import require_changed, require_decision
from kiem.domain.register.actions._supersede import add, cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import unknown
from kiem.domain.register.models import Organization, Term
from kiem.platform.access import Viewer
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


@dataclass(frozen=True, slots=True)
class TermEnd:
    """`on` is the first day without the term."""

    organization_id: int
    on: date


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
        ids = add(
            Term,
            {
                "organization_id": [term.organization_id for term in terms],
                "label": [term.label.strip() for term in terms],
                "planned_from": [term.planned_from for term in terms],
                "planned_until": [term.planned_until for term in terms],
                "valid_from": [term.opens_on for term in terms],
                "valid_until": [term.planned_until for term in terms],
            },
            decision_id=decision_id,
            moment=moment,
        )
        change.audit(
            "open_terms",
            subject=f"decision:{decision_id}",
            rows={"term": ids},
            decision_id=decision_id,
        )
    return ids


def close_terms(*, decision_id: int, ends: Sequence[TermEnd], actor: Viewer) -> int:
    """Close running terms before their plan; returns how many. Raises NotFound where none runs."""
    guard_distinct("organization_id", (end.organization_id for end in ends))
    for end in ends:
        guard_date("on", end.on)
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        running: dict[int, date] = {}
        for day in sorted({end.on for end in ends}):
            closing = [end.organization_id for end in ends if end.on == day]
            require_changed(actor, closing, day_before(day))
            running |= _running_across(closing, day)
        count = cut(Term, running, decision_id=decision_id, moment=change.moment)
        change.audit(
            "close_terms",
            subject=f"decision:{decision_id}",
            rows={"term": list(running)},
            decision_id=decision_id,
        )
    return count


def _running_across(organization_ids: Sequence[int], day: date) -> dict[int, date]:
    """Term -> `day`, of the terms that run on the day before and would go on."""
    rows = fetch(
        """
        SELECT t.id, t.organization_id FROM register_term t
        WHERE t.organization_id = ANY (%(organizations)s) AND upper_inf(t.recorded)
          AND t.valid @> (%(day)s::date - 1) AND (upper_inf(t.valid) OR upper(t.valid) > %(day)s)
        """,
        {"organizations": list(organization_ids), "day": day},
    )
    if missing := sorted(set(organization_ids) - {row[1] for row in rows}):
        raise unknown("running term of organisation", list(missing), "organization_id")
    return {row[0]: day for row in rows}


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
