"""`python -m benchmarks assembly`: one task delegated to 3,321 communes, beside a bare COPY.

The peer copies the same rows into a table without keys, checks, notices or history: what moving
them costs before anything is understood.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from kiem.platform.database import running, stop

COMMUNES = 3_321
START = date(2025, 1, 1)
REPEATS = 10
ISSUED, BOARD, REMINDED = "delegated", "board of the conclusion", "late ones reminded of"
COPIED = "COPY, no rules"
LIMITS_MS = {ISSUED: 3000.0, BOARD: 50.0}


def main() -> int:
    """Measure and print; exit code 1 when a limit is not met."""
    folder = Path(tempfile.mkdtemp(prefix="kiem-assembly-"))
    folder.chmod(0o755)
    try:
        with running(folder / "data") as url:
            os.environ["DATABASE_URL"] = str(url)
            os.environ["KIEM_SECRET_FILE"] = str(folder / "secret.key")
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
            costs = _measured()
    finally:
        stop(folder / "data")
        shutil.rmtree(folder, ignore_errors=True)
    peer = sum(costs[COPIED])
    print(
        f"\nmilliseconds of CPU at {COMMUNES:,} tasks: Python + PostgreSQL = sum, part of the peer"
    )
    missed = 0
    for name, (python_ms, server_ms) in costs.items():
        total, limit = python_ms + server_ms, LIMITS_MS.get(name)
        missed += limit is not None and total > limit
        end = "" if limit is None else f"   limit {limit:.0f}"
        print(
            f"  {name:26}{python_ms:8.1f} +{server_ms:8.1f} ={total:8.1f}{total / peer:8.2f}{end}"
        )
    return int(missed > 0)


def _measured() -> dict[str, tuple[float, float]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    from kiem.domain.assembly import actions, queries
    from kiem.platform.access import SYSTEM
    from kiem.platform.kernel import clock

    city, communes = _founded()
    today = clock.today()
    due = today + timedelta(days=1)
    event = _event(city, today)
    number = actions.conclude(event_id=event, text_vi="Toàn quốc thực hiện", actor=SYSTEM)
    (above,) = actions.set_tasks(
        event_id=event,
        conclusion_number=number,
        tasks=[actions.NewTask(city, "Chỉ đạo", "Báo cáo", due)],
        actor=SYSTEM,
    )
    tasks = [actions.NewTask(commune, "Thực hiện", "Báo cáo", due) for commune in communes]
    costs = {COPIED: _cost(lambda: _copy(communes, due))}
    costs[ISSUED] = _cost(lambda: actions.delegate_task(task_id=above, tasks=tasks, actor=SYSTEM))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    later = due + timedelta(days=1)

    def board() -> None:
        queries.event_detail(viewer=SYSTEM, event_id=event, on=later)
        queries.list_tasks(viewer=SYSTEM, on=later, event_id=event, parent_id=above, limit=100)

    board()
    costs[BOARD] = _cost(board, REPEATS)
    costs[REMINDED] = _cost(lambda: actions.remind_overdue(on=later, actor=SYSTEM))
    return costs


def _founded() -> tuple[int, list[int]]:
    from kiem.domain.register.actions import (
        NewOrganization,
        found_issuer,
        found_organizations,
        load_catalogue,
    )
    from kiem.platform.access import SYSTEM

    def organization(code: str, type_code: str, parent_id: int | None = None) -> NewOrganization:
        return NewOrganization(
            category="unit",
            type=type_code,
            code=code,
            name_vi=f"Đơn vị {code}",
            name_en=f"Unit {code}",
            valid_from=START,
            parent_id=parent_id,
        )

    load_catalogue()
    city, decision = found_issuer(
        organization=organization("CITY", "city_police"),
        number="01/QĐ",
        signed_on=START,
        title_vi="Mở sổ",
        title_en="Open the register",
        actor=SYSTEM,
    )
    communes = found_organizations(
        decision_id=decision,
        organizations=[organization(f"C{n}", "commune_police", city) for n in range(COMMUNES)],
        actor=SYSTEM,
    )
    return city, communes


def _event(city: int, day: date) -> int:
    from kiem.domain.assembly import actions
    from kiem.platform.access import SYSTEM

    project = actions.open_project(
        organization_id=city, code="BENCH", title_vi="Đo", opened_on=day, actor=SYSTEM
    )
    return actions.plan_event(
        project_id=project,
        organizer_id=city,
        kind="session",
        plan=actions.EventPlan(title_vi="Hội nghị", held_on=day),
        actor=SYSTEM,
    )


def _copy(communes: list[int], due: date) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE peer (owner bigint, text text, evidence text, due date)")
        with cursor.copy("COPY peer FROM STDIN") as copy:
            for commune in communes:
                copy.write_row((commune, "Thực hiện", "Báo cáo", due))


def _cost(act: Callable[[], object], repeats: int = 1) -> tuple[float, float]:
    """CPU milliseconds of this process and of the server's process for it, once."""
    import psutil
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    before, python = server.cpu_times(), time.process_time()
    for _ in range(repeats):
        act()
    after, spent = server.cpu_times(), time.process_time() - python
    served = after.user + after.system - before.user - before.system
    return spent * 1e3 / repeats, served * 1e3 / repeats


if __name__ == "__main__":
    sys.exit(main())
