"""Congresses of a few events in a line each, for pages that tell of more than elections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries.days import moments_of
from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.elections.queries.visible import seen_congresses
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch

# With the moment up to which each congress's record counts (see `assembly.queries.days`).
_SAID = "{0}.recorded_at <= coalesce(g.moment, 'infinity')"
_KNOWN = "CASE WHEN g.moment IS NULL THEN upper_inf({0}.recorded) ELSE {0}.recorded @> g.moment END"


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
    found = seen_congresses(viewer, on, known_at, event_ids=event_ids)
    moments = moments_of([facts.event_id for facts in found], on, known_at)
    counts = {
        row[0]: row[1:]
        for row in fetch(
            f"""SELECT g.id, (SELECT count(*) FROM elections_delegate d
                    JOIN elections_credential k ON k.delegate_id = d.id AND {_KNOWN.format("k")}
                    WHERE d.congress_id = g.id AND k.verdict NOT IN ('refused', 'withdrawn')),
                (SELECT count(*) FROM elections_contest c
                    WHERE c.congress_id = g.id AND {_SAID.format("c")}),
                (SELECT count(DISTINCT r.contest_id) FROM elections_contest c
                    JOIN elections_round r ON r.contest_id = c.id
                    JOIN elections_count n ON n.round_id = r.id AND {_KNOWN.format("n")}
                    WHERE c.congress_id = g.id)
            FROM unnest(%(ids)s::bigint[], %(moments)s::timestamptz[]) AS g(id, moment)""",
            {
                "ids": [facts.id for facts in found],
                "moments": [moments[facts.event_id] for facts in found],
            },
        )
    }
    return tuple(CongressSummary(facts, *counts[facts.id]) for facts in found)
