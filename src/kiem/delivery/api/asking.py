"""What a request asks about: the day, the moment of knowledge, and which page of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query
from pydantic import BaseModel, Field

from kiem.delivery.web.asked import Asked, Scope, parse_day, parse_moment, viewer_of
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput

R = TypeVar("R")
Key = tuple[str | int, ...]
PAGE_ROWS, PAGE_ROWS_MAX = 50, 200
CURSOR_LENGTH_MAX = 2000
_SALT = "kiem.api.cursor"


class AskedTime(BaseModel):
    """`on` and `known_at`, which every reading operation takes."""

    on: Annotated[
        str | None,
        Field(
            max_length=10,
            description=_("The day asked about; today if left out."),
            examples=["2025-07-01"],
            json_schema_extra={"format": "date"},
        ),
    ] = None
    known_at: Annotated[
        str | None,
        Field(
            max_length=40,
            description=_(
                "Answer with what was known at this moment (a day means its end); "
                "needs `kernel.known_at`."
            ),
            examples=["2025-10-31T08:30:00+07:00"],
        ),
    ] = None


class AskedPage(BaseModel):
    """`cursor` and `limit`, which every long list takes."""

    cursor: Annotated[
        str | None,
        Field(
            max_length=CURSOR_LENGTH_MAX,
            description=_("`next` of the page before; left out for the first page."),
        ),
    ] = None
    limit: Annotated[
        int,
        Field(ge=1, le=PAGE_ROWS_MAX, description=_("How many rows a page has at most.")),
    ] = PAGE_ROWS


Time = Annotated[AskedTime, Query()]
Paging = Annotated[AskedPage, Query()]


@dataclass(frozen=True, slots=True)
class Rows(Generic[R]):
    """A page of rows, and the cursor of the next one."""

    rows: Sequence[R]
    next: str | None


def read_time(time: AskedTime) -> Asked:
    """Day and moment asked about. Raises InvalidInput."""
    return Asked(
        on=clock.today() if time.on is None else parse_day(time.on),
        known_at=None if time.known_at is None else parse_moment(time.known_at),
        today=clock.today(),
    )


def scope_of(request: HttpRequest, time: AskedTime) -> Scope:
    """Viewer, day and moment as queries take them; asking for a moment needs the permission."""
    viewer, asked = viewer_of(request), read_time(time)
    if asked.known_at is not None:
        viewer.require(Permission.KNOWN_AT)
    request.asked = asked  # type: ignore[attr-defined]  # for `about` in the answer
    return Scope(viewer=viewer, on=asked.on, known_at=asked.known_at)


def asked_of(request: HttpRequest) -> tuple[date, Any]:
    """Day and moment of the request; today and now for operations that take neither."""
    asked: Asked | None = getattr(request, "asked", None)
    return (clock.today(), None) if asked is None else (asked.on, asked.known_at)


def read_cursor(page: AskedPage, of: str, shape: Sequence[type]) -> Any:
    """The key after which to go on, None for the first page.

    Raises InvalidInput for a cursor that we did not sign for the list `of`.
    """
    if not page.cursor:
        return None
    try:
        signed_for, *values = signing.loads(page.cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _bad_cursor() from None
    if signed_for != of or [type(value) for value in values] != list(shape):
        raise _bad_cursor()
    return tuple(values)


def page_of(
    page: AskedPage,
    *,
    of: str,
    shape: Sequence[type],
    fetch: Callable[[Any, int], Sequence[R]],
    key_of: Callable[[R], Key],
) -> Rows[R]:
    """A page of the list `of`, from a query that goes on after a key of that shape."""
    rows = fetch(read_cursor(page, of, shape), page.limit + 1)
    if len(rows) <= page.limit:
        return Rows(rows, None)
    return Rows(rows[: page.limit], write_cursor(of, key_of(rows[page.limit - 1])))


def cut(
    page: AskedPage,
    *,
    of: str,
    shape: Sequence[type],
    rows: Iterable[R],
    key_of: Callable[[R], Key],
) -> Rows[R]:
    """A page of a list that its query works out whole; `rows` stand in the order of their keys."""

    def fetch(after: Any, limit: int) -> list[R]:
        rest = rows if after is None else (row for row in rows if key_of(row) > after)
        return list(islice(rest, limit))

    return page_of(page, of=of, shape=shape, fetch=fetch, key_of=key_of)


def write_cursor(of: str, key: Sequence[str | int]) -> str:
    return signing.dumps([of, *key], salt=_SALT, compress=True)


def _bad_cursor() -> InvalidInput:
    return InvalidInput(
        "api.bad_cursor",
        _("This cursor does not come from this list."),
        remedy=_("Send `next` of the page before unchanged, or begin without a cursor."),
        field="cursor",
    )
