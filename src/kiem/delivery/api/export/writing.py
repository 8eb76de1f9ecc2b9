"""Writes a large JSON document piece by piece, and sends it once it is whole.

It is written to a temporary file first: a reader who is slow holds no transaction open, and what
goes wrong on the way is answered as a problem instead of breaking off in the middle.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

from django.http import FileResponse

from kiem.platform.kernel.snapshots import one_snapshot

IN_MEMORY_BYTES = 1024 * 1024  # smaller ones need no file
Json = Mapping[str, Any]
Part = Json | Iterable[Json]


def send_document(
    parts: Callable[[], Iterable[tuple[str, Part]]], *, media_type: str, name: str
) -> FileResponse:
    """An object of named parts, each an object or a list of objects read from one snapshot."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - sent, then closed
    with one_snapshot():
        _write(file, parts())
    file.seek(0)
    return FileResponse(file, content_type=media_type, as_attachment=True, filename=name)


def _write(file: IO[bytes], parts: Iterable[tuple[str, Part]]) -> None:
    separator = "{"
    for name, part in parts:
        file.write(f"{separator}{json.dumps(name)}:".encode())
        separator = ",\n"
        if isinstance(part, Mapping):
            file.write(_text(part))
        else:
            _write_list(file, part)
    file.write(b"}\n")


def _write_list(file: IO[bytes], items: Iterable[Json]) -> None:
    before = b"[\n"
    for item in items:
        file.write(before + _text(item))
        before = b",\n"
    file.write(b"]" if before == b",\n" else b"[]")


def _text(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
