"""Recomputes the digest of every kept file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kiem.platform.files.models import Content


@dataclass(frozen=True, slots=True)
class FilesReport:
    """`counted` contents were read; `altered` names those whose bytes are not what they were."""

    counted: int
    altered: tuple[str, ...]


def verify_files() -> FilesReport:
    """Read every content, one at a time, and compare its digest and length."""
    altered: list[str] = []
    counted = 0
    for content in Content.objects.order_by("pk").iterator(chunk_size=4):
        counted += 1
        data = bytes(content.data)
        if hashlib.sha256(data).hexdigest() != content.sha256 or len(data) != content.size_bytes:
            altered.append(f"content {content.sha256} has other bytes than when it was kept")
    return FilesReport(counted, tuple(altered))
