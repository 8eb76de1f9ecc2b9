"""Is the server of this folder alive? Never believed on the word of a process id alone.

Two witnesses are heard. The *server lock* is a file lock on a descriptor that the server and all
its processes inherit: the kernel drops it when the last of them is gone, whatever killed them and
whoever got their ids since. The *pid file* names the postmaster; it counts only if the process
of that id runs `postgres` on this very folder, since after `kill -9` or a restart of the machine
the id may be anybody's.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PidFile:
    """The lines of `postmaster.pid` that matter here."""

    pid: int
    started: str
    socket_dir: Path
    ready: bool


def read_pid_file(data: Path) -> PidFile | None:
    """The pid file of a data folder; None when it is missing, truncated or nonsense."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return PidFile(
            pid=int(lines[0]),
            started=lines[2],
            socket_dir=Path(lines[4]),
            ready=len(lines) > 7 and lines[7].strip() == "ready",
        )
    except (OSError, ValueError, IndexError):
        return None


def postmaster(data: Path) -> PidFile | None:
    """The pid file, if the process it names is this folder's living postmaster."""
    found = read_pid_file(data)
    if found is None:
        return None
    try:
        command = Path(f"/proc/{found.pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    # a zombie has an empty command line, a recycled id another one
    program = os.path.basename(command[0])  # bytes, not a path of ours
    ours = program == b"postgres" and os.fsencode(data) in command
    return found if ours else None


def holders(lock: Path, program: bytes) -> list[int]:
    """The processes of a program that have the lock file open, as far as we may look."""
    wanted = lock.stat()
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        with suppress(OSError):  # gone meanwhile, or another user's
            if (process / "comm").read_bytes().strip() == program and any(
                os.path.samestat(wanted, descriptor.stat())
                for descriptor in (process / "fd").iterdir()
            ):
                found.append(int(process.name))
    return found


def try_lock(path: Path) -> int | None:
    """Take the lock file for ourselves; its descriptor, or None when somebody has it.

    The descriptor is closed in programs we start unless it is passed on purpose.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait for the lock file and hold it: one start, stop or initialisation at a time."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
