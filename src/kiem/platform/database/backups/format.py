"""The backup file: what it holds, and how every altered byte is found.

Three gzip members, one after the other, which any gzip reader joins to one SQL script:

1. `-- Kiem backup, format 1`, then the script that pg_dump wrote;
2. the manifest, one line of JSON in an SQL comment (it counts rows, so it comes after them);
3. the trailer, an SQL comment with the offset of the manifest and the SHA-256 of all bytes before
   the trailer. It is stored uncompressed in one exact form of known length, and compared byte by
   byte: a flipped bit in the trailer itself is found as well.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from kiem.platform.database.backups.progress import Progress, Report, silent
from kiem.platform.database.errors import BackupError

FORMAT = 1
_FIRST_LINE = re.compile(rb"-- Kiem backup, format (\d+)\n")
_MANIFEST_PREFIX = b"-- manifest "
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 5
_CHUNK_BYTES = 1 << 18
_DAMAGED = "It was not restored, nothing was changed. Use another copy of the backup."


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    kiem_version: str
    server_major: int
    created_at: str
    """UTC, ISO 8601."""
    migrations: tuple[str, ...]
    """Every applied migration as `app.name`, sorted."""
    rows: Mapping[str, int]
    """Rows by table, as `schema.table`."""

    @property
    def total_rows(self) -> int:
        return sum(self.rows.values())


class Writer:
    """Writes a backup into an open binary file; `finish` makes it valid."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._buffer = bytearray()
        self._member = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        self._offset = 0
        self.write(b"-- Kiem backup, format %d\n" % FORMAT)

    def write(self, line: bytes) -> None:
        """Add to the script."""
        self._buffer += line
        if len(self._buffer) >= _CHUNK_BYTES:
            self._emit(self._member.compress(self._buffer))
            self._buffer.clear()

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest and the trailer."""
        self._emit(self._member.compress(self._buffer) + self._member.flush())
        manifest_offset = self._offset
        text = json.dumps(asdict(manifest), ensure_ascii=False, separators=(",", ":"))
        member = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        line = _MANIFEST_PREFIX + text.encode() + b"\n"
        self._emit(member.compress(line) + member.flush())
        self._file.write(_trailer(manifest_offset, self._digest.hexdigest()))

    def _emit(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._offset += len(data)


def _trailer(manifest_offset: int, sha256: str) -> bytes:
    """The last gzip member, always of the same length, in its one permitted form."""
    text = f"-- end of Kiem backup, manifest at {manifest_offset:020d}, sha256 {sha256}\n".encode()
    header = b"\x1f\x8b\x08\x00" + b"\0" * 4 + b"\x00\xff"  # no name, no time, any system
    block = struct.pack("<BHH", 1, len(text), len(text) ^ 0xFFFF) + text  # stored, the last one
    return header + block + struct.pack("<II", zlib.crc32(text), len(text))


_TRAILER_BYTES = len(_trailer(0, "0" * 64))
_TRAILER_TEXT = re.compile(rb"manifest at (\d{20}), sha256 ([0-9a-f]{64})\n")


def verify(path: Path, report: Report = silent) -> Manifest:
    """Read the whole file and compare its digest.

    Returns:
        The manifest of a file that is, to the byte, what `backup` wrote.

    Raises:
        BackupError: it cannot be read, is no backup, too new, truncated or altered.
    """
    try:
        with path.open("rb") as file:
            return verify_open(file, path, report)
    except OSError as error:
        raise BackupError(f"The backup {path} cannot be read: {error.strerror}.") from error


def verify_open(file: BinaryIO, path: Path, report: Report = silent) -> Manifest:
    """`verify` on an open file; afterwards the file stands at its beginning."""
    size = os.fstat(file.fileno()).st_size
    _check_first_line(file, path)
    body_bytes = size - _TRAILER_BYTES
    trailer = b""
    if body_bytes > 0:
        file.seek(body_bytes)
        trailer = file.read()
    found = _TRAILER_TEXT.search(trailer)
    if found is None or not 0 < int(found[1]) < body_bytes:
        raise BackupError(
            f"The backup {path} is truncated or damaged: its end is missing. {_DAMAGED}"
        )
    digest = _digest(file, body_bytes, report)
    if trailer != _trailer(int(found[1]), digest):
        raise BackupError(
            f"The backup {path} is damaged: its bytes do not match the digest it was written "
            f"with. {_DAMAGED}"
        )
    file.seek(int(found[1]))
    manifest = _parse_manifest(file.read(body_bytes - int(found[1])), path)
    file.seek(0)
    return manifest


def _check_first_line(file: BinaryIO, path: Path) -> None:
    file.seek(0)
    try:
        start = zlib.decompressobj(_GZIP).decompress(file.read(4096), 64)
    except zlib.error:
        start = b""
    found = _FIRST_LINE.match(start)
    if found is None:
        raise BackupError(
            f"{path} is not a backup of Kiem, or its beginning is damaged. Nothing was changed. "
            "Give a file that `kiem backup` wrote."
        )
    if int(found[1]) != FORMAT:
        raise BackupError(
            f"The backup {path} has the format {int(found[1])}; this Kiem reads format {FORMAT}. "
            "Nothing was changed. Restore it with the Kiem that wrote it, or a newer one."
        )


def _digest(file: BinaryIO, body_bytes: int, report: Report) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    left = body_bytes
    while left and (chunk := file.read(min(1 << 20, left))):
        digest.update(chunk)
        left -= len(chunk)
        report(Progress("check", body_bytes - left, body_bytes))
    return digest.hexdigest()


def _parse_manifest(member: bytes, path: Path) -> Manifest:
    try:
        line = zlib.decompress(member, _GZIP)
        fields = json.loads(line.removeprefix(_MANIFEST_PREFIX))
        return Manifest(**{**fields, "migrations": tuple(fields["migrations"])})
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        # its digest is right, so it was written like this: by no Kiem we know
        raise BackupError(f"The manifest of {path} cannot be understood: {error}.") from error


def script_lines(file: BinaryIO, report: Report = silent) -> Iterator[bytes]:
    """The lines of the SQL script, from a verified file standing at its beginning.

    Ends before the manifest. Memory stays within one chunk, and one row.
    """
    size = os.fstat(file.fileno()).st_size
    member = zlib.decompressobj(_GZIP)
    rest = b""
    while not member.eof and (chunk := file.read(_CHUNK_BYTES)):
        # not splitlines: it would also split at carriage returns inside function bodies
        *lines, rest = (rest + member.decompress(chunk)).split(b"\n")
        for line in lines:
            yield line + b"\n"
        report(Progress("load", file.tell(), size))
    if rest:
        yield rest
