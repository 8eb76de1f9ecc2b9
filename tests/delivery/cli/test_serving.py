"""The processes of `kiem serve`: how they start, end, die and are found again."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from kiem.delivery.cli.serving import PortError, listening
from kiem.platform import database

WORKERS = 3  # two for the web, one for long work


class Server:
    """A whole server in a process group of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiem", "serve", "--port", "0", "--data", data_dir],
            stdout=subprocess.PIPE,
            text=True,
            env={**environ, "PYTHONPATH": "src"},
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.rstrip("/").rpartition(":")[2]) if self.url else 0

    def get(self, path: str = "/") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """Two for the web, then the one for long work."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A data folder with the whole schema, made once: each test works on a copy."""
    parent = Path(tempfile.mkdtemp(prefix="kiem-serve-"))
    parent.chmod(0o755)
    script = (
        "import argparse, pathlib, sys\n"
        "from kiem.delivery.cli.session import opened\n"
        "with opened(argparse.Namespace(data=pathlib.Path(sys.argv[1]))): pass\n"
    )
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    try:
        subprocess.run(
            [sys.executable, "-c", script, parent / "data"],
            env={**environ, "PYTHONPATH": "src"},
            check=True,
        )
        yield parent / "data"
    finally:
        database.stop(parent / "data")
        shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture
def start(template: Path) -> Iterator[Callable[[], Server]]:
    """Starts servers on one data folder; whatever is left of them is killed."""
    parent = Path(tempfile.mkdtemp(prefix="kiem-serve-"))
    parent.chmod(0o755)
    subprocess.run(["cp", "-a", template, parent / "data"], check=True)
    servers: list[Server] = []

    def launch() -> Server:
        servers.append(Server(parent / "data"))
        return servers[-1]

    try:
        yield launch
    finally:
        for server in servers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.process.pid, signal.SIGKILL)
            server.process.communicate()
        database.stop(parent / "data")
        shutil.rmtree(parent, ignore_errors=True)


def eventually(condition: Callable[[], bool], timeout_s: float = 15) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_to_end_stops_web_and_database(
    start: Callable[[], Server], number: signal.Signals
) -> None:
    server = start()
    assert server.url == f"http://127.0.0.1:{server.port}/"
    assert server.get() < 500
    assert database.status(server.data_dir).running is True
    assert server.end(number) == 0
    assert database.status(server.data_dir).running is False
    with pytest.raises(ConnectionRefusedError):
        server.get()


def test_database_of_a_killed_web_server_is_found_by_the_next(
    start: Callable[[], Server],
) -> None:
    first = start()
    pid = database.status(first.data_dir).pid
    os.killpg(first.process.pid, signal.SIGKILL)
    first.process.wait()
    assert database.status(first.data_dir).pid == pid
    second = start()
    assert second.get() < 500
    assert database.status(first.data_dir).pid == pid
    assert second.end(signal.SIGTERM) == 0
    assert database.status(first.data_dir).running is False


def test_two_servers_share_one_database_until_the_last_ends(
    start: Callable[[], Server],
) -> None:
    first, second = start(), start()
    assert first.end(signal.SIGINT) == 0
    assert database.status(first.data_dir).running is True
    assert second.get() < 500
    assert second.end(signal.SIGINT) == 0
    assert database.status(first.data_dir).running is False


def test_killed_database_is_started_again_under_a_running_web_server(
    start: Callable[[], Server],
) -> None:
    server = start()
    before = database.status(server.data_dir)
    assert before.pid is not None
    os.kill(before.pid, signal.SIGKILL)

    def back() -> bool:
        now = database.status(server.data_dir)
        if not now.running or now.pid == before.pid:
            return False
        try:
            psycopg.connect(now.url.conninfo).close()
        except psycopg.OperationalError:
            return False
        return True

    assert eventually(back)
    assert server.get() < 500
    assert server.end(signal.SIGTERM) == 0
    assert database.status(server.data_dir).running is False


@pytest.mark.parametrize("place", [0, -1], ids=["web", "long work"])
def test_killed_worker_is_replaced(start: Callable[[], Server], place: int) -> None:
    server = start()
    assert eventually(lambda: len(server.workers()) == WORKERS)
    victim = server.workers()[place]
    os.kill(victim, signal.SIGKILL)
    assert eventually(lambda: len(server.workers()) == WORKERS and victim not in server.workers())
    assert server.get() < 500
    assert server.end(signal.SIGTERM) == 0


def test_workers_of_a_killed_parent_end_by_themselves(start: Callable[[], Server]) -> None:
    server = start()
    assert eventually(lambda: len(server.workers()) == WORKERS)
    workers = server.workers()
    server.process.kill()
    server.process.wait()

    def gone() -> bool:
        return not any(
            b"python" in Path(f"/proc/{pid}/cmdline").read_bytes()
            for pid in workers
            if Path(f"/proc/{pid}/cmdline").exists()
        )

    assert eventually(gone)


def test_busy_port_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(PortError, match=rf"Port {port} is in use.*--port 0"),
            listening(port),
        ):
            raise AssertionError("listened on a busy port")


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_command_on_a_busy_port_ends_with_a_remedy_and_no_server(
    command: str, tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        result = subprocess.run(
            [sys.executable, "-m", "kiem", command, "--port", port, "--data", tmp_path / "data"],
            env={**environ, "PYTHONPATH": "src"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert f"kiem: Port {port} is in use" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", [-1, 65536])
def test_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(PortError, match=f"{port} is no port"), listening(port):
        raise AssertionError("listened on an impossible port")


def test_port_zero_takes_a_free_one_on_the_loopback_only() -> None:
    with listening(0) as listener:
        host, port = listener.getsockname()
        assert host == "127.0.0.1"
        assert port > 0
