"""File names as they may be kept: a name, not a path, and nothing in it that misleads the eye."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
_WITHOUT_A_NAME = "file"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """`name` without folders, control characters, marks that turn the writing direction, and
    characters that some system cannot store; at most 120 characters, the ending kept.

    Vietnamese letters stay, composed (NFC). What remains of `../../etc/passwd` is `passwd`.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    composed = unicodedata.normalize("NFC", last)
    # Categories C*: controls, format marks such as U+202E, lone surrogates, private and unassigned.
    shown = "".join(c for c in _SPACES.sub(" ", composed) if unicodedata.category(c)[0] != "C")
    cleaned = _FORBIDDEN.sub("_", shown).strip(" .")
    if _DEVICES.match(cleaned):
        cleaned = f"_{cleaned}"
    return _shortened(cleaned or _WITHOUT_A_NAME)


def ending_of(name: str) -> str:
    """The part after the last dot, in lower case; empty without one."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1].rstrip() + dot + ending
