"""Whatever happens to a good file: it is refused in words, or told cell by cell, or read as what it
says now. Looking at it changes nothing, and nothing is a fault of the program.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiem.domain.imports.actions import apply_file, check_file, submit_file
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from tests.domain.imports.files import APPOINTMENTS, DAY, PEOPLE, TABLES, book, person
from tests.domain.imports.workbooks import rewritten
from tests.factories.register import Town

# Each of these has broken some reader of workbooks, or is what a hostile sender would try.
SNIPPETS = (
    b'<c r="XFD1048576"><v>1</v></c>', b'<c r="A1"><f>1+1</f><v>2</v></c>', b"<c><v>5</v></c>",
    b'<c r="B2" t="e"><v>#REF!</v></c>', b'<c r="B2" t="s"><v>999999</v></c>',
    b'<c r="B2" t="n"><v>1e999</v></c>', b'<c r="B2" t="n"><v>NaN</v></c>',
    b'<c r="B2" t="d"><v>2025-99-99</v></c>', b'<c r="G2" s="1"><v>-700000</v></c>',
    b'<c r="G2" s="1"><v>9999999999</v></c>', b'<row r="0">', b'<row r="99999999">',
    b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B3:B2"/>', b'<dimension ref="A1:ZZ9"/>',
    b"<!DOCTYPE x>", b'<!ENTITY a "b">', b"&lol;", b"&#0;", b"\x00", b"\xff\xfe", b"]]>", b"</v>",
    b"</sheetData>", b"</row>", b"<c r='", b'"', b"\xf0\x9f\x92\xa3", b"=cmd|'/c calc'!A1",
)  # fmt: skip
VALUES = (
    None, "", " ", "0", "-1", "1e5", "=1+1", "+84", "@x", "\t", "x" * 300, "Nguyá»…n", "\u202e",
    "A\u0301",
    0.0, -1.5, 1e300, 45721.0, True, False, date(1900, 1, 2), date(2999, 12, 31), time(23, 59),
    datetime(2025, 3, 1, 8, 0),  # noqa: DTZ001 - a spreadsheet's moments have no zone
    "31/02/2025", "01/03/25", "99999", "00001", "A", "A-Y", "#1", "nam", "Đại tướng",
)  # fmt: skip


@cache
def good() -> bytes:
    return book(
        ("Cán bộ", PEOPLE, [person(f"001{n:02d}", f"Nguyễn Văn {n}n") for n in range(6)]),
        ("Chức vụ", APPOINTMENTS, [["00101", "A", "Cán bộ", DAY, None, None] for _ in range(1)]),
    )


@cache
def good_csv() -> bytes:
    rows = ["Số hiệu;Họ và tên;Giới tính;Ngày vào ngành"]
    rows += [f"001{n:02d};Nguyễn Văn {n}n;Nam;01/02/2025" for n in range(6)]
    return "\n".join(rows).encode()


@cache
def parts() -> tuple[str, ...]:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return tuple(archive.namelist())


def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """One to three changes somewhere in the bytes."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.sampled_from((0, 1, 2, 20, 300)))
        new = draw(st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=4)))
        data = data[:at] + new + data[at + gone :]
    return data


@st.composite
def corruptions(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file's name and content: the archive, one of its parts, its cells, or a CSV file spoilt."""
    sort = draw(st.sampled_from(("part", "part", "sheet", "archive", "cut", "cells", "csv")))
    if sort == "archive":
        return "a.xlsx", spoilt(draw, good())
    if sort == "cut":
        return "a.xlsx", good()[: draw(st.integers(0, len(good()) - 1))]
    if sort == "csv":
        return "a.csv", spoilt(draw, good_csv())
    if sort == "cells":
        row = [draw(st.sampled_from(VALUES)) for _ in PEOPLE]
        held = [draw(st.sampled_from(VALUES)) for _ in APPOINTMENTS]
        return "a.xlsx", book(
            ("Cán bộ", PEOPLE, [person("00101", "Nguyễn Văn An"), row]),
            ("Chức vụ", APPOINTMENTS, [["00101", "A", "Cán bộ", DAY, None, None], held]),
        )
    names = [name for name in parts() if sort == "part" or "sheet" in name]
    name = draw(st.sampled_from(names))
    return "a.xlsx", rewritten(good(), name, lambda data: spoilt(draw, data))


def fingerprint() -> str:
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update(str(fetch(f"SELECT t::text FROM {table} t ORDER BY 1")).encode())
    return digest.hexdigest()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def look(name: str, content: bytes) -> str:
    """Hand the file in, check it, and apply it where that must be refused; what became of it."""
    before = fingerprint()
    refusal = report = None
    try:
        import_id = submit_file(name=name, content=content, actor=SYSTEM)
        report = check_file(import_id=import_id, actor=SYSTEM)
    except DomainError as error:
        refusal = error
    assert fingerprint() == before
    if refusal is not None or report is None:
        assert refusal is not None
        assert refusal.remedy, refusal.code
        return "refused"
    for wrong in report.errors:
        assert wrong.remedy
        assert "{" not in str(wrong).replace("{", "", wrong.text.count("{"))
    if report.error_count:
        apply_file(import_id=import_id, actor=SYSTEM)
        assert fingerprint() == before
        return "told"
    return "read"


def run(corruption: tuple[str, bytes]) -> None:
    with undone():
        look(*corruption)


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@given(corruption=corruptions())
@settings(max_examples=300, deadline=None, suppress_health_check=QUIET)
def test_corrupted_file_changes_nothing_and_is_told(
    town: Town, corruption: tuple[str, bytes]
) -> None:
    run(corruption)


@pytest.mark.soak
@given(corruption=corruptions())
@settings(max_examples=10_000, deadline=None, suppress_health_check=QUIET)
def test_ten_thousand_corrupted_files_change_nothing(
    town: Town, corruption: tuple[str, bytes]
) -> None:
    run(corruption)


def test_good_file_itself_is_read(town: Town) -> None:
    """So that the tests above cannot pass because nothing is ever read."""
    with undone():
        assert look("a.xlsx", good()) == "read"
    with undone():
        assert look("a.csv", good_csv()) == "read"
