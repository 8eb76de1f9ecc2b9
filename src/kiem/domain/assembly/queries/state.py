"""What state a task is in: a function of its steps, said once in Python and once in SQL."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch


class Status(StrEnum):
    """Of one task by its own steps. Late and without evidence are questions of the day."""

    OPEN = "open"
    BEGUN = "begun"
    REPORTED = "reported"
    RETURNED = "returned"
    DONE = "done"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({Status.DONE, Status.WITHDRAWN})

# The last of these steps decides.
_BY_STEP = {
    "begin": Status.BEGUN,
    "report": Status.REPORTED,
    "return": Status.RETURNED,
    "accept": Status.DONE,
    "withdraw": Status.WITHDRAWN,
}
_CASES = " ".join(f"WHEN '{step}' THEN '{status.value}'" for step, status in _BY_STEP.items())
_KNOWN = "(%(as_of)s::timestamptz IS NULL OR {0}.recorded_at <= %(as_of)s::timestamptz)"
_DECIDING = ", ".join(f"'{step}'" for step in _BY_STEP)


ASKED_DUE = "CASE WHEN d.kind = 'ask_delay' THEN d.due_on END"


def tasks_sql(where: str, *, with_wishes: bool = True) -> str:
    """A SELECT of tasks with their state, for a CTE.

    Columns: those of `assembly_task`, and `status`, `due` (with delays granted) and, unless they
    are left out (a country's tasks are gone through twice as fast), `asked_due` (a delay asked for
    and not answered). `where` narrows `t`; `%(as_of)s` (see `as_of`) is None for now: steps and
    tasks recorded later are left out.
    """
    asked = f", {ASKED_DUE} AS asked_due" if with_wishes else ""
    return f"""
        SELECT t.*, coalesce(CASE s.kind {_CASES} END, 'open') AS status,
            coalesce(g.due_on, t.due_on) AS due{asked}
        FROM assembly_task t
        {last_step("s", "t", f"kind IN ({_DECIDING})")}
        {last_step("g", "t", "kind = 'grant_delay'")}
        {wish_join("t") if with_wishes else ""}
        WHERE {_KNOWN.format("t")} AND ({where})"""


def wish_join(task: str) -> str:
    """A join of the last word on a later day for the task (see `ASKED_DUE`)."""
    return last_step("d", task, "kind IN ('ask_delay', 'grant_delay', 'refuse_delay')")


def last_step(alias: str, task: str, which: str) -> str:
    """A join of the last of some steps of the task: `kind`, `due_on`, `recorded_at`."""
    return f"""LEFT JOIN LATERAL (SELECT kind, due_on, recorded_at FROM assembly_taskstep
            WHERE task_id = {task}.id AND {which} AND {_KNOWN.format("assembly_taskstep")}
            ORDER BY id DESC LIMIT 1) {alias} ON true"""


def as_of(on: date, known_at: datetime | None) -> datetime | None:
    """The moment up to which steps count when a page shows the day `on`; None: all of them.

    A step happens when it is recorded: on a past day those of later days have not happened yet.
    """
    end = datetime.combine(on + timedelta(days=1), time(), clock.LOCAL_ZONE)
    moments = [moment for moment in (known_at, end if end <= clock.now() else None) if moment]
    return min(moments, default=None)


def status_of(task_id: int) -> Status:
    """The task's status as known now."""
    return Status(_now(task_id)[0])


def due_day(task_id: int) -> date:
    """The day it is due, delays granted included."""
    day: date = _now(task_id)[1]
    return day


def asked_due_day(task_id: int) -> date | None:
    """The day asked for, while nobody has answered."""
    day: date | None = _now(task_id)[2]
    return day


def _now(task_id: int) -> tuple[str, date, date | None]:
    rows = fetch(
        f"SELECT status, due, asked_due FROM ({tasks_sql('t.id = %(task)s')}) AS stated",
        {"task": task_id, "as_of": None},
    )
    return rows[0][0], rows[0][1], rows[0][2]
