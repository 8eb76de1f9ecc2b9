"""Vinh: is the model right? A city police of May 2020, from what was said to what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    Cited,
    EventPlan,
    NewTask,
    Statement,
    accept_task,
    conclude,
    contribute,
    delegate_task,
    judge_proposal,
    open_project,
    plan_event,
    propose,
    record_attendance,
    report_task,
    set_tasks,
)
from kiem.domain.assembly.queries import Progress
from kiem.domain.assembly.queries.verify import verify_assembly
from kiem.domain.documents.queries.sessions import notice_document
from kiem.domain.documents.render import render_pdf
from kiem.domain.register.actions import (
    AppointmentEnd,
    Transfer,
    end_appointments,
    record_decision,
    register_transaction,
    transfer,
)
from kiem.domain.register.queries.organizations import organization_detail
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict
from tests.domain.documents.reading import pages_of
from tests.factories.vinh import Vinh, build_vinh

ASSIGNED = date(2020, 4, 1)
SESSION = date(2020, 5, 20)
FOLLOW_UP = date(2020, 9, 15)


def at(day: date, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def committee(vinh: Vinh, ward: str, day: date) -> int:
    """How many seats of a ward's youth committee are held."""
    chapter = vinh.chapters["youth", ward]
    detail = organization_detail(organization_id=chapter, viewer=SYSTEM, on=day)
    return sum(len(post.holders) for post in detail.posts)


def assign_regular_officers(vinh: Vinh) -> None:
    """One decision: two of each of nine wards' committees go to the nine communes, 9/9."""
    moves, ends = [], []
    for number, commune in enumerate(vinh.communes, start=1):
        ward = f"phường {number}"
        for seat in (2, 3):
            person = vinh.people[ward, seat]
            moves.append(
                Transfer(
                    person,
                    vinh.posts[vinh.units[ward], "officer"],
                    vinh.posts[vinh.units[commune], "officer"],
                    ASSIGNED,
                )
            )
            held = person_detail(viewer=SYSTEM, person_id=person, on=date(2020, 3, 1)).posts
            ends += [AppointmentEnd(a.id, ASSIGNED) for a in held if a.kind == "office"]
    with register_transaction(SYSTEM):
        decision = record_decision(
            issuer_id=vinh.city,
            number="21/QĐ",
            signed_on=date(2020, 3, 25),
            kind="personnel",
            title_vi="Bố trí công an chính quy về 9/9 xã",
            actor=SYSTEM,
        )
        end_appointments(decision_id=decision, ends=ends, actor=SYSTEM)
        transfer(decision_id=decision, moves=moves, actor=SYSTEM)


def plan_session(vinh: Vinh, project: int, title_vi: str, day: date) -> int:
    return plan_event(
        project_id=project,
        organizer_id=vinh.city,
        kind="session",
        plan=EventPlan(
            title_vi=title_vi,
            held_on=day,
            agenda=[("Hoạt động của ba tổ chức", ""), ("Kết luận", "")],
            bodies=[vinh.party, *vinh.lines.values()],
        ),
        actor=SYSTEM,
    )


@pytest.fixture
def vinh(db: None) -> Vinh:
    with clock.travel(at(date(2020, 1, 2))):
        built = build_vinh()
    with clock.travel(at(date(2020, 3, 25))):
        assign_regular_officers(built)
    return built


def test_concurrent_model_is_asked_about_concluded_on_and_followed(vinh: Vinh) -> None:
    # The transfers to 9/9 communes weakened committees: nine of sixteen can no longer decide.
    wards = [name for name in vinh.units if name.startswith("phường")]
    assert [committee(vinh, ward, date(2020, 3, 31)) for ward in wards] == [3] * 16
    assert [committee(vinh, ward, ASSIGNED) for ward in wards] == [1] * 9 + [3] * 7

    with clock.travel(at(date(2020, 5, 4))):
        project = open_project(
            organization_id=vinh.city,
            code="MH-2020",
            title_vi="Mô hình kiêm nhiệm có đúng không?",
            opened_on=date(2020, 5, 4),
            actor=SYSTEM,
        )
        session = plan_session(vinh, project, "Làm việc với các tổ chức quần chúng", SESSION)

    with clock.travel(at(SESSION)):
        record_attendance(
            event_id=session,
            parts=[(body, "attended") for body in (vinh.party, *vinh.lines.values())],
            actor=SYSTEM,
        )
        said = contribute(
            event_id=session,
            statement=Statement(
                vinh.lines["youth"],
                situation="Hoạt động chạy song song với công tác chuyên môn.",
                difficulty="Điều động về 9/9 xã làm yếu ban chấp hành ở 9 phường.",
                difficulty_kind="objective",
                proposal="Giữ kiêm nhiệm; xếp người đứng đầu tương đương đội phó.",
                citations=[
                    Cited(f"unit:{vinh.units['phường 1']}", "dual_holders", date(2020, 3, 31)),
                    Cited(f"unit:{vinh.units['phường 1']}", "dual_holders", SESSION),
                ],
            ),
            actor=SYSTEM,
        )
        keep = propose(
            event_id=session,
            organization_id=vinh.lines["youth"],
            text_vi="Giữ mô hình kiêm nhiệm",
            contribution_number=said,
            actor=SYSTEM,
        )
        rank = propose(
            event_id=session,
            organization_id=vinh.lines["women"],
            text_vi="Xếp người đứng đầu tổ chức tương đương đội phó",
            actor=SYSTEM,
        )
        judge_proposal(
            proposal_id=keep, verdict="accepted", reason="Phù hợp quy mô đơn vị", actor=SYSTEM
        )
        judge_proposal(
            proposal_id=rank, verdict="deferred", reason="Thuộc thẩm quyền cấp Bộ", actor=SYSTEM
        )
        confirmed = conclude(
            event_id=session,
            text_vi="Mô hình kiêm nhiệm là đúng; kiện toàn ban chấp hành.",
            proposal_id=keep,
            actor=SYSTEM,
        )
        (refill,) = set_tasks(
            event_id=session,
            conclusion_number=confirmed,
            tasks=[
                NewTask(
                    vinh.lines["youth"],
                    "Kiện toàn ban chấp hành ở 9 phường",
                    "Quyết định công nhận",
                    date(2020, 8, 31),
                )
            ],
            actor=SYSTEM,
        )

    # The figures were true when they were said: five dual holders before, three after.
    (contribution,) = queries.event_detail(
        viewer=SYSTEM, event_id=session, on=SESSION
    ).contributions
    assert [cited.value for cited in contribution.citations] == [5, 3]

    with clock.travel(at(date(2020, 6, 1))):
        below = delegate_task(
            task_id=refill,
            tasks=[
                NewTask(
                    vinh.chapters["youth", ward],
                    "Giới thiệu người bổ sung",
                    "Biên bản họp chi đoàn",
                    date(2020, 7, 31),
                )
                for ward in wards[:9]
            ],
            actor=SYSTEM,
        )
    with clock.travel(at(date(2020, 7, 20))):
        for task in below[:7]:
            report_task(task_id=task, text="Biên bản số 1", actor=SYSTEM)
            accept_task(task_id=task, actor=SYSTEM)
        report_task(task_id=below[7], text="Biên bản số 2", actor=SYSTEM)
        with pytest.raises(Conflict):  # two of nine are still open below it
            report_task(task_id=refill, text="Đã kiện toàn", actor=SYSTEM)

    # The board on three days: nothing begun; seven done, one late, one without accepted evidence.
    def progress(day: date) -> Progress:
        (row,) = queries.event_detail(viewer=SYSTEM, event_id=session, on=day).conclusions
        return row.progress

    assert progress(date(2020, 6, 30)) == Progress(total=9)
    assert progress(date(2020, 8, 10)) == Progress(total=9, done=7, late=1, unproved=1)

    # The notice of conclusions is on the city police's own paper.
    notice = notice_document(viewer=SYSTEM, event_id=session, on=SESSION)
    text = " ".join(" ".join(pages_of(render_pdf(notice))).split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "1. Mô hình kiêm nhiệm là đúng; kiện toàn ban chấp hành." in text

    # The next session starts with what is open, and a task leads back to who said what.
    with clock.travel(at(FOLLOW_UP)):
        following = plan_session(vinh, project, "Rà soát kết luận", FOLLOW_UP)
    carried = queries.event_detail(viewer=SYSTEM, event_id=following, on=FOLLOW_UP).carried_over
    assert [(task.id, task.days_late) for task in carried] == [(refill, 15)]
    chain = queries.task_detail(viewer=SYSTEM, task_id=below[8], on=FOLLOW_UP)
    assert [task.id for task in chain.above] == [refill]
    assert chain.proposal is not None
    assert chain.proposal.text_vi == "Giữ mô hình kiêm nhiệm"
    assert chain.contribution is not None
    assert chain.contribution.body.id == vinh.lines["youth"]
    assert [check.name for check in verify_assembly() if check.problems] == []
