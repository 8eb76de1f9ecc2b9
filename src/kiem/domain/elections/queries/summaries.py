"""Congresses of a few events in a line each, for pages that tell of more than elections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries.visible import seen_by
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class CongressSummary:
    """A congress with how many it convenes, what is put to the vote, and of that what has a
    counted round."""

    facts: CongressFacts
    delegates: int
    contests: int
    counted: int


def congresses_of_events(
    *,
    viewer: Viewer,
    event_ids: Collection[int],
    on: date,
    known_at: datetime | None = None,
) -> tuple[CongressSummary, ...]:
    """Congresses held at these events, of which the viewer sees only those in scope."""
    if not event_ids:
        return ()
    seen = seen_by(viewer, on, known_at)
    found = congress_facts(
        f"c.event_id = ANY (%(events)s) AND {seen.event('e')}",
        {**seen.parameters, "events": sorted(event_ids)},
        known_at,
    )
    counts = {
        row[0]: row[1:]
        for row in fetch(
            f"""SELECT g.id, (SELECT count(*) FROM elections_delegate d
                    JOIN elections_credential k ON k.delegate_id = d.id AND {known("k", known_at)}
                    WHERE d.congress_id = g.id AND k.verdict NOT IN ('refused', 'withdrawn')),
                (SELECT count(*) FROM elections_contest c WHERE c.congress_id = g.id),
                (SELECT count(DISTINCT r.contest_id) FROM elections_contest c
                    JOIN elections_round r ON r.contest_id = c.id
                    JOIN elections_count n ON n.round_id = r.id AND {known("n", known_at)}
                    WHERE c.congress_id = g.id)
            FROM elections_congress g WHERE g.id = ANY (%(ids)s)""",
            {"ids": [facts.id for facts in found], "known_at": known_at},
        )
    }
    return tuple(CongressSummary(facts, *counts[facts.id]) for facts in found)
