"""PNG, JPEG and WebP: walked from the first byte to the last, without drawing anything."""

from __future__ import annotations

import zlib

from kiem.platform.files import errors
from kiem.platform.files.kinds import FileKind

# A picture of a few kilobytes may unfold to gigabytes of pixels on the screen of whoever opens it.
MOST_PIXELS = 100_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


def check_png(data: bytes, kind: FileKind, name: str) -> None:
    """Every chunk whole and with its checksum, IHDR first, IEND last, nothing after it."""
    if not data.startswith(_PNG):
        raise errors.content_differs(name, kind)
    at = len(_PNG)
    kinds: list[bytes] = []
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        chunk = data[at + 4 : at + 8]
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(
            data[end - 4 : end], "big"
        ):
            raise errors.damaged(name, kind)
        if not kinds:
            _check_png_head(data, chunk, length, name)
        kinds.append(chunk)
        at = end
        if chunk == b"IEND":
            break
    if b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise errors.damaged(name, kind)
    if at != len(data):
        raise errors.two_in_one(name)


def _check_png_head(data: bytes, chunk: bytes, length: int, name: str) -> None:
    if chunk != b"IHDR" or length != 13:
        raise errors.damaged(name, FileKind.PNG)
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    _check_size(width, height, FileKind.PNG, name)


def check_jpeg(data: bytes, kind: FileKind, name: str) -> None:
    """Segments from the start mark through a frame header to the picture's end mark.

    Phones write more behind that mark (a second picture, a clip): it is let pass unless it is an
    archive or a PDF.
    """
    if not data.startswith(b"\xff\xd8\xff"):
        raise errors.content_differs(name, kind)
    at, has_frame = 2, False
    while True:
        at = _next_marker(data, at, name)
        marker = data[at]
        if marker == 0xD9:
            raise errors.damaged(name, kind)  # an end without a picture
        length = int.from_bytes(data[at + 1 : at + 3], "big")
        if length < 2 or at + 1 + length > len(data):
            raise errors.damaged(name, kind)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(data[at + 4 : at + 6], "big")
            width = int.from_bytes(data[at + 6 : at + 8], "big")
            _check_size(width, height, kind, name)
            has_frame = True
        at += 1 + length
        if marker == 0xDA:
            break
    # In the picture's own data a 0xFF is always followed by 0x00 or a restart mark.
    if not has_frame or data.find(b"\xff\xd9", at) < 0:
        raise errors.damaged(name, kind)


def _next_marker(data: bytes, at: int, name: str) -> int:
    """The place of the next marker's second byte; fill bytes are skipped."""
    if at >= len(data) or data[at] != 0xFF:
        raise errors.damaged(name, FileKind.JPEG)
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at + 3 > len(data):
        raise errors.damaged(name, FileKind.JPEG)
    return at


def check_webp(data: bytes, kind: FileKind, name: str) -> None:
    """A RIFF container that is exactly as long as it says, of chunks that are too."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise errors.content_differs(name, kind)
    total = int.from_bytes(data[4:8], "little") + 8
    if total > len(data):
        raise errors.damaged(name, kind)
    if total < len(data):
        raise errors.two_in_one(name)
    at = 12
    kinds: list[bytes] = []
    while at + 8 <= total:
        chunk, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > total:
            raise errors.damaged(name, kind)
        kinds.append(chunk)
        if chunk == b"VP8X" and length >= 10:
            width = int.from_bytes(data[at + 12 : at + 15], "little") + 1
            height = int.from_bytes(data[at + 15 : at + 18], "little") + 1
            _check_size(width, height, kind, name)
        at += 8 + length + length % 2
    # Without VP8X a side has 14 bits: at most 268 million pixels, in practice far fewer.
    if not kinds or kinds[0] not in (b"VP8 ", b"VP8L", b"VP8X") or at != total:
        raise errors.damaged(name, kind)


def _check_size(width: int, height: int, kind: FileKind, name: str) -> None:
    if not width or not height:
        raise errors.damaged(name, kind)
    if width * height > MOST_PIXELS:
        raise errors.unpacks_too_large(name)
