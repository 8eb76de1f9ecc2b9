"""The DOCX as a clerk's word processor gets it: styles, tables, fields, bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from kiem.domain.documents.layout.styles import STYLES
from kiem.domain.documents.layout.texts import clean
from kiem.domain.documents.model import Annex, Paragraph, Urgency
from kiem.domain.documents.render import FileFormat, render_docx, render_report
from kiem.domain.documents.rendering.docx import broken_name
from tests.domain.documents.papers import DECISION, LETTER, report_of, table_of
from tests.domain.documents.reading import opened, texts_of


def test_decision_reads_back_in_order() -> None:
    texts = texts_of(render_docx(DECISION))
    assert texts[:8] == [
        "BỘ CÔNG AN",
        "CÔNG AN THÀNH PHỐ HÀ NỘI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/QĐ-CAHN",
        "Hà Nội, ngày 03 tháng 02 năm 2026",
        "QUYẾT ĐỊNH",
        "Về việc điều động cán bộ",
    ]
    assert texts[-1] == "Đại tá Trần Văn Bình"
    assert "Điều 3. Các đơn vị chịu trách nhiệm thi hành Quyết định này./." in texts


def test_paragraphs_have_named_styles_with_their_sizes() -> None:
    document = opened(render_docx(DECISION))
    names = {style.name: style for style in document.styles}
    for style in STYLES.values():
        assert names[style.name_vi].font.size == Pt(style.size_pt)
        assert bool(names[style.name_vi].font.bold) == style.bold
    article = next(p for p in document.paragraphs if p.text.startswith("Điều 1."))
    assert article.style.name == "VB Nội dung"
    assert article.paragraph_format.first_line_indent is None  # from the style, not by hand
    assert [run.bold for run in article.runs] == [True, None, True, None]
    assert names["Normal"].font.name == "Times New Roman"


def test_letterhead_is_a_table_without_borders() -> None:
    table = opened(render_docx(DECISION)).tables[0]
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {side.get(qn("w:val")) for side in borders} == {"nil"}
    assert (len(table.rows), len(table.columns)) == (2, 2)
    assert sum(round(cell.width.mm, 1) for cell in table.rows[0].cells) == 160


def test_pages_are_a4_with_the_number_from_the_second_page() -> None:
    (section,) = opened(render_docx(DECISION)).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 20)
    assert section.different_first_page_header_footer
    field = section.header.paragraphs[0]._p.xml
    assert " PAGE " in field
    assert "PAGE" not in section.first_page_header.paragraphs[0]._p.xml


def test_marks_stand_in_header_and_footer_of_all_pages() -> None:
    (section,) = opened(render_docx(replace(DECISION, is_draft=True, is_invented=True))).sections
    for footer in (section.footer, section.first_page_footer):
        assert "hư cấu" in footer.paragraphs[0].text
    for header in (section.header, section.first_page_header):
        assert 'string="DỰ THẢO"' in header.paragraphs[0]._p.xml
    (plain,) = opened(render_docx(DECISION)).sections
    assert "DỰ THẢO" not in plain.header.paragraphs[0]._p.xml
    assert plain.footer.paragraphs[0].text == ""


def test_table_repeats_its_head_and_tears_no_row() -> None:
    table = opened(render_report(report_of(40), FileFormat.DOCX)).tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert len(table.rows) == 42
    assert [cell.text for cell in table.rows[41].cells] == ["", "Cộng", "40"]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_figures_link_to_their_records() -> None:
    document = opened(render_report(report_of(2), FileFormat.DOCX))
    links = document.element.body.iter(qn("w:hyperlink"))
    targets = {document.part.rels[link.get(qn("r:id"))].target_ref for link in links}
    assert targets == {"https://kiem.test/7"}


def test_landscape_annex_is_a_section_of_its_own() -> None:
    annexes = (Annex("Biểu", (table_of(1),), is_landscape=True),)
    main, annex = opened(render_docx(replace(DECISION, annexes=annexes))).sections
    assert (main.orientation, annex.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert round(annex.page_width.mm) == 297
    assert annex.header.is_linked_to_previous


def test_headings_are_in_the_navigation_pane() -> None:
    document = opened(render_docx(DECISION))
    title = next(p for p in document.paragraphs if p.text == "QUYẾT ĐỊNH")
    assert title._p.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"


# ECMA-376, part 1: the order of what this program writes. Word refuses files that break it.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens spacing ind contextualSpacing"
    " mirrorIndents jc textAlignment outlineLvl cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow noProof vanish"
    " webHidden color spacing kern position sz szCs highlight u bdr shd vertAlign rtl cs lang",
    "tblPr": "tblStyle tblpPr bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign hideMark",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
}


def test_elements_stand_in_the_order_of_the_standard() -> None:
    annexes = (Annex("Biểu", (table_of(2),), is_landscape=True),)
    letter = replace(LETTER, urgency=Urgency.URGENT, annexes=annexes, is_draft=True)
    for content in (render_docx(letter), render_report(report_of(2), FileFormat.DOCX)):
        document = opened(content)
        roots = [document.element, document.styles.element]
        roots += [document.sections[0].header._element]
        for tag, order in ORDER.items():
            ranks = {qn(f"w:{name}"): rank for rank, name in enumerate(order.split())}
            found = [each for root in roots for each in root.iter(qn(f"w:{tag}"))]
            assert found
            for element in found:
                places = [ranks[child.tag] for child in element]
                assert places == sorted(places), [child.tag for child in element]


def test_same_document_gives_the_same_bytes() -> None:
    first = render_docx(DECISION)
    assert first == render_docx(DECISION)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=20)
@given(st.text(max_size=80))
def test_any_text_is_written_as_it_is(name: str) -> None:
    document = replace(LETTER, blocks=(Paragraph(f"Đồng chí {name} nhận."),))
    assert f"Đồng chí {clean(name)} nhận./." in texts_of(render_docx(document))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("CÔNG AN THÀNH PHỐ HÀ NỘI", ["CÔNG AN THÀNH PHỐ HÀ NỘI"]),
        ("ĐẢNG ỦY CÔNG AN THÀNH PHỐ", ["ĐẢNG ỦY", "CÔNG AN THÀNH PHỐ"]),
        ("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI", ["LIÊN ĐOÀN LAO ĐỘNG", "THÀNH PHỐ HÀ NỘI"]),
    ],
)
def test_long_name_in_the_letterhead_leaves_no_word_alone(name: str, lines: list[str]) -> None:
    """As it is in Times, wider than the face of the PDF."""
    assert broken_name(name, 13, 67).split("\n") == lines


def test_name_too_long_for_two_lines_wraps_by_itself() -> None:
    name = " ".join(["BAN CHẤP HÀNH"] * 8)
    assert broken_name(name, 13, 67) == name
