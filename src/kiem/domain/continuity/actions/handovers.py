"""Ticks what has been handed over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from kiem.domain.continuity import errors
from kiem.domain.continuity.models import HandoverMark
from kiem.domain.continuity.queries.handovers import GIVER, TAKER, Handover, handover_of
from kiem.platform import audit, notices
from kiem.platform.access import Viewer
from kiem.platform.audit.recording import actor_key
from kiem.platform.kernel import clock


class Tick(NamedTuple):
    """A matter as one side says it is handed over. `side`: giver or taker."""

    kind: str
    key: str
    side: str


def tick_handover(
    *, post_id: int, person_id: int, ticks: Collection[Tick], on: date, actor: Viewer
) -> int:
    """Set the ticks of every side the actor ticks for to exactly `ticks`; returns how many changed.

    Ticks of the other side are left as they are. The first tick of whoever leaves tells whoever
    follows. Raises NotFound, Forbidden for a tick of a side that is not the actor's, Conflict when
    a matter is not on the list any more.
    """
    wanted = set(ticks)
    with transaction.atomic():
        _lock(post_id)
        handover = handover_of(viewer=actor, post_id=post_id, person_id=person_id, on=on)
        mine = {
            side for side, may in ((GIVER, handover.may_give), (TAKER, handover.may_take)) if may
        }
        listed = {(line.matter.kind, line.matter.key) for line in handover.lines}
        if not mine or any(tick.side not in mine for tick in wanted):
            raise errors.not_your_side()
        if any((tick.kind, tick.key) not in listed for tick in wanted):
            raise errors.unknown_matter()
        changed = _changed(handover, wanted, mine, actor)
        if changed:
            rows = HandoverMark.objects.bulk_create(changed)
            _tell(handover, changed, actor)
            audit.record(
                action="continuity.tick_handover",
                actor=actor,
                subject=f"post:{post_id}",
                rows={"continuity_handovermark": [int(row.pk) for row in rows]},
            )
    return len(changed)


def _lock(post_id: int) -> None:
    """Two who tick at once wait for each other: each sees what the other has written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('handover'), hashint8(%s))", [post_id]
        )


def _changed(
    handover: Handover, wanted: set[Tick], mine: Collection[str], actor: Viewer
) -> list[HandoverMark]:
    now = clock.now()
    changed = []
    for line in handover.lines:
        matter = line.matter
        for side in sorted(mine):
            was = line.given if side == GIVER else line.taken
            is_done = Tick(matter.kind, matter.key, side) in wanted
            if was != is_done:
                changed.append(
                    HandoverMark(
                        person_id=handover.leaving.person_id,
                        post_id=handover.leaving.post_id,
                        started_on=handover.leaving.started_on,
                        kind=matter.kind,
                        key=matter.key,
                        side=side,
                        is_done=is_done,
                        title_vi=matter.title_vi[:300],
                        title_en=matter.title_en[:300],
                        recorded_at=now,
                        recorded_by=actor_key(actor),
                    )
                )
    return changed


def _tell(handover: Handover, changed: Collection[HandoverMark], actor: Viewer) -> None:
    row = handover.leaving
    gives = any(mark.side == GIVER and mark.is_done for mark in changed)
    if gives and row.successor_id is not None and row.successor_id != actor.person_id:
        notices.notify(
            code="continuity.handed_over",
            params={
                "person_id": row.person_id,
                "title_vi": row.title_vi,
                "title_en": row.title_en,
                "organization_vi": row.organization_vi,
                "organization_en": row.organization_en,
            },
            link=f"/handovers/{row.post_id}/{row.person_id}/",
            person_ids=[row.successor_id],
            actor=actor,
        )
