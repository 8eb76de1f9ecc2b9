"""Logging: to standard error, without anybody's data.

A database error quotes the row it refused, with names in it; a failed request carries its
parameters. The formatter leaves both out: what is needed to find a fault are the place and the
kind, and the row's number is in the audit trail.
"""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Any

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_QUOTING = ("DETAIL:", "CONTEXT:", "HINT:", "LINE ", "QUERY:")


class PrivateFormatter(logging.Formatter):
    """Drops the lines of a traceback in which PostgreSQL quotes the row or the statement."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        kept = [
            line
            for line in super().formatException(ei).splitlines()
            if not line.lstrip().startswith(_QUOTING)
        ]
        return "\n".join(kept)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "private": {
            "()": "kiem.config.logs.PrivateFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would mail or print whole requests.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # 4xx are answers, not faults.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
    },
}
