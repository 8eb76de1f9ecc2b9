"""Whether a file is what its name says, all of it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiem.platform.files import errors
from kiem.platform.files.inspection.office import check_office
from kiem.platform.files.inspection.pdf import check_pdf
from kiem.platform.files.inspection.pictures import check_jpeg, check_png, check_webp
from kiem.platform.files.inspection.second_file import holds_archive, holds_pdf
from kiem.platform.files.inspection.text import check_text
from kiem.platform.files.kinds import FileKind

_CHECKS: Mapping[FileKind, Callable[[bytes, FileKind, str], None]] = MappingProxyType(
    {
        FileKind.PDF: check_pdf,
        FileKind.PNG: check_png,
        FileKind.JPEG: check_jpeg,
        FileKind.WEBP: check_webp,
        FileKind.DOCX: check_office,
        FileKind.XLSX: check_office,
        FileKind.CSV: check_text,
        FileKind.TXT: check_text,
    }
)
_ARCHIVES = frozenset({FileKind.DOCX, FileKind.XLSX})


def inspect(data: bytes, kind: FileKind, name: str) -> None:
    """Raise InvalidInput unless `data` is a harmless, complete file of `kind`.

    `name` is for the message only.
    """
    _CHECKS[kind](data, kind, name)
    if kind is not FileKind.PDF and holds_pdf(data):
        raise errors.two_in_one(name)
    if kind not in _ARCHIVES and holds_archive(data):
        raise errors.two_in_one(name)
