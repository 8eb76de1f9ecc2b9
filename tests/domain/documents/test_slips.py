"""Slips: every code once, what to do on each, and a file that claims to be accessible."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from kiem.domain.documents.slips import SlipSheet, render_slips

SHEET = SlipSheet(
    congress_vi="Đại hội Đoàn xã A",
    congress_en="Congress of the youth of A",
    held_on=date(2025, 6, 1),
    contest_vi="Ủy viên Ban Chấp hành",
    contest_en="Committee member",
    round_number=2,
    seats=1,
    address="https://kiem.example/vote/",
    codes=tuple(f"{n:04d} 0000 1111 2222" for n in range(23)),
)


def text_of(sheet: SlipSheet) -> list[str]:
    """The pages' text, blanks as one."""
    pages = PdfReader(io.BytesIO(render_slips(sheet))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_ten_slips_a_page_each_with_its_code_once() -> None:
    pages = text_of(SHEET)
    assert len(pages) == 3
    assert [page.count("0000 1111 2222") for page in pages] == [10, 10, 3]
    together = " ".join(pages)
    assert all(together.count(code) == 1 for code in SHEET.codes)


def test_slip_says_in_both_languages_which_ballot_it_opens_and_how() -> None:
    (page,) = text_of(replace(SHEET, codes=SHEET.codes[:1]))
    for words in (
        "Đại hội Đoàn xã A",
        "Congress of the youth of A",
        "Ủy viên Ban Chấp hành – Lượt 2, bầu 1 người",
        "Committee member – Ballot 2, 1 seat",
        "https://kiem.example/vote/",
        "Mã chỉ dùng một lần",
        "The code works once",
    ):
        assert words in page
    assert "invented" not in page
    (marked,) = text_of(replace(SHEET, codes=SHEET.codes[:1], is_invented=True))
    assert "invented people" in marked


def test_sheet_is_tagged_and_titled() -> None:
    reader = PdfReader(io.BytesIO(render_slips(SHEET)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Đại hội Đoàn xã A"
    assert (
        reader.root_object["/MarkInfo"]["/Marked"] is True
        or reader.root_object["/MarkInfo"]["/Marked"]
    )


@pytest.mark.parametrize("name", ["#panic(1)", "*a* _b_ $x$", "\\ \" ' <b>", "Ă" * 300])
def test_markup_and_long_names_print_as_they_are_on_one_slip(name: str) -> None:
    pages = text_of(replace(SHEET, congress_vi=name, contest_vi=name, codes=SHEET.codes[:10]))
    assert len(pages) == 1
    assert name[:8].split()[0] in pages[0]
    assert pages[0].count("Mã chỉ dùng một lần") == 10
