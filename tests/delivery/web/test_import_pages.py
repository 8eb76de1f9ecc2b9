"""Imports through the browser's eyes: hand in, map, look, apply; mistakes told, nothing lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.delivery.web.test_matrix import enter, sides
from tests.domain.imports.files import (
    APPOINTMENTS,
    DAY,
    HOURS,
    MEMBERS,
    PEOPLE,
    book,
    contents,
    person,
)
from tests.factories.two_sides import TwoSides

from kiem.domain.imports.actions import starting
from kiem.domain.imports.reading import read_workbook
from kiem.domain.ledger.models import TimeEntry
from kiem.domain.register.queries.matching import people_by_staff_number
from kiem.platform.jobs.models import Run
from kiem.platform.jobs.performing import perform

__all__ = ["enter", "sides"]

TOKEN = re.compile(r'name="token" value="([^"]+)"')


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.unescape(answer.content.decode())


def send(client: Client, path: str, **fields: object) -> HttpResponse:
    """Post the first form of the page with its token."""
    token = TOKEN.search(page(client, fields.pop("shown_on", path)))  # type: ignore[arg-type]
    assert token is not None
    return client.post(path, {"token": token[1], **fields})


def hand_in(client: Client, content: bytes, name: str = "a.xlsx") -> HttpResponse:
    return send(client, "/imports/", file=SimpleUploadedFile(name, content))


def people_of_a() -> bytes:
    return book(
        ("People", PEOPLE, [person("00101", "Nguyễn Thị Hoa", sex="Female")]),
        ("Appointments", APPOINTMENTS, [["00101", "A", "Cán bộ chiến sĩ", DAY, None, None]]),
    )


def test_file_is_checked_shown_and_applied_once(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("personnel")
    answer = hand_in(client, people_of_a())
    path = answer["Location"]
    assert re.fullmatch(r"/imports/\d+/", path)
    shown = page(client, path)
    assert "00101 Nguyễn Thị Hoa" in shown
    assert "Import 2 rows" in shown
    assert people_by_staff_number(["00101"]) == {}
    token = TOKEN.search(shown)
    assert token is not None
    for _ in range(2):  # the button pressed twice
        assert client.post(f"{path}apply/", {"token": token[1]})["Location"] == path
    assert people_by_staff_number(["00101"])["00101"].full_name == "Nguyễn Thị Hoa"
    shown = page(client, path)
    assert "applied" in shown
    decision = re.search(r"/decisions/\d+/", shown)
    assert decision is not None
    assert "import" in page(client, decision[0])


def test_commander_imports_the_hours_of_the_unit(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("commander")
    templates = set(re.findall(r"/imports/templates/([^/]+)/", page(client, "/imports/")))
    assert templates == {"time"}
    rows = [["00001", DAY, "line", "duty", 7.5], ["00003", DAY, "line", "duty", 1]]
    path = hand_in(client, book(("Hours", HOURS, rows[:1])))["Location"]
    shown = page(client, path)
    assert "Import 1 row" in shown
    token = TOKEN.search(shown)
    assert token is not None
    client.post(f"{path}apply/", {"token": token[1]})
    assert "applied" in page(client, path)
    (entry,) = TimeEntry.objects.all()
    assert (entry.person_id, entry.hours) == (sides.people["Ánh"], Decimal("7.50"))
    wrong = hand_in(enter("commander"), book(("Hours", HOURS, rows)))["Location"]
    assert "00003" in page(client, wrong)


def test_wrong_file_is_told_in_cells_and_can_be_exported(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("personnel")
    before = contents()
    content = book(("People", PEOPLE, [person("00101", "=cmd()", sex="?", born="31/02/1990")]))
    path = hand_in(client, content)["Location"]
    shown = page(client, path)
    for text in ("C2", "'31/02/1990' is no date.", "Write the day first", "D2"):
        assert text in shown
    assert "Import 1 rows" not in shown
    exported = client.get(f"{path}?format=csv&table=errors").content.decode("utf-8-sig")
    assert "People,C2,31/02/1990" in exported
    assert client.post(f"{path}apply/", {"token": "x"}).status_code == 409
    assert contents() == before


def test_file_that_cannot_be_read_is_told_beside_its_field(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("personnel")
    for content, name, words in (
        (b"PK\x03\x04 no archive", "a.xlsx", "damaged"),
        (b"hello", "a.doc", "neither an Excel workbook"),
        (b"x" * 100, "a.xlsx", "something else"),
        ("Mã\n".encode("utf-16")[3:], "a.csv", ""),
    ):
        answer = hand_in(client, content, name)
        assert answer.status_code == 422, name  # type: ignore[attr-defined]
        assert words in html.unescape(answer.content.decode())  # type: ignore[attr-defined]
    missing = send(client, "/imports/")
    assert missing.status_code == 422  # type: ignore[attr-defined]
    assert "/imports/1" not in page(client, "/imports/")


def test_foreign_layout_is_mapped_once_and_remembered(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("personnel")
    heads = ["STT", "Mã CBCS", "Họ tên CBCS", "Nam/Nữ", "Bắt đầu làm"]
    rows = [[1, "00101", "Nguyễn Thị Hoa", "Nữ", "01/02/2025"]]
    content = book(("Sheet1", heads, rows))
    path = hand_in(client, content)["Location"]
    shown = page(client, path)
    assert "does not know yet" in shown
    layout = page(client, f"{path}columns/")
    assert "Họ tên CBCS" in layout
    assert "Nguyễn Thị Hoa" in layout
    fields = {
        "kind0": "people", "head0": "1", "column0_2": "staff_number", "column0_3": "full_name",
        "column0_4": "sex", "column0_5": "entered_on",
    }  # fmt: skip
    wrong = send(client, f"{path}columns/", **{**fields, "head0": "0"})
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    assert send(client, f"{path}columns/", **fields)["Location"] == path
    assert "Import 1 rows" in page(client, path)
    again = book(("Khác", heads, [[1, "00102", "Lê Văn Bình", "Nam", "01/02/2025"]]))
    second = hand_in(client, again)["Location"]
    assert "00102 Lê Văn Bình" in page(client, second)


def test_large_file_is_checked_and_applied_in_the_background(
    sides: TwoSides, enter: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "ROWS_AT_ONCE", 1)
    client = enter("personnel")
    path = hand_in(client, people_of_a())["Location"]
    assert re.fullmatch(r"/runs/\d+/", path)
    run = Run.objects.get()
    assert (run.kind, run.label, run.state) == ("imports.check", "a.xlsx", "queued")
    assert "waiting" in page(client, path)


@pytest.mark.django_db(transaction=True)
def test_background_run_leads_to_the_import_and_applies_it(
    enter: Callable[[str], Client], sides: TwoSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "ROWS_AT_ONCE", 1)
    client = enter("personnel")
    hand_in(client, people_of_a())
    check = Run.objects.get()
    perform(check.pk)
    check.refresh_from_db()
    assert (check.state, check.facts) == ("done", {"rows": 2, "errors": 0})
    shown = page(client, check.location)
    token = TOKEN.search(shown)
    assert token is not None
    client.post(f"{check.location}apply/", {"token": token[1]})
    perform(Run.objects.latest("pk").pk)
    assert people_by_staff_number(["00101"])["00101"].full_name == "Nguyễn Thị Hoa"
    assert "See the decision" in page(client, check.location)


def test_nobody_imports_beyond_their_reach(sides: TwoSides, enter: Callable[[str], Client]) -> None:
    """Chapters of another line do not exist for an import, nor does a line post for a line."""
    client = enter("women")
    rows = [["99999", "B-W", DAY, None], ["00004", "A-Y", DAY, None]]
    shown = page(client, hand_in(client, book(("Members", MEMBERS, rows)))["Location"])
    assert "nobody with the staff number 99999" in shown
    assert "no organisation with the code A-Y" in shown
    assert "Nguyễn Văn" not in shown
    client = enter("youth")
    rows = [["00002", "A", "officer", DAY, None, None]]
    shown = page(client, hand_in(client, book(("Appointments", APPOINTMENTS, rows)))["Location"])
    assert "no organisation with the code A " in shown


def test_import_of_another_account_does_not_exist(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    path = hand_in(enter("personnel"), people_of_a())["Location"]
    client = enter("youth")
    for part in ("", "file/", "columns/", "check/", "apply/", "discard/"):
        assert client.get(path + part).status_code == 404
    for part in ("columns/", "check/", "apply/", "discard/"):
        assert client.post(path + part, {"token": "x"}).status_code == 404


def test_file_handed_in_can_be_fetched_again_and_discarded(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("personnel")
    content = people_of_a()
    path = hand_in(client, content)["Location"]
    answer = client.get(f"{path}file/")
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    for _ in range(2):
        assert client.post(f"{path}discard/")["Location"] == "/imports/"
    assert "discarded" in page(client, path)
    assert client.post(f"{path}check/", {"token": "x"}).status_code == 409


@pytest.mark.parametrize("language", ["vi", "en"])
def test_template_has_heads_of_the_language_and_lists_to_choose_from(
    language: str, sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    client = enter("personnel")
    client.cookies["django_language"] = language
    answer = client.get("/imports/templates/people+appointments/")
    assert answer.status_code == 200
    book_ = read_workbook(answer.content, "a.xlsx")
    first = {"vi": "Số hiệu*", "en": "Staff number*"}[language]
    assert [sheet.rows[0][0] for sheet in book_.sheets[:2]] == [first, first]
    lists = book_.sheets[-1]
    assert lists.is_hidden
    texts = {value for row in lists.rows for value in row}
    assert {"vi": {"Nam", "Nữ"}, "en": {"Male", "Female"}}[language] <= texts
    assert {"A", "B", "HN"} <= texts
    assert "A-Y" not in texts  # the youth line's own to change
    assert client.get("/imports/templates/nonsense/").status_code == 422


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_as_many_questions_for_30_files_as_for_one(
    count: int,
    sides: TwoSides,
    enter: Callable[[str], Client],
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client = enter("personnel")
    for number in range(count):
        hand_in(client, people_of_a(), f"{number}.xlsx")
    with django_assert_max_num_queries(16):
        shown = page(client, "/imports/")
    assert len(set(re.findall(r"/imports/\d+/", shown))) == count
