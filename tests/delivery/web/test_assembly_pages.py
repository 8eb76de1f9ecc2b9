"""From a question to accepted evidence, through the pages only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import files
from tests.factories.assembly import hold_session
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.assembly import queries
from kiem.domain.assembly.queries import Progress
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock

TOKEN = re.compile(r'name="token" value="([^"]+)"')
PDF = files.pdf()


@pytest.fixture
def sides(db: None) -> TwoSides:
    built = build_two_sides()
    built.more.update(hold_session(built))
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


def due(days: int = 20) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_question_to_accepted_evidence_through_the_pages(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    youth, commander = enter("youth"), enter("commander")
    opened = fill(
        youth,
        "/assembly/projects/new/",
        organization=sides.youth,
        code="2025-09",
        title_vi="Ai làm gì?",
        title_en="Who does what?",
    )
    project = opened.url.split("/")[3]
    planned = fill(
        youth,
        f"/assembly/projects/{project}/events/new/",
        organizer=sides.youth,
        kind="forum",
        title_vi="Diễn đàn",
        title_en="A forum",
        held_on="2025-09-15",
        agenda="Khai mạc\nThảo luận",
        codes="A-Y",
    )
    event = planned.url
    fill(
        commander,
        f"{event}contributions/new/",
        organization=sides.youth_a,
        situation="Nhiều việc",
        difficulty="Thiếu người",
        difficulty_kind="objective",
        figures=f"http://localhost/why/unit:{sides.a}/dual_holders/?on=2025-09-01",
    )
    fill(
        commander,
        f"{event}proposals/new/",
        organization=sides.youth_a,
        text_vi="Thêm người",
        contribution="1",
    )
    fill(youth, f"{event}proposals/1/verdict/", verdict="accepted", reason="Đúng")
    (proposal,) = queries.event_detail(
        viewer=SYSTEM, event_id=int(event.split("/")[3]), on=clock.today()
    ).proposals
    concluded = fill(
        youth, f"{event}conclusions/new/", text_vi="Bổ sung người", proposal=proposal.id
    )
    fill(
        youth,
        f"{concluded.url}tasks/",
        text_vi="Đề nghị bổ sung",
        evidence_vi="Tờ trình",
        due_on=due(),
        codes="A-Y",
    )
    (task,) = queries.list_tasks(viewer=SYSTEM, on=clock.today(), owner_id=sides.youth_a).rows[:1]
    board = body(youth.get(concluded.url))
    assert "Đề nghị bổ sung" in board
    assert "0 of 1 done" in board
    page = f"/tasks/{task.id}/"
    assert "accept" not in body(commander.get(page)).split("</form>")[-2].split("<form")[-1]
    reported = fill(
        commander,
        page,
        step="report",
        text="Đã gửi",
        file=SimpleUploadedFile("to-trinh.pdf", PDF, "application/pdf"),
    )
    assert reported.status_code == 302
    shown = body(youth.get(page))
    assert "to-trinh.pdf" in shown
    assert "Thêm người" in shown  # back to the proposal
    assert "Nhiều việc" in shown  # and to who said what
    (link,) = re.findall(rf'href="({page}files/\d+/)"', shown)
    assert b"".join(youth.get(link)) == PDF
    fill(youth, page, step="accept", text="")
    assert "1 of 1 done" in body(youth.get(event))
    assert body(youth.get(f"{event}figures/")).count("the same") == 1


def test_pressing_twice_concludes_once(sides: TwoSides, enter: Callable[[str], Client]) -> None:
    youth = enter("youth")
    address = f"/assembly/events/{sides.more['event']}/conclusions/new/"
    token = TOKEN.search(body(youth.get(address)))
    assert token is not None
    given = {"token": token[1], "text_vi": "Một lần"}
    first, second = youth.post(address, given), youth.post(address, given)
    assert first.url == second.url
    detail = queries.event_detail(viewer=SYSTEM, event_id=sides.more["event"], on=clock.today())
    assert [c.number for c in detail.conclusions] == [1, 2]


def test_form_shown_before_another_step_is_refused(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, page = enter("commander"), f"/tasks/{sides.more['task']}/"
    token = TOKEN.search(body(commander.get(page)))
    assert token is not None
    fill(commander, page, step="begin")
    late = commander.post(page, {"token": token[1], "step": "report", "text": "Đã gửi báo cáo"})
    assert late.status_code == 409
    assert "has changed since it was opened" in body(late)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"step": "report", "text": ""}, "with evidence"),
        ({"step": "report", "text": "x"}, "Say in a sentence what shows it is done"),
        ({"step": "ask_delay", "text": "Bận"}, "Choose the day"),
        ({"step": "ask_delay", "text": "Bận", "due_on": "2025-01-01"}, "is not later than"),
        ({"step": "ask_delay", "text": "", "due_on": "2199-01-01"}, "A reason is missing"),
        ({"step": "accept", "text": ""}, "Select a valid choice"),
        ({"step": ""}, "This field is required"),
    ],
)
def test_step_that_cannot_be_is_said_beside_the_form(
    sides: TwoSides, enter: Callable[[str], Client], fields: dict[str, str], said: str
) -> None:
    answer = fill(enter("commander"), f"/tasks/{sides.more['task']}/", **fields)
    assert answer.status_code == 422
    assert said in body(answer)
    assert (
        queries.task_detail(viewer=SYSTEM, task_id=sides.more["task"], on=clock.today()).steps == ()
    )


def test_evidence_of_a_forbidden_type_is_refused(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    program = SimpleUploadedFile("bao-cao.pdf", b"MZ\x90\x00 not a paper", "application/pdf")
    answer = fill(enter("commander"), f"/tasks/{sides.more['task']}/", step="report", file=program)
    assert answer.status_code == 422
    assert 'class="field-error"' in body(answer)


def test_tasks_for_unknown_codes_name_them(sides: TwoSides, enter: Callable[[str], Client]) -> None:
    answer = fill(
        enter("youth"),
        f"/assembly/events/{sides.more['event']}/conclusions/1/tasks/",
        text_vi="Việc",
        evidence_vi="Báo cáo",
        due_on=due(),
        codes="A-Y, B-W; XX",
    )
    assert answer.status_code == 422
    assert "B-W, XX" in body(answer)  # the women's chapter is not this line's


def test_my_tasks_are_the_open_ones_unless_others_are_asked_for(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, youth = enter("commander"), enter("youth")
    task = f"/tasks/{sides.more['task']}/"
    assert task in body(commander.get("/tasks/"))
    fill(commander, task, step="report", text="Đã gửi báo cáo")
    fill(youth, task, step="accept", text="")
    assert task not in body(commander.get("/tasks/"))
    assert task in body(commander.get("/tasks/?state=all"))
    assert task in body(commander.get("/tasks/?state=done"))
    scope = body(commander.get("/tasks/?all=1"))
    assert task in scope
    assert 'href="/tasks/?all=1&amp;state=open"' in scope  # and stays within all


def test_task_is_given_by_name_to_somebody_of_its_body(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    youth, anh = enter("youth"), sides.people["Ánh"]
    address = f"/assembly/events/{sides.more['event']}/conclusions/1/tasks/"
    wanted = {
        "text_vi": "Gặp đoàn viên",
        "evidence_vi": "Biên bản",
        "due_on": due(),
        "codes": "A-Y",
    }
    found = fill(youth, address, **wanted, person_text="anh", find="person")
    assert f'name="person" value="{anh}"' in body(found)
    assert "Gặp đoàn viên" in body(found)  # what was typed stays
    for group, person, said in (
        (["youth_city"], anh, "would go to 2 bodies"),
        ([], sides.people["Cúc"], "holds no post in the body"),
        ([], 999999, "holds no post in the body"),
    ):
        refused = fill(youth, address, **wanted, group=group, person=person)
        assert refused.status_code == 422
        assert said in body(refused)
    fill(youth, address, **wanted, person=anh)
    (own,) = [
        row
        for row in queries.list_tasks(viewer=SYSTEM, on=clock.today()).rows
        if row.text_vi == "Gặp đoàn viên"
    ]
    assert (own.owner.id, own.person_id) == (sides.youth_a, anh)
    assert "Nguyễn Văn Ánh" in body(youth.get(f"/tasks/{own.id}/"))


def test_tasks_go_to_several_types_of_bodies_at_once(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    youth = enter("youth")
    address = f"/assembly/events/{sides.more['event']}/conclusions/1/tasks/"
    types = re.findall(r'name="group" value="([a-z_]+)"', body(youth.get(address)))
    assert sorted(types) == ["youth_city", "youth_grassroots"]
    fill(youth, address, group=types, codes="A-Y", text_vi="Cả hai", evidence_vi="Có", due_on=due())
    owners = [
        row.owner.id
        for row in queries.list_tasks(viewer=SYSTEM, on=clock.today()).rows
        if row.text_vi == "Cả hai"
    ]
    assert sorted(owners) == sorted([sides.youth, sides.youth_a])  # each once


def test_delegated_task_stands_below_with_its_progress(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, page = enter("commander"), f"/tasks/{sides.more['task']}/"
    fill(
        commander,
        f"{page}delegate/",
        text_vi="Lập danh sách",
        evidence_vi="Danh sách",
        due_on=due(10),
        codes="A",
    )
    assert "Lập danh sách" in body(commander.get(page))
    (row,) = queries.list_events(viewer=SYSTEM, on=date(2199, 1, 1))
    assert row.progress == Progress(total=1, late=1)


def test_english_page_shows_english_words_and_marks_those_it_has_not(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    youth, event = enter("youth"), f"/assembly/events/{sides.more['event']}/"
    fill(
        youth,
        f"{event}contributions/new/",
        organization=sides.youth_a,
        situation="Nhiều việc",
        situation_en="Much work",
        result="Dòng một\nDòng <hai>",
    )
    english = body(youth.get(event))
    assert "Much work" in english
    assert "Nhiều việc" not in english
    assert '<span lang="vi">Dòng một<br>Dòng &lt;hai&gt;</span>' in english
    youth.cookies["django_language"] = "vi"
    vietnamese = body(youth.get(event))
    assert "Nhiều việc" in vietnamese
    assert "Much work" not in vietnamese
    assert 'lang="vi">Dòng' not in vietnamese


def test_proposal_is_supported_once_by_each_body(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, event = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    done = fill(commander, f"{event}proposals/1/support/", organization=sides.a)
    assert done.url.startswith(event)
    again = fill(commander, f"{event}proposals/1/support/", organization=sides.a)
    assert again.status_code == 409
    assert "supports the proposal already" in body(again)
    (proposal,) = queries.event_detail(
        viewer=SYSTEM, event_id=sides.more["event"], on=clock.today()
    ).proposals
    assert [supporter.id for supporter in proposal.supporters] == [sides.a]
    refused = fill(commander, f"{event}proposals/1/support/", organization=sides.youth)
    assert refused.status_code == 422  # not a body of the commander's


def test_commitment_and_english_fields_are_kept(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, event = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    assert '<details class="more-fields">' in body(commander.get(f"{event}commitments/new/"))
    fill(
        commander,
        f"{event}commitments/new/",
        organization=sides.youth_a,
        text_vi="Ghép cặp",
        text_en="Pair them",
        evidence_vi="Danh sách",
        evidence_en="A list",
        due_on=due(),
    )
    (task,) = queries.event_detail(
        viewer=SYSTEM, event_id=sides.more["event"], on=clock.today()
    ).commitments
    assert (task.text_en, task.evidence_en) == ("Pair them", "A list")


def test_effect_of_a_proposal_is_computed_and_shown(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, event = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    address = f"{event}proposals/1/effect/"
    refused = fill(commander, address, kind="release", percent="", on="2025-03-01", standing="")
    assert "Write the share." in body(refused)
    fill(commander, address, kind="release", percent="12.5", on="2025-03-01")
    fill(commander, address, kind="standing", standing="deputy_team_leader", on="2025-03-01")
    page = body(commander.get(event))
    assert "gave 12.50" in page
    assert "ranked as Deputy team leader" in page
    assert "Computed for March 2025" in page


def test_contribution_refers_to_a_unit_an_office_and_a_decision(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, event = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    sources = (
        f"http://localhost/units/{sides.a}/?on=2025-03-01\n"
        f"/posts/{sides.secretary_a}/\n/decisions/{sides.decision}/"
    )
    fill(
        commander,
        f"{event}contributions/new/",
        organization=sides.youth_a,
        situation="Nhiều việc",
        figures=sources,
    )
    page = body(commander.get(event))
    assert f'href="/units/{sides.a}/?on=2025-03-01"' in page
    assert page.count("Refers to") == 3
    wrong = (
        f"/units/{sides.a}/",
        "/units/x/",
        f"/units/{sides.b}/",
        f"/units/{sides.a}/?on=1999-01-01",
    )
    refused = fill(
        commander,
        f"{event}contributions/new/",
        organization=sides.youth_a,
        situation="Nhiều việc",
        figures="\n".join(wrong),
    )
    text = body(refused)
    assert refused.status_code == 422
    assert "Nhiều việc" in text  # what was typed is still there
    assert {n for n in range(1, 5) if f"Line {n}," in text} == {2, 3, 4}
    assert body(commander.get(event)).count("Nhiều việc") == 1


def test_cited_figure_opens_as_it_was_said(sides: TwoSides, enter: Callable[[str], Client]) -> None:
    """One dual holder was counted; she turns out to have left long before: the citation opens to
    the one it counted, and to today's figure only where that is asked for."""
    commander, event = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    fill(
        commander,
        f"{event}contributions/new/",
        organization=sides.youth_a,
        situation="Nhiều việc",
        figures=f"/why/unit:{sides.a}/dual_holders/?on=2025-03-03",
    )
    anh = person_detail(viewer=SYSTEM, person_id=sides.people["Ánh"], on=date(2025, 3, 3))
    (office,) = [post for post in anh.posts if post.post_id == sides.secretary_a]
    said = _why_figure(body(commander.get(f"{event}figures/1/1/")))
    end_appointments(
        decision_id=sides.decision,
        ends=[AppointmentEnd(office.id, date(2025, 2, 1))],
        actor=SYSTEM,
    )
    page = body(commander.get(event))
    assert f'href="{event}figures/1/1/"' in page
    opened = body(commander.get(f"{event}figures/1/1/"))
    assert "As it was said" in opened
    assert "Nguyễn Văn Ánh" in opened
    assert _why_figure(opened) == said
    now = f"/why/unit:{sides.a}/dual_holders/?on=2025-03-03"
    assert f'href="{now}"' in opened
    today = body(commander.get(now))
    assert int(_why_figure(today)) == int(said) - 1
    assert "Nguyễn Văn Ánh" not in today
    for wrong in ("2/1", "1/2", "1/0"):
        assert commander.get(f"{event}figures/{wrong}/").status_code == 404
    assert enter("women").get(f"{event}figures/1/1/").status_code == 404


def _why_figure(page: str) -> str:
    (found,) = re.findall(r'<p class="why-figure">([^<]+)</p>', page)
    return str(found).strip()


def test_paper_of_an_event_is_read_by_those_who_see_it(
    sides: TwoSides, enter: Callable[[str], Client]
) -> None:
    commander, event = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    fill(
        commander,
        f"{event}papers/new/",
        organization=sides.youth_a,
        title_vi="Báo cáo tham luận",
        title_en="A report",
        file=SimpleUploadedFile("bao-cao.pdf", PDF, "application/pdf"),
    )
    page = body(enter("youth").get(event))
    assert "A report" in page
    (link,) = re.findall(r'href="(papers/\d+/)"', page)
    assert b"".join(enter("youth").get(event + link)) == PDF
    assert enter("women").get(event + link).status_code == 404
