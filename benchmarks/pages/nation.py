"""The load picture of everything there is, worked out afresh: no page of a persona shows a nation.

Run in a process of its own with DATABASE_URL set; prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import time
from datetime import date, timedelta

import django
import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
django.setup()

from django.db import connection  # noqa: E402  # settings first

from kiem.domain.ledger.queries import load_picture  # noqa: E402  # settings first
from kiem.platform.access import SYSTEM  # noqa: E402  # settings first

FIRST_DAY = date(2026, 10, 15)
LOOKS = 3


def main() -> None:
    """Each look asks about another day, so that no kept picture answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    load_picture(viewer=SYSTEM, on=FIRST_DAY)  # imports and caches of the server
    before = backend.cpu_times()
    own, wall = time.process_time(), time.perf_counter()
    for look in range(1, LOOKS + 1):
        picture = load_picture(viewer=SYSTEM, on=FIRST_DAY + timedelta(days=look))
    spent = time.process_time() - own, time.perf_counter() - wall
    after = backend.cpu_times()
    database = after.user - before.user + after.system - before.system
    print(
        json.dumps(
            {
                "web_ms": spent[0] / LOOKS * 1e3,
                "database_ms": database / LOOKS * 1e3,
                "wall_ms_median": spent[1] / LOOKS * 1e3,
                "units": picture.totals.units,
                "staff": picture.totals.staff,
            }
        )
    )


if __name__ == "__main__":
    main()
