"""Accent-insensitive words against the folded `search_text` of a state."""

from __future__ import annotations

from kiem.platform.kernel.collation import fold

MOST_WORDS = 8


def search_words(text: str | None) -> list[str]:
    """The words of a search, folded; signs that LIKE reads as patterns are taken literally."""
    if not text:
        return []
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped.split()[:MOST_WORDS]


def words_match(alias: str, words: list[str]) -> list[str]:
    """One predicate for each word; the parameters are `word0`, `word1`, ..."""
    return [f"{alias}.search_text LIKE %(word{number})s" for number in range(len(words))]


def word_parameters(words: list[str]) -> dict[str, str]:
    return {f"word{number}": f"%{word}%" for number, word in enumerate(words)}
