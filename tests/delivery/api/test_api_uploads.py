"""Files through the API: what is no table changes nothing; what is one is checked first."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.delivery.api.conftest import token_for
from tests.factories.two_sides import TwoSides

from kiem.domain.register.models import Person
from kiem.platform.access import SYSTEM
from kiem.platform.audit import list_trail


def _send(sides: TwoSides, persona: str, path: str, content: bytes, name: str = "a.xlsx") -> Any:
    return Client().post(
        f"/api{path}",
        {"file": SimpleUploadedFile(name, content)},
        headers={"Authorization": f"Bearer {token_for(sides.accounts[persona])}"},
    )


def _workbook(*rows: tuple[str, ...]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("a")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.mark.parametrize(
    ("path", "persona"),
    [("/imports", "personnel"), ("/organizations/{youth_a}/returns/2025-10", "secretary")],
)
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"no workbook"), ("a.exe", b"MZ"), ("a.xlsx", b""), ("a.csv", b"\x00\xff" * 9)],
)
def test_file_that_is_no_table_is_refused_and_kept_nowhere(
    path: str, persona: str, name: str, content: bytes, sides: TwoSides
) -> None:
    before = len(list_trail(viewer=SYSTEM, limit=1000))
    answer = _send(sides, persona, path.format(**sides.ids()), content, name)
    assert answer.status_code == 422, answer.content
    assert answer.json()["code"]
    made_by_the_token = 1  # the token itself is made in between, and audited
    assert len(list_trail(viewer=SYSTEM, limit=1000)) == before + made_by_the_token


def test_return_that_is_another_workbook_is_told_and_is_no_return(sides: TwoSides) -> None:
    path = f"/organizations/{sides.youth_a}/returns/2025-10"
    answer = _send(sides, "secretary", path, _workbook(("something", "else")))
    assert answer.status_code == 201, answer.content
    data = answer.json()["data"]
    assert data["is_return"] is False
    assert data["problems"]


def test_returns_and_imports_of_others_do_not_exist(sides: TwoSides) -> None:
    content = _workbook(("something", "else"))
    path = f"/organizations/{sides.women_b}/returns/2025-10"
    assert _send(sides, "secretary", path, content).status_code == 404
    assert _send(sides, "youth", path, content).status_code == 403
    assert _send(sides, "dual", "/imports", content).status_code == 403


def test_import_is_checked_before_it_is_applied_and_ones_own(sides: TwoSides) -> None:
    before = Person.objects.count()
    answer = _send(sides, "personnel", "/imports", _workbook(("x", "y"), ("1", "2")))
    assert answer.status_code == 201, answer.content
    data = answer.json()["data"]
    assert (data["can_be_applied"], data["name"]) == (False, "a.xlsx")
    assert Person.objects.count() == before
    client, number = Client(), data["id"]
    for persona, status in (("personnel", 200), ("youth", 404), ("commander", 404), ("dual", 403)):
        token = {"Authorization": f"Bearer {token_for(sides.accounts[persona])}"}
        assert client.get(f"/api/imports/{number}", headers=token).status_code == status
