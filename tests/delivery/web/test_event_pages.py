"""An event after it was planned: changed, cancelled, held, through its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories.assembly import hold_session
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import EventPlan, plan_event
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.models import User
from kiem.platform.audit import list_trail
from kiem.platform.kernel import clock

TOKEN = re.compile(r'name="token" value="([^"]+)"')
Enter = Callable[[str], Client]


@pytest.fixture
def sides(db: None) -> TwoSides:
    built = build_two_sides()
    built.more.update(hold_session(built))
    built.more["forum"] = plan_event(
        project_id=built.more["project"],
        organizer_id=built.youth,
        kind="forum",
        plan=EventPlan(
            title_vi="Diễn đàn",
            title_en="A forum",
            held_on=date(2198, 5, 6),
            agenda=[("Khai mạc", "Opening")],
            bodies=[built.youth_a, built.a],
        ),
        actor=SYSTEM,
    )
    return built


@pytest.fixture
def enter(sides: TwoSides) -> Enter:
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


def shown(event: int) -> queries.EventDetail:
    return queries.event_detail(viewer=SYSTEM, event_id=event, on=clock.today())


def changed(**other: Any) -> dict[str, Any]:
    return {"title_vi": "Diễn đàn", "held_on": "2198-05-07", **other}


def test_event_is_changed_with_leaders_agenda_and_other_bodies(
    sides: TwoSides, enter: Enter
) -> None:
    youth, event = enter("youth"), sides.more["forum"]
    page = f"/assembly/events/{event}/"
    form = body(youth.get(f"{page}change/"))
    assert 'value="A forum"' in form
    assert "Khai mạc" in form
    assert "A-Y\nA</textarea>" in form
    assert "/pick/" not in form  # looking up is for those who draft decisions
    done = fill(
        youth,
        f"{page}change/",
        **changed(
            starts_at="08:30",
            place="Hội trường B",
            agenda="Khai mạc\nKết luận",
            agenda_en="Opening\nConclusions",
            chairs=[sides.people["Ánh"]],
            chair_offices=[sides.secretary_a],
            secretaries=[sides.people["Ánh"]],
            codes="A-Y, B-W",
        ),
    )
    assert done.status_code == 422  # Ánh is named twice
    assert "named twice" in body(done)
    fill(
        youth,
        f"{page}change/",
        **changed(
            starts_at="08:30",
            place="Hội trường B",
            agenda="Khai mạc\nKết luận",
            agenda_en="Opening\nConclusions",
            chairs=[sides.people["Ánh"]],
            chair_offices=[sides.secretary_a],
            codes="A-Y, B-W",
        ),
    )
    detail = shown(event)
    assert (detail.event.held_on, str(detail.starts_at)) == (date(2198, 5, 7), "08:30:00")
    assert [row[1:] for row in detail.agenda] == [
        ("Khai mạc", "Opening"),
        ("Kết luận", "Conclusions"),
    ]
    assert {b.id for b, _part in detail.attendances} == {sides.youth_a, sides.women_b}
    assert [(c.part, c.person_id, c.post_id) for c in detail.chairs] == [
        ("chair", sides.people["Ánh"], None),
        ("chair", None, sides.secretary_a),
    ]
    text = body(youth.get(page))
    assert "; Officer, " in text.split("<dt>Chair</dt>")[1].split("</dd>")[0]
    trail = list_trail(viewer=SYSTEM, subject=f"event:{event}")
    assert [row.action for row in trail][:1] == ["assembly.change_event"]


def test_people_are_looked_up_by_the_forms_own_button(sides: TwoSides, enter: Enter) -> None:
    youth, event = enter("youth"), sides.more["forum"]
    found = fill(
        youth,
        f"/assembly/events/{event}/change/",
        **changed(title_vi="Nửa chừng", chairs_text="anh", find="chairs"),
    )
    text = body(found)
    assert found.status_code == 200
    assert f'name="chairs" value="{sides.people["Ánh"]}"' in text
    assert 'value="Nửa chừng"' in text  # what was typed stays
    assert shown(event).event.title_vi == "Diễn đàn"
    offices = fill(
        youth,
        f"/assembly/events/{event}/change/",
        **changed(chair_offices_text="secretary", find="chair_offices"),
    )
    assert f'name="chair_offices" value="{sides.secretary_a}"' in body(offices)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"chairs": ["999999"]}, "no person of that number"),
        ({"chair_offices": ["999999"]}, "no office of that number"),
        ({"codes": "A-Y, XX"}, "XX"),
        ({"held_on": "07/05"}, "Enter a valid date"),
        ({"title_vi": ""}, "This field is required"),
    ],
)
def test_change_that_cannot_be_is_said_in_the_form(
    sides: TwoSides, enter: Enter, fields: dict[str, Any], said: str
) -> None:
    event = sides.more["forum"]
    answer = fill(enter("youth"), f"/assembly/events/{event}/change/", **changed(**fields))
    assert answer.status_code == 422
    assert said in body(answer)
    assert shown(event).event.held_on == date(2198, 5, 6)


def test_cancelled_event_shows_why_and_takes_nothing_more(sides: TwoSides, enter: Enter) -> None:
    youth, event = enter("youth"), sides.more["forum"]
    page = f"/assembly/events/{event}/"
    assert fill(youth, f"{page}cancel/", text=" ").status_code == 422
    fill(youth, f"{page}cancel/", text="Mưa bão", text_en="A storm")
    text = body(youth.get(page))
    assert "A storm" in text
    assert "contributions/new/" not in text
    assert "A forum (cancelled)" in body(youth.get("/assembly/"))
    refused = fill(
        youth, f"{page}contributions/new/", organization=sides.youth_a, situation="Nhiều việc"
    )
    assert refused.status_code == 409
    assert "The event is cancelled." in body(refused)
    assert fill(youth, f"{page}cancel/", text="Lại").status_code == 409


def test_event_at_which_something_was_concluded_is_not_cancelled(
    sides: TwoSides, enter: Enter
) -> None:
    youth, page = enter("youth"), f"/assembly/events/{sides.more['event']}/"
    assert "cancel/" not in body(youth.get(page))
    assert fill(youth, f"{page}cancel/", text="Thôi").status_code == 409
    assert not shown(sides.more["event"]).event.is_cancelled


def test_minutes_are_written_approved_and_then_corrected_with_a_reason(
    sides: TwoSides, enter: Enter
) -> None:
    youth, page = enter("youth"), f"/assembly/events/{sides.more['event']}/"
    anh = sides.people["Ánh"]
    early = fill(youth, f"{page}minutes/approve/", approved_on="2025-03-01", approved_by=anh)
    assert (early.status_code, "no minutes yet" in body(early)) == (409, True)
    fill(youth, f"{page}minutes/write/", minutes_vi="Bắt đầu 8 giờ", written_by=anh)
    before = fill(youth, f"{page}minutes/approve/", approved_on="2025-02-01", approved_by=anh)
    assert "was not held yet" in body(before)
    fill(youth, f"{page}minutes/approve/", approved_on="2025-03-01", approved_by=anh)
    text = body(youth.get(page))
    assert "Written by Nguyễn Văn Ánh; approved on" in text
    bare = fill(youth, f"{page}minutes/write/", minutes_vi="Bắt đầu 9 giờ")
    assert bare.status_code == 422
    fill(youth, f"{page}minutes/write/", minutes_vi="Bắt đầu 9 giờ", reason="Gõ nhầm")
    detail = shown(sides.more["event"])
    assert (detail.minutes_vi, detail.minutes.reason, detail.minutes.by_id) == (
        "Bắt đầu 9 giờ",
        "Gõ nhầm",
        anh,
    )
    assert detail.minutes.approved_on == date(2025, 3, 1)
    again = fill(youth, f"{page}minutes/approve/", approved_on="2025-03-02", approved_by=anh)
    assert again.status_code == 422


def test_contribution_is_corrected_with_its_speaker_and_keeps_its_sources(
    sides: TwoSides, enter: Enter
) -> None:
    commander, page = enter("commander"), f"/assembly/events/{sides.more['event']}/"
    fill(
        commander,
        f"{page}contributions/new/",
        organization=sides.youth_a,
        situation="Nhiều vịec",
        figures=f"/units/{sides.a}/?on=2025-03-01\n/why/unit:{sides.a}/dual_holders/?on=2025-02-01",
    )
    (before,) = shown(sides.more["event"]).contributions
    address = f"{page}contributions/1/correct/"
    words = {"organization": sides.youth_a, "situation": "Nhiều việc"}
    assert fill(commander, address, **words).status_code == 422  # the reason is missing
    stranger = fill(commander, address, **words, reason="Gõ nhầm", person=sides.people["Cúc"])
    assert (stranger.status_code, "no person of that number" in body(stranger)) == (422, True)
    fill(commander, address, **words, reason="Gõ nhầm", person=sides.people["Ánh"])
    (now,) = shown(sides.more["event"]).contributions
    assert (now.situation, now.person_id, now.is_corrected) == (
        "Nhiều việc",
        sides.people["Ánh"],
        True,
    )
    assert (now.citations, now.references) == (before.citations, before.references)
    text = body(commander.get(page))
    assert "Nhiều vịec" in text.split("Earlier wording")[1]
    assert ": Gõ nhầm (" in text
    assert enter("women").get(address).status_code == 404


def test_conclusion_is_corrected_and_shows_what_it_said_before(
    sides: TwoSides, enter: Enter
) -> None:
    youth, page = enter("youth"), f"/assembly/events/{sides.more['event']}/"
    fill(youth, f"{page}conclusions/1/correct/", text_vi="Giữ nguyên", reason="Gõ nhầm")
    detail = shown(sides.more["event"])
    assert [(c.number, c.text_vi, c.progress.total) for c in detail.conclusions] == [
        (1, "Giữ nguyên", 1)
    ]
    text = body(youth.get(f"{page}conclusions/1/"))
    assert "Giữ mô hình kiêm nhiệm" in text.split("Earlier wording")[1]
    trail = list_trail(viewer=SYSTEM, subject=f"event:{sides.more['event']}")
    assert (trail[0].action, trail[0].reason) == ("assembly.correct_conclusion", "Gõ nhầm")


def test_attendance_is_counted_named_and_tells_whether_it_was_enough(
    sides: TwoSides, enter: Enter
) -> None:
    youth, page = enter("youth"), f"/assembly/events/{sides.more['forum']}/"
    given = {f"part_{body}": "invited" for body in (sides.youth_a, sides.a)} | {
        f"part_{sides.youth_a}": "attended",
        f"invited_{sides.youth_a}": "3",
        f"came_{sides.youth_a}": "2",
        "quorum": "half",
    }
    fill(youth, f"{page}attendance/", **given, quorum_of="bodies", people=[sides.people["Ánh"]])
    turnout = queries.turnout_of(event_id=sides.more["forum"])
    assert (turnout.present_bodies, turnout.needed, turnout.is_quorate) == (1, 2, False)
    text = body(youth.get(page))
    assert "1 of 2 bodies; 2 of 3 people; not quorate: more than half of the bodies, 2" in text
    assert "Nguyễn Văn Ánh" in text
    fill(youth, f"{page}attendance/", **given, quorum_of="people")
    turnout = queries.turnout_of(event_id=sides.more["forum"])
    assert (turnout.needed, turnout.is_quorate) == (2, True)
    refused = fill(
        youth, f"{page}attendance/", **given, quorum_of="people", people=[sides.people["Cúc"]]
    )
    assert (refused.status_code, "holds no post" in body(refused)) == (422, True)
    assert queries.turnout_of(event_id=sides.more["forum"]) == turnout


def test_task_waits_for_another_and_a_circle_is_refused_beside_the_field(
    sides: TwoSides, enter: Enter
) -> None:
    youth, event, first = enter("youth"), sides.more["event"], sides.more["task"]
    fill(
        youth,
        f"/assembly/events/{event}/conclusions/1/tasks/",
        text_vi="Báo cáo",
        evidence_vi="Báo cáo",
        due_on="2198-12-31",
        codes="A-Y",
    )
    rows = queries.list_tasks(viewer=SYSTEM, on=clock.today(), event_id=event).rows
    (second,) = {row.id for row in rows} - {first}
    fill(youth, f"/tasks/{second}/conditions/", requires=first)
    detail = queries.task_detail(viewer=SYSTEM, task_id=second, on=clock.today())
    assert [task.id for task in detail.requires] == [first]
    refused = fill(youth, f"/tasks/{first}/conditions/", requires=second)
    assert refused.status_code == 422
    assert "would wait for itself" in body(refused).split('class="field-error"')[1]
    assert enter("women").get(f"/tasks/{first}/conditions/").status_code == 404
