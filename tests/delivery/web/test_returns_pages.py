"""Pages of the monthly returns: sending, mistakes, preview, accepting, warning at closing."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.domain.returns.conftest import Chapter, build_chapter
from tests.factories.return_forms import Form

from kiem.domain.returns.models import Acceptance, Submission
from kiem.platform.access import Viewer


@pytest.fixture
def chapter(db: None) -> Chapter:
    return build_chapter()


def enter(client: Client, viewer: Viewer) -> Client:
    client.force_login(get_user_model()._default_manager.get(pk=viewer.user_id))
    client.cookies["django_language"] = "en"
    return client


def token_of(page: str) -> str:
    return page.split('name="token" value="')[1].split('"')[0]


def upload(client: Client, chapter: Chapter, form: Form, name: str = "a.xlsx") -> Any:
    address = f"/returns/chapters/{chapter.id}/?month=2025-02"
    token = token_of(client.get(address).content.decode())
    return client.post(address, {"token": token, "file": SimpleUploadedFile(name, form.saved())})


def test_form_is_downloaded_sent_previewed_and_accepted(client: Client, chapter: Chapter) -> None:
    enter(client, chapter.sender)
    download = client.get(f"/returns/chapters/{chapter.id}/form/?month=2025-02")
    assert 'filename="kiem-A-Y-2025-02.xlsx"' in download["Content-Disposition"]
    form = Form(download.content, "en")
    form.set("hours", 5, hours=3.5)
    sent = upload(client, chapter, form)
    page = client.get(sent.url).content.decode()
    assert "The file has no mistakes" in page
    assert "2.0\u202fh" in page
    assert "3.5\u202fh" in page
    assert Acceptance.objects.count() == 0
    token = token_of(page)
    for _ in range(2):  # a second press leads where the first one led
        answer = client.post(sent.url, {"token": token})
        assert answer.url == f"/returns/chapters/{chapter.id}/?month=2025-02"
    assert Acceptance.objects.count() == 1
    assert "the return" in client.get(answer.url).content.decode()


def test_mistakes_are_listed_and_the_file_can_be_fetched_again(
    client: Client, chapter: Chapter
) -> None:
    enter(client, chapter.sender)
    form = chapter.form()
    form.set("hours", 5, hours=25)
    sent = upload(client, chapter, form)
    page = client.get(sent.url).content.decode()
    assert "25 hours do not fit into a day." in page
    assert "Make it the return" not in page
    kept = client.get(f"{sent.url}workbook/")
    assert kept.content.startswith(b"PK")
    assert kept["Content-Disposition"].startswith("attachment")


def test_file_of_another_kind_stands_beside_its_field(client: Client, chapter: Chapter) -> None:
    answer = upload(enter(client, chapter.sender), chapter, chapter.form(), "a.pdf")
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()
    assert Submission.objects.count() == 0


def test_files_belong_to_the_member_organisation(client: Client, chapter: Chapter) -> None:
    sent = upload(enter(client, chapter.sender), chapter, chapter.form())
    assert enter(client, chapter.officer).get(sent.url).status_code == 200
    assert enter(client, chapter.commander).get(sent.url).status_code == 403
    board = client.get("/returns/?month=2025-02").content.decode()
    assert "checked, not accepted yet" in board


@pytest.mark.parametrize("month", ["2025-13", "1999-01", "2099-01", "x"])
def test_month_that_is_none_is_refused(client: Client, chapter: Chapter, month: str) -> None:
    assert enter(client, chapter.officer).get(f"/returns/?month={month}").status_code == 422


def test_whoever_closes_the_month_is_warned_of_the_missing_return(
    client: Client, chapter: Chapter
) -> None:
    address = f"/closing/{chapter.sides.a}/?on=2025-02-28"
    page = enter(client, chapter.commander).get(address).content.decode()
    assert "has not come." in page
    upload_and_accept(client, chapter)
    page = enter(client, chapter.commander).get(address).content.decode()
    assert "has not come." not in page


def upload_and_accept(client: Client, chapter: Chapter) -> None:
    sent = upload(enter(client, chapter.sender), chapter, chapter.form())
    client.post(sent.url, {"token": token_of(client.get(sent.url).content.decode())})


def test_deadline_and_reminder_are_the_officers(client: Client, chapter: Chapter) -> None:
    enter(client, chapter.officer)
    for address, data in (
        ("/returns/deadline/", {"due_day": "10"}),
        ("/returns/remind/?month=2025-02", {}),
    ):
        token = token_of(client.get(address).content.decode())
        assert client.post(address, {"token": token, **data}).status_code == 302
    wrong = client.post("/returns/deadline/", {"token": token, "due_day": "31"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_report_comes_as_a_file(client: Client, chapter: Chapter, kind: str, start: bytes) -> None:
    enter(client, chapter.officer)
    answer = client.get(f"/returns/report/file/?period=2025-02&kind={kind}")
    assert answer.content.startswith(start)
    assert client.get("/returns/report/file/?period=2025-02&kind=exe").status_code == 422


def test_totals_of_the_report_lead_to_their_records(client: Client, chapter: Chapter) -> None:
    upload_and_accept(client, chapter)
    page = enter(client, chapter.officer).get("/returns/report/?period=2025-02").content.decode()
    foot = page.split("<tfoot>")[1].split("</tfoot>")[0]
    addresses = re.findall(r'href="([^"]+)"', foot)
    assert [address.split("/")[3] for address in addresses] == [
        "members_start", "members_end", "activities", "officers", "office_hours", "returns",
    ]  # fmt: skip
    for address in addresses:
        assert client.get(html.unescape(address)).status_code == 200
    hours = client.get("/returns/report/office_hours/?period=2025-02").content.decode()
    assert "1 record adds up to 2.0\u202fh." in hours
    kinds = page.split('id="categories"')[1]
    assert "/returns/report/office_hours/?period=2025-02&amp;category=meeting" in kinds
    filtered = client.get("/returns/report/?period=2025-02&f_returns=1").content.decode()
    assert "href" not in filtered.split("<tfoot>")[1].split("</tfoot>")[0]


def test_records_of_a_total_are_exported(client: Client, chapter: Chapter) -> None:
    enter(client, chapter.officer)
    address = "/returns/report/members_end/?period=2025-02&format=csv"
    lines = client.get(address).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Record,Day,Counts,Organisation")
    assert len(lines) == 3


@pytest.mark.parametrize(
    "query", ["after=x", "after=WyJ4IiwgMSwgMV0", "line=x", "period=2025-13", "category=%00"]
)
def test_bad_address_of_a_total_is_refused(client: Client, chapter: Chapter, query: str) -> None:
    enter(client, chapter.officer)
    assert client.get(f"/returns/report/members_end/?{query}").status_code in (400, 422)
    assert client.get("/returns/report/age/?period=2025-02").status_code == 422
