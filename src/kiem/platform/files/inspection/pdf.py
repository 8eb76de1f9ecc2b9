"""PDF: complete, unprotected, and without anything that acts.

This is a filter, not a parser: names are looked for where a reader would find them, in the file
outside its streams and in object streams. It keeps out what programs and people commonly make; a
reader of its own kind may still be deceived, which is why a file leaves as a download only.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from kiem.platform.files import errors
from kiem.platform.files.kinds import FileKind

_HEAD = re.compile(rb"%PDF-[12]\.\d")
_END = b"%%EOF"
_TAIL_BYTES = 1024
_STREAM = re.compile(rb">>\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
# What each name does to whoever opens the file.
_ACTING = {
    b"JavaScript": "JavaScript",
    b"JS": "JavaScript",
    b"Launch": "Launch",
    b"EmbeddedFile": "EmbeddedFile",
    b"RichMedia": "RichMedia",
    b"XFA": "XFA",
    b"ImportData": "ImportData",
}
_NAMES = re.compile(rb"/(" + b"|".join(_ACTING) + rb"|Encrypt)(?![A-Za-z0-9_.\-])")
_MOST_UNPACKED_BYTES = 32 * 1024 * 1024


def check_pdf(data: bytes, kind: FileKind, name: str) -> None:
    """From `%PDF-` in the first byte to `%%EOF` at the end, and none of the acting names."""
    if not _HEAD.match(data):
        raise errors.content_differs(name, kind)
    end = data.rfind(_END, len(data) - _TAIL_BYTES if len(data) > _TAIL_BYTES else 0)
    if end < 0 or b"startxref" not in data:
        raise errors.damaged(name, kind)
    if data[end + len(_END) :].strip(b"\r\n\t \x00"):
        raise errors.two_in_one(name)
    for text in _structure(data, name):
        for found in _NAMES.finditer(_unescaped(text)):
            if found[1] == b"Encrypt":
                raise errors.locked(name)
            raise errors.active_content(name, _ACTING[found[1]])


def _structure(data: bytes, name: str) -> Iterator[bytes]:
    """The file without its streams, then each object stream unpacked."""
    yield _STREAM.sub(b">>", data)
    unpacked_bytes = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 400) : found.start()]
        if b"/ObjStm" not in _unescaped(head[head.rfind(b" obj") :]):
            continue
        unpacker = zlib.decompressobj()
        try:
            text = unpacker.decompress(found[1], _MOST_UNPACKED_BYTES - unpacked_bytes)
        except zlib.error:
            continue  # no Flate stream: nothing a reader of objects would unpack either
        unpacked_bytes += len(text)
        if unpacker.unconsumed_tail:
            raise errors.unpacks_too_large(name)
        yield text


def _unescaped(text: bytes) -> bytes:
    """`/J#61vaScript` as readers see it: `/JavaScript`."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text) if b"#" in text else text
