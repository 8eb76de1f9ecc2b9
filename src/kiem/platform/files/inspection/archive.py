"""Unpacks an archive that may be hostile, within limits."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kiem.platform.files import errors
from kiem.platform.files.kinds import FileKind

MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 160 * 1024 * 1024  # a workbook of 200,000 rows unpacks to about 90 MB
# One part of a megabyte or more that shrinks further than this was made to.
MOST_TIMES_SMALLER = 250
_LARGE_BYTES = 1024 * 1024
_ENCRYPTED = 0x1
_PATCHED_OR_STRONG = 0x20 | 0x40  # ways of packing that nobody reads
_UTF_8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL_HEADER_BYTES = 30


@dataclass(frozen=True, slots=True)
class Member:
    """One part, unpacked."""

    name: str
    data: bytes


def unpack(archive: zipfile.ZipFile, data: bytes, kind: FileKind, name: str) -> Iterator[Member]:
    """The members, one at a time. `data` is the archive's own bytes.

    Raises InvalidInput for what no honest program writes: too many or too large members, members
    that lie about their size, share their bytes, have the same name or leave the archive's folder,
    bytes before the first or after the end; BadZipFile or zlib.error for a damaged archive.
    """
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS or sum(e.file_size for e in entries) > MOST_UNPACKED_BYTES:
        raise errors.unpacks_too_large(name)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise errors.locked(name)
    _check_layout(archive, entries, data, kind, name)
    for entry in entries:
        yield Member(entry.filename, _content(entry, data, name))


def _check_layout(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    data: bytes,
    kind: FileKind,
    name: str,
) -> None:
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries) or any(_leaves(entry.filename) for entry in entries):
        raise errors.damaged(name, kind)
    if any(
        entry.compress_type not in _METHODS or entry.flag_bits & _PATCHED_OR_STRONG
        for entry in entries
    ):
        raise errors.damaged(name, kind)
    if archive.comment or data[-22:-18] != b"PK\x05\x06":
        raise errors.two_in_one(name)
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise errors.unpacks_too_large(name)  # overlapping members: a bomb of the better kind
        end = _data_start(entry, data) + entry.compress_size
        if not _is_named_alike(entry, data):
            raise errors.damaged(name, kind)
    if end > archive.start_dir:
        raise errors.unpacks_too_large(name)


def _content(entry: zipfile.ZipInfo, data: bytes, name: str) -> bytes:
    """The member's bytes, and never more of them than it declared."""
    start = _data_start(entry, data)
    packed = data[start : start + entry.compress_size]
    if entry.file_size > _LARGE_BYTES and entry.file_size > MOST_TIMES_SMALLER * len(packed):
        raise errors.unpacks_too_large(name)
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    else:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(packed, entry.file_size + 1)
    if len(content) > entry.file_size:
        raise errors.unpacks_too_large(name)
    if len(content) < entry.file_size or zlib.crc32(content) != entry.CRC:
        raise zipfile.BadZipFile(f"{entry.filename} is cut short or altered")
    return content


def _data_start(entry: zipfile.ZipInfo, data: bytes) -> int:
    at = entry.header_offset
    header = data[at : at + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile(f"{entry.filename} has no header")
    name_bytes = int.from_bytes(header[26:28], "little")
    extra_bytes = int.from_bytes(header[28:30], "little")
    return at + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes


def _is_named_alike(entry: zipfile.ZipInfo, data: bytes) -> bool:
    """The member's own header gives the name the directory gives: else two readers of the archive
    take the same bytes for two different parts."""
    at = entry.header_offset
    header = data[at : at + _LOCAL_HEADER_BYTES]
    is_utf_8 = entry.flag_bits & _UTF_8
    if int.from_bytes(header[6:8], "little") & _UTF_8 != is_utf_8:
        return False
    name_bytes = int.from_bytes(header[26:28], "little")
    written = data[at + _LOCAL_HEADER_BYTES : at + _LOCAL_HEADER_BYTES + name_bytes]
    return written == entry.orig_filename.encode("utf-8" if is_utf_8 else "cp437")


def _leaves(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]
