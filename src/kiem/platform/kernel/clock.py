"""The only place that asks what time it is.

Sample data lives through its history by the same actions as users; `travel` lets it record each
decision at its own time. Nothing else may call it (an import contract says so).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_travelled: ContextVar[datetime | None] = ContextVar("kiem_travelled_time", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _travelled.get() or datetime.now(tz=UTC)


def today() -> date:
    """The present day where the organisation is."""
    return now().astimezone(LOCAL_ZONE).date()


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Let `now()` be `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("travel() takes an aware datetime, such as datetime(..., tzinfo=UTC).")
    token = _travelled.set(moment)
    try:
        yield
    finally:
        _travelled.reset(token)
