"""Recomputes every invariant of the register from the rows alone.

Constraints and triggers already refuse what breaks a rule; a superuser, a restored file or a fault
of ours might not have asked them. So nothing here calls their functions: overlaps are looked for
in pairs, also among superseded rows; seats and shares are counted on each day somebody starts;
trees are walked in Python; sort keys are made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from kiem.platform.kernel.collation import fold, person_sort_key, sort_key
from kiem.platform.kernel.sql import fetch

SHOWN = 20


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`counted` rows were looked at; `problems` are the first broken ones, in words."""

    name: str
    counted: int
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class VerifyReport:
    checks: tuple[CheckResult, ...]

    @property
    def is_sound(self) -> bool:
        return all(check.is_sound for check in self.checks)


def verify_register() -> VerifyReport:
    """Run every check; takes seconds for a city, reads only. For operators: takes no viewer."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner cannot estimate `range @> day` and chooses nested loops over whole tables:
        # 50 s for a city. By hashes it is 3 s, and never much worse where loops would do.
        cursor.execute("SET LOCAL enable_nestloop = off")
        return VerifyReport(tuple(_run_all()))


def _run_all() -> Iterator[CheckResult]:
    for table, key in _ONCE:
        yield _overlaps(table, key)
    for name, (counted, problems) in _STATEMENTS.items():
        yield CheckResult(name, _count(counted), _sentences(problems))
    for line in ("parent_id", "higher_id"):
        yield _trees(line)
    yield _made_again("sort keys and search texts of organisations", _organization_texts())
    yield _made_again("sort keys and search texts of people", _person_texts())
    yield _guards_in_place()


# table, columns that name the same thing: never two rows valid and known at once
_ONCE = (
    ("organizationstate", "organization_id"),
    ("organizationstate", "code"),
    ("poststate", "post_id"),
    ("personstate", "person_id"),
    ("rankholding", "person_id"),
    ("term", "organization_id"),
    ("membership", "person_id, organization_id"),
    ("appointment", "person_id, post_id"),
    ("signingauthority", "organization_id, post_id"),
)


def _overlaps(table: str, key: str) -> CheckResult:
    problems = _sentences(
        f"""
        SELECT format('rows %%s and %%s of {table} hold at once for {key}', a.id, b.id)
        FROM register_{table} a JOIN register_{table} b USING ({key})
        WHERE a.id < b.id AND a.valid && b.valid AND a.recorded && b.recorded
        """
    )
    counted = _count(f"SELECT count(*) FROM register_{table}")
    return CheckResult(f"{table}: one at a time for {key}", counted, problems)


def _outside(
    fact: str, key: str, life: str, life_key: str, *, via: str = "", what: str
) -> tuple[str, str]:
    """Statements for: the days of each open fact lie within the life of what it leans on."""
    join = via or f"LEFT JOIN life ON life.id = fact.{key}"
    return (
        f"SELECT count(*) FROM register_{fact} WHERE upper_inf(recorded) AND {key} IS NOT NULL"
        if not via
        else f"SELECT count(*) FROM register_{fact} WHERE upper_inf(recorded)",
        f"""
        WITH life AS (
            SELECT {life_key} AS id, range_agg(valid) AS days FROM register_{life}
            WHERE upper_inf(recorded) GROUP BY {life_key}
        )
        SELECT format('row %%s of {fact} lies outside the life of its {what}: %%s', fact.id,
            datemultirange(fact.valid) - coalesce(life.days, '{{}}'::datemultirange))
        FROM register_{fact} fact {join}
        WHERE upper_inf(fact.recorded) {"" if via else f"AND fact.{key} IS NOT NULL"}
          AND NOT isempty(datemultirange(fact.valid)
                          - coalesce(life.days, '{{}}'::datemultirange))
        """,
    )


_VIA_POST = """JOIN register_post p ON p.id = fact.post_id
            LEFT JOIN life ON life.id = p.organization_id"""

_OPEN_APPOINTMENTS = "SELECT count(*) FROM register_appointment WHERE upper_inf(recorded)"

# name -> (statement that counts what is looked at, statement that yields a sentence per problem)
_STATEMENTS: dict[str, tuple[str, str]] = {
    "appointments lie within posts": _outside(
        "appointment", "post_id", "poststate", "post_id", what="post"
    ),
    "appointments lie within service": _outside(
        "appointment", "person_id", "personstate", "person_id", what="person"
    ),
    "memberships lie within service": _outside(
        "membership", "person_id", "personstate", "person_id", what="person"
    ),
    "memberships lie within organisations": _outside(
        "membership", "organization_id", "organizationstate", "organization_id", what="chapter"
    ),
    "ranks lie within service": _outside(
        "rankholding", "person_id", "personstate", "person_id", what="person"
    ),
    "terms lie within organisations": _outside(
        "term", "organization_id", "organizationstate", "organization_id", what="organisation"
    ),
    "posts lie within organisations": _outside(
        "poststate",
        "post_id",
        "organizationstate",
        "organization_id",
        via=_VIA_POST,
        what="organisation",
    ),
    "superiors exist": _outside(
        "organizationstate",
        "parent_id",
        "organizationstate",
        "organization_id",
        what="superior",
    ),
    "higher organisations exist": _outside(
        "organizationstate",
        "higher_id",
        "organizationstate",
        "organization_id",
        what="higher organisation",
    ),
    "types were in force": (
        "SELECT count(*) FROM register_organizationstate WHERE upper_inf(recorded)",
        """
        SELECT format('organisation %%s (%%s) is of type %%s on days without that type',
            s.organization_id, s.code, s.type_id)
        FROM register_organizationstate s JOIN register_organizationtype t ON t.code = s.type_id
        WHERE upper_inf(s.recorded) AND (lower(s.valid) < lower(t.valid)
            OR least(coalesce(upper(s.valid), 'infinity'),
                     greatest(lower(s.valid), lower(s.recorded)::date) + 1) > upper(t.valid))
        """,
    ),
    "organisations fit their category": (
        "SELECT count(*) FROM register_organizationstate WHERE upper_inf(recorded)",
        """
        SELECT format('organisation %%s (%%s): a %%s of type %%s under a %%s',
            s.organization_id, s.code, o.category, s.type_id, coalesce(p.category, 'nothing'))
        FROM register_organizationstate s
        JOIN register_organization o ON o.id = s.organization_id
        JOIN register_organizationtype t ON t.code = s.type_id
        LEFT JOIN register_organization p ON p.id = s.parent_id
        LEFT JOIN register_organization h ON h.id = s.higher_id
        WHERE upper_inf(s.recorded) AND NOT (
            t.category = o.category AND coalesce(p.category, 'unit') = 'unit'
            AND (p.id IS NOT NULL OR o.category IN ('unit', 'external'))
            AND (h.id IS NULL OR (o.category <> 'unit'
                                  AND h.category IN (o.category, 'external'))))
        """,
    ),
    "posts fit their organisation": (
        "SELECT count(*) FROM register_post",
        """
        SELECT format('post %%s of kind %%s stands in a %%s', p.id, p.kind, o.category)
        FROM register_post p JOIN register_organization o ON o.id = p.organization_id
        WHERE o.category <> CASE p.kind WHEN 'line' THEN 'unit' WHEN 'office' THEN 'member'
                                        ELSE p.kind END
        """,
    ),
    "members belong to member organisations": (
        "SELECT count(*) FROM register_membership WHERE upper_inf(recorded)",
        """
        SELECT format('membership %%s is in a %%s', m.id, o.category)
        FROM register_membership m JOIN register_organization o ON o.id = m.organization_id
        WHERE o.category <> 'member'
        """,
    ),
    "seats are enough": (
        _OPEN_APPOINTMENTS,
        """
        WITH steps AS (
            SELECT post_id, lower(valid) AS day, 1 AS step FROM register_appointment
            WHERE upper_inf(recorded)
            UNION ALL SELECT post_id, upper(valid), -1 FROM register_appointment
            WHERE upper_inf(recorded) AND NOT upper_inf(valid)
            UNION ALL SELECT post_id, lower(valid), 0 FROM register_poststate
            WHERE upper_inf(recorded)
        ), counted AS MATERIALIZED (
            SELECT post_id, day, sum(sum(step)) OVER (PARTITION BY post_id ORDER BY day) AS holders
            FROM steps GROUP BY post_id, day
        )
        SELECT format('post %%s has %%s seats on %%s and %%s holders', post_id, s.seats, day,
            holders)
        FROM counted JOIN register_poststate s USING (post_id)
        WHERE upper_inf(s.recorded) AND s.valid @> day AND holders > s.seats
        """,
    ),
    "shares add up to 100 % at most": (
        _OPEN_APPOINTMENTS,
        """
        SELECT format('person %%s is given away to %%s %%%% on %%s', a.person_id,
            sum(b.share_percent), lower(a.valid))
        FROM register_appointment a
        JOIN register_appointment b ON b.person_id = a.person_id AND upper_inf(b.recorded)
            AND b.valid @> lower(a.valid)
        WHERE upper_inf(a.recorded)
        GROUP BY a.id, a.person_id, a.valid HAVING sum(b.share_percent) > 100
        """,
    ),
    "facts are not older than their decisions": (
        "SELECT count(*) FROM register_decision",
        """
        SELECT format('appointment %%s was recorded before its decision %%s', a.id, d.id)
        FROM register_appointment a JOIN register_decision d ON d.id = a.decision_id
        WHERE NOT isempty(a.recorded) AND lower(a.recorded) < d.recorded_at
        """,
    ),
    "originals of change events ended": (
        "SELECT count(*) FROM register_changelink",
        """
        SELECT format('organisation %%s outlived change event %%s', l.original_id, e.id)
        FROM register_changelink l
        JOIN register_changeevent e ON e.id = l.event_id AND upper_inf(e.recorded)
        JOIN register_organizationstate s ON s.organization_id = l.original_id
            AND upper_inf(s.recorded) AND s.valid @> lower(e.valid)
        WHERE NOT EXISTS (SELECT FROM register_changelink own
                          WHERE own.event_id = e.id AND own.result_id = l.original_id)
        """,
    ),
    "change events lost nobody": (
        """
        SELECT count(*) FROM (SELECT DISTINCT event_id, original_id FROM register_changelink) l
        JOIN register_changeevent e ON e.id = l.event_id AND upper_inf(e.recorded)
        JOIN register_post p ON p.organization_id = l.original_id AND p.kind = 'line'
        JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
            AND a.valid @> (lower(e.valid) - 1)
        """,
        """
        WITH involved AS MATERIALIZED (
            SELECT DISTINCT a.person_id, e.id AS event_id, e.decision_id, lower(e.valid) AS day
            FROM register_changelink l
            JOIN register_changeevent e ON e.id = l.event_id AND upper_inf(e.recorded)
            JOIN register_post p ON p.organization_id = l.original_id AND p.kind = 'line'
            JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
                AND upper(a.valid) = lower(e.valid) AND a.ended_by_id = e.decision_id
        ), placed AS MATERIALIZED (
            SELECT a.person_id, range_agg(a.valid) AS days
            FROM register_appointment a JOIN register_post p ON p.id = a.post_id
            WHERE p.kind = 'line' AND upper_inf(a.recorded) GROUP BY a.person_id
        ), serving AS MATERIALIZED (
            SELECT person_id, range_agg(valid) AS days FROM register_personstate
            WHERE upper_inf(recorded) GROUP BY person_id
        )
        SELECT format('person %%s has no line post after change event %%s', person_id, event_id)
        FROM involved JOIN serving USING (person_id) LEFT JOIN placed USING (person_id)
        WHERE serving.days @> day AND NOT coalesce(placed.days @> day, false)
          -- A placement that a correction took back was made: the event itself lost nobody.
          AND NOT EXISTS (
            SELECT FROM register_appointment made
            JOIN register_post p ON p.id = made.post_id AND p.kind = 'line'
            WHERE made.person_id = involved.person_id AND lower(made.valid) = day
              AND made.decision_id = involved.decision_id AND NOT upper_inf(made.recorded))
        """,
    ),
}


def _trees(line: str) -> CheckResult:
    """On each day on which something changes, everybody reaches a top."""
    states = fetch(
        f"""SELECT organization_id, {line}, lower(valid), upper(valid)
            FROM register_organizationstate WHERE upper_inf(recorded) AND {line} IS NOT NULL"""
    )
    problems: list[str] = []
    for day in sorted({start for _, _, start, _ in states}):
        above = {
            child: parent
            for child, parent, start, end in states
            if start <= day and (end is None or day < end)
        }
        problems += [
            f"organisation {node} stands under itself on {day} ({line})"
            for node in _in_circles(above)
        ]
    name = "nobody stands under itself" if line == "parent_id" else "no line runs in a circle"
    return CheckResult(name, len(states), tuple(problems[:SHOWN]))


def _in_circles(above: dict[int, int]) -> list[int]:
    """Nodes from which climbing never ends."""
    reaches_top: dict[int, bool] = {}
    for start in above:
        path: list[int] = []
        node: int | None = start
        on_path: set[int] = set()
        while node is not None and node not in reaches_top and node not in on_path:
            path.append(node)
            on_path.add(node)
            node = above.get(node)
        ends = node is None or reaches_top.get(node, False)
        reaches_top.update(dict.fromkeys(path, ends))
    return [node for node, ends in reaches_top.items() if not ends]


def _organization_texts() -> Iterable[tuple[int, bool]]:
    rows = fetch(
        """SELECT id, code, name_vi, name_en, sort_key, search_text
           FROM register_organizationstate WHERE upper_inf(recorded)"""
    )
    for row_id, code, name_vi, name_en, key, text in rows:
        yield row_id, key == sort_key(name_vi) and text == fold(f"{code} {name_vi} {name_en}")


def _person_texts() -> Iterable[tuple[int, bool]]:
    rows = fetch(
        """SELECT id, staff_number, family_name, middle_name, given_name, full_name, sort_key,
               search_text FROM register_personstate
           WHERE upper_inf(recorded) AND full_name <> ''"""
    )
    for row_id, number, family, middle, given, full, key, text in rows:
        name = " ".join(part for part in (family, middle, given) if part)
        yield (
            row_id,
            full == name
            and key == person_sort_key(family, middle, given)
            and text == fold(f"{number} {name}"),
        )


def _made_again(name: str, rows: Iterable[tuple[int, bool]]) -> CheckResult:
    counted = 0
    problems = []
    for row_id, is_same in rows:
        counted += 1
        if not is_same:
            problems.append(f"row {row_id}: made again it differs")
    return CheckResult(name, counted, tuple(problems[:SHOWN]))


def _guards_in_place() -> CheckResult:
    """Triggers and exclusions exist and are switched on."""
    expected = {
        "append_only": 15,
        "keep_articles": 1,
        "keep_draft": 1,
        "note_insert": 7,
        "note_update": 7,
        "register_check_at_commit": 1,
    }
    found = dict(
        fetch(
            """
            SELECT tgname, count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
            WHERE c.relname LIKE 'register%%' AND NOT tgisinternal AND tgenabled = 'O'
            GROUP BY tgname
            """,
            {},
        )
    )
    exclusions = _count(
        """SELECT count(*) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
           WHERE t.relname LIKE 'register%%' AND c.contype = 'x'"""
    )
    problems = [
        f"trigger {name}: {found.get(name, 0)} of {count} are in place"
        for name, count in expected.items()
        if found.get(name, 0) != count
    ]
    if exclusions != EXCLUSIONS:
        problems.append(f"exclusion constraints: {exclusions} of {EXCLUSIONS} are in place")
    return CheckResult("guards are in place", sum(expected.values()) + EXCLUSIONS, tuple(problems))


EXCLUSIONS = 10


def _count(statement: str) -> int:
    return int(fetch(statement, {})[0][0])


def _sentences(statement: str) -> tuple[str, ...]:
    return tuple(row[0] for row in fetch(f"{statement} LIMIT {SHOWN}", {}))
