"""Making, starting and stopping the embedded PostgreSQL of one data folder.

Every function here that changes something expects the caller to hold the layout's start lock.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

from kiem.platform.database.account import Account, touch_like
from kiem.platform.database.binaries import Binaries
from kiem.platform.database.errors import MajorVersionError, ServerError
from kiem.platform.database.layout import (
    SOCKET_NAME,
    Layout,
    make_private,
    make_socket_dir,
)
from kiem.platform.database.liveness import holders, postmaster, read_pid_file, try_lock

SUPERUSER = "postgres"
START_TIMEOUT_S = 120
ORPHANS_PATIENCE_S = 1.0
ORPHANS_TIMEOUT_S = 30.0
_LONGEST_LOG_BYTES = 5_000_000

# Durability is PostgreSQL's own: fsync, full_page_writes and synchronous_commit stay on.
SETTINGS = {
    "listen_addresses": "",  # no TCP: the folder of the socket is the gate
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",  # compiles longer than these queries run
    # parallel workers need /dev/shm, which containers keep at 64 MB, and gain nothing on 2 cores
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "log_min_duration_statement": "1s",
    "log_line_prefix": "%m [%p] ",
}


def check_version(layout: Layout, binaries: Binaries) -> None:
    """Refuse a folder of another major version, before anything is touched.

    Raises:
        MajorVersionError: with the way to move.
    """
    try:
        made_by = (layout.data / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return
    if made_by != str(binaries.major):
        raise MajorVersionError(
            f"{layout.data} was made by PostgreSQL {made_by}; this Kiem comes with PostgreSQL "
            f"{binaries.major}. Nothing was changed. To move: run `kiem backup FILE` with the Kiem "
            "that made the folder, then `kiem restore FILE --data NEW_FOLDER` with this one. "
            "See docs/how-to/move-to-a-new-major-version.md."
        )


def initialise(layout: Layout, binaries: Binaries) -> None:
    """Make the cluster beside its final place, then rename: it exists whole or not at all."""
    if (layout.data / "PG_VERSION").exists():
        return
    _remove_leftovers(layout)
    building = layout.home / f"data.building.{os.getpid()}"
    make_private(building, binaries.account)
    arguments = ["-D", str(building), "-U", SUPERUSER, "--encoding=UTF8"]
    arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    arguments += ["--auth-local=trust", "--auth-host=reject", "--no-instructions"]
    for name, value in SETTINGS.items():
        arguments += ["--set", f"{name}={value}"]
    # one pass of fsync at the end instead of many on the way
    result = binaries.run("initdb", *arguments, "--no-sync")
    if result.returncode == 0:
        result = binaries.run("initdb", "-D", building, "--sync-only")
    if result.returncode:
        shutil.rmtree(building, ignore_errors=True)
        raise ServerError(
            f"The database in {layout.home} could not be made:\n{result.stderr.strip()}\n"
            "Nothing was left behind. Mend the cause (disk full? wrong owner?) and try again."
        )
    building.rename(layout.data)


def _remove_leftovers(layout: Layout) -> None:
    """What a first start left that was killed on the way. Never a folder that holds a cluster."""
    for leftover in layout.home.glob("data.building.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if layout.data.exists():
        if any(layout.data.iterdir()):
            raise ServerError(
                f"{layout.data} is not empty, yet holds no PG_VERSION: it is not a database of "
                "Kiem, or it is damaged. Nothing was changed. Restore a backup into another data "
                "folder, or move this one away."
            )
        layout.data.rmdir()


def start(layout: Layout, binaries: Binaries) -> None:
    """Start the server, unless it runs, and wait until it answers.

    Raises:
        ServerError: with the end of the server's log.
    """
    make_socket_dir(layout, binaries.account)
    began = time.monotonic()
    touch_like(layout.home, layout.server_lock)
    while (descriptor := try_lock(layout.server_lock)) is None:
        # somebody lives: the server, one that is just starting, or orphans of a killed one
        if postmaster(layout.data) is not None:
            _wait_until_ready(layout)
            return
        _end_orphans(layout, time.monotonic() - began)
        time.sleep(0.02)
    try:
        if postmaster(layout.data) is None:
            _forget_the_dead(layout)
            _launch(layout, binaries, descriptor)
        # else it was started by other means than Kiem
    finally:
        os.close(descriptor)
    _wait_until_ready(layout)


def _end_orphans(layout: Layout, waited_s: float) -> None:
    """A killed postmaster's children leave by themselves, except one deep in a long query."""
    if waited_s > ORPHANS_TIMEOUT_S:
        seen = holders(layout.server_lock, b"postgres") or "not visible from here (a container?)"
        raise ServerError(
            f"Processes of a killed PostgreSQL still use {layout.data}: {seen}. "
            "End them, and try again."
        )
    if waited_s > ORPHANS_PATIENCE_S:
        for pid in holders(layout.server_lock, b"postgres"):
            with suppress(ProcessLookupError):
                # what a postmaster would send when another of its children had crashed
                os.kill(pid, signal.SIGQUIT)


def stop(layout: Layout, binaries: Binaries) -> bool:
    """Stop the server and wait until it is gone; False when it did not run.

    Raises:
        ServerError: it could not be stopped.
    """
    if postmaster(layout.data) is None:
        return False
    result = binaries.run("pg_ctl", "-D", layout.data, "-m", "fast", "-w", "-s", "stop")
    if result.returncode and postmaster(layout.data) is not None:
        raise ServerError(
            f"PostgreSQL in {layout.data} could not be stopped: {result.stderr.strip()}"
        )
    return True


def _forget_the_dead(layout: Layout) -> None:
    """Remove what `kill -9` leaves. Safe: we hold the server lock, so nobody lives here.

    PostgreSQL would believe a pid file whose id is taken again, or belongs to a zombie.
    """
    folders = {layout.socket_dir}
    if (old := read_pid_file(layout.data)) is not None and old.socket_dir.is_absolute():
        folders.add(old.socket_dir)
    stale = [layout.data / "postmaster.pid"]
    stale += [folder / name for folder in folders for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock")]
    for path in stale:
        path.unlink(missing_ok=True)


def _launch(layout: Layout, binaries: Binaries, descriptor: int) -> None:
    """Let a server loose that outlives us, has no terminal, and holds the server lock.

    Not through pg_ctl, which hands paths to a shell unquoted where they have a quote or a dollar.
    """
    _rotate_log(layout)
    touch_like(layout.home, layout.log)
    binaries.launch(
        "postgres",
        *("-D", layout.data, "-k", layout.socket_dir),
        log=layout.log,
        inherit=descriptor,
    )


def _wait_until_ready(layout: Layout) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        state = postmaster(layout.data)
        if state is not None and state.ready:
            return
        if state is None and (descriptor := try_lock(layout.server_lock)) is not None:
            os.close(descriptor)  # nobody lives here any more
            raise ServerError(
                f"PostgreSQL did not start in {layout.data}. The end of {layout.log}:\n"
                + _end_of(layout.log)
            )
        time.sleep(0.01)
    raise ServerError(
        f"PostgreSQL in {layout.data} does not get ready within {START_TIMEOUT_S} s. The end of "
        f"{layout.log}:\n" + _end_of(layout.log)
    )


def _rotate_log(layout: Layout) -> None:
    if layout.log.exists() and layout.log.stat().st_size > _LONGEST_LOG_BYTES:
        layout.log.replace(layout.log.with_suffix(".log.1"))


def _end_of(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def account_of(layout: Layout) -> Account | None:
    """The account that owns the cluster, when root acts for it."""
    if os.geteuid() != 0:
        return None
    owner = layout.home.stat()
    return Account(owner.st_uid, owner.st_gid)
