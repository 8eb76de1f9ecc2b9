"""Static files straight from the packages: nothing is collected or built."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedFiles(StaticFilesStorage):
    """Links carry a hash of the content, so that browsers fetch a changed file at once."""

    def url(self, name: str | None) -> str:
        plain = super().url(name)
        version = _version(name) if name else ""
        return f"{plain}?v={version}" if version else plain


@cache
def _version(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]
