"""The embedded PostgreSQL as the rest of Kiem uses it: start it, borrow it, stop it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiem.platform.database import cluster
from kiem.platform.database.account import touch_like
from kiem.platform.database.binaries import Binaries, binaries_for, installed_folder
from kiem.platform.database.layout import (
    Layout,
    folder_error,
    layout_of,
    make_data_dir,
    make_home,
)
from kiem.platform.database.liveness import locked, postmaster, read_pid_file
from kiem.platform.database.provision import provision, url_of
from kiem.platform.database.url import DatabaseUrl


@dataclass(frozen=True)
class Status:
    """What is known of an embedded server without changing anything."""

    data_dir: Path
    initialised: bool
    running: bool
    pid: int | None
    url: DatabaseUrl


def ensure_running(data_dir: Path) -> DatabaseUrl:
    """Make and start the embedded PostgreSQL of a data folder where needed; leave it running.

    Safe to call from several processes at once, and after any of them was killed.

    Returns:
        The address of Kiem's database: role `kiem`, no superuser, owner of the database `kiem`.

    Raises:
        DataFolderError: the folder cannot be used by this account.
        MajorVersionError: it was made by another major version; it was not touched.
        ServerError: PostgreSQL gave up; the message carries its words.
    """
    return url_of(_start(data_dir, keep=True))


def stop(data_dir: Path) -> bool:
    """Stop the server of a data folder; False when it did not run. Connections are cut."""
    layout = layout_of(data_dir)
    with _explained(layout):
        if not layout.home.exists():
            return False
        with locked(layout.start_lock):
            return _stop(layout)


def status(data_dir: Path) -> Status:
    """Whether the server of a data folder runs, and where it answers."""
    layout = layout_of(data_dir)
    running = postmaster(layout.data)
    with _explained(layout):
        return Status(
            data_dir=layout.data_dir,
            initialised=(layout.data / "PG_VERSION").exists(),
            running=running is not None,
            pid=running.pid if running else None,
            url=url_of(layout),
        )


@contextmanager
def running(data_dir: Path) -> Iterator[DatabaseUrl]:
    """Borrow the server: it is started on entry, and stopped when its last borrower leaves.

    A server that `ensure_running` started stays. A killed borrower no longer counts; the server it
    leaves behind is found, and stopped, by the next one. Children forked inside the block leave
    it without touching the server.
    """
    owner = os.getpid()
    layout = layout_of(data_dir)
    with _explained(layout):
        make_data_dir(layout)
        users = os.open(layout.users_lock, os.O_RDONLY)
    try:
        fcntl.flock(users, fcntl.LOCK_SH)
        layout = _start(data_dir, keep=False)
        yield url_of(layout)
    finally:
        if os.getpid() == owner:  # a forked child shares the lock: it must not let go of it
            _leave(data_dir, users)
        os.close(users)


def revive(data_dir: Path) -> bool:
    """Start the server again if it has died; False, at the cost of two small reads, if it lives."""
    if postmaster(layout_of(data_dir).data) is not None:
        return False
    _start(data_dir, keep=False)
    return True


def _start(data_dir: Path, *, keep: bool) -> Layout:
    layout = layout_of(data_dir)
    with _explained(layout):
        account = make_data_dir(layout)
        with locked(layout.start_lock):
            # looked up again: a first start that was faster may have moved the cluster's folder
            layout = make_home(layout_of(data_dir), account)
            binaries = binaries_for(account)
            cluster.check_version(layout, binaries)
            cluster.initialise(layout, binaries)
            cluster.start(layout, binaries)
            if not layout.provisioned_marker.exists():
                provision(layout)
                touch_like(layout.home, layout.provisioned_marker)
            if keep:
                _keep(layout)
    return layout


def _stop(layout: Layout) -> bool:
    return cluster.stop(layout, Binaries(installed_folder(), cluster.account_of(layout)))


@contextmanager
def _explained(layout: Layout) -> Iterator[None]:
    """What the system refuses within becomes a DataFolderError with a remedy."""
    try:
        yield
    except OSError as error:
        raise folder_error(layout.data_dir, error) from error


def _stamp(layout: Layout) -> str:
    """Names one life of the server: process ids come back, with the start time they do not."""
    found = read_pid_file(layout.data)
    return f"{found.pid} {found.started}" if found else ""


def _keep(layout: Layout) -> None:
    if not _kept(layout):
        layout.kept_marker.unlink(missing_ok=True)
        touch_like(layout.home, layout.kept_marker)
        layout.kept_marker.write_text(_stamp(layout), encoding="ascii")


def _kept(layout: Layout) -> bool:
    try:
        return layout.kept_marker.read_text(encoding="ascii") == _stamp(layout)
    except OSError:
        return False


def _leave(data_dir: Path, users: int) -> None:
    layout = layout_of(data_dir)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # somebody else still needs it
    with _explained(layout), locked(layout.start_lock):
        if not _kept(layout):
            _stop(layout)
