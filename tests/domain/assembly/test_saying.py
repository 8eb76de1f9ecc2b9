"""Contributions with pinned figures, proposals and their verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    Cited,
    EventPlan,
    Statement,
    change_event,
    conclude,
    contribute,
    correct_contribution,
    judge_proposal,
    open_project,
    plan_event,
    propose,
    record_attendance,
    support_proposal,
    write_minutes,
)
from kiem.domain.ledger.actions import NewTimeEntry, close_month, log_time
from kiem.domain.ledger.queries import explain_figure
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from kiem.time.month import Month
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import one_task

MAY = date(2025, 5, 6)


def detail(hall: Hall, **asked: object) -> queries.EventDetail:
    return queries.event_detail(
        viewer=SYSTEM,
        event_id=hall.event,
        **{"on": clock.today(), **asked},  # type: ignore[arg-type]  # on and known_at
    )


def say(hall: Hall, **values: object) -> int:
    given = {"organization_id": hall.places.youth_a, "situation": "9/9 xã có công an chính quy"}
    return contribute(
        event_id=hall.event,
        statement=Statement(**{**given, **values}),  # type: ignore[arg-type]  # checked
        actor=hall.viewers["youth"],
    )


def test_contributions_are_numbered_and_corrected_ones_stay_readable(hall: Hall) -> None:
    assert [say(hall), say(hall, result="Tốt")] == [1, 2]
    before = clock.now()
    correct_contribution(
        event_id=hall.event,
        number=1,
        statement=Statement(organization_id=hall.places.youth_a, situation="8/9 xã"),
        actor=hall.viewers["youth"],
    )
    now, then = detail(hall).contributions, detail(hall, known_at=before).contributions
    assert [c.situation for c in now] == ["8/9 xã", "9/9 xã có công an chính quy"]
    assert [c.is_corrected for c in now] == [True, False]
    assert then[0].situation == "9/9 xã có công an chính quy"


def test_difficulty_needs_a_kind_and_a_kind_a_difficulty(hall: Hall) -> None:
    for values in ({"difficulty": "Thiếu người"}, {"difficulty_kind": "objective"}):
        with pytest.raises(InvalidInput) as refused:
            say(hall, **values)
        assert refused.value.code == "assembly.difficulty_kind_missing"
    with pytest.raises(InvalidInput) as unknown:
        say(hall, difficulty="Thiếu người", difficulty_kind="both")
    assert unknown.value.code == "assembly.choice_unknown"
    say(hall, difficulty="Thiếu người", difficulty_kind="objective")
    assert detail(hall).contributions[0].difficulty_kind == "objective"


def test_contribution_that_says_nothing_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInput) as refused:
        say(hall, situation="  ")
    assert refused.value.code == "assembly.nothing_said"
    assert detail(hall).contributions == ()


def test_cited_figure_is_the_same_after_a_later_correction(hall: Hall) -> None:
    """Ánh leaves her office back-dated: today's figure changes, the cited one does not."""
    unit = f"unit:{hall.places.a}"
    say(hall, citations=[Cited(unit, "dual_holders", MAY), Cited(unit, "release_hours", MAY)])
    holders, hours = detail(hall).contributions[0].citations
    anh = person_detail(viewer=SYSTEM, person_id=hall.places.people["Ánh"], on=MAY)
    (office,) = [a for a in anh.posts if a.post_id == hall.places.secretary_a]
    end_appointments(
        decision_id=hall.places.decision,
        ends=[AppointmentEnd(office.id, date(2025, 2, 1))],
        actor=SYSTEM,
    )

    def figure(name: str, known: bool) -> float | None:
        moment = holders.known_at if known else None
        found = explain_figure(viewer=SYSTEM, subject=unit, figure=name, on=MAY, known_at=moment)
        return found.value

    assert (holders.value, figure("dual_holders", True), figure("dual_holders", False)) == (2, 2, 1)
    assert hours.value == pytest.approx(figure("release_hours", True), abs=0.005)
    assert detail(hall).contributions[0].citations == (holders, hours)


@pytest.mark.parametrize(
    ("subject", "figure"), [("unit:x", "load"), ("all", "happiness"), ("unit:999999", "load")]
)
def test_figure_that_does_not_exist_cannot_be_cited(hall: Hall, subject: str, figure: str) -> None:
    with pytest.raises(DomainError):
        say(hall, citations=[Cited(subject, figure, MAY)])
    assert detail(hall).contributions == ()


def test_proposal_is_open_until_judged_with_a_reason(hall: Hall) -> None:
    youth = hall.viewers["youth"]
    number = say(hall, proposal="Xếp bí thư tương đương đội phó")
    proposal = propose(
        event_id=hall.event,
        organization_id=hall.places.youth_a,
        text_vi="Xếp người đứng đầu tổ chức tương đương đội phó",
        contribution_number=number,
        actor=youth,
    )
    assert support_proposal(
        proposal_id=proposal, organization_id=hall.places.a, actor=hall.viewers["commander"]
    )
    assert not support_proposal(
        proposal_id=proposal, organization_id=hall.places.a, actor=hall.viewers["commander"]
    )
    with pytest.raises(InvalidInput):
        judge_proposal(proposal_id=proposal, verdict="accepted", reason="", actor=youth)
    judge_proposal(proposal_id=proposal, verdict="deferred", reason="Chờ Bộ", actor=youth)
    with pytest.raises(Conflict):
        judge_proposal(proposal_id=proposal, verdict="deferred", reason="Vẫn chờ", actor=youth)
    moment = clock.now()
    judge_proposal(proposal_id=proposal, verdict="accepted", reason="Bộ đồng ý", actor=youth)
    (now,), (then,) = detail(hall).proposals, detail(hall, known_at=moment).proposals
    assert (now.status, now.reason, then.status) == ("accepted", "Bộ đồng ý", "deferred")
    assert [body.id for body in now.supporters] == [hall.places.a]


def test_body_does_not_support_its_own_proposal(hall: Hall) -> None:
    proposal = propose(
        event_id=hall.event,
        organization_id=hall.places.a,
        text_vi="Thêm người",
        actor=hall.viewers["commander"],
    )
    with pytest.raises(Conflict) as refused:
        support_proposal(
            proposal_id=proposal, organization_id=hall.places.a, actor=hall.viewers["commander"]
        )
    assert refused.value.code == "assembly.own_support"
    assert detail(hall).proposals[0].supporters == ()


def test_proposal_a_conclusion_came_of_is_not_turned_over(hall: Hall) -> None:
    youth = hall.viewers["youth"]
    proposal = propose(
        event_id=hall.event, organization_id=hall.places.youth_a, text_vi="Giữ", actor=youth
    )
    number = conclude(event_id=hall.event, text_vi="Giữ mô hình", proposal_id=proposal, actor=youth)
    with pytest.raises(Conflict) as refused:
        judge_proposal(proposal_id=proposal, verdict="rejected", reason="Thôi", actor=youth)
    assert (refused.value.code, refused.value.params) == (
        "assembly.concluded_from",
        {"number": number},
    )
    judge_proposal(proposal_id=proposal, verdict="accepted", reason="Đúng", actor=youth)
    assert detail(hall).proposals[0].status == "accepted"


def test_body_that_does_not_take_part_is_not_heard(hall: Hall) -> None:
    women = hall.viewers["women"]
    statement = Statement(organization_id=hall.places.women_b, situation="Chúng tôi cũng vậy")
    with pytest.raises(NotFound):
        contribute(event_id=hall.event, statement=statement, actor=women)
    change_event(
        event_id=hall.event,
        plan=EventPlan(title_vi="Buổi làm việc", held_on=MAY, bodies=[hall.places.women_b]),
        actor=hall.viewers["youth"],
    )
    assert contribute(event_id=hall.event, statement=statement, actor=women) == 1
    with pytest.raises(NotFound):  # in its own name only
        contribute(
            event_id=hall.event,
            statement=Statement(organization_id=hall.places.youth_a, situation="Tốt"),
            actor=women,
        )


def test_changed_event_keeps_minutes_and_attendance(hall: Hall) -> None:
    youth = hall.viewers["youth"]
    write_minutes(event_id=hall.event, minutes_vi="Bắt đầu lúc 8 giờ.", actor=youth)
    record_attendance(event_id=hall.event, parts=[(hall.places.a, "attended")], actor=youth)
    before = clock.now()
    change_event(
        event_id=hall.event,
        plan=EventPlan(title_vi="Buổi làm việc lần hai", held_on=MAY, bodies=[hall.places.b]),
        actor=youth,
    )
    now, then = detail(hall), detail(hall, known_at=before)
    assert (now.event.title_vi, now.minutes_vi) == ("Buổi làm việc lần hai", "Bắt đầu lúc 8 giờ.")
    assert {body.id: part for body, part in now.attendances} == {
        hall.places.youth_a: "invited",
        hall.places.a: "attended",
        hall.places.b: "invited",
    }
    assert (then.event.title_vi, len(then.agenda), len(now.agenda)) == (
        "Buổi làm việc",
        2,
        2,
    )  # it was held


@pytest.mark.parametrize("persona", ["women", "administrator", "nobody"])
def test_event_of_others_is_not_seen(hall: Hall, persona: str) -> None:
    with pytest.raises(DomainError):
        queries.event_detail(viewer=hall.viewers[persona], event_id=hall.event, on=clock.today())


@pytest.mark.parametrize("persona", ["youth", "commander", "personnel", "auditor"])
def test_event_is_seen_by_organiser_guests_and_those_above(hall: Hall, persona: str) -> None:
    viewer = hall.viewers[persona]
    assert len(queries.list_events(viewer=viewer, on=clock.today())) == 1
    (project,) = queries.list_projects(viewer=viewer, on=clock.today())
    assert (project.code, project.events) == ("2020-05", 1)


def test_project_code_is_used_once(hall: Hall) -> None:
    with pytest.raises(Conflict) as refused:
        open_project(
            organization_id=hall.places.youth,
            code=" 2020-05 ",
            title_vi="Khác",
            opened_on=MAY,
            actor=SYSTEM,
        )
    assert refused.value.code == "assembly.code_taken"


def test_next_event_starts_with_what_is_open(hall: Hall) -> None:
    task_id = one_task(hall)
    following = plan_event(
        project_id=hall.project,
        organizer_id=hall.places.youth,
        kind="session",
        plan=EventPlan(title_vi="Buổi sau", held_on=date(2025, 8, 1)),
        actor=hall.viewers["youth"],
    )
    shown = queries.event_detail(viewer=SYSTEM, event_id=following, on=clock.today())
    assert [row.id for row in shown.carried_over] == [task_id]
    assert detail(hall).carried_over == ()


def test_english_words_stand_beside_the_vietnamese_ones(hall: Hall) -> None:
    youth = hall.viewers["youth"]
    say(hall, situation="9/9 xã", situation_en="Nine of nine communes")
    proposal = propose(
        event_id=hall.event,
        organization_id=hall.places.youth_a,
        text_vi="Giữ kiêm nhiệm",
        text_en="Keep concurrent posts",
        grounds="Ít người",
        grounds_en="Few people",
        actor=youth,
    )
    judge_proposal(
        proposal_id=proposal, verdict="accepted", reason="Đúng", reason_en="True", actor=youth
    )
    write_minutes(event_id=hall.event, minutes_vi="Xong", minutes_en="Over", actor=youth)
    change_event(
        event_id=hall.event,
        plan=EventPlan(title_vi="Họp", held_on=MAY, place="Hội trường", place_en="Hall"),
        actor=youth,
    )
    found = detail(hall)
    (said,), (put,) = found.contributions, found.proposals
    assert (said.situation, said.situation_en) == ("9/9 xã", "Nine of nine communes")
    assert (said.proposal_en, said.is_corrected) == ("", False)
    assert (put.grounds_en, put.reason, put.reason_en) == ("Few people", "Đúng", "True")
    assert (found.minutes_en, found.place_en) == ("Over", "Hall")


def test_english_without_vietnamese_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInput) as refused:
        say(hall, result_en="All went well")
    assert (refused.value.code, refused.value.field) == ("assembly.text_missing", "result")
    assert detail(hall).contributions == ()


def test_figure_of_all_units_is_of_those_of_whoever_cited_it(hall: Hall) -> None:
    """The commander of A cites what the commander sees; who sees everything gets the same again,
    and who sees other units is not told what it is now."""
    statement = Statement(
        hall.places.a, situation="Tình hình", citations=[Cited("all", "dual_holders", MAY)]
    )
    contribute(event_id=hall.event, statement=statement, actor=hall.viewers["commander"])

    def read(viewer: Viewer) -> queries.FigureThenAndNow:
        (figure,) = queries.figures_then_and_now(
            viewer=viewer, event_id=hall.event, on=clock.today()
        )
        return figure

    everything = explain_figure(viewer=SYSTEM, subject="all", figure="dual_holders", on=MAY)
    for reader in (SYSTEM, hall.viewers["commander"]):
        figure = read(reader)
        assert figure.cited.value == figure.now == 2 != everything.value
        assert not figure.has_changed
    assert read(hall.viewers["youth"]).now is None


def test_entries_after_a_closing_do_not_unpin_a_figure(hall: Hall) -> None:
    """What came late for a closed month was known when the figure was cited: it counts, then and
    when it is worked out again."""
    places = hall.places
    unit = f"unit:{places.a}"
    close_month(organization_ids=[places.a], month=Month(2025, 3), actor=SYSTEM)
    entry = NewTimeEntry(
        places.people["Ánh"], places.secretary_a, "office", "meeting", date(2025, 3, 5),
        Decimal("3"),
    )  # fmt: skip
    log_time(entries=[entry], actor=SYSTEM, late_reason="Sổ nộp muộn")
    say(hall, citations=[Cited(unit, "office_hours", date(2025, 3, 5))])
    (cited,) = detail(hall).contributions[0].citations
    (figure,) = queries.figures_then_and_now(viewer=SYSTEM, event_id=hall.event, on=clock.today())
    assert (cited.value, figure.now, figure.has_changed) == (3, 3, False)
