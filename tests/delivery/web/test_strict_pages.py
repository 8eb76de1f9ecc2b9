"""What the strict content policy forbids never gets into a template or a drawn picture."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kiem.delivery.web.monthbar import MonthHours, month_bar
from kiem.delivery.web.series import SeriesMonth, draw_series
from kiem.delivery.web.spans import Span, draw_spans
from kiem.time.month import Month

WEB = Path(__file__).resolve().parents[3] / "src" / "kiem" / "delivery" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
FORBIDDEN = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)|javascript:""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_template_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text) == []


def test_styles_load_nothing_from_elsewhere() -> None:
    sheets = sorted((WEB / "static").rglob("*.css"))
    assert len(sheets) >= 8
    for sheet in sheets:
        addresses = re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8"))
        assert all(a.strip("\"'").startswith(("../../fonts/", "#")) for a in addresses), sheet.name


def test_pictures_have_no_inline_style_and_escape_names() -> None:
    hours = MonthHours(168, 168, 52, 33.6)
    month = SeriesMonth(Month(2025, 6), hours, "/x/?a=1&b=2", is_shown=True, is_to_come=False)
    span = Span("<b>&", "office", date(2025, 1, 1), None, "/posts/1/")
    drawn = (
        month_bar(hours) + draw_series([month], "<i>") + draw_spans([span], date(2025, 6, 1), "<u>")
    )
    assert FORBIDDEN.findall(drawn) == []
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "&lt;b&gt;&amp;" in drawn
