"""A finding while it is being worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Raw(NamedTuple):
    """A finding before anybody's name is looked up."""

    code: str
    unit_id: int
    person_id: int | None
    organization_id: int | None
    post_id: int | None
    params: Mapping[str, Any]
