"""Invariants of confirming, correcting, objecting and asking for leave, for `kiem verify`.

Name -> (statement that counts what is looked at, statement that yields a sentence per problem), as
in `verify`: from the rows alone, trusting no constraint and no code that wrote them.
"""

from __future__ import annotations

DAILY_STATEMENTS: dict[str, tuple[str, str]] = {
    "confirmed hours are the sums that were known": (
        "SELECT count(*) FROM ledger_timeconfirmation WHERE verdict <> 'answered'",
        """
        SELECT format('word %%s on person %%s, post %%s, %%s says %%s h, known then were %%s h',
            c.id, c.person_id, c.post_id, to_char(c.month, 'YYYY-MM'), c.hours, s.hours)
        FROM ledger_timeconfirmation c CROSS JOIN LATERAL (
            SELECT coalesce(sum(e.hours), 0) AS hours FROM ledger_timeentry e
            WHERE e.person_id = c.person_id AND e.post_id = c.post_id AND e.day >= c.month
              AND e.day < (c.month + interval '1 month')::date
              AND e.recorded @> lower(c.recorded)) s
        WHERE c.verdict <> 'answered' AND NOT isempty(c.recorded) AND s.hours <> c.hours
        """,
    ),
    "one word holds on a month's hours": (
        "SELECT count(*) FROM ledger_timeconfirmation WHERE upper_inf(recorded)",
        """
        SELECT format('%%s words hold on person %%s, post %%s, %%s', count(*), person_id, post_id,
            to_char(month, 'YYYY-MM'))
        FROM ledger_timeconfirmation WHERE upper_inf(recorded)
        GROUP BY person_id, post_id, month HAVING count(*) > 1
        """,
    ),
    "what was logged after a closing gives its reason": (
        "SELECT count(*) FROM ledger_timeentry WHERE NOT isempty(recorded)",
        """
        WITH first_closing AS (
            SELECT month, min(lower(recorded)) AS closed_at FROM ledger_monthclosing
            WHERE NOT isempty(recorded) GROUP BY month),
        late AS (
            SELECT e.id, e.person_id, f.month, lower(e.recorded) AS logged_at
            FROM ledger_timeentry e
                JOIN first_closing f ON f.month = date_trunc('month', e.day)::date
            WHERE NOT isempty(e.recorded) AND lower(e.recorded) > f.closed_at
              AND NOT EXISTS (SELECT FROM ledger_timecorrection k WHERE k.new_id = e.id))
        SELECT format('entry %%s of person %%s came after %%s was closed, without a reason', l.id,
            l.person_id, to_char(l.month, 'YYYY-MM'))
        FROM late l CROSS JOIN LATERAL (
            SELECT p.organization_id FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
            WHERE a.person_id = l.person_id AND a.recorded @> l.logged_at
              AND a.valid && daterange(l.month, (l.month + interval '1 month')::date)
            ORDER BY a.valid @> ((l.month + interval '1 month')::date - 1) DESC,
                CASE WHEN a.valid @> ((l.month + interval '1 month')::date - 1) THEN NULL
                    ELSE upper(a.valid) END DESC, a.share_percent DESC, a.id LIMIT 1) home
        WHERE EXISTS (SELECT FROM ledger_monthclosing c
            WHERE c.organization_id = home.organization_id AND c.month = l.month
              AND c.recorded @> l.logged_at AND lower(c.recorded) < l.logged_at)
        """,
    ),
    "corrections replace an entry by one about the same thing": (
        "SELECT count(*) FROM ledger_timecorrection",
        """
        SELECT format('correction %%s: entry %%s %%s', k.id, o.id, CASE
            WHEN upper_inf(o.recorded) THEN 'still holds'
            ELSE format('was replaced by %%s about something else', n.id) END)
        FROM ledger_timecorrection k JOIN ledger_timeentry o ON o.id = k.old_id
            LEFT JOIN ledger_timeentry n ON n.id = k.new_id
        WHERE upper_inf(o.recorded) OR (n.id IS NOT NULL
            AND (n.person_id, n.post_id, n.day, n.category)
                <> (o.person_id, o.post_id, o.day, o.category))
        """,
    ),
    "objections are the person's, raised once and ended at most once": (
        "SELECT count(*) FROM ledger_timeobjection",
        """
        SELECT format('objection %%s: person %%s, entry of %%s, raised %%s times, ended %%s times',
            o.id, o.person_id, e.person_id, s.raised, s.ended)
        FROM ledger_timeobjection o JOIN ledger_timeentry e ON e.id = o.entry_id
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE kind = 'raised') AS raised,
                    count(*) FILTER (WHERE kind <> 'raised') AS ended,
                    max(recorded_at) FILTER (WHERE kind = 'raised') AS raised_at,
                    min(recorded_at) FILTER (WHERE kind <> 'raised') AS ended_at
                FROM ledger_objectionstep WHERE objection_id = o.id) s
        WHERE o.person_id <> e.person_id OR s.raised <> 1 OR s.ended > 1
           OR s.ended_at < s.raised_at
        """,
    ),
    "approved requests made the leave that was asked for": (
        "SELECT count(*) FROM ledger_leavedecision",
        """
        SELECT format('request %%s was %%s, its leave is %%s', r.id, d.outcome,
            coalesce(format('%%s of person %%s on %%s', v.kind, v.person_id, v.valid), 'missing'))
        FROM ledger_leavedecision d JOIN ledger_leaverequest r ON r.id = d.request_id
            LEFT JOIN ledger_leave v ON v.id = d.leave_id
        WHERE (d.outcome = 'approved') <> (v.id IS NOT NULL)
           OR (v.person_id, v.kind, v.valid) IS DISTINCT FROM (r.person_id, r.kind, r.asked)
              AND d.outcome = 'approved'
        """,
    ),
}
