"""`python -m benchmarks imports`: a workbook of 11,000 people with their posts, beside a bare COPY.

The peer reads the same workbook with the same reader and copies the cells as text into two tables
without types, rules, history or keys: what moving the rows costs before anything is understood.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from kiem.platform.database import running, stop

PEOPLE = 11_000
UNITS = 126
LIMIT_S = 20.0
START = date(2025, 1, 1)
HEADS = (
    ("Số hiệu", "Họ và tên", "Ngày sinh", "Giới tính", "Cấp bậc hàm", "Ngày vào ngành"),
    ("Số hiệu", "Mã tổ chức", "Chức vụ", "Từ ngày"),
)


def main() -> int:
    """Measure and print; exit code 1 when the limit is not met."""
    folder = Path(tempfile.mkdtemp(prefix="kiem-imports-"))
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
    peer = sum(costs["COPY, no rules"])
    print(f"\nseconds of CPU for {PEOPLE:,} people with appointments: Python + PostgreSQL")
    for name, (python_s, server_s) in costs.items():
        total = python_s + server_s
        print(f"  {name:24}{python_s:6.2f} +{server_s:6.2f} ={total:6.2f}   {total / peer:5.1f}")
    total = sum(costs["handed in"]) + sum(costs["applied"])
    print(f"  limit, handed in and applied{LIMIT_S:18.1f}, needed {total:.2f}")
    return int(total > LIMIT_S)


def _measured() -> dict[str, tuple[float, float]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from kiem.domain.imports.actions import apply_file, check_file, submit_file
    from kiem.platform.access import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    codes = _found()
    content = _workbook(codes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    costs: dict[str, tuple[float, float]] = {}
    costs["COPY, no rules"] = _cost(lambda: _copy(content))
    ids: list[int] = []
    for name in ("handed in", "checked", "applied", "checked when known"):
        if name in ("handed in", "checked when known"):
            handed_in = _cost(
                lambda: ids.append(submit_file(name="a.xlsx", content=content, actor=SYSTEM))
            )
            costs.setdefault("handed in", handed_in)
        if name != "handed in":
            work = apply_file if name == "applied" else check_file
            costs[name] = _cost(lambda work=work: work(import_id=ids[-1], actor=SYSTEM))
    return costs


def _found() -> list[str]:
    """A city of units, each with room for its share of the people; their codes."""
    from kiem.domain.register.actions import (
        NewOrganization,
        NewPost,
        create_posts,
        found_issuer,
        found_organizations,
        load_catalogue,
    )
    from kiem.platform.access import SYSTEM

    load_catalogue()
    city = NewOrganization("unit", "city_police", "HN", "Công an thành phố", "City Police", START)
    city_id, decision = found_issuer(
        organization=city, number="01/QĐ", signed_on=START, title_vi="Mở sổ", title_en="Open",
        actor=SYSTEM,
    )  # fmt: skip
    codes = [f"U{number:03d}" for number in range(UNITS)]
    units = found_organizations(
        decision_id=decision,
        organizations=[
            NewOrganization("unit", "commune_police", c, f"Công an xã {c}", c, START, city_id)
            for c in codes
        ],
        actor=SYSTEM,
    )
    seats = 1 + PEOPLE // UNITS
    posts = [NewPost(u, "line", "officer", "Cán bộ", "Officer", START, seats=seats) for u in units]
    create_posts(decision_id=decision, posts=posts, actor=SYSTEM)
    return codes


def _workbook(codes: list[str]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    people, appointments = book.add_worksheet("Cán bộ"), book.add_worksheet("Chức vụ")
    people.write_row(0, 0, HEADS[0])
    appointments.write_row(0, 0, HEADS[1])
    for number in range(PEOPLE):
        row, entered = number + 1, START + timedelta(days=number % 40)
        people.write_row(row, 0, (f"{number:06d}", f"Nguyễn Văn An {number}"))
        people.write_datetime(row, 2, date(1990, 1, 1) + timedelta(days=number % 3000), day)
        people.write_row(row, 3, ("Nam" if number % 2 else "Nữ", "Đại úy"))
        people.write_datetime(row, 5, entered, day)
        appointments.write_row(row, 0, (f"{number:06d}", codes[number % UNITS], "Cán bộ"))
        appointments.write_datetime(row, 3, entered, day)
    book.close()
    return buffer.getvalue()


def _copy(content: bytes) -> None:
    from django.db import connection, transaction

    from kiem.domain.imports.reading import read_workbook

    with transaction.atomic(), connection.cursor() as cursor:
        for number, sheet in enumerate(read_workbook(content, "a.xlsx").sheets):
            columns = ", ".join(f"c{place} text" for place in range(len(HEADS[number])))
            cursor.execute(f"CREATE TABLE bare_{number} ({columns})")
            with cursor.copy(f"COPY bare_{number} FROM STDIN") as copy:
                for row in sheet.rows[1:]:
                    copy.write_row([None if value is None else str(value) for value in row])


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of this process and of the server's side of its connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
        started, server_started = time.process_time(), _cpu_of(pid)
        work()
        return time.process_time() - started, _cpu_of(pid) - server_started


def _cpu_of(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
