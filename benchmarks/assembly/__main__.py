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
PROJECT, PROJECT_PAGE = "board of the project", "page of the project"
PAST = "page of it, a past day"
COPIED = "COPY, no rules"
LIMITS_MS = {ISSUED: 3000.0, BOARD: 50.0, PROJECT: 50.0, PROJECT_PAGE: 50.0, PAST: 50.0}


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
    now = clock.today()
    set_at = clock.now() - timedelta(days=10)
    due = now - timedelta(days=8)
    with clock.travel(set_at):  # so that there are days before now on which it was known
        project, event = _event(city, clock.today())
        number = actions.conclude(event_id=event, text_vi="Toàn quốc thực hiện", actor=SYSTEM)
        (above,) = actions.set_tasks(
            event_id=event,
            conclusion_number=number,
            tasks=[actions.NewTask(city, "Chỉ đạo", "Báo cáo", due)],
            actor=SYSTEM,
        )
        tasks = [actions.NewTask(commune, "Thực hiện", "Báo cáo", due) for commune in communes]
        costs = {COPIED: _cost(lambda: _copy(communes, due))}
        costs[ISSUED] = _cost(
            lambda: actions.delegate_task(task_id=above, tasks=tasks, actor=SYSTEM)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def board() -> None:
        queries.event_detail(viewer=SYSTEM, event_id=event, on=now)
        queries.list_tasks(viewer=SYSTEM, on=now, event_id=event, parent_id=above, limit=100)

    def project_board() -> None:
        queries.project_board(viewer=SYSTEM, project_id=project, on=now)
        queries.list_tasks(viewer=SYSTEM, on=now, project_id=project, limit=100)

    page = _page(city, f"/assembly/projects/{project}/")
    for name, act in (
        (BOARD, board),
        (PROJECT, project_board),
        (PROJECT_PAGE, lambda: page(now)),
        (PAST, lambda: page(now - timedelta(days=5))),
    ):
        act()
        costs[name] = _cost(act, REPEATS)
    costs[REMINDED] = _cost(lambda: actions.remind_overdue(on=now, actor=SYSTEM))
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


def _page(city: int, path: str) -> Callable[[date], None]:
    """A page as an account with rights over the city opens it, without a network."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from kiem.platform.access import SYSTEM, grant_access
    from kiem.platform.accounts import create_account

    user_id = create_account(username="bench", display_name="Bench", password=None, actor=SYSTEM)
    grant_access(
        principal=f"user:{user_id}",
        role="personnel",
        scope=f"unit:{city}",
        valid_from=START,
        actor=SYSTEM,
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(pk=user_id))

    def open_page(on: date) -> None:
        answer = client.get(path, {"on": on.isoformat()})
        if answer.status_code != 200:
            raise RuntimeError(f"{path} on {on} answered {answer.status_code}")

    return open_page


def _event(city: int, day: date) -> tuple[int, int]:
    """The project and its event."""
    from kiem.domain.assembly import actions
    from kiem.platform.access import SYSTEM

    project = actions.open_project(
        organization_id=city, code="BENCH", title_vi="Đo", opened_on=day, actor=SYSTEM
    )
    event = actions.plan_event(
        project_id=project,
        organizer_id=city,
        kind="session",
        plan=actions.EventPlan(title_vi="Hội nghị", held_on=day),
        actor=SYSTEM,
    )
    return project, event


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
