"""CPU time of a request, as the operating system accounts it."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

WARM_UP_REQUESTS = 5
COUNTED_REQUESTS = 20
API = "/api/"
LATE_PARTS = ("/load/", "/first/")
CALIBRATION_STEPS = 1_000_000


@dataclass(frozen=True)
class Cost:
    """Of one request: CPU milliseconds of web and database, wall milliseconds, bytes sent."""

    web_ms: float
    database_ms: float
    wall_ms_median: float
    bytes_sent: int

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


def calibration_ms() -> float:
    """CPU milliseconds of a fixed loop: how fast this machine is at this moment."""
    started = time.process_time()
    total = 0
    for step in range(CALIBRATION_STEPS):
        total += step * step % 7
    return (time.process_time() - started) * 1e3


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all its children, living and reaped."""
    total = 0.0
    process = psutil.Process(root)
    for member in (process, *process.children(recursive=True)):
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue  # ended between listing and asking; its parent's reaped time has it
        total += times.user + times.system
        total += times.children_user + times.children_system
    return total


def measure(
    *,
    port: int,
    paths: Sequence[str],
    cookie: str,
    token: str = "",
    web_pid: int,
    database_pid: int,
    requests: int = COUNTED_REQUESTS,
) -> Cost:
    """Ask for pages `requests` times, one after another, in turn, on one kept connection.

    Raises RuntimeError when the page answers anything but 200: a fast error page is no result.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    size = 0
    walls = []
    try:
        for index in range(WARM_UP_REQUESTS + requests):
            if index == WARM_UP_REQUESTS:
                web, database = cpu_seconds(web_pid), cpu_seconds(database_pid)
            path = paths[index % len(paths)]
            started = time.perf_counter()
            headers = {"Cookie": cookie}
            if path.startswith(API):  # programs have tokens, and no cookie is read for them
                headers = {"Authorization": f"Bearer {token}"}
            if any(part in path for part in LATE_PARTS):
                headers["HX-Request"] = "true"  # as the page asks for what it loads after itself
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            walls.append(time.perf_counter() - started)
            size = len(body)
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}: {body[:200]!r}")
        web_ms = (cpu_seconds(web_pid) - web) / requests * 1e3
        database_ms = (cpu_seconds(database_pid) - database) / requests * 1e3
    finally:
        connection.close()
    return Cost(web_ms, database_ms, statistics.median(walls[WARM_UP_REQUESTS:]) * 1e3, size)
