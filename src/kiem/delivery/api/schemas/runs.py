"""Long work: how far it is, what became of it, and what starts an export."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from kiem.delivery.api.schemas.shape import Day, Moment, Shape, Taken


class RunError(Shape):
    """Why it failed, in your language."""

    code: str
    detail: str
    remedy: str


class Run(Shape):
    """Work in the background. `percent`: null while nothing is known; `facts`: what came of it;
    `has_file`: it made one to be fetched; `location`: a path of the site with the result."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": 12, "kind": "export.table", "title": "Export", "label": "People", "state": "done",
        "is_open": False, "is_cancelling": False, "phase": "", "percent": 100,
        "queued_at": "2025-10-23T08:30:00Z", "started_at": "2025-10-23T08:30:00Z",
        "ended_at": "2025-10-23T08:30:05Z", "error": None, "facts": {"rows": 11164},
        "inputs_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "location": "", "has_file": True,
    }]})  # fmt: skip

    id: int
    kind: str
    title: str
    label: str
    state: str
    """`queued`, `running`, `done`, `failed` or `cancelled`."""
    is_open: bool
    is_cancelling: bool
    phase: str
    percent: int | None
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error: RunError | None
    facts: dict[str, Any]
    inputs_sha256: str
    location: str
    has_file: bool


class ExportAsked(Taken):
    """`first`: the first day, for activities and hours; `on`: the last one, and all others' day."""

    what: Annotated[str, Field(min_length=1, max_length=40, examples=["people"])]
    format: Literal["xlsx", "csv"] = "xlsx"
    on: Day
    first: Day
    known_at: Moment | None = None


class RunStarted(Shape):
    run_id: int
