"""pg_dump's plain script, line by line: which lines are rows, which must go, which must change.

pg_dump announces each table's rows with a comment, `-- Data for Name: person; Type: TABLE DATA`,
then one COPY statement, one line per row, and a line `\\.`. Nothing else looks like this: the text
of a function could contain a line `COPY x FROM stdin;`, but not after that comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_DATA_COMMENT = re.compile(rb"-- Data for Name: .*; Type: TABLE DATA; ")
_COPY = re.compile(rb"COPY (\S+) \(.*\) FROM stdin;\n$|COPY (\S+) FROM stdin;\n$")
_END_OF_ROWS = b"\\.\n"

# Written by pg_dump 18, unknown to PostgreSQL 15 or to any server: they are psql's.
_UNPORTABLE = re.compile(rb"SET transaction_timeout = |\\restrict |\\unrestrict ")
# Every target has the schema, and its owner may own neither that nor the extensions.
_GIVEN = re.compile(rb"CREATE SCHEMA public;\n$|COMMENT ON (EXTENSION|SCHEMA) ")
_NO_SEARCH_PATH = b"SELECT pg_catalog.set_config('search_path', '', false);\n"
# Generated columns and checks may call our functions, whose bodies expect to find `public`.
_SEARCH_PATH = b"SET search_path = public, pg_catalog;\n"


def portable(lines: Iterator[bytes], counts: dict[str, int]) -> Iterator[bytes]:
    """The script as every server since PostgreSQL 15 understands it; counts the rows by table."""
    for part in parts(lines):
        if isinstance(part, Rows):
            yield part.statement
            count = 0
            for row in part.rows:
                yield row
                count += 1
            yield _END_OF_ROWS
            counts[part.table] = count
        elif part == _NO_SEARCH_PATH:
            yield _SEARCH_PATH
        elif not (_UNPORTABLE.match(part) or _GIVEN.match(part)):
            yield part


@dataclass
class Rows:
    """The rows of one table. `rows` must be read to its end before the next part is asked for."""

    table: str
    statement: bytes
    rows: Iterator[bytes] = field(repr=False)


def parts(lines: Iterator[bytes]) -> Iterator[bytes | Rows]:
    """Lines of SQL as they come, and each table's rows as one `Rows`.

    Raises:
        ValueError: the script ends within rows, or the reader left rows unread.
    """
    data_announced = False
    for line in lines:
        found = _COPY.match(line) if data_announced else None
        if found is None:
            yield line
            if _DATA_COMMENT.match(line):
                data_announced = True
            elif not line.startswith(b"--") and line.strip():
                data_announced = False
            continue
        data_announced = False
        rows = _rows(lines)
        yield Rows((found[1] or found[2]).decode(), line, rows)
        if next(rows, None) is not None:
            raise ValueError("rows were left unread")


def _rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line == _END_OF_ROWS:
            return
        yield line
    raise ValueError("the script ends within the rows of a table")
