"""Pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_TWENTIETHS_PER_MM = 1440 / 25.4
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def element(tag: str, **attributes: str) -> Any:
    """An element of the `w:` name space with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def border_paragraph(paragraph: Paragraph, sides: tuple[str, ...]) -> None:
    """A thin line along the named sides of a paragraph."""
    borders = element("pBdr")
    for side in sides:
        borders.append(element(side, val="single", sz="4", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def set_outline(paragraph: Paragraph, level: int) -> None:
    """Make the paragraph a heading of `level` (1 is the highest) in the navigation pane."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("outlineLvl", val=str(level - 1)), "w:divId", "w:rPr", "w:sectPr"
    )


def set_font(style: ParagraphStyle, family: str) -> None:
    """The typeface for all scripts, Vietnamese as the language of proofing."""
    from docx.oxml.ns import qn

    style.font.name = family
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), family)
    properties.append(element("lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"))


def fix_widths(table: Table, widths_mm: list[float]) -> None:
    """Columns of exactly these widths, whatever the cells hold."""
    from docx.shared import Mm

    table.autofit = False
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    for row in table.rows:
        for cell, width_mm in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width_mm)


def _insert(parent: Any, child: Any, followers: tuple[str, ...]) -> None:
    """Put `child` before the first of `followers`: word processors insist on the order."""
    from docx.oxml.ns import qn

    for tag in followers:
        found = parent.find(qn(f"w:{tag}"))
        if found is not None:
            found.addprevious(child)
            return
    parent.append(child)


def without_borders(table: Table) -> None:
    """Neither lines nor padding at the sides."""
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="nil"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w="40", type="dxa"))
    _insert(properties, borders, ("shd", "tblLayout", "tblCellMar", "tblLook"))
    _insert(properties, margins, ("tblLook",))


def keep_row_together(row: _Row, *, is_head: bool = False) -> None:
    """A row no page break tears apart; a head row is repeated on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))


def center_vertically(cell: _Cell) -> None:
    cell._tc.get_or_add_tcPr().append(element("vAlign", val="center"))


def add_page_number(paragraph: Paragraph) -> None:
    """The number of the page as a field, which the word processor fills in."""
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run("2" if kind == "text" else "")._r
        if kind in ("begin", "separate", "end"):
            run.append(element("fldChar", fldCharType=kind))
        elif not kind:
            instruction = element("instrText")
            instruction.text = text
            run.append(instruction)


def add_link(paragraph: Paragraph, address: str, run: Any) -> None:
    """Put `run`, the last of `paragraph`, into a hyperlink to `address`."""
    from docx.oxml.ns import qn

    link = element("hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, _LINK, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)


def add_watermark(section: Section, text: str) -> None:
    """Grey slanted letters under the text of every page of `section`."""
    for index, header in enumerate((section.header, section.first_page_header)):
        header.paragraphs[0].add_run()._r.append(_watermark_shape(text, f"watermark{index}"))


def _watermark_shape(text: str, name: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '</v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="{name}" o:spid="_x0000_s{2049 + len(name)}" type="#_x0000_t136"'
        ' style="position:absolute;margin-left:0;margin-top:0;width:430pt;height:120pt;'
        "rotation:308;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9"'
        f' stroked="f" alt={quoteattr(text)}><v:fill opacity=".6"/>'
        f'<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt;'
        f'font-weight:bold" string={quoteattr(text)}/></v:shape></w:pict>'
    )


def describe(document: Document, *, title: str, author: str) -> None:
    """What the file's properties say."""
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = author[:255]
    properties.last_modified_by = author[:255]
    properties.comments = ""
    properties.language = "vi-VN"
