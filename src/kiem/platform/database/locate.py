"""Which database a command means: `DATABASE_URL`, or the embedded one of a data folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiem.platform.database import embedded
from kiem.platform.database.layout import layout_of
from kiem.platform.database.provision import url_of
from kiem.platform.database.url import DatabaseUrl


@dataclass(frozen=True)
class Target:
    """A database, and the data folder it lives in if it is the embedded one."""

    url: DatabaseUrl
    data_dir: Path | None

    @property
    def embedded(self) -> bool:
        """Whether Kiem itself runs the server."""
        return self.data_dir is not None

    @property
    def initialised(self) -> bool:
        """Whether there is a database at all. A server of the user's own counts as one."""
        return self.data_dir is None or embedded.status(self.data_dir).initialised

    @contextmanager
    def running(self) -> Iterator[DatabaseUrl]:
        """The address of a server that answers during the block (see `embedded.running`)."""
        if self.data_dir is None:
            yield self.url
        else:
            with embedded.running(self.data_dir) as url:
                yield url

    def revive(self) -> bool:
        """Start a borrowed server that has died meanwhile; whether that was needed.

        Raises:
            DatabaseError: it was needed and failed.
        """
        return self.data_dir is not None and embedded.revive(self.data_dir)


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """`$KIEM_DATA`, else `$XDG_DATA_HOME/kiem`, else `~/.local/share/kiem`."""
    if given := environ.get("KIEM_DATA"):
        return Path(given).expanduser()
    if shared := environ.get("XDG_DATA_HOME"):
        return Path(shared) / "kiem"
    home = environ.get("HOME")
    return (Path(home) if home else Path.home()) / ".local" / "share" / "kiem"


def resolve(data_dir: Path | None, environ: Mapping[str, str]) -> Target:
    """The database that `--data` and the environment ask for. Starts and changes nothing.

    `DATABASE_URL` wins over a data folder. The address of an embedded server that was never
    started is a forecast: use `Target.running` or `ensure_running` to get one that answers.

    Raises:
        DatabaseUrlError: `DATABASE_URL` is set and malformed.
    """
    if given := environ.get("DATABASE_URL"):
        return Target(DatabaseUrl.parse(given), None)
    folder = layout_of(data_dir or default_data_dir(environ))
    return Target(url_of(folder), folder.data_dir)
