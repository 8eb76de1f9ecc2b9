"""Chapters with their branches, as parameters of the statements that sum over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kiem.domain.returns.queries.chapters import last_day
from kiem.domain.returns.queries.periods import Period
from kiem.platform.kernel.sql import fetch, known

# The first table of every such statement: a row for each organisation of each chapter.
TREE = """tree AS MATERIALIZED (SELECT chapter, id FROM
    unnest(%(chapters)s::bigint[], %(organizations)s::bigint[]) AS t (chapter, id))"""


def tree_parameters(
    chapter_ids: Sequence[int], period: Period, known_at: datetime | None
) -> dict[str, Any]:
    """`chapters` and `organizations` side by side, as they stand on the period's last day, with
    the period's `start`, `end`, `months`, and `known_at`."""
    pairs = fetch(
        f"""WITH RECURSIVE below (chapter, id) AS (
            SELECT given, given FROM unnest(%(chapters)s::bigint[]) AS given
            UNION
            SELECT below.chapter, s.organization_id FROM below
                JOIN register_organizationstate s ON s.higher_id = below.id
                    AND s.valid @> %(on)s::date AND {known("s", known_at)})
        SELECT chapter, id FROM below""",
        {"chapters": list(chapter_ids), "on": last_day(period.last), "known_at": known_at},
    )
    return {
        "chapters": [chapter for chapter, _ in pairs],
        "organizations": [organization for _, organization in pairs],
        "start": period.start,
        "end": period.end,
        "months": [month.start for month in period.first.through(period.last)],
        "known_at": known_at,
    }
