"""The operating-system account the server runs as. PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiem.platform.database.errors import DataFolderError

SYSTEM_USER = "kiem"


@dataclass(frozen=True)
class Account:
    """An ordinary account that root lends to the server."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether the account can reach the nearest existing folder at or above `folder`."""
        while not folder.exists():
            folder = folder.parent
        return (
            subprocess.run(  # noqa: S603  # fixed program, arguments as a list
                [_test_program(), "-x", str(folder)],
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                check=False,
                cwd="/",
            ).returncode
            == 0
        )

    def take(self, path: Path) -> None:
        """Make the account the owner of `path`, which this program has just made."""
        os.chown(path, self.uid, self.gid, follow_symlinks=False)


def touch_like(model: Path, path: Path) -> None:
    """Make an empty private file; root gives it to the owner of the folder `model`.

    What root leaves in a user's folder must not shut the user out of it later.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        if os.geteuid() == 0:
            owner = model.stat()
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def server_account(folder: Path) -> Account | None:
    """The account to run the server of `folder` as; None means the caller's own.

    Root uses the owner of the folder, so that `sudo kiem` in a user's folder leaves everything
    usable by that user. A folder of root's own is served by the system user `kiem`.

    Raises:
        DataFolderError: the folder's owner is unknown to this machine.
    """
    if os.geteuid() != 0:
        return None
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    owner = nearest.stat().st_uid
    # a folder merely above it (say /home/an) says nothing unless the data folder itself exists
    if owner == 0 or nearest != folder:
        return _system_account()
    try:
        entry = pwd.getpwuid(owner)
    except KeyError:
        raise DataFolderError(
            f"{folder} belongs to the user id {owner}, which this machine does not know, and "
            "PostgreSQL needs a known one. Change its owner with chown, or choose another folder."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def _system_account() -> Account:
    """The system user `kiem`, made when it is missing."""
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _make_system_user()
    return Account(entry.pw_uid, entry.pw_gid)


def _make_system_user() -> pwd.struct_passwd:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    reason = "useradd is not installed"
    if program:
        command = [program, "--system", "--user-group", "--no-create-home"]
        result = subprocess.run(  # noqa: S603  # fixed program, arguments as a list
            [*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True,
            text=True,
            check=False,
        )
        reason = result.stderr.strip()
    try:
        return pwd.getpwnam(SYSTEM_USER)  # also when two first starts made it at once
    except KeyError:
        raise DataFolderError(
            "PostgreSQL does not run as root, and the system user 'kiem' to run it as cannot be "
            f"made: {reason}. Make that user, run Kiem as an ordinary user, or set DATABASE_URL."
        ) from None


def _test_program() -> str:
    return shutil.which("test", path="/usr/bin:/bin") or "test"
