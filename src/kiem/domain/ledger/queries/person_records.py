"""The rows behind one person's month, for its explanation: one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kiem.domain.ledger.queries.explained import RecordRef
from kiem.domain.ledger.queries.slots import Slot
from kiem.platform.kernel.sql import fetch, known

Records = Mapping[tuple[str, int], list[RecordRef]]


def person_records(person_id: int, slot: Slot) -> Records:
    """(kind, post or 0) -> records that count in the month.

    Kinds: `line_entry`, `office_entry`, `participation`, `leave`, `service`, `appointment`.
    Participations are those after the last day with logged office hours; their hours are the part
    that counts.
    """

    def seen(alias: str) -> str:
        return known(alias, slot.known_at)

    rows = fetch(
        f"""WITH last AS (SELECT coalesce(max(e.day) + 1, %(start)s) AS day
            FROM ledger_timeentry e WHERE e.person_id = %(person)s AND e.role_kind = 'office'
                AND e.day >= %(start)s AND e.day < %(end)s AND {seen("e")})
        SELECT e.role_kind || '_entry', e.post_id, 'time_entry', e.id, e.day, e.day + 1, e.hours,
            coalesce(a.title_vi, e.category), coalesce(a.title_en, e.category)
        FROM ledger_timeentry e LEFT JOIN ledger_activity a ON a.id = e.activity_id
        WHERE e.person_id = %(person)s AND e.day >= %(start)s AND e.day < %(end)s AND {seen("e")}
        UNION ALL
        SELECT 'participation', q.post_id, 'participation', q.id, lower(q.valid), upper(q.valid),
            round(100 * q.planned_hours * (least(upper(q.valid), %(end)s)
                - greatest(lower(q.valid), last.day)) / (upper(q.valid) - lower(q.valid))) / 100,
            a.title_vi, a.title_en
        FROM last, ledger_participation q JOIN ledger_activity a ON a.id = q.activity_id
        WHERE q.person_id = %(person)s AND lower(q.valid) > %(start)s::date - 32
            AND lower(q.valid) < %(end)s AND upper(q.valid) > last.day AND last.day < %(end)s
            AND {seen("q")}
        UNION ALL
        SELECT 'leave', 0, 'leave', v.id, lower(v.valid), upper(v.valid), NULL, v.kind, v.kind
        FROM ledger_leave v WHERE v.person_id = %(person)s
            AND v.valid && daterange(%(start)s, %(end)s) AND {seen("v")}
        UNION ALL
        SELECT 'service', 0, 'service', s.id, lower(s.valid), upper(s.valid), NULL,
            s.employment_share_percent || ' %%', s.employment_share_percent || ' %%'
        FROM register_personstate s WHERE s.person_id = %(person)s
            AND s.valid && daterange(%(start)s, %(end)s) AND {seen("s")}
        UNION ALL
        SELECT 'appointment', a.post_id, 'appointment', a.id, lower(a.valid), upper(a.valid), NULL,
            coalesce(s.title_vi, ''), coalesce(s.title_en, '')
        FROM register_appointment a LEFT JOIN register_poststate s ON s.post_id = a.post_id
            AND s.valid @> greatest(lower(a.valid), %(start)s::date) AND {seen("s")}
        WHERE a.person_id = %(person)s AND a.valid && daterange(%(start)s, %(end)s) AND {seen("a")}
        ORDER BY 5, 4""",
        {
            "person": person_id,
            "start": slot.month.start,
            "end": slot.month.end,
            "known_at": slot.known_at,
        },
    )
    found: dict[tuple[str, int], list[RecordRef]] = defaultdict(list)
    for group, post_id, kind, number, first_day, until, hours, vi, en in rows:
        amount = None if hours is None else float(hours)
        found[group, post_id].append(RecordRef(kind, number, first_day, until, amount, vi, en))
    return found
