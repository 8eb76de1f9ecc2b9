"""The address of a database, as one value that every driver and tool can be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kiem.platform.database.errors import DatabaseUrlError

SCHEMES = ("postgres://", "postgresql://")
_NAMED = {"host", "port", "user", "password", "dbname"}


@dataclass(frozen=True)
class DatabaseUrl:
    """Where a PostgreSQL database is. `host` may be a folder that holds a Unix socket."""

    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> DatabaseUrl:
        """Read `postgres://user:password@host:port/name?sslmode=require`.

        Raises:
            DatabaseUrlError: the text has another scheme, is malformed or names no database. The
                message never repeats a password.
        """
        example = "Expected postgres://USER:PASSWORD@HOST:PORT/NAME."
        if not text.startswith(SCHEMES):
            scheme = text.split(":", 1)[0] if "://" in text else "none"
            raise DatabaseUrlError(f"DATABASE_URL has the scheme {scheme!r}. {example}")
        try:
            parts = {key: str(value) for key, value in conninfo_to_dict(text).items()}
        except ProgrammingError:
            # libpq's own words may quote the password: they are not passed on
            raise DatabaseUrlError(f"DATABASE_URL is malformed. {example}") from None
        if not parts.get("dbname"):
            raise DatabaseUrlError(f"DATABASE_URL names no database. {example}")
        return cls(
            name=parts["dbname"],
            host=parts.get("host", ""),
            port=parts.get("port", ""),
            user=parts.get("user", ""),
            password=parts.get("password", ""),
            options={key: value for key, value in parts.items() if key not in _NAMED},
        )

    def __str__(self) -> str:
        """The URL as it goes into `DATABASE_URL`, password included."""
        return self._format(quote(self.password, safe=""))

    @property
    def redacted(self) -> str:
        """The URL as it may be shown or logged."""
        return self._format("***" if self.password else "")

    @property
    def place(self) -> str:
        """The database in words, for messages."""
        if self.host.startswith("/"):
            return f"{self.host} (database {self.name})"
        return self.redacted

    @property
    def conninfo(self) -> str:
        """The same address for psycopg and libpq."""
        return make_conninfo(
            dbname=self.name,
            host=self.host or None,
            port=self.port or None,
            user=self.user or None,
            password=self.password or None,
            **self.options,
        )

    def _format(self, password: str) -> str:
        login = quote(self.user, safe="") + (f":{password}" if password else "")
        host = quote(self.host, safe=":[]" if self.host.startswith("[") else "")
        place = (f"{login}@" if login else "") + host + (f":{self.port}" if self.port else "")
        query = f"?{urlencode(self.options)}" if self.options else ""
        return f"postgres://{place}/{quote(self.name, safe='')}{query}"
