"""A layout as DOCX: named styles, tables, fields; the same bytes for the same layout."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from kiem.domain.documents.layout import Layout
from kiem.domain.documents.layout.blocks import Grid, LaidBlock, Line, Pair, Section
from kiem.domain.documents.layout.styles import (
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER_PT,
    PAGE_WIDTH_MM,
    STYLES,
    Style,
)
from kiem.domain.documents.layout.texts import width_mm as text_width_mm
from kiem.domain.documents.model import Span
from kiem.domain.documents.rendering import docx_parts as parts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.section import Section as PageSection
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_FAMILY = "Times New Roman"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip archive can say
_MARK_PT = 9.0
# Names in the letterhead: Times, in which clerks open the file, is wider than the PDF's face.
_NAMES = frozenset({"parent", "issuer", "organization"})
_SPARE_MM = 3.0  # padding of the cell, and what the estimate of a width may be wrong by
_BODY = " CÔNG AN "  # where a name is best broken: ĐẢNG ỦY / CÔNG AN THÀNH PHỐ


def write_docx(layout: Layout) -> bytes:
    """The document of `layout`, for clerks who edit it."""
    import docx

    document = docx.Document()
    _define_styles(document)
    parts.describe(document, title=layout.title, author=layout.author)
    moment = datetime.combine(layout.day, time(), UTC)
    document.core_properties.created = document.core_properties.modified = moment
    for index, section in enumerate(layout.sections):
        page = document.sections[0] if index == 0 else _next_section(document)
        _set_page(page, section, layout, is_first=index == 0)
        for block in section.blocks:
            _draw(document, block, _text_width_mm(section))
        _end_section(document, section)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_bytes(buffer.getvalue())


def _same_bytes(content: bytes) -> bytes:
    """The archive without the moment it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for entry in made.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, made.read(entry))
    return out.getvalue()


def _define_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"]
    parts.set_font(normal, _FAMILY)
    normal.font.size = Pt(14)
    for style in STYLES.values():
        made = document.styles.add_style(style.name_vi, WD_STYLE_TYPE.PARAGRAPH)
        made.element.set(qn("w:styleId"), _style_id(style.key))
        made.base_style = normal
        made.quick_style = True
        _set_style(made, style)


def _set_paragraph_style(paragraph: Paragraph, key: str) -> None:
    """By identifier: looking a style up by its name takes longer than all the rest of a cell."""
    paragraph._p.style = _style_id(key)


def _style_id(key: str) -> str:
    return f"Official{key.title().replace('_', '')}"


def _set_style(made: ParagraphStyle, style: Style) -> None:
    from docx.shared import Mm, Pt

    made.font.size, made.font.bold, made.font.italic = Pt(style.size_pt), style.bold, style.italic
    shape = made.paragraph_format
    shape.alignment = _alignment(style.align)
    shape.first_line_indent, shape.left_indent = Mm(style.first_line_mm), Mm(style.left_mm)
    shape.space_before, shape.space_after = Pt(style.before_pt), Pt(style.after_pt)
    shape.line_spacing = style.line
    shape.keep_with_next = style.keep_with_next
    shape.widow_control = True


def _alignment(name: str) -> WD_ALIGN_PARAGRAPH:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[name]


def _text_width_mm(section: Section) -> float:
    across = PAGE_HEIGHT_MM if section.is_landscape else PAGE_WIDTH_MM
    return across - MARGIN_LEFT_MM - MARGIN_RIGHT_MM


def _end_section(document: Document, section: Section) -> None:
    """A low paragraph after a table: no section may end with one."""
    if not section.blocks or not isinstance(section.blocks[-1], Line):
        _set_paragraph_style(document.add_paragraph(), "gap")


def _next_section(document: Document) -> PageSection:
    """A new section; the paragraph that carries the break is low, lest it fill a page alone."""
    page: PageSection = document.add_section()
    _set_paragraph_style(document.paragraphs[-1], "gap")
    return page


def _set_page(page: PageSection, section: Section, layout: Layout, *, is_first: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    page.orientation = WD_ORIENT.LANDSCAPE if section.is_landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (height, width) if section.is_landscape else (width, height)
    page.top_margin, page.bottom_margin = Mm(MARGIN_TOP_MM), Mm(MARGIN_BOTTOM_MM)
    page.left_margin, page.right_margin = Mm(MARGIN_LEFT_MM), Mm(MARGIN_RIGHT_MM)
    page.header_distance = page.footer_distance = Mm(9)
    page.different_first_page_header_footer = is_first
    if not is_first:
        return  # header and footer go on from the first section
    _set_margins(page, layout)


def _set_margins(page: PageSection, layout: Layout) -> None:
    """The page number above all pages but the first, the mark below all."""
    from docx.shared import Pt

    number = page.header.paragraphs[0]
    number.alignment = _alignment("center")
    parts.add_page_number(number)
    for run in number.runs:
        run.font.size = Pt(PAGE_NUMBER_PT)
    if layout.mark:
        for footer in (page.footer, page.first_page_footer):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = _alignment("center")
            run = paragraph.add_run(layout.mark)
            run.font.size, run.italic = Pt(_MARK_PT), True
    if layout.watermark:
        parts.add_watermark(page, layout.watermark)


def _draw(document: Document, block: LaidBlock, width_mm: float) -> None:
    match block:
        case Line():
            _fill(document.add_paragraph(), block, width_mm)
            if block.rule_mm:
                _draw_rule(document.add_paragraph(), block.rule_mm, width_mm)
        case Pair():
            _draw_pair(document, block, width_mm)
        case Grid():
            _draw_grid(document, block, width_mm)


def _fill(paragraph: Paragraph, line: Line, width_mm: float) -> None:
    style = STYLES[line.style]
    _set_paragraph_style(paragraph, line.style)
    if line.level:
        parts.set_outline(paragraph, line.level)
    if style.boxed:
        parts.border_paragraph(paragraph, ("top", "left", "bottom", "right"))
        _indent_both(paragraph, width_mm / 3)
    spans = line.spans
    if line.style in _NAMES and len(spans) == 1:
        spans = (
            replace(spans[0], text=broken_name(spans[0].text, style.size_pt, width_mm - _SPARE_MM)),
        )
    _add_spans(paragraph, spans)


def broken_name(text: str, size_pt: float, room_mm: float) -> str:
    """A name too long for its line on two: before the body's own name, else in the middle; not with
    one word left over. Longer ones wrap as they come."""
    if text_width_mm(text, size_pt) <= room_mm:
        return text
    words = text.split(" ")
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    fitting = [pair for pair in halves if all(text_width_mm(h, size_pt) <= room_mm for h in pair)]
    if not fitting:
        return text
    at_body = [pair for pair in fitting if f" {pair[1]} ".startswith(_BODY)]
    best = at_body or [min(fitting, key=lambda pair: _difference_mm(pair, size_pt))]
    return "\n".join(best[0])


def _difference_mm(halves: tuple[str, str], size_pt: float) -> float:
    first, second = (text_width_mm(half, size_pt) for half in halves)
    return abs(first - second)


def _add_spans(paragraph: Paragraph, spans: Sequence[Span]) -> None:
    for span in spans:
        run = paragraph.add_run(span.text)
        if span.bold:
            run.bold = True
        if span.italic:
            run.italic = True
        if span.link:
            parts.add_link(paragraph, span.link, run)


def _draw_rule(paragraph: Paragraph, rule_mm: float, width_mm: float) -> None:
    """A rule of its length, centred: the upper border of a low, indented paragraph."""
    from docx.shared import Pt

    _set_paragraph_style(paragraph, "gap")
    parts.border_paragraph(paragraph, ("top",))
    _indent_both(paragraph, max(0.0, (width_mm - rule_mm) / 2))
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(5)


def _indent_both(paragraph: Paragraph, indent_mm: float) -> None:
    from docx.shared import Mm

    paragraph.paragraph_format.left_indent = Mm(indent_mm)
    paragraph.paragraph_format.right_indent = Mm(indent_mm)


def _draw_pair(document: Document, pair: Pair, width_mm: float) -> None:
    table = document.add_table(rows=len(pair.rows), cols=2)
    parts.without_borders(table)
    widths = [width_mm * pair.left_share, width_mm * (1 - pair.left_share)]
    parts.fix_widths(table, widths)
    for row, columns in zip(table.rows, pair.rows, strict=True):
        parts.keep_row_together(row)
        for cell, lines, room_mm in zip(row.cells, columns, widths, strict=True):
            _fill_cell(cell, lines, room_mm)


def _fill_cell(cell: _Cell, lines: Sequence[Line], width_mm: float) -> None:
    """A cell has one empty paragraph from the start; it takes the first line."""
    is_empty = True
    for line in lines:
        paragraph = cell.paragraphs[0] if is_empty else cell.add_paragraph()
        is_empty = False
        _fill(paragraph, line, width_mm)
        if line.rule_mm:
            _draw_rule(cell.add_paragraph(), line.rule_mm, width_mm)


def _draw_grid(document: Document, grid: Grid, width_mm: float) -> None:
    table = document.add_table(rows=0, cols=len(grid.head))
    table.style = "Table Grid"
    heads = [(Span(text),) for text in grid.head]
    _add_row(table, heads, ["head"] * len(heads), is_head=True)
    for row in (*grid.rows, grid.total):
        if row:
            _add_row(table, row, grid.styles)
    parts.fix_widths(table, [width_mm * share for share in grid.shares])


def _add_row(
    table: Table,
    cells: Sequence[Sequence[Span]],
    styles: Sequence[str],
    *,
    is_head: bool = False,
) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it so
    parts.keep_row_together(row, is_head=is_head)
    for cell, spans, style in zip(row.cells, cells, styles, strict=True):
        parts.center_vertically(cell)
        paragraph = cell.paragraphs[0]
        _set_paragraph_style(paragraph, style)
        _add_spans(paragraph, spans)
