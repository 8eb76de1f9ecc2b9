"""Slips as PDF: two columns of five on A4, to be cut along the lines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kiem.domain.documents.rendering.fonts import Typeface, typeface

if TYPE_CHECKING:
    from kiem.domain.documents.slips import SlipSheet

_TEMPLATE = Path(__file__).with_name("slips.typ")


def write_slips(sheet: SlipSheet, *, face: Typeface | None = None) -> bytes:
    """The pages, PDF/UA-1; texts go in as data and are never read as markup."""
    import typst

    face = face or typeface()
    day = sheet.held_on
    data = {
        **asdict(sheet),
        "held_on": [day.year, day.month, day.day],
        "font": {"family": face.family, "stretch_percent": face.stretch_percent},
    }
    compiler = typst.Compiler(
        _template(),
        root=str(_TEMPLATE.parent),
        font_paths=face.fonts,
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(data)},
    )
    moment = datetime.combine(day, time(), UTC)
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    return cast(bytes, pdf)  # a PDF is one file; only images come as lists


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
