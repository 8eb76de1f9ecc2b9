"""Texts that no spreadsheet takes for a formula."""

from __future__ import annotations

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(text: str) -> str:
    """The text, after an apostrophe where a spreadsheet would run it.

    Looked at behind spaces too: some programs strip them before they decide. The full-width signs
    are formulas to a spreadsheet set to an East Asian language.
    """
    return "'" + text if text.lstrip(" \u00a0").startswith(_DANGEROUS) else text
