"""Reads the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model

from kiem.platform.access.permissions import Permission
from kiem.platform.access.resolving import contains
from kiem.platform.access.viewer import ALL, Viewer
from kiem.platform.audit.models import Chain, Entry
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry, for people. `actor_name` is today's name of the account, or the program's."""

    id: int
    sequence: int
    recorded_at: datetime
    action: str
    actor: str
    actor_name: str
    subject: str
    reason: str
    rows: dict[str, int | str]
    decision_id: int | None
    hash_hex: str


def list_trail(
    *,
    viewer: Viewer,
    known_at: datetime | None = None,
    views: bool = False,
    subject: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    decision_id: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[TrailRow]:
    """Entries, newest first.

    `views`: looks at people instead of writes; `after`: the last `sequence` of the page before;
    `known_at`: nothing later than that.

    Raises Forbidden without `audit.view` over the whole organisation: the trail is one, and cannot
    be shown in part without showing that there is more.
    """
    _require_whole_trail(viewer)
    entries = Entry.objects.filter(chain=Chain.VIEWS if views else Chain.WRITES)
    wanted = {"subject": subject, "actor": actor, "action": action, "decision_id": decision_id}
    entries = entries.filter(**{key: value for key, value in wanted.items() if value is not None})
    if known_at is not None:
        entries = entries.filter(recorded_at__lte=known_at)
    if after is not None:
        entries = entries.filter(sequence__lt=after)
    page = list(entries.order_by("-sequence")[:limit])
    names = _names({entry.actor for entry in page})
    return [
        TrailRow(
            id=entry.pk,
            sequence=entry.sequence,
            recorded_at=entry.recorded_at,
            action=entry.action,
            actor=entry.actor,
            actor_name=names.get(entry.actor, entry.actor),
            subject=entry.subject,
            reason=entry.reason,
            rows=entry.rows,
            decision_id=entry.decision_id,
            hash_hex=bytes(entry.hash).hex(),
        )
        for entry in page
    ]


def _require_whole_trail(viewer: Viewer) -> None:
    viewer.require(Permission.VIEW_AUDIT)
    today = clock.today()
    if not any(contains(scope, ALL, today) for scope in viewer.scopes(Permission.VIEW_AUDIT)):
        raise Forbidden(
            "audit.part_of_the_trail",
            "The audit trail is kept for the whole organisation; you may audit a part of it.",
            remedy="Ask an auditor of the whole organisation.",
        )


def _names(actors: set[str]) -> dict[str, str]:
    """Pseudonym -> display name, in one query."""
    ids = [int(actor[5:]) for actor in actors if actor.startswith("user:")]
    if not ids:
        return {}
    users = get_user_model()._default_manager.filter(pk__in=ids)
    return {f"user:{pk}": name for pk, name in users.values_list("pk", "display_name")}


def latest_write() -> tuple[int, bytes] | None:
    """Number and hash of the newest entry about a write; None before the first.

    Every action ends with an entry, so what was worked out from the database still holds while
    this stays the same.
    """
    rows = Entry.objects.filter(chain=Chain.WRITES).order_by("-sequence")
    newest = rows.values_list("sequence", "hash").first()
    return None if newest is None else (newest[0], bytes(newest[1]))
