"""What is read of a file: each value where it stands, and nothing that must not be trusted."""

from __future__ import annotations

import os
import time
import unicodedata
from datetime import date, datetime
from datetime import time as time_of_day

import pytest

from kiem.domain.imports.reading import Limits, Workbook, address, read_workbook
from kiem.platform.kernel.errors import InvalidInput
from tests.domain.imports.workbooks import SHEET, rewritten, with_part, workbook

# a spreadsheet's moments have no zone
HALF_PAST_EIGHT = datetime(2025, 3, 5, 8, 30)  # noqa: DTZ001 - see above


def refused(content: bytes, name: str = "a.xlsx", limits: Limits | None = None) -> str:
    with pytest.raises(InvalidInput) as error:
        read_workbook(content, name, limits)
    assert error.value.remedy
    assert "{" not in str(error.value)
    return error.value.code


@pytest.mark.parametrize(
    ("row", "column", "expected"), [(1, 1, "A1"), (5, 26, "Z5"), (5, 27, "AA5"), (9, 703, "AAA9")]
)
def test_address_is_what_spreadsheets_show(row: int, column: int, expected: str) -> None:
    assert address(row, column) == expected


def test_values_stand_where_the_file_has_them() -> None:
    content = workbook(
        ("Người", [["Mã", None, "Ngày"], [], [7, "Ánh", date(2025, 3, 5)], [True, 2.5]]),
        ("Hai", [["x"]]),
    )
    book = read_workbook(content, "a.xlsx")
    first = book.sheets[0]
    assert [sheet.name for sheet in book.sheets] == ["Người", "Hai"]
    assert first.rows == [["Mã", None, "Ngày"], [], [7.0, "Ánh", date(2025, 3, 5)], [True, 2.5]]
    assert first.cell(3, 3).address == "C3"
    assert first.cell(99, 99).is_empty
    assert first.is_blank(2)
    assert not first.is_blank(3)


def test_dates_and_times_are_read_as_such() -> None:
    clock = lambda book, sheet: sheet.write_number(  # noqa: E731 - a line of its own says less
        0, 1, 0.5, book.add_format({"num_format": "hh:mm"})
    )
    content = workbook(("A", [[HALF_PAST_EIGHT]]), more=[clock])
    assert read_workbook(content, "a.xlsx").sheets[0].rows == [
        [HALF_PAST_EIGHT, time_of_day(12, 0)]
    ]


def test_formulas_errors_and_merges_are_marked() -> None:
    def spoil(book: object, sheet: object) -> None:
        sheet.write_formula("A1", "=1+1", None, 2)  # type: ignore[attr-defined]  # xlsxwriter's
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]
        sheet.merge_range("A3:A4", "both")  # type: ignore[attr-defined]

    sheet = read_workbook(
        workbook(("A", [[], ["x"], [], [], ["y"]]), more=[spoil]), "a.xlsx"
    ).sheets[0]
    assert sheet.cell(1, 1).flaw == "formula"
    assert sheet.cell(1, 2).flaw == "error"
    assert sheet.cell(3, 1).flaw == "merged"
    assert sheet.cell(4, 1).flaw == "merged"
    assert sheet.cell(2, 1).flaw == ""


def test_hidden_sheets_are_told_apart() -> None:
    content = workbook(("A", [["x"]]), ("Lists", [["y"]]))
    hidden = rewritten(
        content,
        "xl/workbook.xml",
        lambda text: text.replace(b'name="Lists"', b'name="Lists" state="veryHidden"'),
    )
    assert [s.is_hidden for s in read_workbook(hidden, "a.xlsx").sheets] == [False, True]


@pytest.mark.parametrize(
    "where", [b'r="XFD1048576"', b"r='XFD1048576'", b'r="CZ250001"', b'r = "EZ1"']
)
def test_cell_far_away_is_refused_before_room_is_made_for_it(where: bytes) -> None:
    content = workbook(("A", [["x"], [5]]))
    started = time.process_time()
    spoilt = rewritten(content, SHEET, lambda text: text.replace(b'r="A2"', where))
    assert refused(spoilt) in ("imports.too_many_rows", "imports.too_many_columns")
    assert time.process_time() - started < 1


def test_cell_without_an_address_is_refused() -> None:
    content = workbook(("A", [["x"], [5]]))
    assert (
        refused(rewritten(content, SHEET, lambda text: text.replace(b'r="A2"', b"")))
        == "imports.unreadable"
    )


def test_empty_styled_cells_far_away_are_no_content() -> None:
    content = workbook(("A", [["x"]]))
    padded = rewritten(
        content,
        SHEET,
        lambda text: text.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        ),
    )
    assert read_workbook(padded, "a.xlsx").sheets[0].rows == [["x"]]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(bytes=100), "imports.too_large"),
        (Limits(rows=2), "imports.too_many_rows"),
        (Limits(columns=1), "imports.too_many_columns"),
        (Limits(cells=5), "imports.too_many_rows"),
        (Limits(sheets=1), "imports.too_many_sheets"),
    ],
)
def test_file_beyond_a_limit_is_refused(limits: Limits, code: str) -> None:
    content = workbook(("A", [["x", "y"]] * 3), ("B", [["x"]]))
    assert refused(content, "a.xlsx", limits) == code


def test_workbooks_that_are_none_are_refused() -> None:
    good = workbook(("A", [["x"]]))
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    assert refused(os.urandom(10 * 1024 * 1024)) == "files.content_differs"
    assert refused(good, "a.xls") == "imports.not_a_table"
    assert refused(good, "a.csv") == "files.content_differs"
    assert refused(b"") == "imports.nothing_in_it"
    assert refused(workbook(("A", []))) == "imports.nothing_in_it"
    assert refused(good[: len(good) // 2]) == "files.damaged"
    assert refused(with_part(good, "xl/vbaProject.bin", b"x")) == "files.active_content"
    assert (
        refused(
            rewritten(good, SHEET, lambda text: text.replace(b"<worksheet", entity + b"<worksheet"))
        )
        == "files.active_content"
    )
    assert refused(rewritten(good, SHEET, lambda text: text[:300])) == "imports.unreadable"
    assert (
        refused(rewritten(good, "xl/workbook.xml", lambda text: text[:300])) == "imports.unreadable"
    )
    bomb = bytes(200 * 1024 * 1024)
    assert refused(with_part(good, "xl/bomb.xml", bomb)) == "files.unpacks_too_large"


def read_csv(content: bytes) -> Workbook:
    return read_workbook(content, "a.csv")


TONES = "\u0300\u0301\u0303\u0309\u0323"
NAMES = "Mã;Họ tên\n7;Nguyễn Thị Ánh\n8;Đỗ Ư\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1258", "Windows-1258")],
)
def test_csv_is_read_in_the_encodings_of_vietnamese_offices(encoding: str, told: str) -> None:
    text = _for_1258(NAMES) if encoding == "cp1258" else NAMES
    book = read_csv(text.encode(encoding))
    assert book.encoding == told
    assert book.sheets[0].rows == [["Mã", "Họ tên"], ["7", "Nguyễn Thị Ánh"], ["8", "Đỗ Ư"]]


def _for_1258(text: str) -> str:
    """That encoding has the vowels with their marks as one letter, and the tones after them."""
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in TONES)
        rest = "".join(part for part in parts if part not in TONES)
        out.append(unicodedata.normalize("NFC", rest) + tones)
    return "".join(out)


def test_text_in_a_font_of_the_nineties_is_refused_with_its_line() -> None:
    tcvn3 = "Ma;Ten\n7;NguyÔn Thi\n8;TrÇn V¨n ®µ\n".encode("latin-1")
    with pytest.raises(InvalidInput) as error:
        read_csv(tcvn3)
    assert (error.value.code, error.value.params["line"]) == ("imports.unknown_encoding", 3)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found_and_quotes_keep_it(separator: str) -> None:
    text = f'a{separator}b\n"1{separator}2"{separator}"say ""so"""\n'
    assert read_csv(text.encode()).sheets[0].rows == [["a", "b"], [f"1{separator}2", 'say "so"']]


def test_csv_with_a_quotation_mark_missing_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidInput) as error:
        read_csv(b'a,b\n1,2\n"3,4\n5,6\n')
    assert error.value.code == "imports.broken_line"


def test_large_sheet_is_read_within_a_second() -> None:
    rows = [[f"{n:05d}", "Nguyễn Văn An", date(1995, 5, 5), n, "x"] for n in range(11_000)]
    content = workbook(("A", rows))
    started = time.process_time()
    book = read_workbook(content, "a.xlsx")
    assert time.process_time() - started < 2  # 0.3 s on a quiet machine
    assert len(book.sheets[0].rows) == 11_000
