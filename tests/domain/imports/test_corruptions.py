"""Whatever happens to a good file: it is refused in words, or told cell by cell, or read as what it
says now. Looking at it changes nothing, and nothing is a fault of the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kiem.domain.imports.actions import apply_file, check_file, submit_file
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from tests.domain.imports.files import APPOINTMENTS, DAY, PEOPLE, TABLES, book, person
from tests.factories.corruptions import QUIET, VALUES, WAYS, spoilt, spoilt_workbook
from tests.factories.register import Town


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


@st.composite
def corruptions(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file's name and content: the archive, one of its parts, its cells, or a CSV file spoilt."""
    sort = draw(st.sampled_from((*WAYS, "cells", "csv")))
    if sort == "csv":
        return "a.csv", spoilt(draw, good_csv())
    if sort == "cells":
        row = [draw(st.sampled_from(VALUES)) for _ in PEOPLE]
        held = [draw(st.sampled_from(VALUES)) for _ in APPOINTMENTS]
        return "a.xlsx", book(
            ("Cán bộ", PEOPLE, [person("00101", "Nguyễn Văn An"), row]),
            ("Chức vụ", APPOINTMENTS, [["00101", "A", "Cán bộ", DAY, None, None], held]),
        )
    return "a.xlsx", spoilt_workbook(draw, good(), sort)


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


@given(corruption=corruptions())
@settings(max_examples=300, suppress_health_check=QUIET)
def test_corrupted_file_changes_nothing_and_is_told(
    town: Town, corruption: tuple[str, bytes]
) -> None:
    run(corruption)


@pytest.mark.soak
@given(corruption=corruptions())
@settings(max_examples=10_000, suppress_health_check=QUIET)
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
