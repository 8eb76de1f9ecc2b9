"""Regulations bodies agree on, and requests between bodies with days to answer in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import require_bodies
from kiem.domain.assembly.errors import (
    days_impossible,
    missing,
    next_review_not_later,
    not_a_party,
    not_yet,
    partner_missing,
    regulation_ended,
    step_not_now,
    to_itself,
)
from kiem.domain.assembly.models import (
    CoordinationRequest,
    Regulation,
    RegulationParty,
    RegulationReview,
    RequestStep,
)
from kiem.domain.assembly.notices import tell_heads
from kiem.domain.assembly.queries.requests import RequestStatus, request_status
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.sql import fetch
from kiem.time.calendar import WorkingCalendar

MOST_ANSWER_DAYS = 90
_TOLD = {"return": "returned", "close": "closed", "withdraw": "withdrawn"}
CALENDAR = WorkingCalendar()  # Monday to Friday without public holidays: between bodies one counts


@dataclass(frozen=True, slots=True)
class RegulationPlan:
    """`parties`: ids, the first one keeps it; `answer_working_days`: of a request under it;
    `review_on`: when it is looked at again."""

    number: str
    signed_on: date
    parties: Sequence[int]
    title_vi: str
    content_vi: str
    answer_working_days: int
    review_on: date
    title_en: str = ""
    content_en: str = ""
    file_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked of whom. `answer_working_days`: None for those of the regulation."""

    sender_id: int
    addressee_id: int
    subject_vi: str
    text_vi: str
    answer_working_days: int | None = None
    regulation_id: int | None = None
    subject_en: str = ""
    text_en: str = ""
    file_ids: Sequence[int] = ()


def agree_regulation(*, plan: RegulationPlan, actor: Viewer) -> int:
    """Record a regulation of the actor's body with others, also outside; returns its id."""
    require_bodies(actor, Permission.CONDUCT_ASSEMBLY, list(plan.parties[:1]))
    if len(plan.parties) < 2:
        raise partner_missing()
    guard_bodies(plan.parties, plan.signed_on)
    if plan.review_on <= plan.signed_on:
        raise next_review_not_later(plan.review_on, plan.signed_on)
    with transaction.atomic():
        regulation = Regulation.objects.create(
            number=text_of("number", plan.number, most=60),
            signed_on=plan.signed_on,
            title_vi=text_of("title_vi", plan.title_vi, most=LONGEST_TITLE),
            title_en=text_of("title_en", plan.title_en, most=LONGEST_TITLE, may_be_empty=True),
            content_vi=text_of("content_vi", plan.content_vi),
            content_en=text_of("content_en", plan.content_en, may_be_empty=True),
            answer_working_days=_days(plan.answer_working_days),
            review_on=plan.review_on,
            file_ids=list(plan.file_ids),
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        insert_columns(
            RegulationParty,
            {"organization_id": list(plan.parties)},
            constants={
                "regulation_id": regulation.pk,
                "recorded_at": clock.now(),
                "recorded_by": actor.name,
            },
        )
        _note("agree_regulation", "regulation", regulation.pk, actor)
    return regulation.pk


def review_regulation(
    *,
    regulation_id: int,
    reviewed_on: date,
    finding_vi: str,
    finding_en: str = "",
    next_review_on: date | None,
    actor: Viewer,
) -> None:
    """Say what a review found, and when the next one is; None ends the regulation."""
    if reviewed_on > clock.today():
        raise not_yet("reviewed_on", reviewed_on, clock.today())
    if next_review_on is not None and next_review_on <= reviewed_on:
        raise next_review_not_later(next_review_on, reviewed_on)
    with transaction.atomic():
        regulation = (
            Regulation.objects.select_for_update(no_key=True).filter(pk=regulation_id).first()
        )
        if regulation is None:
            raise missing("regulation")
        keeper = regulation.parties.order_by("pk").values_list("organization_id", flat=True)[0]
        _require_here(actor, Permission.CONDUCT_ASSEMBLY, keeper, "regulation")
        if _has_ended(regulation_id):
            raise regulation_ended()
        RegulationReview.objects.create(
            regulation=regulation,
            reviewed_on=reviewed_on,
            finding_vi=text_of("finding_vi", finding_vi),
            finding_en=text_of("finding_en", finding_en, may_be_empty=True),
            next_review_on=next_review_on,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _note("review_regulation", "regulation", regulation_id, actor)


def send_request(*, request: NewRequest, actor: Viewer) -> int:
    """Ask something of another body; returns the request's id.

    Its answer is due the last of the working days after today. Under a regulation both bodies are
    its parties, and its days hold unless others are given. The addressee's head is told.
    """
    require_bodies(actor, Permission.WORK_TASKS, [request.sender_id])
    if request.sender_id == request.addressee_id:
        raise to_itself()
    today = clock.today()
    guard_bodies([request.sender_id, request.addressee_id], today)
    days = _days(_answer_days(request))
    with transaction.atomic():
        row = CoordinationRequest.objects.create(
            sender_id=request.sender_id,
            addressee_id=request.addressee_id,
            regulation_id=request.regulation_id,
            subject_vi=text_of("subject_vi", request.subject_vi, most=LONGEST_TITLE),
            subject_en=text_of(
                "subject_en", request.subject_en, most=LONGEST_TITLE, may_be_empty=True
            ),
            text_vi=text_of("text_vi", request.text_vi),
            text_en=text_of("text_en", request.text_en, may_be_empty=True),
            sent_on=today,
            answer_working_days=days,
            due_on=CALENDAR.after(today, days),
            file_ids=list(request.file_ids),
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _tell("sent", row, to_sender=False, actor=actor)
        _note("send_request", "request", row.pk, actor)
    return row.pk


def answer_request(
    *, request_id: int, text: str, text_en: str = "", file_ids: Sequence[int] = (), actor: Viewer
) -> None:
    """Answer for the addressee; the sender records the answer of a body outside, which has no
    account here."""
    with transaction.atomic():
        row = _locked(request_id)
        is_outside = _is_outside(row.addressee_id)
        acts_for = row.sender_id if is_outside else row.addressee_id
        _require_here(actor, Permission.WORK_TASKS, acts_for, "request")
        _require_status(row.pk, "answer", RequestStatus.WAITING, RequestStatus.RETURNED)
        _step(row, "answer", actor, text, text_en, file_ids, is_on_behalf=is_outside)
        if not is_outside:
            _tell("answered", row, to_sender=True, actor=actor)


def return_answer(*, request_id: int, reason: str, reason_en: str = "", actor: Viewer) -> None:
    """The sender finds that the answer does not answer it: back, with the reason."""
    _act_for_sender(request_id, "return", reason, reason_en, actor, RequestStatus.ANSWERED)


def close_request(*, request_id: int, text: str = "", text_en: str = "", actor: Viewer) -> None:
    """The sender has what was asked for."""
    _act_for_sender(request_id, "close", text, text_en, actor, RequestStatus.ANSWERED)


def withdraw_request(*, request_id: int, reason: str, reason_en: str = "", actor: Viewer) -> None:
    """The sender no longer needs it, with the reason."""
    _act_for_sender(
        request_id,
        "withdraw",
        reason,
        reason_en,
        actor,
        RequestStatus.WAITING,
        RequestStatus.RETURNED,
        RequestStatus.ANSWERED,
    )


def _act_for_sender(
    request_id: int, kind: str, text: str, text_en: str, actor: Viewer, *allowed: RequestStatus
) -> None:
    with transaction.atomic():
        row = _locked(request_id)
        _require_here(actor, Permission.WORK_TASKS, row.sender_id, "request")
        _require_status(row.pk, kind, *allowed)
        _step(row, kind, actor, text, text_en)
        _tell(_TOLD[kind], row, to_sender=False, actor=actor)


def _locked(request_id: int) -> CoordinationRequest:
    row = CoordinationRequest.objects.select_for_update(no_key=True).filter(pk=request_id).first()
    if row is None:
        raise missing("request")
    return row


def _require_here(actor: Viewer, permission: Permission, body_id: int, what: str) -> None:
    """NotFound whether the right is missing or the row lies elsewhere: never says which."""
    actor.require(Permission.VIEW_ASSEMBLY)
    if not actor.can(permission):
        raise missing(what)
    allowed = any_scope(actor, permission, clock.today())
    if allowed is not None and body_id not in allowed:
        raise missing(what)


def _require_status(request_id: int, kind: str, *allowed: RequestStatus) -> None:
    status = request_status(request_id)
    if status not in allowed:
        raise step_not_now(kind, status.value)


def _step(
    row: CoordinationRequest,
    kind: str,
    actor: Viewer,
    text: str,
    text_en: str,
    file_ids: Sequence[int] = (),
    *,
    is_on_behalf: bool = False,
) -> None:
    RequestStep.objects.create(
        request=row,
        kind=kind,
        text=text_of("text", text, may_be_empty=kind == "close"),
        text_en=text_of("text_en", text_en, may_be_empty=True),
        file_ids=list(file_ids),
        is_on_behalf=is_on_behalf,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    _note(f"{kind}_request", "request", row.pk, actor)


def _answer_days(request: NewRequest) -> int:
    if request.regulation_id is None:
        return request.answer_working_days or 0
    regulation = Regulation.objects.filter(pk=request.regulation_id).first()
    if regulation is None:
        raise missing("regulation")
    parties = set(regulation.parties.values_list("organization_id", flat=True))
    if not {request.sender_id, request.addressee_id} <= parties:
        raise not_a_party()
    if _has_ended(request.regulation_id):
        raise regulation_ended()
    return request.answer_working_days or regulation.answer_working_days


def _has_ended(regulation_id: int) -> bool:
    last = (
        RegulationReview.objects.filter(regulation=regulation_id)
        .order_by("-pk")
        .values_list("next_review_on")
        .first()
    )
    return last is not None and last[0] is None


def _days(days: int) -> int:
    if not 1 <= days <= MOST_ANSWER_DAYS:
        raise days_impossible(days, MOST_ANSWER_DAYS)
    return days


def _is_outside(organization_id: int) -> bool:
    rows = fetch(
        "SELECT category = 'external' FROM register_organization WHERE id = %(id)s",
        {"id": organization_id},
    )
    return bool(rows[0][0])


def _tell(what: str, row: CoordinationRequest, *, to_sender: bool, actor: Viewer) -> None:
    tell_heads(
        f"assembly.request_{what}",
        {row.sender_id if to_sender else row.addressee_id},
        link=f"/requests/{row.pk}/",
        due_on=row.due_on.isoformat(),
        occasion=f"{what} {clock.now().isoformat()}",
        actor=actor,
    )


def _note(action: str, subject: str, row_id: int, actor: Viewer) -> None:
    table = "assembly_regulation" if subject == "regulation" else "assembly_coordinationrequest"
    audit.record(
        action=f"assembly.{action}",
        actor=actor,
        subject=f"{subject}:{row_id}",
        rows={table: [row_id]},
    )
