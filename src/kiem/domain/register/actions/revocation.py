"""Takes back what a decision did: what it made is withdrawn, what it ended goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiem.domain.register.actions._reach import require_decision
from kiem.domain.register.actions._supersede import table_of, withdraw
from kiem.domain.register.actions._transaction import note_opened, register_transaction
from kiem.domain.register.actions.corrections import guard_correction
from kiem.domain.register.errors import conflict, refusal
from kiem.domain.register.models import (
    Appointment,
    Article,
    Decision,
    Membership,
    OrganizationState,
    PersonState,
    PostState,
    RankHolding,
    Term,
)
from kiem.domain.register.models.decided import DecidedRow
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch

FACTS: Mapping[str, type[DecidedRow]] = {
    table_of(model): model
    for model in (
        Appointment,
        Membership,
        Term,
        RankHolding,
        PostState,
        OrganizationState,
        PersonState,
    )
}


def take_back_decision(*, revoked_id: int, decision_id: int, actor: Viewer) -> dict[str, int]:
    """Take back a decision with articles by a correction; returns facts withdrawn by kind.

    Raises NotFound for a decision that is not known or not of the actor's side, Conflict when a
    later decision changed what it made, or when what it ended cannot go on (a seat is taken).
    """
    with register_transaction(actor) as change:
        reason = guard_correction(decision_id, actor)
        require_decision(actor, revoked_id)
        opened, closed = _effects(revoked_id)
        counts: dict[str, int] = {}
        for table, ids in opened.items():
            if table not in FACTS:
                continue
            model = FACTS[table]
            _guard_untouched(model, ids, revoked_id)
            counts[table] = withdraw(model, ids, moment=change.moment)
        for table, ids in closed.items():
            if table in FACTS:
                _restore(FACTS[table], ids, moment=change.moment)
        _take_back_leave(opened, reason, actor)
        change.audit(
            "take_back_decision",
            subject=f"decision:{revoked_id}",
            rows=counts,
            decision_id=decision_id,
            reason=reason,
        )
    return counts


def _effects(decision_id: int) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """What the articles of a decision opened and closed in the end, by table."""
    articles = list(Article.objects.filter(draft__decision_id=decision_id))
    if not articles:
        number = Decision.objects.values_list("number", flat=True).get(pk=decision_id)
        raise refusal(
            "no_articles",
            "Decision {number} was recorded without articles; it cannot be revoked as a whole.",
            "Correct its facts one by one.",
            field="decision_id",
            number=number,
        )
    opened: dict[str, list[int]] = {}
    closed: dict[str, list[int]] = {}
    for article in articles:
        effects = article.effects or {}
        for table, ids in effects.get("opened", {}).items():
            opened.setdefault(table, []).extend(ids)
        for table, ids in effects.get("closed", {}).items():
            closed.setdefault(table, []).extend(ids)
    # What one article made and the next one of the same decision changed leaves no trace.
    for table in set(opened) & set(closed):
        both = set(opened[table]) & set(closed[table])
        opened[table] = [id_ for id_ in opened[table] if id_ not in both]
        closed[table] = [id_ for id_ in closed[table] if id_ not in both]
    return opened, closed


def _guard_untouched(model: type[DecidedRow], ids: list[int], revoked_id: int) -> None:
    """Raise Conflict, naming the decisions, when a later one changed what this one made."""
    rows = fetch(
        f"""
        SELECT DISTINCT d.id, d.number
        FROM {model._meta.db_table} gone
        LEFT JOIN {model._meta.db_table} later ON lower(later.recorded) = upper(gone.recorded)
            AND lower(later.valid) = lower(gone.valid)
        LEFT JOIN register_decision d ON d.id IN (later.ended_by_id, later.decision_id)
            AND d.id <> %(revoked)s
        WHERE gone.id = ANY (%(ids)s) AND NOT upper_inf(gone.recorded)
        """,
        {"ids": ids, "revoked": revoked_id},
    )
    if rows:
        named = sorted({number for _, number in rows if number})
        raise conflict(
            "built_upon",
            "Later decisions changed what this one made: {decisions}.",
            "Revoke those first, or correct single facts.",
            decisions=", ".join(named) or "?",
            decision_ids=sorted({id_ for id_, _ in rows if id_ is not None}),
        )


def _restore(model: type[DecidedRow], ids: list[int], *, moment: datetime) -> None:
    """Know again, from `moment` on, rows as they stood before they were superseded."""
    columns = ", ".join(
        f'"{field.column}"'
        for field in model._meta.concrete_fields
        if field.column not in ("id", "recorded")
    )
    rows = fetch(
        f"""
        INSERT INTO {model._meta.db_table} ({columns}, recorded)
        SELECT {columns}, tstzrange(%(moment)s, NULL, '[)')
        FROM {model._meta.db_table} WHERE id = ANY (%(ids)s) RETURNING id
        """,
        {"ids": ids, "moment": moment},
    )
    note_opened(table_of(model), [row[0] for row in rows])


def _take_back_leave(opened: Mapping[str, list[int]], reason: str, actor: Viewer) -> None:
    from kiem.domain.register.actions.articles.leave import LEAVE, leave_keeper

    keeper = leave_keeper()
    if keeper is not None and opened.get(LEAVE):
        keeper.withdraw(opened[LEAVE], reason=reason, actor=actor)
