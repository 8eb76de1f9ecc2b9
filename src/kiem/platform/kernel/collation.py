"""Vietnamese order and accent-insensitive search, the same on every machine.

The embedded server has no ICU, so the order is made here and stored: `sort_key` sorts by bytes as
ICU sorts `vi` (base letters a ă â b c d đ e ê ..., then tone: none ` ? ~ ' ., then case);
`fold` strips case, tones and marks for searching.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@lru_cache(maxsize=4096)
def _split_letter(letter: str) -> tuple[str, int]:
    """A lower-case letter without its tone, and the tone's rank (0 to 5)."""
    tone = 0
    rest = []
    for part in unicodedata.normalize("NFD", letter):
        if part in _TONES:
            tone = _TONES[part]
        else:
            rest.append(part)
    return unicodedata.normalize("NFC", "".join(rest)), tone


@lru_cache(maxsize=65536)
def sort_key(text: str) -> str:
    """An ASCII string that sorts by bytes as `text` sorts in Vietnamese.

    Three levels, separated by `!` so that a shorter text comes first: base letters (two hex digits
    each; space and punctuation before digits before letters), tones, case.
    """
    primary: list[str] = []
    tones: list[str] = []
    case: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        lower = letter.lower()
        base, tone = _split_letter(lower)
        if base in _RANK:
            primary.append(f"{0x60 + _RANK[base]:02x}")
        elif base.isdigit():
            primary.append(f"{0x40 + unicodedata.digit(base, 0):02x}")
        elif base.isspace() or not base.isalnum():
            primary.append("20")
        else:
            primary.append("f" + f"{ord(base[0]):05x}")
        tones.append(str(tone))
        case.append("1" if letter != lower else "0")
    return "!".join(("".join(primary), "".join(tones).rstrip("0"), "".join(case).rstrip("0")))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without tones and marks, `đ` as `d`, runs of space as one: for searching."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(part for part in decomposed if not unicodedata.combining(part))
    return " ".join(letters.split())


def person_sort_key(family_name: str, middle_name: str, given_name: str) -> str:
    """Vietnamese lists of people go by given name, then family name, then middle name."""
    return "~".join(sort_key(part) for part in (given_name, family_name, middle_name))
