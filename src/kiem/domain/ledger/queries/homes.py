"""In which unit a person's month is counted, and whether that unit has closed it.

A month belongs to the unit of the line post held on its last day, or of the last one before (the
weightier of two): the unit whose closing freezes the person's figures.
"""

from __future__ import annotations

from kiem.platform.kernel.sql import known


def homes_table(asked: str, moment: str = "none") -> str:
    """The common table expression `homes` (person_id, month, unit_id) for the distinct people and
    months (first days) of the table expression `asked`.

    `moment`: `none` for what is known now, `known_at` for the parameter of that name.
    """
    seen = "upper_inf(a.recorded)" if moment == "none" else "a.recorded @> %(known_at)s"
    return f"""homes AS (
        SELECT DISTINCT ON (k.person_id, k.month) k.person_id, k.month,
            p.organization_id AS unit_id
        FROM (SELECT person_id, month, (month + interval '1 month')::date AS until
              FROM {asked} GROUP BY 1, 2) k
            JOIN register_appointment a ON a.person_id = k.person_id AND {seen}
                AND a.valid && daterange(k.month, k.until)
            JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
        ORDER BY k.person_id, k.month, a.valid @> (k.until - 1) DESC,
            CASE WHEN a.valid @> (k.until - 1) THEN NULL ELSE upper(a.valid) END DESC,
            a.share_percent DESC, a.id)"""


def is_closed(home: str = "h") -> str:
    """Predicate: the unit of the row `home` of `homes` has closed the month, as known now."""
    return f"""EXISTS (SELECT FROM ledger_monthclosing c WHERE c.organization_id = {home}.unit_id
        AND c.month = {home}.month AND {known("c", None)})"""
