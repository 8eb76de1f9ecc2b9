"""kill -9 at random moments: each step is there or is not, and the next `kiem demo` makes it good.

The seed of a run is printed; `KIEM_KILL_SEED` repeats it (as far as a machine repeats a moment).
"""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import os
import random
import re
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiem.platform.database import status
from tests.e2e.demo import asked_for_json, fresh_folder, gone, run_kiem, running_demo, start_kiem

# The line before the districts end, and the line before 526 communes become 126.
BEFORE_DISTRICTS_END = "Reinforce the commune-level police"
BEFORE_COMMUNES_MERGE = "2025-06 "


@pytest.fixture
def data() -> Iterator[Path]:
    folder = fresh_folder()
    yield folder
    gone(folder)


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("KIEM_KILL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"seed {seed}: KIEM_KILL_SEED={seed} repeats it")
    return random.Random(seed)


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            words = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(words[1]) == pid:
                found.append(int(entry.name))
    return found


def kill(victim: str, process: subprocess.Popen[str], data: Path) -> None:
    """kill -9 of the program, the database server, one of the server's workers, or everything."""
    if victim in ("program", "everything"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    postmaster = status(data).pid
    if postmaster is None:
        return
    with contextlib.suppress(ProcessLookupError):
        if victim == "worker":
            for pid in children(postmaster):
                os.kill(pid, signal.SIGKILL)
        elif victim in ("database", "everything"):
            os.kill(postmaster, signal.SIGKILL)


def seed_and_kill(data: Path, until: str, victim: str, line: str, delay_s: float) -> int:
    """Start filling, wait for a line of progress and a moment more, kill; the exit code."""
    process = start_kiem(
        data, "demo", "--no-serve", "--until", until, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stderr is not None
    for told in process.stderr:
        if line in told:
            break
    time.sleep(delay_s)
    kill(victim, process, data)
    _, said = process.communicate(timeout=120)
    assert "Traceback" not in said  # who loses the database is told so, in words
    print(f"killed {victim} {delay_s:.2f} s after '{line}': {process.returncode} {said[-300:]}")
    return process.returncode


def assert_whole(data: Path, day: str, allowed: set[int]) -> None:
    """What was written holds every invariant, and a reorganisation is all there or not at all."""
    verified = run_kiem(data, "verify")
    assert verified.returncode == 0, verified.stdout[-2000:] + verified.stderr[-2000:]
    assert len(asked_for_json(data, "load", "--on", day)["units"]) in allowed


def assert_made_good(data: Path, until: str, day: str, units: int) -> None:
    """The next `kiem demo` finishes, and what it made is sound."""
    again = run_kiem(data, "demo", "--no-serve", "--until", until)
    assert again.returncode == 0, again.stderr[-2000:]
    assert_whole(data, day, {units})


@pytest.mark.parametrize("victim", ["program", "database"])
def test_kill_while_districts_end_leaves_all_or_nothing(
    data: Path, chance: random.Random, victim: str
) -> None:
    delay_s = chance.uniform(0.0, 2.0)
    seed_and_kill(data, "2025-03-05", victim, BEFORE_DISTRICTS_END, delay_s)
    assert_whole(data, "2025-03-02", {30 + 526, 526})
    assert_made_good(data, "2025-03-05", "2025-03-02", 526)


def sign_in_over_and_over(url: str, until_s: float) -> int:
    """Sign in as a persona again and again, which writes; returns how often it was answered."""
    count = 0
    with contextlib.suppress(OSError, http.client.HTTPException):
        while time.monotonic() < until_s:
            jar = http.cookiejar.CookieJar()
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
            with browser.open(f"{url}/sign-in/", timeout=30) as page:
                source = page.read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', source)
            persona = re.search(r'name="persona" value="(\d+)"', source)
            assert token is not None
            assert persona is not None
            form = {"csrfmiddlewaretoken": token[1], "persona": persona[1]}
            with browser.open(f"{url}/sign-in/persona/", urllib.parse.urlencode(form).encode()):
                count += 1
    return count


@pytest.mark.soak
@pytest.mark.parametrize("victim", ["program", "database", "worker", "everything"])
@pytest.mark.parametrize("line", ["Preparing", "Register the", "Register the members"])
def test_kill_at_any_moment_of_the_first_day(
    data: Path, chance: random.Random, victim: str, line: str
) -> None:
    seed_and_kill(data, "2025-03-05", victim, line, chance.uniform(0.0, 5.0))
    assert_made_good(data, "2025-03-05", "2025-03-02", 526)


@pytest.mark.soak
@pytest.mark.parametrize("victim", ["program", "database", "worker", "everything"])
@pytest.mark.parametrize("attempt", range(3))
def test_kill_while_526_communes_become_126_leaves_all_or_nothing(
    data: Path, chance: random.Random, victim: str, attempt: int
) -> None:
    delay_s = chance.uniform(0.0, 8.0)
    seed_and_kill(data, "2025-07-20", victim, BEFORE_COMMUNES_MERGE, delay_s)
    assert_whole(data, "2025-07-10", {526, 126})
    assert_made_good(data, "2025-07-20", "2025-07-10", 126)


@pytest.mark.soak
@pytest.mark.parametrize("victim", ["program", "database", "worker", "everything"])
def test_kill_of_the_site_while_people_sign_in(
    data: Path, chance: random.Random, victim: str
) -> None:
    assert_made_good(data, "2025-03-05", "2025-03-02", 526)
    process = start_kiem(data, "demo", "--port", "0", stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip().rstrip("/")
        assert sign_in_over_and_over(url, time.monotonic() + chance.uniform(1.0, 4.0)) > 0
        kill(victim, process, data)
        sign_in_over_and_over(url, time.monotonic() + 2.0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    assert_whole(data, "2025-03-02", {526})
    with running_demo(data) as (again, _seconds):
        assert sign_in_over_and_over(again, time.monotonic() + 1.0) > 0
