"""Finding candidates among all members of an organisation's line, by name."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries.facts import Named, people
from kiem.domain.elections.queries.visible import holds, seen_congress
from kiem.domain.register.queries.trees import line_below
from kiem.platform.access import Viewer
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch, holding

MOST_FOUND = 20


def find_members(
    *,
    viewer: Viewer,
    congress_id: int,
    on: date,
    text: str = "",
    ids: Collection[int] | None = None,
) -> tuple[Named, ...]:
    """Members on the day of the congress whose name or number has every word of `text`, the first
    by name; `ids`: those only. NotFound unless the viewer holds the congress."""
    facts = seen_congress(viewer, congress_id, on)
    if not holds(viewer, facts.organization_id):
        raise missing("congress")
    words = re.sub(r"[\\%_]", " ", fold(text)).split()  # signs that LIKE reads as patterns
    if not words and ids is None:
        return ()
    rows = fetch(
        f"""SELECT ps.person_id FROM register_personstate ps
        WHERE {holding("ps", None)} AND ps.search_text LIKE ALL (%(patterns)s)
          AND (%(ids)s::bigint[] IS NULL OR ps.person_id = ANY (%(ids)s))
          AND EXISTS (SELECT FROM register_membership m
            WHERE m.person_id = ps.person_id AND m.organization_id = ANY (%(line)s)
              AND {holding("m", None)})
        ORDER BY ps.sort_key, ps.person_id LIMIT %(most)s""",
        {
            "on": facts.held_on,
            "patterns": [f"%{word}%" for word in words],
            "ids": None if ids is None else list(ids),
            "line": line_below([facts.organization_id], facts.held_on, None),
            "most": MOST_FOUND if ids is None else max(len(ids), 1),
        },
    )
    found = people([row[0] for row in rows], facts.held_on)
    return tuple(found[row[0]] for row in rows if row[0] in found)
