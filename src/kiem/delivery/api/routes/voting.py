"""Candidates, the list, ballots and counts; and casting one's own ballot."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.congresses import router as router  # one address, one router
from kiem.delivery.api.schemas.elections_taken import (
    BallotTaken,
    CountTaken,
    ListClosed,
    NominationTaken,
    RoundTaken,
    TieTaken,
    UrnClosed,
    WithdrawalTaken,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import Id, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.elections import actions
from kiem.platform.access import Permission


@operation(
    router,
    "POST",
    "/contests/{contest_id}/nominations",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Nominate somebody"),
    description=_("A member whom no rule with a source bars, while the list is open."),
)
def nominate(request: HttpRequest, contest_id: Id, nominee: NominationTaken) -> dict[str, Any]:
    actions.nominate(contest_id=contest_id, actor=viewer_of(request), **dict(nominee))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/contests/{contest_id}/nominations/{person_id}/withdrawal",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Take somebody off the list"),
    description=_("While it is open, with the reason."),
)
def withdraw_nomination(
    request: HttpRequest, contest_id: Id, person_id: Id, why: WithdrawalTaken
) -> dict[str, Any]:
    actions.withdraw_nomination(
        contest_id=contest_id, person_id=person_id, reason=why.reason, actor=viewer_of(request)
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/contests/{contest_id}/closing",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Close the list of candidates"),
    description=_("By a show of hands of the delegates there; needs a quorum."),
)
def close_list(request: HttpRequest, contest_id: Id, shown: ListClosed) -> dict[str, Any]:
    actions.close_list(contest_id=contest_id, actor=viewer_of(request), **dict(shown))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/contests/{contest_id}/rounds",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Open a ballot"),
    description=_(
        "Who is there with confirmed credentials may vote in it; after a tie all who are tied "
        "stand. The rules of the day are pinned."
    ),
)
def open_round(request: HttpRequest, contest_id: Id, wanted: RoundTaken) -> dict[str, Any]:
    made = actions.open_round(contest_id=contest_id, actor=viewer_of(request), **dict(wanted))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/rounds/{round_id}/count",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Enter what was counted"),
    description=_(
        "Of a ballot on paper; counts that contradict each other are refused, naming the first "
        "contradiction. A recount takes a reason."
    ),
)
def record_count(request: HttpRequest, round_id: Id, counted: CountTaken) -> dict[str, Any]:
    values = dict(counted)
    values["votes"] = {int(person_id): votes for person_id, votes in counted.votes.items()}
    actions.record_count(round_id=round_id, actor=viewer_of(request), **values)
    return {"count": 1}


@operation(
    router,
    "POST",
    "/rounds/{round_id}/closing",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Close the urn and count it"),
    description=_("Of a ballot cast on site: nobody casts any more, and the result is there."),
)
def close_urn(request: HttpRequest, round_id: Id, closed: UrnClosed) -> dict[str, Any]:
    actions.close_urn(round_id=round_id, issued=closed.issued, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/rounds/{round_id}/ending",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("End a ballot without a result"),
    description=_(
        "Of which too few were cast to count them in secret, with the reason; what was cast is "
        "never counted, and another ballot may follow."
    ),
)
def end_round(request: HttpRequest, round_id: Id, why: WithdrawalTaken) -> dict[str, Any]:
    actions.end_without_result(round_id=round_id, reason=why.reason, actor=viewer_of(request))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/rounds/{round_id}/tie",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Settle a tie"),
    description=_("All who are tied, in the order drawn, and how; or vote again instead."),
)
def settle_tie(request: HttpRequest, round_id: Id, drawn: TieTaken) -> dict[str, Any]:
    actions.settle_tie(round_id=round_id, actor=viewer_of(request), **dict(drawn))
    return {"count": 1}


@operation(
    router,
    "POST",
    "/rounds/{round_id}/ballot",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[Done],
    is_kept=False,
    summary=_("Cast one's own ballot"),
    description=_(
        "Once, as a voter of a ballot cast on site. Nothing links you to what it says, so that no "
        "key for repeats is taken: it would be kept beside a trace of it. A repeat is refused."
    ),
)
def cast_ballot(request: HttpRequest, round_id: Id, paper: BallotTaken) -> dict[str, Any]:
    actions.cast_ballot(round_id=round_id, candidates=paper.candidates, actor=viewer_of(request))
    return {"count": 1}
