"""The kinds of file that are taken."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class FileKind(StrEnum):
    """What a file is; the value is also the usual ending of its name."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TXT = "txt"


PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.WEBP})
TABLES = frozenset({FileKind.XLSX, FileKind.CSV})
DOCUMENTS = frozenset(FileKind)

MEDIA_TYPES: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.PDF: "application/pdf",
        FileKind.PNG: "image/png",
        FileKind.JPEG: "image/jpeg",
        FileKind.WEBP: "image/webp",
        FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.CSV: "text/csv",
        FileKind.TXT: "text/plain",
    }
)

KINDS_BY_ENDING: Mapping[str, FileKind] = MappingProxyType(
    {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPEG}
)
