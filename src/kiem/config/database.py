"""DATABASES from the environment: one PostgreSQL, embedded or not, told by `DATABASE_URL`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit


def databases(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. Without `DATABASE_URL` (type checks, docs) the entry connects nowhere."""
    parts = urlsplit(environ.get("DATABASE_URL", "postgres://kiem@localhost:1/none"))
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {"server_side_binding": False},
        }
    }
