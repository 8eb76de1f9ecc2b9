"""Writes the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import connection, transaction

from kiem.platform.access.viewer import Viewer
from kiem.platform.audit.hashing import FIRST_HASH, Content, compact_rows, hash_entry
from kiem.platform.audit.models import Chain, Entry
from kiem.platform.kernel import clock

VIEW_ACTION = "view"
_LOCK_SPACE = 0x4B69  # "Ki": the first of the two numbers of our advisory locks


def record(
    *,
    action: str,
    actor: Viewer,
    subject: str,
    reason: str = "",
    rows: Mapping[str, int | Sequence[int]] | None = None,
    decision_id: int | None = None,
) -> int:
    """Append one entry in the caller's transaction; returns its sequence number.

    Call it last in an action: from here to the commit no other transaction can append, which is
    what keeps the chain without gaps and forks. A bulk action writes one entry; `rows` says per
    table how many rows it touched, or which ids.
    """
    return _append(
        Chain.WRITES,
        action=action,
        actor=actor,
        subject=subject,
        reason=reason,
        rows=compact_rows(rows or {}),
        decision_id=decision_id,
    )


def record_view(viewer: Viewer, subject: str) -> bool:
    """Note that `viewer` looked at `subject` (`person:7`); False when that is noted already.

    Once per viewer, subject and clock hour: reloading a page or moving its date control says
    nothing new, and the usual case costs one indexed read.
    """
    if _viewed_this_hour(viewer, subject):
        return False
    _append(Chain.VIEWS, action=VIEW_ACTION, actor=viewer, subject=subject)
    return True


def actor_key(viewer: Viewer) -> str:
    """The pseudonym an entry stores: `user:5`, or the program's name."""
    return f"user:{viewer.user_id}" if viewer.user_id is not None else viewer.name


def _viewed_this_hour(viewer: Viewer, subject: str) -> bool:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    return Entry.objects.filter(
        chain=Chain.VIEWS,
        subject=subject,
        actor=actor_key(viewer),
        recorded_at__gte=hour,
        recorded_at__lt=hour + timedelta(hours=1),
    ).exists()


def _append(
    chain: Chain,
    *,
    action: str,
    actor: Viewer,
    subject: str,
    reason: str = "",
    rows: Mapping[str, int | str] | None = None,
    decision_id: int | None = None,
) -> int:
    with transaction.atomic(savepoint=False):
        sequence, previous_hash = _lock_head(chain)
        content = Content(
            chain=int(chain),
            sequence=sequence + 1,
            recorded_at=clock.now(),
            action=action,
            actor=actor_key(actor),
            actor_person_id=actor.person_id,
            subject=subject,
            reason=reason,
            rows=rows or {},
            decision_id=decision_id,
        )
        Entry.objects.create(
            chain=content.chain,
            sequence=content.sequence,
            recorded_at=content.recorded_at,
            action=content.action,
            actor=content.actor,
            actor_person_id=content.actor_person_id,
            subject=content.subject,
            reason=content.reason,
            rows=dict(content.rows),
            decision_id=content.decision_id,
            previous_hash=previous_hash,
            hash=hash_entry(previous_hash, content),
        )
    return content.sequence


def _lock_head(chain: Chain) -> tuple[int, bytes]:
    """Wait for the chain's turn; its last sequence number (0 when empty) and hash."""
    with connection.cursor() as cursor:
        # A statement of its own: the next one must see what was committed while this one waited.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, int(chain)])
        cursor.execute(
            "SELECT sequence, hash FROM audit_entry WHERE chain = %s"
            " ORDER BY sequence DESC LIMIT 1",
            [int(chain)],
        )
        row = cursor.fetchone()
    return (0, FIRST_HASH) if row is None else (row[0], bytes(row[1]))
