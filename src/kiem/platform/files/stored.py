"""What is told about a kept file."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_LIMIT_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file. `sha256`: 64 hexadecimal digits of its content; `name` is safe to show."""

    id: int
    sha256: str
    name: str
    media_type: str
    size_bytes: int
