"""What the embedded server lives through: killed processes, lying pid files, races."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from kiem.platform import database
from kiem.platform.database.liveness import holders

START = (
    "import sys, pathlib; from kiem.platform.database import ensure_running;"
    "print(ensure_running(pathlib.Path(sys.argv[1])))"
)


def start_in_process(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START, str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
        start_new_session=True,
    )


def server_pids(data_dir: Path) -> list[int]:
    return holders(data_dir / "postgresql" / "server.lock", b"postgres")


def kill_server(data_dir: Path) -> None:
    """`kill -9` of the postmaster alone; its children find out by themselves."""
    pid = database.status(data_dir).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    for _ in range(500):
        if not database.status(data_dir).running:
            return
        time.sleep(0.01)
    raise AssertionError("the postmaster survived kill -9")


def pid_file(data_dir: Path) -> Path:
    return data_dir / "postgresql" / "data" / "postmaster.pid"


class Writer(threading.Thread):
    """Inserts 1, 2, 3 ... and remembers the last number whose commit was acknowledged."""

    def __init__(self, conninfo: str) -> None:
        super().__init__()
        self.conninfo = conninfo
        self.acknowledged = 0
        self.is_writing = threading.Event()

    def run(self) -> None:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(self.conninfo, autocommit=True) as connection,
        ):
            row = connection.execute("SELECT coalesce(max(number), 0) FROM written").fetchone()
            assert row is not None
            self.acknowledged = row[0]
            while True:
                connection.execute("INSERT INTO written VALUES (%s)", [self.acknowledged + 1])
                self.acknowledged += 1
                self.is_writing.set()


@pytest.mark.parametrize("everything", [False, True], ids=["postmaster", "all-processes"])
def test_kill_9_during_writes_loses_no_committed_row(data_dir: Path, everything: bool) -> None:
    url = database.ensure_running(data_dir)
    with psycopg.connect(url.conninfo) as connection:
        connection.execute("CREATE TABLE written (number bigint PRIMARY KEY)")
    acknowledged = 0
    for _ in range(3):
        writer = Writer(url.conninfo)
        writer.start()
        assert writer.is_writing.wait(timeout=30)  # a busy machine takes its time to connect
        time.sleep(random.uniform(0.0, 0.4))  # no secret: any moment will do
        if everything:
            for pid in server_pids(data_dir):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        else:
            kill_server(data_dir)
        writer.join(timeout=10)
        assert not writer.is_alive()
        assert writer.acknowledged > acknowledged
        acknowledged = writer.acknowledged
        assert database.ensure_running(data_dir) == url
        with psycopg.connect(url.conninfo) as connection:
            rows = connection.execute("SELECT max(number), count(*) FROM written").fetchone()
        # one more may have been committed while its acknowledgement was on its way
        assert rows in {(acknowledged, acknowledged), (acknowledged + 1, acknowledged + 1)}


def test_orphan_deep_in_a_query_does_not_block_the_next_start(data_dir: Path) -> None:
    url = database.ensure_running(data_dir)
    with psycopg.connect(url.conninfo, autocommit=True) as connection:
        connection.execute("SET statement_timeout = '60s'")

        def compute() -> None:
            with contextlib.suppress(psycopg.OperationalError):
                connection.execute("SELECT count(*) FROM generate_series(1, 100000000000)")

        busy = threading.Thread(target=compute)
        busy.start()
        time.sleep(0.3)
        kill_server(data_dir)
        began = time.monotonic()
        assert database.ensure_running(data_dir) == url
        assert time.monotonic() - began < 20
        busy.join(timeout=10)
        assert not busy.is_alive()


def test_five_first_starts_at_once_make_one_server(new_dir: Path) -> None:
    processes = [start_in_process(new_dir) for _ in range(5)]
    results = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0] * 5, results
    urls = {out.strip() for out, _ in results}
    assert urls == {str(database.status(new_dir).url)}
    with psycopg.connect(database.status(new_dir).url.conninfo) as connection:
        row = connection.execute("SELECT count(*) FROM pg_extension").fetchone()
    assert row == (4,)


def test_first_start_killed_at_any_moment_is_made_good_by_the_next(new_dir: Path) -> None:
    for delay in (0.2, 0.35, 0.5, 0.65, 0.8):
        process = start_in_process(new_dir)
        time.sleep(delay + random.uniform(0, 0.1))  # no secret: any moment will do
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    url = database.ensure_running(new_dir)
    with psycopg.connect(url.conninfo) as connection:
        row = connection.execute("SELECT count(*) FROM pg_extension").fetchone()
    assert row == (4,)
    assert [path.name for path in (new_dir / "postgresql").glob("data*")] == ["data"]


@pytest.mark.parametrize("content", ["", "4", "\n\n\n", "not a number\nx\ny", "99999999\n/x\n"])
def test_broken_pid_file_is_no_obstacle(data_dir: Path, content: str) -> None:
    url = database.ensure_running(data_dir)
    kill_server(data_dir)
    pid_file(data_dir).write_text(content)
    assert database.ensure_running(data_dir) == url
    assert database.status(data_dir).running is True


def test_recycled_pid_of_an_ordinary_process_is_not_believed(data_dir: Path) -> None:
    url = database.ensure_running(data_dir)
    kill_server(data_dir)
    lines = pid_file(data_dir).read_text().splitlines()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        try:
            pid_file(data_dir).write_text("\n".join([str(stranger.pid), *lines[1:]]))
            assert database.status(data_dir).running is False
            assert database.ensure_running(data_dir) == url
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_recycled_pid_of_another_folders_server_is_not_believed(data_dir: Path) -> None:
    other = data_dir.with_name("other")
    try:
        database.ensure_running(other)
        database.ensure_running(data_dir)
        kill_server(data_dir)
        lines = pid_file(data_dir).read_text().splitlines()
        others_pid = database.status(other).pid
        pid_file(data_dir).write_text("\n".join([str(others_pid), *lines[1:]]))
        assert database.stop(data_dir) is False
        assert database.status(other).pid == others_pid
        database.ensure_running(data_dir)
        assert database.status(data_dir).pid not in {None, others_pid}
    finally:
        database.stop(other)


def test_living_server_is_kept_when_its_pid_file_is_gone(data_dir: Path) -> None:
    url = database.ensure_running(data_dir)
    pid = database.status(data_dir).pid
    saved = pid_file(data_dir).read_bytes()
    pid_file(data_dir).unlink()
    timer = threading.Timer(0.5, lambda: pid_file(data_dir).write_bytes(saved))
    timer.start()
    assert database.ensure_running(data_dir) == url
    timer.join()
    assert database.status(data_dir).pid == pid


def test_killed_borrower_no_longer_counts(data_dir: Path) -> None:
    script = (
        "import sys, pathlib, time; from kiem.platform.database import running\n"
        "with running(pathlib.Path(sys.argv[1])):\n"
        "    print('up', flush=True)\n"
        "    time.sleep(60)\n"
    )
    borrower = subprocess.Popen(
        [sys.executable, "-c", script, str(data_dir)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert borrower.stdout is not None
    assert borrower.stdout.readline() == "up\n"
    borrower.kill()
    borrower.communicate()
    pid = database.status(data_dir).pid
    assert pid is not None
    with database.running(data_dir):
        assert database.status(data_dir).pid == pid
    assert database.status(data_dir).running is False


def test_forked_child_leaves_the_server_to_its_parent(data_dir: Path) -> None:
    with database.running(data_dir):
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                raise SystemExit  # unwinds like a worker that ends
            os._exit(0)
        os.waitpid(child, 0)
        assert database.status(data_dir).running is True
