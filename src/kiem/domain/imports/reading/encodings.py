"""Which letters the bytes of a text file mean.

Known are UTF-8, UTF-16 with its mark, and Windows-1258 of older Vietnamese Windows. Fonts of the
nineties (TCVN3, VNI) put other letters on the same bytes: their text reads as marks and symbols
between letters, and is refused with the place rather than kept as nonsense.
"""

from __future__ import annotations

import re
import unicodedata

from kiem.domain.imports import errors

_BYTE_ORDER_16 = (b"\xff\xfe", b"\xfe\xff")
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", base + tone).translate({0: None})
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("đĐ")
_BESIDE_LETTERS = frozenset(
    "\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022\u20ab\u00ab\u00bb\u00b0\u00b2\u00b3"
    "\u00bd\u00d7\u00a7\u20ac"
)
# UTF-8 that was read as a one-byte encoding and saved again: Nguyá»…n, Äá»™i.
_TWICE = re.compile(
    "\u00e1[\u00ba\u00bb]|\u00c3[\u0080-\u00bf\u2018-\u203a]|\u00c4\u2018|\u00c6[\u00a1\u00b0]"
)


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text, composed (NFC), and the name of its encoding. Raises InvalidInput."""
    text, encoding = _decode(content, name)
    return unicodedata.normalize("NFC", text.lstrip("\ufeff")), encoding


def _decode(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith(_BYTE_ORDER_16):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise errors.unknown_encoding(name, 1) from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        raise errors.unknown_encoding(name, line) from None
    for number, row in enumerate(text.splitlines(), start=1):
        if any(ord(c) > 127 and c not in _VIETNAMESE and c not in _BESIDE_LETTERS for c in row):
            raise errors.unknown_encoding(name, number)
    return text, "Windows-1258"


def is_garbled(text: str) -> bool:
    """Letters that were read in a wrong encoding before they came here."""
    return "\ufffd" in text or _TWICE.search(text) is not None
