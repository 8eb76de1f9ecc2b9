"""Polyglots: bytes that one program reads as this and another as that."""

from __future__ import annotations

_END_OF_ARCHIVE = b"PK\x05\x06"
_ENTRY_OF_ARCHIVE = b"PK\x01\x02"
# The end record (22 bytes) and the longest comment after it: where programs look for an archive.
_ARCHIVE_TAIL_BYTES = 22 + 65_535
# Programs look for a PDF's first line as far as this.
_PDF_HEAD_BYTES = 1024


def holds_archive(data: bytes) -> bool:
    """True when an unpacking program would find an archive at the end of `data`."""
    start = max(0, len(data) - _ARCHIVE_TAIL_BYTES)
    at = data.find(_END_OF_ARCHIVE, start)
    while at >= 0:
        size = int.from_bytes(data[at + 12 : at + 16], "little")
        # Four bytes occur by chance in a long picture; a directory of entries before them does not.
        if at + 22 <= len(data) and 0 < size <= at:
            directory = data[at - size : at]
            if directory.startswith(_ENTRY_OF_ARCHIVE) or _ENTRY_OF_ARCHIVE in directory:
                return True
        at = data.find(_END_OF_ARCHIVE, at + 1)
    return False


def holds_pdf(data: bytes) -> bool:
    """True when a PDF reader would take `data` for a PDF."""
    return b"%PDF-" in data[:_PDF_HEAD_BYTES]
