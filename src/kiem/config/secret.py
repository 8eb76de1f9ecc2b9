"""The secret key that signs sessions and forms: given, kept in a file, or for this process only."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kiem.platform.kernel.errors import OperationalError

KEY_BYTES = 48
_SHORTEST = 32


def secret_key(environ: Mapping[str, str]) -> str:
    """`$KIEM_SECRET_KEY`, else the content of `$KIEM_SECRET_FILE`, which is made if missing.

    The command line names the file `secret.key` in the data folder. With neither (type checks,
    tests, documentation) the key is random and forgotten with the process: never a known one.

    Raises OperationalError when the key is too short or the file is open to other accounts.
    """
    if given := environ.get("KIEM_SECRET_KEY"):
        return _long_enough(given, "KIEM_SECRET_KEY")
    if path := environ.get("KIEM_SECRET_FILE"):
        return _from_file(Path(path))
    return secrets.token_urlsafe(KEY_BYTES)


def _from_file(path: Path) -> str:
    try:
        if not path.exists():
            _create(path)
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise OperationalError(
                    f"The secret key {path} can be read by other accounts (mode {mode:o}). "
                    f"Close it with: chmod 600 {path}"
                )
            return _long_enough(file.read().strip(), str(path))
    except OSError as error:
        raise OperationalError(
            f"The secret key {path} cannot be used: {error.strerror}. "
            "Make the folder writable for this account, or set KIEM_SECRET_FILE or KIEM_SECRET_KEY."
        ) from error


def _create(path: Path) -> None:
    """Write the whole file elsewhere and link it in place: of two at once, one wins, none tears."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process made it first; its key counts
            os.link(draft, path)
    finally:
        draft.unlink()


def _long_enough(key: str, origin: str) -> str:
    if len(key) < _SHORTEST:
        raise OperationalError(
            f"The secret key in {origin} is too short. Use at least {_SHORTEST} random characters."
        )
    return key
