"""Coordination: regulations with reviews, requests between bodies, and what a unit owes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Form, Router

from kiem.delivery.api.asking import Paging, Rows, Time, asked_of, cut, scope_of
from kiem.delivery.api.files import KEPT
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.uploads import MULTIPART, OptionalDocuments, keep_documents
from kiem.delivery.api.schemas.assembly_taken import ReasonGiven, StepTaken
from kiem.delivery.api.schemas.coordination import (
    CoordinationRequest,
    Duty,
    Regulation,
    RegulationDetail,
    RegulationTaken,
    RequestDetail,
    RequestTaken,
    ReviewTaken,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.domain.assembly import actions, queries
from kiem.domain.assembly.errors import missing
from kiem.platform import files
from kiem.platform.access import Permission

router = Router(tags=["practice"])
MOST_REQUESTS = 10_000
State = Literal["open", "late", "answered", "closed"]
AnswerText = Annotated[str, Form(min_length=1, max_length=4000, description=_("What is answered."))]
AnswerInEnglish = Annotated[str, Form(max_length=4000, description=_("The same in English."))]


@operation(
    router,
    "GET",
    "/regulations",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Regulation],
    summary=_("List regulations of coordination"),
    description=_(
        "Of which a body in your scope is a party; those to review first stand first, 500 at most."
    ),
)
def list_regulations(request: HttpRequest, time: Time, page: Paging) -> Rows[dict[str, Any]]:
    def by_review(row: queries.RegulationRow) -> tuple[str, int]:
        return row.review_on.isoformat() if row.review_on else "ended", row.id

    rows = queries.list_regulations(**scope_of(request, time))
    found = cut(page, of="regulations", shape=(str, int), rows=rows, key_of=by_review)
    return Rows([_regulation(request, row) for row in found.rows], found.next)


@operation(
    router,
    "GET",
    "/regulations/{regulation_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[RegulationDetail],
    summary=_("One regulation"),
    description=_("What was agreed, and what each review of it found."),
)
def get_regulation(request: HttpRequest, regulation_id: Id, time: Time) -> dict[str, Any]:
    found = queries.regulation_detail(regulation_id=regulation_id, **scope_of(request, time))
    return {
        "regulation": _regulation(request, found.regulation),
        "content_vi": found.content_vi,
        "content_en": found.content_en,
        "file_ids": found.file_ids,
        "reviews": found.reviews,
        "may_review": found.may_review,
    }


@operation(
    router,
    "GET",
    "/regulations/{regulation_id}/files/{file_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=KEPT,
    summary=_("A file of a regulation"),
    description=_("For whoever sees the regulation."),
)
def get_regulation_file(
    request: HttpRequest, regulation_id: Id, file_id: Id, time: Time
) -> HttpResponse:
    found = queries.regulation_detail(regulation_id=regulation_id, **scope_of(request, time))
    if file_id not in found.file_ids:
        raise missing("file")
    return files.download(*files.read_file(file_id))


@operation(
    router,
    "POST",
    "/regulations",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    takes=MULTIPART,
    summary=_("Record a regulation of coordination"),
    description=_("Of your body with others, outside ones too; with its papers as files."),
)
def agree_regulation(
    request: HttpRequest,
    agreed: Annotated[RegulationTaken, Form()],
    file: OptionalDocuments = [],  # noqa: B006 - read only
) -> dict[str, Any]:
    actor = viewer_of(request)
    with transaction.atomic():  # no file is kept of a regulation that is refused
        plan = actions.RegulationPlan(**dict(agreed), file_ids=keep_documents(file, actor))
        made = actions.agree_regulation(plan=plan, actor=actor)
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/regulations/{regulation_id}/reviews",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Review a regulation"),
    description=_("By the body that keeps it: what was found, and when it is looked at next."),
)
def review_regulation(
    request: HttpRequest, regulation_id: Id, review: ReviewTaken
) -> dict[str, Any]:
    actions.review_regulation(regulation_id=regulation_id, actor=viewer_of(request), **dict(review))
    return {"count": 1}


@operation(
    router,
    "GET",
    "/requests",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[CoordinationRequest],
    summary=_("List requests between bodies"),
    description=_(
        "From and to the bodies in your scope, by the day their answer is due. `state`: `open`, "
        "`late` (overdue), `answered` or `closed`; of one regulation, sender or addressee."
    ),
)
def list_requests(
    request: HttpRequest,
    time: Time,
    page: Paging,
    state: State | None = None,
    regulation_id: Id | None = None,
    sender_id: Id | None = None,
    addressee_id: Id | None = None,
) -> Rows[queries.RequestRow]:
    def by_due_day(row: queries.RequestRow) -> tuple[str, int]:
        return row.due_on.isoformat(), row.id

    rows = queries.list_requests(
        **scope_of(request, time),
        state=state or "",
        regulation_id=regulation_id,
        from_body_ids=None if sender_id is None else frozenset({sender_id}),
        to_body_ids=None if addressee_id is None else frozenset({addressee_id}),
        limit=MOST_REQUESTS,
    )
    return cut(page, of="requests", shape=(str, int), rows=rows, key_of=by_due_day)


@operation(
    router,
    "GET",
    "/requests/{request_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[RequestDetail],
    summary=_("One request"),
    description=_("What is asked, and every step of it."),
)
def get_request(request: HttpRequest, request_id: Id, time: Time) -> queries.RequestDetail:
    return queries.request_detail(request_id=request_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/requests/{request_id}/files/{file_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=KEPT,
    summary=_("A file of a request or its answer"),
    description=_("For whoever sees the request."),
)
def get_request_file(request: HttpRequest, request_id: Id, file_id: Id, time: Time) -> HttpResponse:
    found = queries.request_detail(request_id=request_id, **scope_of(request, time))
    of_steps = {number for step in found.steps for number in step.file_ids}
    if file_id not in {*found.file_ids, *of_steps}:
        raise missing("file")
    return files.download(*files.read_file(file_id))


@operation(
    router,
    "POST",
    "/requests",
    permission=Permission.WORK_TASKS,
    returns=One[Made],
    status=201,
    takes=MULTIPART,
    summary=_("Ask something of another body"),
    description=_(
        "For a body you work for, with papers as files. Its answer is due the last of the working "
        "days after today; the addressee's head is told."
    ),
)
def send_request(
    request: HttpRequest,
    asked: Annotated[RequestTaken, Form()],
    file: OptionalDocuments = [],  # noqa: B006 - read only
) -> dict[str, Any]:
    actor = viewer_of(request)
    with transaction.atomic():  # no file is kept of a request that is refused
        new = actions.NewRequest(**dict(asked), file_ids=keep_documents(file, actor))
        made = actions.send_request(request=new, actor=actor)
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/requests/{request_id}/answer",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    status=201,
    takes=MULTIPART,
    summary=_("Answer a request"),
    description=_(
        "For the addressee, with papers as files; the answer of a body outside is recorded by the "
        "sender."
    ),
)
def answer_request(
    request: HttpRequest,
    request_id: Id,
    text: AnswerText,
    text_en: AnswerInEnglish = "",
    file: OptionalDocuments = [],  # noqa: B006 - read only
) -> dict[str, Any]:
    actor = viewer_of(request)
    with transaction.atomic():  # no file is kept of an answer that is refused
        actions.answer_request(
            request_id=request_id,
            text=text,
            text_en=text_en,
            file_ids=keep_documents(file, actor),
            actor=actor,
        )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/requests/{request_id}/return",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    summary=_("Return an answer"),
    description=_("By the sender: it does not answer the request; with the reason."),
)
def return_answer(request: HttpRequest, request_id: Id, why: ReasonGiven) -> dict[str, Any]:
    actions.return_answer(request_id=request_id, actor=viewer_of(request), **dict(why))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/requests/{request_id}/closing",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    summary=_("Close a request"),
    description=_("By the sender, who has what was asked for."),
)
def close_request(request: HttpRequest, request_id: Id, said: StepTaken) -> dict[str, Any]:
    actions.close_request(request_id=request_id, actor=viewer_of(request), **dict(said))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/requests/{request_id}/withdrawal",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    summary=_("Withdraw a request"),
    description=_("By the sender, with the reason."),
)
def withdraw_request(request: HttpRequest, request_id: Id, why: ReasonGiven) -> dict[str, Any]:
    actions.withdraw_request(request_id=request_id, actor=viewer_of(request), **dict(why))
    return {"count": 1}


@operation(
    router,
    "GET",
    "/units/{unit_id}/duties",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Duty],
    summary=_("What a unit owes"),
    description=_(
        "Tasks and commitments, requests to answer, monthly returns and surveys of the unit and "
        "the member organisations it hosts, by the day they are due."
    ),
)
def list_duties(
    request: HttpRequest, unit_id: Id, time: Time, page: Paging
) -> Rows[dict[str, Any]]:
    def by_due_day(row: queries.DutyRow) -> tuple[str, str, str]:
        return row.due_on.isoformat(), row.kind, row.link

    scope = scope_of(request, time)
    rows = queries.duties_of(unit_id=unit_id, **scope)
    found = cut(page, of="duties", shape=(str, str, str), rows=rows, key_of=by_due_day)
    return Rows(
        [{**asdict(row), "days_late": row.days_late(scope["on"])} for row in found.rows],
        found.next,
    )


def _regulation(request: HttpRequest, row: queries.RegulationRow) -> dict[str, Any]:
    on, _known_at = asked_of(request)
    return {**asdict(row), "is_due": row.is_due(on)}
