"""Names to be put into sentences that were sent to somebody."""

from __future__ import annotations

from collections.abc import Collection

from kiem.platform.kernel.sql import fetch


def names_of_people(person_ids: Collection[int]) -> dict[int, str]:
    """Today's name of each person; one query, none without ids.

    No viewer and no scope: for notices only, whose sender had the person in scope and told the
    recipient of them. A redacted person's name is empty.
    """
    if not person_ids:
        return {}
    rows = fetch(
        """
        SELECT DISTINCT ON (person_id) person_id, full_name FROM register_personstate
        WHERE person_id = ANY(%(ids)s) AND upper_inf(recorded)
        ORDER BY person_id, lower(valid) DESC
        """,
        {"ids": list(set(person_ids))},
    )
    return dict(rows)
