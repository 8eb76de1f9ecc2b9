"""Good models, coordination and what a unit owes, through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import files
from tests.factories.assembly import hold_session, share_and_coordinate
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.assembly import queries
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock

TOKEN = re.compile(r'name="token" value="([^"]+)"')
PDF = files.pdf()


@pytest.fixture
def sides(db: None) -> TwoSides:
    built = build_two_sides()
    built.more.update(hold_session(built))
    built.more.update(share_and_coordinate(built))
    return built


@pytest.fixture
def enter(sides: TwoSides) -> Callable[[str], Client]:
    def as_persona(persona: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=sides.accounts[persona]))
        client.cookies["django_language"] = "en"
        return client

    return as_persona


def fill(client: Client, address: str, **fields: Any) -> Any:
    """Open a form, fill it in, send it."""
    token = TOKEN.search(client.get(address).content.decode())
    assert token is not None, f"{address} shows no form"
    return client.post(address, {"token": token[1], **fields})


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_model_published_adopted_and_reported_through_the_pages(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, women = enter("commander"), enter("women")
    published = fill(
        commander,
        "/models/new/",
        organization=sides.a,
        title_vi="Ghép cặp kèm cặp",
        title_en="Mentor pairs",
        description_vi="Mỗi cán bộ mới có người kèm",
        evidence_vi="Danh sách cặp",
        figure="dual_holders",
        before_on="2025-02-01",
        after_on="2025-03-01",
        file=SimpleUploadedFile("danh-sach.pdf", PDF, "application/pdf"),
    )
    page = published.url
    fill(women, f"{page}adopt/", organization=sides.women_b, adopted_on="2025-03-05")
    (result,) = re.findall(rf'href="({page}adoptions/\d+/)"', body(women.get(page)))
    fill(women, result, outcome="works", text_vi="Đã áp dụng", text_en="It took root")
    shown = body(commander.get(page))
    assert "<h1>Mentor pairs</h1>" in shown
    assert "It took root" in shown
    assert "Dual holders" in shown
    (link,) = re.findall(rf'href="({page}files/\d+/)"', shown)
    assert b"".join(women.get(link)) == PDF
    assert "Mentor pairs" in body(women.get("/models/?text=ghep+cap"))
    assert "No good model has these words" in body(women.get("/models/?text=hien+mau"))


def test_figure_without_its_months_is_asked_for(enter: Callable[[str], Client]) -> None:
    answer = fill(enter("commander"), "/models/new/", title_vi="Mô hình", figure="load")
    assert answer.status_code == 422
    assert "Choose a day of the month." in body(answer)


def test_similar_units_say_why(sides: TwoSides, enter: Callable[[str], Client]) -> None:
    """The women of B have the model already; the city's own staff is nobody's peer."""
    personnel = enter("personnel")
    fill(
        personnel,
        "/models/new/",
        organization=sides.a,
        title_vi="Mô hình khác",
        description_vi="Việc",
        evidence_vi="Sổ",
    )
    newest = queries.list_models(viewer=SYSTEM, on=clock.today())[0].id
    part = body(personnel.get(f"/models/{newest}/similar/"))
    assert "staff 2 and 3" in part
    assert "dual holders 50" in part
    duties = body(personnel.get(f"/units/{sides.b}/duties/"))
    assert "Mô hình khác" in duties


def test_request_from_question_to_closing_through_the_pages(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    youth, commander = enter("youth"), enter("commander")
    asked = fill(
        youth,
        "/requests/new/",
        organization=sides.youth,
        addressee="A",
        regulation=sides.more["regulation"],
        subject_vi="Mượn hội trường",
        subject_en="Lend us the hall",
        text_vi="Ngày 20",
    )
    page = asked.url
    assert "Lend us the hall" in body(commander.get(f"/units/{sides.a}/duties/"))
    answered = fill(
        commander,
        page,
        step="answer",
        text="Đồng ý",
        file=SimpleUploadedFile("dong-y.pdf", PDF, "application/pdf"),
    )
    assert answered.status_code == 302
    shown = body(youth.get(page))
    (link,) = re.findall(rf'href="({page}files/\d+/)"', shown)
    assert b"".join(youth.get(link)) == PDF
    fill(youth, page, step="close")
    assert '<span lang="vi">Đồng ý</span>' in body(youth.get(page))
    assert "Lend us the hall" in body(youth.get("/requests/?state=closed"))
    assert "Lend us the hall" not in body(youth.get("/requests/?state=late"))


def test_request_to_a_code_nobody_has_names_it(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    given = {
        "organization": sides.youth,
        "subject_vi": "Việc",
        "text_vi": "Việc",
        "answer_working_days": 5,
    }
    answer = fill(enter("youth"), "/requests/new/", addressee="NOBODY", **given)
    assert answer.status_code == 422
    assert "NOBODY" in body(answer)
    missing = fill(
        enter("youth"), "/requests/new/", addressee="A", **{**given, "answer_working_days": ""}
    )
    assert "Write the number of working days." in body(missing)


def test_regulation_recorded_and_reviewed_through_the_pages(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    youth = enter("youth")
    agreed = fill(
        youth,
        "/coordination/new/",
        organization=sides.youth,
        codes="A",
        number="02/QC",
        signed_on="2025-03-01",
        title_vi="Quy chế hai",
        content_vi="Họp hằng quý",
        answer_working_days=3,
        review_on="2025-06-01",
    )
    assert "overdue" in body(youth.get(agreed.url))
    fill(
        youth,
        f"{agreed.url}review/",
        reviewed_on="2025-06-02",
        finding_vi="Tốt",
        review_on="2199-06-01",
    )
    shown = body(youth.get(agreed.url))
    assert "1 Jun 2199" in shown
    assert "overdue" not in shown.partition("<h2")[0].partition("<h1")[2]
    assert "late by" in body(youth.get("/coordination/"))  # the request of the factory


def test_answer_after_its_last_day_says_how_late_it_came(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    page = f"/requests/{sides.more['request']}/"
    assert fill(enter("commander"), page, step="answer", text="Gửi kèm").status_code == 302
    shown = body(enter("youth").get(page))
    assert "answered late by" in shown
    assert "waits for an answer" not in shown.partition("</dl>")[0]


@pytest.mark.parametrize("state", ["never", "<b>"])
def test_unknown_state_of_requests_is_refused(enter: Callable[[str], Client], state: str) -> None:
    assert enter("youth").get("/requests/", {"state": state}).status_code == 422
