"""The PDF as a reader gets it: text, tags, typeface, pages, bytes."""

from __future__ import annotations

import io
import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kiem.domain.documents.layout import lay_out
from kiem.domain.documents.model import Annex, OfficialDocument, Paragraph
from kiem.domain.documents.render import render_pdf, render_report
from kiem.domain.documents.rendering.fonts import packaged_typeface, typeface, vietnamese_letters
from kiem.domain.documents.rendering.pdf import write_pdf
from tests.domain.documents.papers import DECISION, LETTER, PARTY, YOUTH, report_of, table_of
from tests.domain.documents.reading import fonts_of, pages_of, tags_of

MARKUP = "#*_$@<>\\[]{}()\"'`=-/~^&%|:;,.!?+0123456789"


def _metadata(pdf: bytes) -> str:
    stream = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"]
    return bytes(stream.get_object().get_data()).decode()


def test_decision_reads_back_whole_in_one_page() -> None:
    (page,) = pages_of(render_pdf(DECISION))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in page
    assert "Số: 05/QĐ-CAHN Hà Nội, ngày 03 tháng 02 năm 2026" in page
    assert "Điều 1. Điều động đồng chí Nguyễn Thị Ánh Nguyệt kể từ ngày 15 tháng 02" in page
    assert "Đại tá Trần Văn Bình" in page
    assert "DỰ THẢO" not in page
    assert "hư cấu" not in page


@pytest.mark.parametrize("header", [YOUTH, PARTY])
def test_other_families_carry_no_national_name(header: object) -> None:
    (page,) = pages_of(render_pdf(replace(DECISION, header=header)))
    assert "CỘNG HÒA" not in page


def test_every_vietnamese_letter_is_embedded_and_reads_back() -> None:
    letters = vietnamese_letters()
    assert len(letters) == 2 * (12 * 6 + 1)
    document = replace(DECISION, blocks=(Paragraph(" ".join(letters)),))
    pdf = write_pdf(lay_out(document), face=packaged_typeface())
    assert " ".join(letters) in pages_of(pdf)[0]
    assert all(name.startswith("NotoSerif") for name in fonts_of(pdf))


def test_typeface_of_this_machine_holds_all_letters() -> None:
    assert typeface().family in ("Times New Roman", "Tinos", "TeX Gyre Termes", "Noto Serif")


def test_pdf_claims_accessibility_and_archive_profiles() -> None:
    pdf = render_pdf(DECISION)
    assert "<pdfuaid:part>1<" in _metadata(pdf)
    assert "<pdfaid:part>2<" in _metadata(pdf)
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert PdfReader(io.BytesIO(pdf)).metadata["/Title"] == (
        "Quyết định 05/QĐ-CAHN Về việc điều động cán bộ"
    )


def test_report_table_is_tagged_with_its_head() -> None:
    tags = tags_of(render_report(report_of(3)))
    assert (tags["/Table"], tags["/TH"], tags["/TR"], tags["/TD"]) == (1, 3, 5, 12)
    assert (tags["/H1"], tags["/H2"], tags["/Link"]) == (1, 1, 3)


def test_letterhead_is_not_a_table_to_a_screen_reader() -> None:
    assert tags_of(render_pdf(LETTER))["/Table"] == 0


def test_page_numbers_begin_on_the_second_page() -> None:
    pages = pages_of(render_report(report_of(120)))
    assert len(pages) > 2
    assert not pages[0].startswith("1 ")
    assert pages[1].startswith("2 STT Họ và tên")  # the head is repeated
    assert pages[2].startswith("3 STT Họ và tên")


@pytest.mark.parametrize("rows", [0, 1, 40, 400])
def test_tables_of_any_length_keep_every_row(rows: int) -> None:
    pages = pages_of(render_report(report_of(rows)))
    text = " ".join(pages)
    assert all(f"Nguyễn Thị Ánh {number} 160,5" in text for number in range(1, rows + 1))
    assert f"Cộng {rows}" in pages[-1]


@pytest.mark.parametrize("count", [0, 1, 40, 400])
def test_any_number_of_recipients_is_printed(count: int) -> None:
    document = replace(DECISION, recipients=tuple(f"Đơn vị {n}" for n in range(count)))
    text = " ".join(pages_of(render_pdf(document)))
    assert all(f"- Đơn vị {n};" in text for n in range(count))
    assert "- Lưu: VT." in text


def test_watermark_and_invented_mark_stand_on_every_page() -> None:
    annexes = (Annex("Danh sách", (table_of(60),)), Annex("Biểu", (table_of(1),), True))
    pdf = render_pdf(replace(DECISION, annexes=annexes, is_draft=True, is_invented=True))
    pages = pages_of(pdf)
    assert len(pages) >= 4
    assert all("DỰ THẢO" in page for page in pages)
    assert all("hư cấu" in page and "invented people" in page for page in pages)


def test_annex_across_the_page_is_landscape() -> None:
    annexes = (Annex("Biểu", (table_of(1),), is_landscape=True),)
    pages = PdfReader(io.BytesIO(render_pdf(replace(DECISION, annexes=annexes)))).pages
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages]
    assert sizes == [(595, 842), (842, 595)]


def test_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(DECISION) == render_pdf(DECISION)
    assert render_pdf(replace(DECISION, signed_on=None)) == render_pdf(
        replace(DECISION, signed_on=None)
    )


def _named(name: str) -> OfficialDocument:
    return replace(DECISION, blocks=(Paragraph(f"Đồng chí {name} nhận."),), recipients=(name,))


@pytest.mark.parametrize("name", ['#panic("x")', "*bold*", "_a_ $x$ @ref <a>", "// end", "= Đầu"])
def test_markup_in_a_name_prints_as_it_is(name: str) -> None:
    assert f"Đồng chí {name} nhận./." in pages_of(render_pdf(_named(name)))[0]


@settings(max_examples=80)
@given(st.text(alphabet=MARKUP + "aăâđêôơưnghtáẫộựỹ ", min_size=1, max_size=60))
def test_any_text_prints_letter_for_letter(name: str) -> None:
    page = "".join(pages_of(render_pdf(_named(name)))[0].split())
    assert "".join(f"Đồngchí{name}nhận./.".split()) in page.replace("\u200b", "")


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_no_text_at_all_stops_the_printer(name: str) -> None:
    assert render_pdf(_named(name)).startswith(b"%PDF-")


def test_signs_without_a_glyph_cost_the_claim_not_the_page() -> None:
    pdf = render_pdf(_named("\N{GRINNING FACE}"))
    assert "pdfuaid" not in _metadata(pdf)
    assert "Trần Văn Bình" in pages_of(pdf)[0]


def test_word_longer_than_the_line_stays_on_the_page() -> None:
    pdf = render_pdf(_named("Nguyễn" * 60))
    assert "Nguyễn" * 60 in "".join(pages_of(pdf)).replace("\u200b", "").replace(" ", "")
    rights: list[float] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, _size: object) -> None:
        rights.append(tm[4])

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    assert max(rights) < 595 - 20 * 72 / 25.4


def test_decision_and_report_are_written_in_time() -> None:
    render_pdf(DECISION)
    start = time.process_time()
    render_pdf(DECISION)
    decided = time.process_time()
    render_report(report_of(200))
    assert decided - start < 0.15
    assert time.process_time() - decided < 0.5


def _resident_mb() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        pytest.skip("this system does not say how much memory a process holds")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20


def test_many_reports_in_a_row_hold_no_memory() -> None:
    for rows in range(150, 153):
        render_report(report_of(rows))
    before_mb = _resident_mb()
    for rows in range(153, 161):
        render_report(report_of(rows))
    assert _resident_mb() - before_mb < 60  # 30 MB each, were they remembered
