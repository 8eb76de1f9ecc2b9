"""Plain text and CSV."""

from __future__ import annotations

import re

from kiem.platform.files import errors
from kiem.platform.files.kinds import FileKind

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Everything below a space but tab, line ends and form feed; no text has it, programs do.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROLS_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<\s*(!doctype|\?xml|html|head|body|svg|script|iframe|!--)", re.IGNORECASE)
_HEAD_CHARACTERS = 1024


def check_text(data: bytes, kind: FileKind, name: str) -> None:
    """Text in UTF-8, UTF-16 with its mark, or one byte a letter; no markup, no control characters.

    Which of the encodings it is, the reader of the text finds out: only what is no text in any is
    refused here.
    """
    text = _decoded(data, kind, name)
    if _CONTROLS_IN_TEXT.search(text) or _MARKUP.match(text[:_HEAD_CHARACTERS].lstrip("\ufeff")):
        raise errors.content_differs(name, kind)


def _decoded(data: bytes, kind: FileKind, name: str) -> str:
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise errors.content_differs(name, kind) from None
    if _CONTROLS.search(data):
        raise errors.content_differs(name, kind)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # windows-1258 and its like: every byte is a letter of some of them
        return data.decode("latin-1")
