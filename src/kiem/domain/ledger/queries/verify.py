"""Recomputes every invariant of the ledger from the rows alone, for `kiem verify`.

Like the register's verification it trusts neither constraints nor triggers, and no code that wrote
the rows. Clashes of activities and hours on leave are findings, not faults: the world has them.
"""

from __future__ import annotations

from kiem.domain.ledger.queries.verify_daily import DAILY_STATEMENTS
from kiem.domain.register.queries.verify import SHOWN, CheckResult
from kiem.platform.kernel.sql import fetch

_OPEN_ENTRIES = "SELECT count(*) FROM ledger_timeentry WHERE upper_inf(recorded)"

# name -> (statement that counts what is looked at, statement that yields a sentence per problem)
_STATEMENTS: dict[str, tuple[str, str]] = {
    "no day has more than 24 hours": (
        _OPEN_ENTRIES,
        """
        SELECT format('person %%s has %%s h on %%s', person_id, sum(hours), day)
        FROM ledger_timeentry WHERE upper_inf(recorded) AND NOT is_month_total
        GROUP BY person_id, day HAVING sum(hours) > 24
        """,
    ),
    "hours are positive, in hundredths": (
        _OPEN_ENTRIES,
        """
        SELECT format('entry %%s has %%s h', id, hours) FROM ledger_timeentry
        WHERE upper_inf(recorded) AND (hours <= 0 OR hours <> round(hours, 2))
        """,
    ),
    "hours are logged for posts held that day": (
        f"{_OPEN_ENTRIES} AND NOT is_month_total",
        """
        SELECT format('entry %%s: person %%s did not hold post %%s on %%s', e.id, e.person_id,
            e.post_id, e.day)
        FROM ledger_timeentry e
        WHERE upper_inf(e.recorded) AND NOT e.is_month_total AND NOT EXISTS (
            SELECT FROM register_appointment a
            WHERE a.person_id = e.person_id AND a.post_id = e.post_id AND upper_inf(a.recorded)
              AND a.valid @> e.day)
        """,
    ),
    "hours count for the kind of their post": (
        _OPEN_ENTRIES,
        """
        SELECT format('entry %%s counts as %%s, its post is of kind %%s', e.id, e.role_kind, p.kind)
        FROM ledger_timeentry e JOIN register_post p ON p.id = e.post_id
        WHERE upper_inf(e.recorded) AND (e.role_kind = 'line') <> (p.kind = 'line')
        """,
    ),
    "line hours of a month come as days or as one total": (
        f"{_OPEN_ENTRIES} AND is_month_total",
        """
        SELECT format('person %%s: post %%s has a total for %%s beside daily hours', t.person_id,
            t.post_id, to_char(t.day, 'YYYY-MM'))
        FROM ledger_timeentry t
        WHERE upper_inf(t.recorded) AND t.is_month_total AND EXISTS (
            SELECT FROM ledger_timeentry d
            WHERE d.person_id = t.person_id AND d.post_id = t.post_id AND d.role_kind = 'line'
              AND NOT d.is_month_total AND upper_inf(d.recorded)
              AND date_trunc('month', d.day) = date_trunc('month', t.day))
        """,
    ),
    "participants are planned on the days of their activity": (
        "SELECT count(*) FROM ledger_participation WHERE upper_inf(recorded)",
        """
        SELECT format('participation %%s lies outside activity %%s', p.id, p.activity_id)
        FROM ledger_participation p
        LEFT JOIN ledger_activity a ON a.id = p.activity_id AND upper_inf(a.recorded)
        WHERE upper_inf(p.recorded) AND (a.id IS NULL OR NOT a.valid @> p.valid)
        """,
    ),
    "nobody is on two leaves at once": (
        "SELECT count(*) FROM ledger_leave WHERE upper_inf(recorded)",
        """
        SELECT format('leaves %%s and %%s of person %%s overlap', a.id, b.id, a.person_id)
        FROM ledger_leave a JOIN ledger_leave b USING (person_id)
        WHERE a.id < b.id AND upper_inf(a.recorded) AND upper_inf(b.recorded)
          AND a.valid && b.valid
        """,
    ),
    "one calendar a day and organisation": (
        "SELECT count(*) FROM ledger_calendarassignment WHERE upper_inf(recorded)",
        """
        SELECT format('calendars %%s and %%s of organisation %%s overlap', a.id, b.id,
            a.organization_id)
        FROM ledger_calendarassignment a JOIN ledger_calendarassignment b USING (organization_id)
        WHERE a.id < b.id AND upper_inf(a.recorded) AND upper_inf(b.recorded)
          AND a.valid && b.valid
        """,
    ),
    "a month is closed once, with knowledge of the past": (
        "SELECT count(*) FROM ledger_monthclosing WHERE upper_inf(recorded)",
        """
        SELECT format('closing %%s of organisation %%s, %%s: %%s', min(id), organization_id, month,
            CASE WHEN count(*) > 1 THEN 'closed twice' ELSE 'known later than closed' END)
        FROM ledger_monthclosing WHERE upper_inf(recorded)
        GROUP BY organization_id, month
        HAVING count(*) > 1 OR max(known_at) > max(lower(recorded))
        """,
    ),
    "the months' sums are those of their entries": (
        "SELECT count(*) FROM ledger_monthsum",
        """
        SELECT format('person %%s, %%s, post %%s (%%s): kept are %%s h x 100 in %%s entries, '
            'logged %%s in %%s', person_id, to_char(month, 'YYYY-MM'), post_id, role_kind,
            s.hundredths, s.entries, e.hundredths, e.entries)
        FROM ledger_monthsum s FULL JOIN (
            SELECT person_id, date_trunc('month', day::timestamp)::date AS month, post_id,
                role_kind,
                coalesce(sum((hours * 100)::int) FILTER (WHERE is_open), 0) AS hundredths,
                count(*) FILTER (WHERE is_open) AS entries,
                max(day) FILTER (WHERE is_open) AS last_day,
                coalesce(max(coalesce(upper(recorded), lower(recorded))), '-infinity') AS changed_at
            FROM (SELECT *, upper_inf(recorded) AS is_open FROM ledger_timeentry) entry
            GROUP BY 1, 2, 3, 4) e USING (person_id, month, post_id, role_kind)
        WHERE (s.hundredths, s.entries, s.last_day, s.changed_at)
            IS DISTINCT FROM (e.hundredths, e.entries, e.last_day, e.changed_at)
        """,
    ),
}

_SUMMING = ("sum_up_inserted", "sum_up_superseded")
_GUARDED = (
    "activity", "calendarassignment", "evidence", "leave", "leavedecision", "leaverequest",
    "loadpolicy", "monthclosing", "objectionstep", "participation", "timeconfirmation",
    "timecorrection", "timeentry", "timeobjection",
)  # fmt: skip


def verify_ledger() -> tuple[CheckResult, ...]:
    """Run every check; reads only. For operators: takes no viewer."""
    checks = [
        CheckResult(
            f"ledger: {name}",
            int(fetch(counted, {})[0][0]),
            tuple(row[0] for row in fetch(f"{problems} LIMIT {SHOWN}", {})),
        )
        for name, (counted, problems) in (_STATEMENTS | DAILY_STATEMENTS).items()
    ]
    return (*checks, _guards_in_place())


def _guards_in_place() -> CheckResult:
    """Every table of the ledger refuses rewriting, and every entry written is summed up."""
    wanted = {(f"ledger_{table}", "append_only"): "can be rewritten" for table in _GUARDED}
    wanted |= {("ledger_timeentry", name): "is not summed up" for name in _SUMMING}
    found = fetch(
        """
        SELECT c.relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE tgenabled = 'O' AND c.relname LIKE 'ledger%%'
        """,
        {},
    )
    guarded = {(table, name) for table, name in found}
    problems = tuple(
        f"{table} {consequence}: its trigger {name} is missing or off"
        for (table, name), consequence in wanted.items()
        if (table, name) not in guarded
    )
    return CheckResult("ledger: guards are in place", len(wanted), problems)
