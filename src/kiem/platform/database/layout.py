"""Where the parts of an embedded cluster lie.

    DATA/                    the data folder, the user's
      postgresql.lock        held by whoever starts or stops the server
      postgresql.users       shared by whoever needs the server
      postgresql/            the cluster, closed to all but the server's account
        data/                PostgreSQL's own files
        run/                 the Unix socket
        server.log
        server.lock          held by the server and all its processes

Root's server runs as another account. Where that account cannot reach the data folder (`/root` is
closed, and stays so) `postgresql` is a symbolic link to a folder below `/var/lib/kiem`.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiem.platform.database.account import Account, server_account, touch_like
from kiem.platform.database.binaries import SHARED_HOME
from kiem.platform.database.errors import DataFolderError

SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107  # sun_path holds 108 bytes, the last one zero
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./+ -]+")
_LONGEST_LOCK_PATH = _LONGEST_SOCKET_PATH - len(".lock")


@dataclass(frozen=True)
class Layout:
    """The paths of the cluster that belongs to one data folder."""

    data_dir: Path
    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def server_lock(self) -> Path:
        return self.home / "server.lock"

    @property
    def kept_marker(self) -> Path:
        return self.home / "kept"

    @property
    def provisioned_marker(self) -> Path:
        return self.home / "provisioned"

    @property
    def start_lock(self) -> Path:
        return self.data_dir / "postgresql.lock"

    @property
    def users_lock(self) -> Path:
        return self.data_dir / "postgresql.users"

    @property
    def socket_dir(self) -> Path:
        """`run`, or a short plain one where the path is too long or too odd for a socket.

        Too odd: commas separate hosts in a connection string and folders in the server's setting.
        """
        run = self.home / "run"
        short = len(os.fsencode(run / SOCKET_NAME)) <= _LONGEST_LOCK_PATH
        if short and _PLAIN_PATH.fullmatch(str(run)):
            return run
        owner = self.home if self.home.exists() else self.data_dir
        uid = owner.stat().st_uid if owner.exists() else os.geteuid()
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        # not tempfile.gettempdir(): every process must find the same, whatever its TMPDIR
        return Path(f"/tmp/kiem-{uid}") / name  # noqa: S108  # owner and mode are checked


def layout_of(data_dir: Path) -> Layout:
    """The layout of a data folder, which need not exist."""
    folder = Path(os.path.abspath(data_dir.expanduser()))  # links stay as given
    folder = folder.resolve()
    return Layout(folder, (folder / "postgresql").resolve())


def make_data_dir(layout: Layout) -> Account | None:
    """Make the data folder and its lock files; returns the account to run the server as.

    Raises:
        DataFolderError: the folder cannot be made or written by this account.
    """
    folder = layout.data_dir
    try:
        account = server_account(layout.home if layout.home.exists() else folder)
        folder.mkdir(parents=True, exist_ok=True)
        for lock in (layout.start_lock, layout.users_lock):
            touch_like(folder, lock)
        if layout.home.exists() and not os.access(layout.home, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(13, "it belongs to another user", str(layout.home))
    except OSError as error:
        raise folder_error(folder, error) from error
    return account


def folder_error(folder: Path, error: OSError) -> DataFolderError:
    """The message for a data folder that cannot be used."""
    return DataFolderError(
        f"The data folder {folder} cannot be used: {error.strerror or error} "
        f"({error.filename or folder}). Make it writable for this user, or choose another one "
        "with --data or KIEM_DATA."
    )


def make_home(layout: Layout, account: Account | None) -> Layout:
    """Make the cluster's folder, private to the server's account, at a place it can reach."""
    if layout.home.exists():
        return layout
    if account is None or account.can_enter(layout.data_dir):
        make_private(layout.home, account)
        return layout
    SHARED_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
    home = Path(tempfile.mkdtemp(prefix="cluster-", dir=SHARED_HOME))
    account.take(home)
    (layout.data_dir / "postgresql").symlink_to(home)
    return Layout(layout.data_dir, home)


def make_private(folder: Path, account: Account | None) -> None:
    """Make a folder that only the server's account can enter, or check that it is one.

    Raises:
        DataFolderError: the folder is somebody else's; in a shared place that is an attack.
    """
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700, parents=False)
        if account:
            account.take(folder)
    except FileExistsError:
        state = folder.lstat()
        if state.st_uid not in (owner, 0) or not folder.is_dir() or folder.is_symlink():
            raise DataFolderError(
                f"{folder} is not a folder of the user id {owner}. Remove it, or choose another "
                "data folder with --data or KIEM_DATA."
            ) from None
        if state.st_mode & 0o077 and folder.name != "data":
            folder.chmod(0o700)


def make_socket_dir(layout: Layout, account: Account | None) -> None:
    """Make the folder of the socket."""
    folder = layout.socket_dir
    if folder.parent != layout.home:
        make_private(folder.parent, account)
    make_private(folder, account)
