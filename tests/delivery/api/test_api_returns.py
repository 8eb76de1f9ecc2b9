"""Monthly returns through the API: the form goes out, comes back, is checked, and counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.delivery.api.conftest import token_for
from tests.domain.returns.conftest import Chapter, build_chapter
from tests.factories.return_forms import Form

from kiem.domain.returns.models import Acceptance
from kiem.platform.access import Viewer


@pytest.fixture
def chapter(db: None) -> Chapter:
    return build_chapter()


class Sender:
    """Somebody with a token."""

    def __init__(self, viewer: Viewer) -> None:
        assert viewer.user_id is not None
        self.headers = {
            "Authorization": f"Bearer {token_for(viewer.user_id)}",
            "Accept-Language": "en",
        }
        self.client = Client()

    def get(self, path: str) -> Any:
        return self.client.get(f"/api{path}", headers=self.headers)

    def data(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()["data"]

    def send(self, path: str, content: bytes = b"") -> Any:
        files = {"file": SimpleUploadedFile("a.xlsx", content)} if content else {}
        return self.client.post(f"/api{path}", files, headers=self.headers)


def test_form_is_fetched_sent_to_be_checked_and_accepted_once(chapter: Chapter) -> None:
    sender, month = Sender(chapter.sender), f"/organizations/{chapter.id}/returns/2025-02"
    download = sender.get(f"{month}/form")
    assert 'filename="kiem-A-Y-2025-02.xlsx"' in download["Content-Disposition"]
    form = Form(download.content, "en")
    form.set("hours", 5, hours=3.5)
    content = form.saved()
    sent = sender.send(f"{month}?only_check=true", content).json()["data"]
    assert (sent["is_return"], sent["problems"]) == (False, [])
    file = sender.data(f"/return-files/{sent['submission_id']}")
    assert [(c["before"], c["after"]) for c in file["changes"]] == [("2.0\u202fh", "3.5\u202fh")]
    assert (file["may_be_accepted"], Acceptance.objects.count()) == (True, 0)
    accept = f"/return-files/{sent['submission_id']}/acceptance"
    first, again = (sender.send(accept).json()["data"] for _ in range(2))
    assert first == again
    detail = sender.data(month)
    assert [row["is_return"] for row in detail["files"]] == [True]
    assert detail["chapter"]["versions"] == 1
    (line,) = sender.data("/returns/2025-02/lines")
    assert (line["arrived"], sum(line["by_state"].values())) == (1, line["chapters"])
    workbook = sender.get(f"/return-files/{sent['submission_id']}/workbook")
    assert workbook.content == content


def test_file_with_mistakes_lists_them_and_is_not_accepted(chapter: Chapter) -> None:
    sender, month = Sender(chapter.sender), f"/organizations/{chapter.id}/returns/2025-02"
    form = Form(sender.get(f"{month}/form").content, "en")
    form.set("hours", 5, hours="many")
    sent = sender.send(month, form.saved()).json()["data"]
    assert (sent["is_return"], len(sent["problems"])) == (False, 1)
    assert (sent["problems"][0]["sheet"], sent["problems"][0]["row"]) == ("hours", 5)
    file = sender.data(f"/return-files/{sent['submission_id']}")
    assert (file["may_be_accepted"], file["problems"]) == (False, sent["problems"])
    refused = sender.send(f"/return-files/{sent['submission_id']}/acceptance")
    assert refused.status_code in (409, 422)
    assert Acceptance.objects.count() == 0


def test_report_adds_up_to_the_records_behind_each_figure(chapter: Chapter) -> None:
    sender, month = Sender(chapter.sender), f"/organizations/{chapter.id}/returns/2025-02"
    sender.send(month, sender.get(f"{month}/form").content)
    report = sender.data("/reports/2025-Q1")
    (row,) = report["rows"]
    assert (report["start"], report["end"], report["returns_due"]) == (
        "2025-01-01",
        "2025-04-01",
        3,
    )
    assert row["figures"] == report["totals"]
    for figure, value in row["figures"].items():
        records = sender.data(f"/organizations/{chapter.id}/figures/2025-Q1/{figure}")
        assert records["total"] == sum(record["value"] for record in records["records"])
        assert records["total"] == value, figure
        behind, cursor = [], ""
        while cursor is not None:
            page = sender.get(f"/reports/2025-Q1/figures/{figure}?limit=2&cursor={cursor}").json()
            behind += page["data"]
            cursor = page["next"]
        assert sum(record["value"] for record in behind) == value, figure
    assert sender.get("/reports/2025-Q1/report.xlsx").content.startswith(b"PK")
    assert sender.get("/reports/2025-Q1/report.pdf").content.startswith(b"%PDF-")
    assert sender.get("/reports/2025-Q5").status_code == 422
    assert sender.get("/reports/2098").status_code == 422
