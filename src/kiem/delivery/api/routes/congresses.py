"""Congresses: the board, rules, the allocation with its steps, delegates, contests, records."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field

from kiem.delivery.api import electionshape
from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.files import DOCX, PDF
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.elections import (
    Allocation,
    BallotPaper,
    Chapter,
    Congress,
    CongressDetail,
    ContestDetail,
    Delegate,
    ElectionRule,
    Issuer,
    PostToElect,
)
from kiem.delivery.api.schemas.shape import All, Id, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.views.documents import document_answer
from kiem.domain.documents.queries import congresses as documents
from kiem.domain.documents.render import FileFormat
from kiem.domain.elections import queries
from kiem.platform import audit
from kiem.platform.access import Permission

router = Router(tags=["elections"])  # shared with what is written: addresses are the same
NAMERS = (Permission.WORK_TASKS, Permission.CONDUCT_ASSEMBLY)
ContestNumber = Annotated[int, Field(ge=1, le=10_000, examples=[1])]


@operation(
    router,
    "GET",
    "/congresses",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Congress],
    summary=_("List congresses"),
    description=_("Whose event you see, or of which you are a delegate; the latest first."),
)
def list_congresses(
    request: HttpRequest, time: Time, page: Paging, event_id: Id | None = None
) -> Rows[dict[str, Any]]:
    def latest(facts: queries.CongressFacts) -> tuple[int, int]:
        return -facts.held_on.toordinal(), -facts.id

    rows = queries.list_congresses(**scope_of(request, time), event_id=event_id)
    found = cut(page, of="congresses", shape=(int, int), rows=rows, key_of=latest)
    return Rows([electionshape.congress(facts) for facts in found.rows], found.next)


@operation(
    router,
    "GET",
    "/congresses/{congress_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[CongressDetail],
    summary=_("One congress"),
    description=_(
        "Its plan, quorum and boards, what is elected with every ballot and result. Candidates are "
        "named to its own side and its delegates, who is elected to everybody who sees it."
    ),
)
def get_congress(request: HttpRequest, congress_id: Id, time: Time) -> dict[str, Any]:
    found = queries.congress_board(congress_id=congress_id, **scope_of(request, time))
    return electionshape.board(found)


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/rules",
    permission=Permission.VIEW_ASSEMBLY,
    returns=All[ElectionRule],
    summary=_("The rules of a congress"),
    description=_("In force on its day, each with its letter and source."),
)
def list_congress_rules(request: HttpRequest, congress_id: Id, time: Time) -> list[dict[str, Any]]:
    found = queries.congress_board(congress_id=congress_id, **scope_of(request, time))
    return [electionshape.rule(found.rules[key]) for key in sorted(found.rules)]


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/allocation",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Allocation],
    summary=_("How many delegates each chapter sends"),
    description=_(
        "With each step that led there: quota, quotients and remainders, seat by seat, and a tie "
        "that lots must settle."
    ),
)
def get_allocation(request: HttpRequest, congress_id: Id, time: Time) -> dict[str, Any]:
    found = queries.allocation_detail(congress_id=congress_id, **scope_of(request, time))
    return electionshape.allocation(found)


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/delegates",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[Delegate],
    summary=_("List delegates"),
    description=_(
        "All for the congress's own side and its delegates; for others those of their own "
        "chapters. With mandate, credentials and presence."
    ),
)
def list_delegates(
    request: HttpRequest, congress_id: Id, time: Time, page: Paging
) -> Rows[dict[str, Any]]:
    def by_chapter(row: queries.DelegateRow) -> tuple[str, str, int]:
        return row.chapter_vi, row.person.sort_key, row.delegate.id

    _facts, rows = queries.list_delegates(congress_id=congress_id, **scope_of(request, time))
    found = cut(page, of="delegates", shape=(str, str, int), rows=rows, key_of=by_chapter)
    return Rows([electionshape.delegate(row) for row in found.rows], found.next)


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/chapters",
    permission=NAMERS,
    returns=All[Chapter],
    summary=_("Chapters whose delegates you name"),
    description=_("By name, with their members on the day of the congress."),
)
def list_chapters(request: HttpRequest, congress_id: Id, time: Time) -> tuple[queries.Chapter, ...]:
    scope = scope_of(request, time)
    _facts, chapters = queries.chapters_to_name_for(
        viewer=scope["viewer"], congress_id=congress_id, on=scope["on"]
    )
    return chapters


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/posts",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=All[PostToElect],
    summary=_("Offices a congress can elect"),
    description=_("Of its organisation, that no contest fills yet; for whoever holds it."),
)
def list_posts_to_elect(request: HttpRequest, congress_id: Id, time: Time) -> list[dict[str, Any]]:
    scope = scope_of(request, time)
    found = queries.posts_to_elect(viewer=scope["viewer"], congress_id=congress_id, on=scope["on"])
    return [
        {"post_id": post_id, "title_vi": vi, "title_en": en, "seats": seats}
        for post_id, vi, en, seats in found
    ]


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/issuers",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=All[Issuer],
    summary=_("Bodies that may recognise the result"),
    description=_("Above in the line, or outside; for whoever holds the congress."),
)
def list_recognisers(request: HttpRequest, congress_id: Id, time: Time) -> list[dict[str, Any]]:
    scope = scope_of(request, time)
    found = queries.issuers_for(viewer=scope["viewer"], congress_id=congress_id, on=scope["on"])
    return [{"id": key, "name_vi": vi, "name_en": en} for key, vi, en in found]


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/contests/{number}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[ContestDetail],
    summary=_("One contest"),
    description=_(
        "Candidates with every reason the rules give, the list, ballots and results; for those who "
        "may be told names."
    ),
)
def get_contest(
    request: HttpRequest, congress_id: Id, number: ContestNumber, time: Time
) -> dict[str, Any]:
    found = queries.contest_detail(
        congress_id=congress_id, number=number, **scope_of(request, time)
    )
    return electionshape.contest_detail(found)


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/record.{file_format}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("The record of a congress"),
    description=_("Delegates, ballots and who is elected, in the organisation's letterhead."),
)
def get_congress_record(
    request: HttpRequest, congress_id: Id, file_format: FileFormat, time: Time
) -> HttpResponse:
    document = documents.congress_document(congress_id=congress_id, **scope_of(request, time))
    audit.record_view(viewer_of(request), f"congress:{congress_id}")
    return document_answer(document, file_format)


@operation(
    router,
    "GET",
    "/congresses/{congress_id}/rounds/{round_id}/minutes.{file_format}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=(PDF, DOCX),
    summary=_("The minutes of counting"),
    description=_("Of one ballot, for the counting board to sign."),
)
def get_counting_minutes(
    request: HttpRequest, congress_id: Id, round_id: Id, file_format: FileFormat, time: Time
) -> HttpResponse:
    document = documents.counting_document(
        congress_id=congress_id, round_id=round_id, **scope_of(request, time)
    )
    audit.record_view(viewer_of(request), f"congress:{congress_id}")
    return document_answer(document, file_format)


@operation(
    router,
    "GET",
    "/rounds/{round_id}/ballot",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[BallotPaper],
    summary=_("One's own ballot"),
    description=_("For a voter of a ballot cast on site; of others there is none."),
)
def get_ballot(request: HttpRequest, round_id: Id, time: Time) -> dict[str, Any]:
    found = queries.ballot_of(round_id=round_id, **scope_of(request, time))
    return electionshape.ballot(found)
