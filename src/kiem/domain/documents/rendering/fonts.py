"""Which typeface the PDF is set in: Times New Roman where it is installed, else Noto Serif.

A family counts only if it holds every Vietnamese letter in its four faces: some free copies of
Times lack the letters with two marks, and a page with half its vowels from another typeface is
worse than another typeface (decision 0090). Noto Serif comes with the program; at four fifths of
its width axis its lines are as long as those of Times.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

_OURS = "Noto Serif"
_OUR_STRETCH_PERCENT = 80
_TIMES = ("Times New Roman", "Tinos", "TeX Gyre Termes", "Liberation Serif")
_finding = threading.Lock()

_VOWELS = "aăâeêioôơuưy"
_TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323", "")


@dataclass(frozen=True, slots=True)
class Typeface:
    """`stretch_percent`: the width to ask of a typeface with a width axis."""

    family: str
    stretch_percent: int
    fonts: typst.Fonts


def typeface() -> Typeface:
    """The typeface of this machine; found once, at the first document."""
    with _finding:
        return _find()


@cache
def _find() -> Typeface:
    import typst

    everything = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    installed = set(everything.families())
    for family in _TIMES:
        if family in installed and holds_vietnamese(family, everything):
            return Typeface(family, 100, everything)
    return packaged_typeface()


@cache
def packaged_typeface() -> Typeface:
    """The one that comes with the program: the same on every machine."""
    import fontpkg_noto_serif
    import typst

    folder = Path(fontpkg_noto_serif.ROOT) / "files"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    return Typeface(_OURS, _OUR_STRETCH_PERCENT, fonts)


def vietnamese_letters() -> str:
    """Every letter of Vietnamese, both cases, NFC."""
    import unicodedata

    vowels = "".join(
        unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES
    )
    small = vowels + "đ"
    return small + small.upper()


def holds_vietnamese(family: str, fonts: typst.Fonts) -> bool:
    """Whether all four faces of `family` have every Vietnamese letter.

    Asked of the typesetter itself: under PDF/UA it refuses a letter that its font lacks.
    """
    import typst

    probe = b"""
        #set document(title: "probe")
        #set text(font: sys.inputs.family, lang: "vi", fallback: false)
        #for weight in (400, 700) { for style in ("normal", "italic") {
          text(weight: weight, style: style, sys.inputs.letters)
        } }
    """
    compiler = typst.Compiler(
        probe,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"family": family, "letters": vietnamese_letters()},
    )
    try:
        compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    except typst.TypstError:
        return False
    return True
