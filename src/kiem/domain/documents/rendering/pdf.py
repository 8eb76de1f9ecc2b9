"""A layout as PDF: tagged, PDF/UA-1 and PDF/A-2a, the same bytes for the same layout."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kiem.domain.documents.layout import Layout
from kiem.domain.documents.layout.blocks import Grid, LaidBlock, Line, Pair
from kiem.domain.documents.layout.styles import (
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER_PT,
    PAGE_WIDTH_MM,
    SINGLE_LINE,
    STYLES,
)
from kiem.domain.documents.rendering.fonts import Typeface, typeface

if TYPE_CHECKING:
    from typst import PDFStandard

_TEMPLATE = Path(__file__).with_name("official.typ")
_STANDARDS: list[PDFStandard] = ["ua-1", "a-2a"]
_LARGE_CHARACTERS = 30_000
_RUNS_REMEMBERED = 10
_LONG_WORD = re.compile(r"\S{24}(?=\S)")
_TYPES: dict[type, str] = {Line: "line", Pair: "pair", Grid: "grid"}
_SHEET = {
    "width_mm": PAGE_WIDTH_MM,
    "height_mm": PAGE_HEIGHT_MM,
    "top_mm": MARGIN_TOP_MM,
    "bottom_mm": MARGIN_BOTTOM_MM,
    "left_mm": MARGIN_LEFT_MM,
    "right_mm": MARGIN_RIGHT_MM,
    "single_line": SINGLE_LINE,
    "number_pt": PAGE_NUMBER_PT,
}


def write_pdf(layout: Layout, *, face: Typeface | None = None) -> bytes:
    """The pages of `layout`.

    A text with signs the typeface lacks (pictograms, other scripts) still prints, with boxes in
    their place; that file then makes no claim to PDF/UA and PDF/A.
    """
    import typst

    face = face or typeface()
    data = json.dumps(_as_data(layout, face))
    try:
        return _compile(data, face, layout.day, _STANDARDS)
    except typst.TypstError as refused:
        if "could not be displayed" not in refused.message:
            raise
        return _compile(data, face, layout.day, [])
    finally:
        if len(data) > _LARGE_CHARACTERS:
            _forget(face)


def _forget(face: Typeface) -> None:
    """Let the typesetter drop what it remembers of a large document.

    It keeps the steps of its last ten runs to speed up the next: 30 MB for a table of 200 rows,
    so that a server that writes reports would hold 400 MB. Runs over nothing age them out.
    """
    import typst

    compiler = typst.Compiler(b"", font_paths=face.fonts, ignore_system_fonts=True)
    for _ in range(_RUNS_REMEMBERED + 1):
        compiler.compile(b"", format="pdf")


def _compile(data: str, face: Typeface, day: date, standards: list[PDFStandard]) -> bytes:
    import typst

    compiler = typst.Compiler(
        _template(),
        root=str(_TEMPLATE.parent),
        font_paths=face.fonts,
        ignore_system_fonts=True,
        sys_inputs={"document": data},
    )
    moment = datetime.combine(day, time(), UTC)
    pdf = compiler.compile(format="pdf", pdf_standards=standards, timestamp=moment)
    return cast(bytes, pdf)  # a PDF is one file; only images come as lists


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _as_data(layout: Layout, face: Typeface) -> dict[str, Any]:
    day = layout.day
    return {
        "title": layout.title,
        "author": layout.author,
        "day": [day.year, day.month, day.day],
        "font": {"family": face.family, "stretch_percent": face.stretch_percent},
        "sheet": _SHEET,
        "styles": {key: asdict(style) for key, style in STYLES.items()},
        "watermark": layout.watermark,
        "mark": layout.mark,
        "sections": [
            {
                "is_landscape": section.is_landscape,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in layout.sections
        ],
    }


def _block(block: LaidBlock) -> dict[str, Any]:
    return {"type": _TYPES[type(block)], **_breakable(asdict(block))}


def _breakable(value: Any) -> Any:
    """Words longer than a line of a narrow column may break, lest they leave the page."""
    match value:
        case str():
            return _LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", value)
        case dict():
            return {key: _breakable(each) for key, each in value.items() if key != "link"} | (
                {"link": value["link"]} if "link" in value else {}
            )
        case list() | tuple():
            return [_breakable(each) for each in value]
    return value
