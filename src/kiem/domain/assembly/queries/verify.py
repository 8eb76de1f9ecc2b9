"""Recomputes every invariant of assemblies from the rows alone, for `kiem verify`.

It trusts neither constraints nor triggers, and no code that wrote the rows.
"""

from __future__ import annotations

from kiem.domain.assembly.queries.verify_pinned import verify_pinned
from kiem.domain.register.queries.verify import SHOWN, CheckResult
from kiem.platform.kernel.sql import fetch

_TASKS = "SELECT count(*) FROM assembly_task"
_STEPS = "SELECT count(*) FROM assembly_taskstep"

# name -> (statement that counts what is looked at, statement that yields a sentence per problem)
_STATEMENTS: dict[str, tuple[str, str]] = {
    "what is accepted was reported before, by somebody else": (
        f"{_STEPS} WHERE kind = 'accept'",
        """
        SELECT format('task %%s is accepted without a report of somebody else', s.task_id)
        FROM assembly_taskstep s
        LEFT JOIN LATERAL (SELECT kind, by_user_id FROM assembly_taskstep b
            WHERE b.task_id = s.task_id AND b.id < s.id
              AND b.kind IN ('begin', 'report', 'accept', 'return', 'withdraw')
            ORDER BY b.id DESC LIMIT 1) before ON true
        WHERE s.kind = 'accept' AND (before.kind IS DISTINCT FROM 'report'
            OR before.by_user_id = s.by_user_id)
        """,
    ),
    "nothing happens to a task after its end": (
        _STEPS,
        """
        SELECT format('task %%s: %%s comes after %%s', s.task_id, s.kind, e.kind)
        FROM assembly_taskstep s JOIN assembly_taskstep e
          ON e.task_id = s.task_id AND e.id < s.id AND e.kind IN ('accept', 'withdraw')
        """,
    ),
    "what is reported or returned says with what or why": (
        f"{_STEPS} WHERE kind IN ('report', 'return', 'ask_delay', 'refuse_delay', 'withdraw')",
        """
        SELECT format('step %%s of task %%s says nothing', id, task_id) FROM assembly_taskstep
        WHERE kind IN ('report', 'return', 'ask_delay', 'refuse_delay', 'withdraw')
          AND text = '' AND cardinality(file_ids) = 0
        """,
    ),
    "tasks above are of the same event and no task is above itself": (
        f"{_TASKS} WHERE parent_id IS NOT NULL",
        """
        SELECT format('task %%s stands below task %%s', t.id, p.id)
        FROM assembly_task t JOIN assembly_task p ON p.id = t.parent_id
        WHERE p.event_id <> t.event_id OR p.id >= t.id OR t.set_by_id <> p.owner_id
        """,
    ),
    "no task waits for itself": (
        "SELECT count(*) FROM assembly_taskdependency",
        """
        WITH RECURSIVE edges(a, b) AS (
            SELECT task_id, requires_id FROM assembly_taskdependency
            UNION SELECT parent_id, id FROM assembly_task WHERE parent_id IS NOT NULL),
        waits(start, id) AS (
            SELECT task_id, requires_id FROM assembly_taskdependency
            UNION SELECT w.start, e.b FROM waits w JOIN edges e ON e.a = w.id)
        SELECT format('task %%s waits for itself', start) FROM waits WHERE start = id
        """,
    ),
    "tasks come from a conclusion of their event, or are commitments": (
        _TASKS,
        """
        SELECT format('task %%s comes from conclusion %%s, which is not there', t.id,
            t.conclusion_number)
        FROM assembly_task t
        WHERE (t.conclusion_number IS NOT NULL AND NOT EXISTS (
                SELECT FROM assembly_conclusion c
                WHERE c.event_id = t.event_id AND c.number = t.conclusion_number))
           OR (t.conclusion_number IS NULL AND t.parent_id IS NULL AND t.set_by_id <> t.owner_id)
        """,
    ),
    "evidence is kept": (
        f"{_STEPS} WHERE cardinality(file_ids) > 0",
        """
        SELECT format('step %%s names file %%s, which is not kept', s.id, f.id)
        FROM assembly_taskstep s CROSS JOIN unnest(s.file_ids) AS f(id)
        WHERE NOT EXISTS (SELECT FROM files_keptfile k WHERE k.id = f.id)
        """,
    ),
}
_GUARDED = (
    "project", "event", "eventstate", "agendaitem", "attendance", "contribution", "citation",
    "proposal", "proposalverdict", "proposalsupport", "conclusion", "task", "taskstep",
    "taskdependency", "taskreminder", "proposaleffect",
    "goodmodel", "goodmodelstate", "modelfigure", "modeladoption", "adoptionresult",
    "reference", "eventpaper", "eventchair", "attendee",
    "regulation", "regulationparty", "regulationreview", "coordinationrequest", "requeststep",
)  # fmt: skip


def verify_assembly() -> tuple[CheckResult, ...]:
    """Every check with what it counted and the first problems it found."""
    checks = [
        CheckResult(
            f"assembly: {name}",
            fetch(count, {})[0][0],
            tuple(row[0] for row in fetch(problems, {})[:SHOWN]),
        )
        for name, (count, problems) in _STATEMENTS.items()
    ]
    return (*checks, *verify_pinned(), _guards_in_place())


def _guards_in_place() -> CheckResult:
    """Every table of the assembly refuses rewriting."""
    rows = fetch(
        """
        SELECT c.relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE tgname = 'append_only' AND tgenabled = 'O' AND c.relname LIKE 'assembly%%'
        """,
        {},
    )
    guarded = {name for (name,) in rows}
    problems = tuple(
        f"assembly_{table} can be rewritten: its trigger is missing or off"
        for table in _GUARDED
        if f"assembly_{table}" not in guarded
    )
    return CheckResult("assembly: guards are in place", len(_GUARDED), problems)
