"""Tables: sorting, filtering, totals, pages; and the files they become."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import translation
from python_calamine import CalamineWorkbook

from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.exports import About, neutralise, write_csv, write_xlsx
from kiem.delivery.web.tables import Table, total_of
from kiem.platform.kernel.errors import InvalidInput


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    hours: float
    since: date | None = None


ROWS = [
    Row(1, "Đống Đa", 1234.56, date(2025, 7, 1)),
    Row(2, "Ba Vì", 33.6),
    Row(3, "Ánh Hồng", 0.0, date(2024, 1, 1)),
    Row(4, "=1+1", 5.0),
]
COLUMNS: list[Column[Row]] = [
    Column("name", "Unit", lambda r: r.name, href=lambda r: f"/u/{r.id}/", is_heading=True),
    Column("hours", "Office", lambda r: r.hours, Kind.HOURS, is_summed=True),
    Column("since", "Since", lambda r: r.since, Kind.DATE),
]
ABOUT = About("Đơn vị", date(2025, 10, 23), "now", "all", is_invented=True)


def table(query: str = "", *, limit: int = 200) -> Table[Row]:
    request = RequestFactory().get(f"/units/?{query}")
    return Table.of_all(
        request, name="units", caption="Units", columns=COLUMNS, rows=ROWS, limit=limit
    )


def names(shown: Table[Row]) -> list[str]:
    return [row.name for row in shown.rows]


def test_sort_by_name_follows_vietnamese_letters() -> None:
    assert names(table("sort=name")) == ["=1+1", "Ánh Hồng", "Ba Vì", "Đống Đa"]


@pytest.mark.parametrize(
    ("sort", "first"), [("-since", ["Đống Đa", "Ánh Hồng"]), ("since", ["Ánh Hồng", "Đống Đa"])]
)
def test_sort_puts_rows_without_a_value_last_in_either_direction(
    sort: str, first: list[str]
) -> None:
    assert names(table(f"sort={sort}")) == [*first, "Ba Vì", "=1+1"]


def test_sort_by_unknown_column_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no column 'age'"):
        table("sort=age")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("f_name=dong", ["Đống Đa"]),
        ("f_name=ĐỐNG", ["Đống Đa"]),
        ("f_hours=%3E%3D5", ["Đống Đa", "Ba Vì", "=1+1"]),
        ("f_hours=%3D0", ["Ánh Hồng"]),
        ("f_hours=33,6", ["Đống Đa", "Ba Vì"]),
        ("f_hours=many", []),
    ],
)
def test_filter_ignores_accents_and_reads_conditions(query: str, expected: list[str]) -> None:
    assert names(table(query)) == expected


def test_total_sums_all_rows_of_the_filter_not_of_the_page() -> None:
    shown = table("f_hours=5&sort=-hours", limit=1)
    assert names(shown) == ["Đống Đa"]
    with translation.override("en"):
        assert "1,273.2" in shown.foot
        assert "Sum of 3 rows" in shown.foot
    assert total_of(COLUMNS[1], ROWS) == pytest.approx(1273.16)


@pytest.mark.parametrize(
    ("rows", "query", "is_shown"),
    [(7, "", False), (8, "", True), (7, "f_name=v", True), (7, "f_name=nothing", True)],
)
def test_filters_are_offered_where_there_is_something_to_filter(
    rows: int, query: str, is_shown: bool
) -> None:
    request = RequestFactory().get(f"/units/?{query}")
    few = Table.of_all(
        request, name="units", caption="Units", columns=COLUMNS, rows=[ROWS[1]] * rows
    )
    assert few.has_filter_row is is_shown


def test_pages_link_to_the_next_rows_and_keep_the_filter() -> None:
    shown = table("f_hours=1&sort=-hours", limit=2)
    assert shown.next_href == "/units/?f_hours=1&sort=-hours&from=2"
    assert names(table("f_hours=1&sort=-hours&from=2", limit=2)) == ["=1+1"]


def test_start_row_that_is_no_number_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not a row"):
        table("from=-1")


def test_cells_are_escaped_and_numbers_written_in_the_language() -> None:
    rows = [Row(1, "<b>", 1234.56)]
    request = RequestFactory().get("/")
    shown = Table.of_all(request, name="t", caption="", columns=COLUMNS, rows=rows)
    with translation.override("vi"):
        assert '<td class="num">1.234,6</td>' in shown.body
    assert "&lt;b&gt;" in shown.body
    assert "<b>" not in shown.body


def test_csv_neutralises_formulas_and_marks_invented_people() -> None:
    with translation.override("en"):
        content = write_csv(COLUMNS, ROWS, ABOUT)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Unit", "Office (h)", "Since", "Data"]
    assert rows[1] == ["Đống Đa", "1234.56", "2025-07-01", "invented people"]
    assert rows[4] == ["'=1+1", "5.0", "", "invented people"]


def test_csv_of_real_people_has_no_mark() -> None:
    about = About("x", date(2025, 1, 1), "now", "all", is_invented=False)
    rows = list(csv.reader(io.StringIO(write_csv(COLUMNS, ROWS, about).decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {3}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_formula_starts_are_neutralised(start: str) -> None:
    assert neutralise(f"{start}cmd") == f"'{start}cmd"


def test_excel_holds_the_same_values_as_text_and_numbers() -> None:
    with translation.override("en"):
        content = write_xlsx(COLUMNS, ROWS, ABOUT)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Table").to_python()
    assert rows[0] == ["Unit", "Office (h)", "Since", "Data"]
    assert rows[1] == ["Đống Đa", 1234.56, date(2025, 7, 1), "invented people"]
    assert rows[4][0] == "=1+1"
    about = dict(row[:2] for row in book.get_sheet_by_name("About").to_python())
    assert about["Day shown"] == "2025-10-23"
    assert about["Data"] == "Invented people: sample data, nobody is real."


def test_file_is_named_by_title_and_day() -> None:
    assert ABOUT.file_stem == "kiem-don-vi-2025-10-23"
