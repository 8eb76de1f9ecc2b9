"""What a question may be: written by an organiser, checked here. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiem.domain.surveys import errors

KINDS = ("choice", "choices", "scale", "number", "text", "table")
WITH_OPTIONS = {"choice": 2, "choices": 2, "table": 1}  # kind -> fewest options or columns
SCALE_HIGHEST = 10
MOST_QUESTIONS = 120
MOST_OPTIONS = 60
_KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked.

    `options_*`: choices; the two ends of a scale (or none); columns of a table, with `rows_*`.
    English lists are empty or as long as the Vietnamese ones. `computed`: a key of
    `queries.COMPUTED` for a number that the system can know. `id` is 0 until it is stored.
    """

    key: str
    kind: str
    text_vi: str
    text_en: str = ""
    is_required: bool = False
    options_vi: Sequence[str] = ()
    options_en: Sequence[str] = ()
    rows_vi: Sequence[str] = ()
    rows_en: Sequence[str] = ()
    unit_vi: str = ""
    unit_en: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    computed: str = ""
    id: int = 0

    @property
    def scale(self) -> tuple[int, int]:
        """Lowest and highest value of a scale, both included."""
        return int(self.lowest or 0), int(self.highest or 0)

    @property
    def bounds(self) -> str:
        """What a number must lie between, as people write it: `0 to 100`, `0 or more`."""
        low = "" if self.lowest is None else f"{self.lowest.normalize():f}"
        high = "" if self.highest is None else f"{self.highest.normalize():f}"
        return f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"


def checked_question(question: Asked, *, computable: Sequence[str]) -> Asked:
    """The question with its texts trimmed; InvalidInput says which part cannot be."""
    if not _KEY.fullmatch(question.key):
        raise errors.key_wrong(question.key)
    if question.kind not in KINDS:
        raise errors.kind_unknown(question.kind, KINDS)
    options_vi, options_en = _lists("options", question.options_vi, question.options_en)
    rows_vi, rows_en = _lists("rows", question.rows_vi, question.rows_en)
    _guard_options(question.kind, options_vi)
    if question.kind == "table" and not rows_vi:
        raise errors.rows_missing()
    _guard_bounds(question)
    if question.computed and (question.kind != "number" or question.computed not in computable):
        raise errors.figure_unknown(question.computed, computable)
    return Asked(
        key=question.key,
        kind=question.kind,
        text_vi=_line("text_vi", question.text_vi, 600),
        text_en=_line("text_en", question.text_en, 600, may_be_empty=True),
        is_required=question.is_required,
        options_vi=options_vi,
        options_en=options_en,
        rows_vi=rows_vi if question.kind == "table" else (),
        rows_en=rows_en if question.kind == "table" else (),
        unit_vi=_line("unit_vi", question.unit_vi, 40, may_be_empty=True),
        unit_en=_line("unit_en", question.unit_en, 40, may_be_empty=True),
        lowest=question.lowest,
        highest=question.highest,
        computed=question.computed,
    )


def _guard_options(kind: str, options: Sequence[str]) -> None:
    if kind in WITH_OPTIONS and len(options) < WITH_OPTIONS[kind]:
        raise errors.options_missing(WITH_OPTIONS[kind])
    if kind == "scale" and len(options) not in (0, 2):
        raise errors.scale_ends_wrong()
    if kind in ("number", "text") and options:
        raise errors.options_not_wanted()
    if len(options) > MOST_OPTIONS:
        raise errors.too_many_options(MOST_OPTIONS)
    for number, option in enumerate(options):
        if option in options[:number]:
            raise errors.option_twice(option)


def _guard_bounds(question: Asked) -> None:
    low, high = question.lowest, question.highest
    if question.kind == "scale" and (
        low is None
        or high is None
        or low != low.to_integral_value()
        or high != high.to_integral_value()
        or not 0 <= low < high <= SCALE_HIGHEST
    ):
        raise errors.scale_wrong(SCALE_HIGHEST)
    if low is not None and high is not None and low >= high:
        raise errors.bounds_wrong()


def _lists(
    field: str, vietnamese: Sequence[str], english: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts_vi = tuple(_line(f"{field}_vi", text, 200) for text in vietnamese)
    texts_en = tuple(_line(f"{field}_en", text, 200) for text in english)
    if texts_en and len(texts_en) != len(texts_vi):
        raise errors.languages_differ(f"{field}_en")
    return texts_vi, texts_en


def _line(field: str, text: str, most: int, *, may_be_empty: bool = False) -> str:
    """One line of text: trimmed, composed (NFC), not too long."""
    cleaned = " ".join(unicodedata.normalize("NFC", text.replace("\x00", "")).split())
    if not cleaned and not may_be_empty:
        raise errors.text_missing(field)
    if len(cleaned) > most:
        raise errors.text_too_long(field, most)
    return cleaned
