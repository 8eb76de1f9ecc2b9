"""Kiem and its plain peer, running on a sample of a given scale."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.pages.measure import Cost
from kiem.platform.database import ensure_running, status, stop

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN_S = 60
UNTIL = "2026-11-22"


@dataclass(frozen=True)
class Site:
    """A web server and its database, told apart by their processes; `cookie` is signed in, `token`
    is of the same account."""

    port: int
    web_pid: int
    database_pid: int
    cookie: str
    token: str = ""


def prepared(scale: str) -> Path:
    """The data folder of a sample, made on first use and kept in `build/bench`."""
    folder = ROOT / "build" / "bench" / scale
    print(f"Preparing the {scale} sample in {folder.relative_to(ROOT)} ...", flush=True)
    command = [sys.executable, "-m", "kiem", "demo", "--no-serve", "--until", UNTIL]
    subprocess.run(
        [*command, "--scale", scale, "--data", str(folder)], check=True, env=_environment()
    )
    return folder


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The sample's PostgreSQL during the block; its URL."""
    try:
        yield str(ensure_running(data))
    finally:
        stop(data)


@contextmanager
def kiem(data: Path, url: str, persona: int, account: str) -> Iterator[Site]:
    """`kiem serve`, signed in as the persona at that place of the sign-in page, whose user name is
    `account`."""
    command = [sys.executable, "-m", "kiem", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=_environment(DATABASE_URL=url)
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        cookie, token = _sign_in(port, persona), _token(url, account)
        yield Site(port, process.pid, _postmaster(data), cookie, token)
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def peer(data: Path, url: str) -> Iterator[Site]:
    """Django's admin over the same tables, in the same web server with the same settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "benchmarks.pages.peer:application", "--preload",
        "--workers", "2", "--worker-class", "gthread", "--threads", "4",
        "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(DATABASE_URL=url))
    try:
        _wait(port)
        yield Site(port, process.pid, _postmaster(data), "")
    finally:
        process.terminate()
        process.wait(timeout=30)


def everything(url: str) -> Cost:
    """What the picture of all units costs the first time, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages.nation"]
    done = subprocess.run(
        command, cwd=ROOT, check=True, env=_environment(DATABASE_URL=url), stdout=subprocess.PIPE
    )
    told = json.loads(done.stdout)
    return Cost(told["web_ms"], told["database_ms"], told["wall_ms_median"], 0)


def get(port: int, path: str, cookie: str = "") -> tuple[int, str, dict[str, str]]:
    """Status, body and cookies of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, _cookies(response)


def _sign_in(port: int, persona: int) -> str:
    _, body, cookies = get(port, "/sign-in/")
    ids = re.findall(r'name="persona"[^>]*value="(\d+)"', body)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
    assert token is not None, "the sign-in page has no form token"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    form = {"csrfmiddlewaretoken": token.group(1), "persona": ids[persona], "next": "/"}
    headers = {
        "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
    }
    connection.request("POST", "/sign-in/persona/", urlencode(form), headers)
    response = connection.getresponse()
    response.read()
    signed_in = {**cookies, **_cookies(response)}
    return "; ".join(f"{name}={value}" for name, value in signed_in.items())


def _token(url: str, account: str) -> str:
    """A token with everything the account may do, for a day."""
    command = [sys.executable, "-m", "kiem", "token", "create", account]
    done = subprocess.run(
        [*command, "--name", "benchmark", "--days", "1"],
        check=True,
        env=_environment(DATABASE_URL=url),
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    found = {}
    for header in response.headers.get_all("Set-Cookie") or []:
        name, _, value = header.partition(";")[0].partition("=")
        found[name] = value
    return found


def _wait(port: int) -> None:
    deadline = time.monotonic() + STARTED_WITHIN_S
    while True:
        try:
            get(port, "/register/personstate/")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def _postmaster(data: Path) -> int:
    pid = status(data).pid
    assert pid is not None, "the sample's database does not run"
    return pid


def _environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **more}
