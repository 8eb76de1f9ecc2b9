"""What `kiem remind` says of congresses: days that come, and recognitions that were issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from kiem.domain.elections.actions.telling import tell, tell_owing, tell_recognised
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.domain.elections.queries.owed import ChapterSeats, chapter_seats
from kiem.domain.register.queries.heads import heads_of
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch

DAYS_BEFORE = 3
DAYS_BETWEEN = 7
DAYS_OF_INTEREST = 400  # after a congress was held nobody is told of its recognition any more


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one run found and sent."""

    congresses: int
    notices: int


def remind_congresses(*, on: date, actor: Viewer) -> Reminded:
    """Tell heads of chapters of delegates they owe (three days before, then once a week until the
    congress) and of the first and last days of nominations; delegates and heads of chapters that
    a recognition was issued. The same is said once, so that it may run every day."""
    actor.require(Permission.OPERATE)
    sent = 0
    with transaction.atomic():
        by_congress: dict[int, list[ChapterSeats]] = defaultdict(list)
        for row in chapter_seats("s.held_on >= %(on)s", {"on": on}):
            by_congress[row.congress_id].append(row)
        decided = _recognised(on)
        known = _facts([*by_congress, *decided])
        for congress_id, rows in by_congress.items():
            facts = known[congress_id]
            sent += sum(_owing(facts, row, on, actor) for row in rows)
            sent += _nominations(facts, rows, on, actor)
        for congress_id, decision_id in decided.items():
            sent += tell_recognised(known[congress_id], decision_id, actor)
        if sent:
            audit.record(
                action="elections.remind",
                actor=actor,
                subject="congresses",
                rows={"notices_delivery": sent},
            )
    return Reminded(len(by_congress), sent)


def _owing(facts: CongressFacts, row: ChapterSeats, on: date, actor: Viewer) -> int:
    if row.missing <= 0 or on < row.due_on - timedelta(days=DAYS_BEFORE):
        return 0
    if on <= row.due_on:
        return tell_owing("elections.delegates_due", facts, row, f"due {row.due_on}", actor)
    week = (on - row.due_on - timedelta(days=1)).days // DAYS_BETWEEN
    return tell_owing("elections.delegates_late", facts, row, f"week {week}", actor)


def _nominations(
    facts: CongressFacts, rows: Sequence[ChapterSeats], on: date, actor: Viewer
) -> int:
    waiting = [row for row in rows if row.may_nominate(on)]
    if not waiting or waiting[0].nominations is None:
        return 0
    first, last = waiting[0].nominations
    is_closing = on >= last - timedelta(days=DAYS_BEFORE)
    return tell(
        "elections.nominations_close" if is_closing else "elections.nominations_open",
        facts,
        heads_of([row.organization_id for row in waiting], on),
        actor,
        occasion=f"from {first}",
        more={"until_on": last.isoformat()},
    )


def _recognised(on: date) -> dict[int, int]:
    """Congress -> the decision that recognised its committee."""
    return dict(
        fetch(
            """SELECT r.congress_id, max(d.decision_id) FROM elections_recognition r
            JOIN register_decisiondraft d ON d.id = r.draft_id AND d.decision_id IS NOT NULL
            JOIN elections_congress c ON c.id = r.congress_id
            JOIN assembly_eventstate s ON s.event_id = c.event_id AND upper_inf(s.recorded)
            WHERE s.held_on BETWEEN %(first)s AND %(on)s GROUP BY r.congress_id""",
            {"on": on, "first": on - timedelta(days=DAYS_OF_INTEREST)},
        )
    )


def _facts(congress_ids: Sequence[int]) -> Mapping[int, CongressFacts]:
    found = congress_facts("c.id = ANY (%(ids)s)", {"ids": list(congress_ids)})
    return {facts.id: facts for facts in found}
