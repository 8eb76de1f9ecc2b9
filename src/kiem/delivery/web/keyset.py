"""Tokens for keyset pages: the sort values of a page's last row, readable in the address."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.http import HttpRequest

from kiem.platform.kernel.errors import InvalidInput

R = TypeVar("R")
Key = tuple[str | int, ...]
PAGE_ROWS = 50
EXPORT_ROWS = 2000  # a query's page while exporting
EXPORT_AT_MOST = 50_000


def write_token(key: Key) -> str:
    """`("abc", 7)` as a token for `?after=`."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_token(request: HttpRequest, shape: Sequence[type]) -> Key | None:
    """The key in `?after=`, None for the first page. Raises InvalidInput unless of that shape."""
    token = request.GET.get("after", "")
    if not token:
        return None
    try:
        padded = token + "=" * (-len(token) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (binascii.Error, ValueError):
        values = None
    if (
        not isinstance(values, list)
        or len(values) != len(shape)
        or any(type(value) is not kind for value, kind in zip(values, shape, strict=False))
    ):
        raise bad_page()
    return tuple(values)


def bad_page() -> InvalidInput:
    return InvalidInput(
        "web.bad_page",
        "This page of the list cannot be found.",
        remedy="Start from the beginning of the list.",
        field="after",
    )


def every_row(
    fetch: Callable[[Key | None, int], Sequence[R]], key_of: Callable[[R], Key]
) -> Iterator[R]:
    """All rows of a keyset query, page by page, for an export; stops at EXPORT_AT_MOST."""
    after: Key | None = None
    count = 0
    while count < EXPORT_AT_MOST:
        rows = fetch(after, min(EXPORT_ROWS, EXPORT_AT_MOST - count))
        yield from rows
        count += len(rows)
        if len(rows) < EXPORT_ROWS:
            return
        after = key_of(rows[-1])


def cut_page(rows: Sequence[R], key_of: Callable[[R], Key]) -> tuple[Sequence[R], str]:
    """A page of PAGE_ROWS from a query asked for one row more, and the next page's token."""
    if len(rows) <= PAGE_ROWS:
        return rows, ""
    return rows[:PAGE_ROWS], write_token(key_of(rows[PAGE_ROWS - 1]))
