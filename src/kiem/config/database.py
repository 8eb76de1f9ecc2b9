"""DATABASES from the environment: one PostgreSQL, embedded or not, told by `DATABASE_URL`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiem.platform.database import DatabaseUrl, settings_dict

NOWHERE = DatabaseUrl(name="none", host="127.0.0.1", port="1", user="kiem")


def databases(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. Without `DATABASE_URL` (type checks, docs) the entry connects nowhere."""
    given = environ.get("DATABASE_URL")
    return {"default": settings_dict(DatabaseUrl.parse(given) if given else NOWHERE)}
