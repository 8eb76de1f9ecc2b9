"""Regulations with review days, and requests to be answered within working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    NewRequest,
    RegulationPlan,
    agree_regulation,
    answer_request,
    close_request,
    remind_requests,
    return_answer,
    review_regulation,
    send_request,
    withdraw_request,
)
from kiem.domain.assembly.ahead import request_matters
from kiem.domain.continuity.queries import dates_ahead
from kiem.domain.register.actions import AppointmentEnd, end_appointments, found_organizations
from kiem.domain.register.queries.leaving import leaving
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, NotFound
from tests.domain.assembly.conftest import Hall
from tests.factories.register import organization

WEDNESDAY = date(2025, 4, 23)  # 30 April and 1 May 2025 are holidays, 2 May was exchanged
SIGNED = date(2025, 3, 3)


def agree(hall: Hall, **values: object) -> int:
    given: dict[str, object] = {
        "number": "01/QC",
        "signed_on": SIGNED,
        "parties": [hall.places.youth, hall.places.a],
        "title_vi": "Quy chế phối hợp",
        "content_vi": "Trao đổi danh sách hằng quý",
        "answer_working_days": 5,
        "review_on": date(2026, 3, 3),
        **values,
    }
    plan = RegulationPlan(**given)  # type: ignore[arg-type]  # wrong on purpose in some
    return agree_regulation(plan=plan, actor=hall.viewers["youth"])


def ask(hall: Hall, **values: object) -> int:
    given: dict[str, object] = {
        "sender_id": hall.places.youth,
        "addressee_id": hall.places.a,
        "subject_vi": "Danh sách cán bộ",
        "text_vi": "Gửi danh sách",
        "answer_working_days": 5,
        **values,
    }
    request = NewRequest(**given)  # type: ignore[arg-type]  # wrong on purpose in some
    return send_request(request=request, actor=hall.viewers["youth"])


def row(request_id: int, on: date | None = None) -> queries.RequestRow:
    return queries.request_detail(
        viewer=SYSTEM, request_id=request_id, on=on or clock.today()
    ).request


def test_answer_is_due_after_working_days_without_holidays(hall: Hall) -> None:
    with clock.travel(datetime.combine(WEDNESDAY, time(3), UTC)):
        request_id = ask(hall, answer_working_days=6)
    found = row(request_id, WEDNESDAY)
    # Thursday 24, Friday 25, Saturday 26 (worked for 2 May), Monday 28, Tuesday 29, Monday 5 May.
    assert found.due_on == date(2025, 5, 5)
    assert row(request_id, date(2025, 5, 5)).days_late == 0
    assert row(request_id, date(2025, 5, 9)).days_late == 4


def test_request_answered_returned_answered_and_closed(hall: Hall) -> None:
    request_id, youth, commander = ask(hall), hall.viewers["youth"], hall.viewers["commander"]
    answer_request(request_id=request_id, text="Danh sách 3 người", actor=commander)
    with pytest.raises(Conflict):
        answer_request(request_id=request_id, text="Lần nữa", actor=commander)
    return_answer(request_id=request_id, reason="Thiếu một người", actor=youth)
    assert row(request_id).status is queries.RequestStatus.RETURNED
    answer_request(request_id=request_id, text="Đủ 4 người", actor=commander)
    close_request(request_id=request_id, actor=youth)
    with pytest.raises(Conflict):
        withdraw_request(request_id=request_id, reason="Thôi", actor=youth)
    detail = queries.request_detail(viewer=SYSTEM, request_id=request_id, on=clock.today())
    assert [step.kind for step in detail.steps] == ["answer", "return", "answer", "close"]
    assert detail.request.status is queries.RequestStatus.CLOSED


def test_overdue_list_has_what_is_owed_only(hall: Hall) -> None:
    first, second, third = ask(hall), ask(hall), ask(hall)
    answer_request(request_id=second, text="Đây", actor=hall.viewers["commander"])
    withdraw_request(request_id=third, reason="Thôi", actor=hall.viewers["youth"])
    later = clock.today() + timedelta(days=30)
    late = queries.list_requests(viewer=hall.viewers["personnel"], on=later, state="late")
    assert [request.id for request in late] == [first]


def test_only_the_addressee_answers_and_only_the_sender_judges(hall: Hall) -> None:
    request_id = ask(hall)
    with pytest.raises(NotFound):
        answer_request(request_id=request_id, text="Đây", actor=hall.viewers["women"])
    with pytest.raises(NotFound):
        answer_request(request_id=request_id, text="Đây", actor=hall.viewers["dual"])
    answer_request(request_id=request_id, text="Đây", actor=hall.viewers["commander"])
    with pytest.raises(NotFound):
        close_request(request_id=request_id, actor=hall.viewers["commander"])


def test_sender_records_the_answer_of_a_body_outside(hall: Hall) -> None:
    (outside,) = found_organizations(
        decision_id=hall.places.decision,
        organizations=[organization("X1", category="external", type="external_body")],
        actor=SYSTEM,
    )
    request_id = ask(hall, addressee_id=outside)
    answer_request(request_id=request_id, text="Công văn số 5", actor=hall.viewers["youth"])
    detail = queries.request_detail(viewer=SYSTEM, request_id=request_id, on=clock.today())
    assert [step.is_on_behalf for step in detail.steps] == [True]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (lambda hall: {"addressee_id": hall.places.youth}, "assembly.to_itself"),
        (lambda hall: {"answer_working_days": 0}, "assembly.days_impossible"),
        (lambda hall: {"answer_working_days": 91}, "assembly.days_impossible"),
        (lambda hall: {"addressee_id": 999_999}, "assembly.not_an_organization"),
        (lambda hall: {"regulation_id": 999_999}, "assembly.missing"),
        (lambda hall: {"subject_vi": " "}, "assembly.text_missing"),
        (lambda hall: {"sender_id": hall.places.women_b}, "assembly.missing"),
        (
            lambda hall: {"regulation_id": agree(hall), "addressee_id": hall.places.b},
            "assembly.not_a_party",
        ),
    ],
)
def test_impossible_request_is_refused(
    hall: Hall, values: Callable[[Hall], dict[str, object]], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        ask(hall, **values(hall))
    assert refused.value.code == code
    assert queries.list_requests(viewer=SYSTEM, on=clock.today()) == ()


def test_days_of_the_regulation_hold_and_an_ended_one_holds_nothing(hall: Hall) -> None:
    regulation = agree(hall, answer_working_days=7)
    request_id = ask(hall, regulation_id=regulation, answer_working_days=None)
    assert row(request_id).answer_working_days == 7
    youth = hall.viewers["youth"]
    review_regulation(
        regulation_id=regulation,
        reviewed_on=clock.today(),
        finding_vi="Không còn cần",
        next_review_on=None,
        actor=youth,
    )
    with pytest.raises(Conflict) as refused:
        ask(hall, regulation_id=regulation)
    assert refused.value.code == "assembly.regulation_ended"
    with pytest.raises(Conflict):
        review_regulation(
            regulation_id=regulation,
            reviewed_on=clock.today(),
            finding_vi="Lại cần",
            next_review_on=date(2199, 1, 1),
            actor=youth,
        )


def test_review_moves_the_next_one(hall: Hall) -> None:
    regulation, today = agree(hall), clock.today()
    (before,) = queries.list_regulations(viewer=SYSTEM, on=today)
    review_regulation(
        regulation_id=regulation,
        reviewed_on=today,
        finding_vi="Thực hiện tốt",
        next_review_on=today + timedelta(days=365),
        actor=hall.viewers["youth"],
    )
    (after,) = queries.list_regulations(viewer=SYSTEM, on=today)
    assert (before.is_due(today), after.is_due(today)) == (True, False)
    assert after.review_on == today + timedelta(days=365)
    with pytest.raises(NotFound):  # a party that does not keep it
        review_regulation(
            regulation_id=regulation,
            reviewed_on=today,
            finding_vi="Tốt",
            next_review_on=None,
            actor=hall.viewers["commander"],
        )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"parties": []}, "assembly.partner_missing"),
        ({"review_on": SIGNED}, "assembly.next_review_not_later"),
        ({"answer_working_days": 0}, "assembly.days_impossible"),
        ({"number": ""}, "assembly.text_missing"),
    ],
)
def test_impossible_regulation_is_refused(hall: Hall, values: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        agree(hall, **values)
    assert refused.value.code == code
    assert queries.list_regulations(viewer=SYSTEM, on=clock.today()) == ()


def test_coordination_of_others_is_not_seen(hall: Hall) -> None:
    regulation, request_id, women = agree(hall), ask(hall), hall.viewers["women"]
    assert queries.list_regulations(viewer=women, on=clock.today()) == ()
    assert queries.list_requests(viewer=women, on=clock.today()) == ()
    with pytest.raises(NotFound):
        queries.regulation_detail(viewer=women, regulation_id=regulation, on=clock.today())
    with pytest.raises(NotFound):
        queries.request_detail(viewer=women, request_id=request_id, on=clock.today())


def test_answers_and_reviews_are_dates_ahead_and_handed_over(hall: Hall) -> None:
    today = clock.today()
    agree(hall, review_on=today + timedelta(days=20))
    request_id = ask(hall, addressee_id=hall.places.youth_a)
    keys = {dates.key for dates in dates_ahead(viewer=hall.viewers["commander"], on=today)}
    assert f"request-{request_id}" in keys
    assert any(key.startswith("regulation-") for key in keys)
    anh = person_detail(viewer=SYSTEM, person_id=hall.places.people["Ánh"], on=today)
    (office,) = [a for a in anh.posts if a.post_id == hall.places.secretary_a]
    end_appointments(
        decision_id=hall.places.decision,
        ends=[AppointmentEnd(office.id, today + timedelta(days=5))],
        actor=SYSTEM,
    )
    matters = request_matters(leaving(viewer=SYSTEM, on=today))
    assert [matter.link for matter in matters] == [f"/requests/{request_id}/"]


def test_overdue_answer_is_reminded_of_once(hall: Hall) -> None:
    ask(hall)
    later = clock.today() + timedelta(days=30)
    assert remind_requests(on=clock.today(), actor=SYSTEM) == 0
    assert remind_requests(on=later, actor=SYSTEM) == 1
    assert remind_requests(on=later + timedelta(days=1), actor=SYSTEM) == 0
