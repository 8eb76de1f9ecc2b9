"""Preparing a congress and seating it: plan, rules, allocation, delegates, boards, recognition."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.congresses import NAMERS
from kiem.delivery.api.routes.congresses import router as router  # one address, one router
from kiem.delivery.api.schemas.elections_taken import (
    AllocationTaken,
    BoardTaken,
    ContestTaken,
    CredentialsTaken,
    DelegatesTaken,
    PlanTaken,
    PresenceTaken,
    RecognitionTaken,
    RuleTaken,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import Id, One
from kiem.delivery.web.asked import viewer_of
from kiem.domain.elections import actions
from kiem.platform.access import Permission

Board = Literal["presidium", "secretariat", "credentials", "counting"]


@operation(
    router,
    "POST",
    "/events/{event_id}/congress",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Prepare a congress"),
    description=_("Of an event of kind `congress`: it elects the committee of its organiser."),
)
def prepare_congress(request: HttpRequest, event_id: Id, plan: PlanTaken) -> dict[str, Any]:
    made = actions.prepare_congress(
        event_id=event_id, scheme=actions.SchemePlan(**dict(plan)), actor=viewer_of(request)
    )
    return {"ids": [made]}


@operation(
    router,
    "PUT",
    "/congresses/{congress_id}/plan",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Change the plan of a congress"),
    description=_("Replaces it; the earlier one stays readable at its time."),
)
def change_congress_plan(request: HttpRequest, congress_id: Id, plan: PlanTaken) -> dict[str, Any]:
    actions.change_scheme(
        congress_id=congress_id, scheme=actions.SchemePlan(**dict(plan)), actor=viewer_of(request)
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/congresses/{congress_id}/rules",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Set a rule"),
    description=_("For the organisation's congresses and those below it, with letter and source."),
)
def set_congress_rule(request: HttpRequest, congress_id: Id, rule: RuleTaken) -> dict[str, Any]:
    actions.set_rule(
        congress_id=congress_id, rule=actions.RuleValue(**dict(rule)), actor=viewer_of(request)
    )
    return {"count": 1}


@operation(
    router,
    "POST",
    "/congresses/{congress_id}/allocation",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    status=201,
    summary=_("Allocate the delegates"),
    description=_(
        "By members on a day, replacing an earlier allocation; `count`: delegates given. A tie "
        "leaves its seats open until lots are drawn."
    ),
)
def allocate_delegates(
    request: HttpRequest, congress_id: Id, wanted: AllocationTaken
) -> dict[str, Any]:
    values = dict(wanted)
    values["bands"] = [(band.members_from, band.seats) for band in wanted.bands]
    made = actions.allocate_delegates(congress_id=congress_id, actor=viewer_of(request), **values)
    return {"count": made.given}


@operation(
    router,
    "POST",
    "/congresses/{congress_id}/delegates",
    permission=NAMERS,
    returns=One[Made],
    status=201,
    summary=_("Name delegates"),
    description=_(
        "Of a chapter you work for, or by whoever holds the congress; members of it, no more than "
        "it was given. All of them or none; answered with their numbers in order."
    ),
)
def name_delegates(
    request: HttpRequest, congress_id: Id, delegates: DelegatesTaken
) -> dict[str, Any]:
    made = actions.name_delegates(
        congress_id=congress_id, actor=viewer_of(request), **dict(delegates)
    )
    return {"ids": made}


@operation(
    router,
    "POST",
    "/congresses/{congress_id}/credentials",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Judge credentials"),
    description=_("Of several delegates at once; refused and withdrawn ones count no more."),
)
def judge_credentials(
    request: HttpRequest, congress_id: Id, verdict: CredentialsTaken
) -> dict[str, Any]:
    actions.judge_credentials(congress_id=congress_id, actor=viewer_of(request), **dict(verdict))
    return {"count": len(set(verdict.delegate_ids))}


@operation(
    router,
    "PUT",
    "/congresses/{congress_id}/presence",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Call the roll"),
    description=_("Those named are there, all others are not; only with confirmed credentials."),
)
def record_presence(request: HttpRequest, congress_id: Id, there: PresenceTaken) -> dict[str, Any]:
    present = set(there.delegate_ids)
    actions.record_presence(congress_id=congress_id, present_ids=present, actor=viewer_of(request))
    return {"count": len(present)}


@operation(
    router,
    "PUT",
    "/congresses/{congress_id}/boards/{board}",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Done],
    summary=_("Fill a body of the congress"),
    description=_("Anew, its head first, from the delegates; no candidate counts ballots."),
)
def fill_board(
    request: HttpRequest, congress_id: Id, board: Board, people: BoardTaken
) -> dict[str, Any]:
    actions.appoint_functionaries(
        congress_id=congress_id,
        body=board,
        person_ids=people.person_ids,
        actor=viewer_of(request),
    )
    return {"count": len(people.person_ids)}


@operation(
    router,
    "POST",
    "/congresses/{congress_id}/contests",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Say what is elected"),
    description=_("So many seats of an office of the organisation; each office once."),
)
def open_contest(request: HttpRequest, congress_id: Id, wanted: ContestTaken) -> dict[str, Any]:
    made = actions.open_contest(congress_id=congress_id, actor=viewer_of(request), **dict(wanted))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/congresses/{congress_id}/recognition",
    permission=Permission.CONDUCT_ASSEMBLY,
    returns=One[Made],
    status=201,
    summary=_("Draft the recognition"),
    description=_(
        "A decision of the higher body that forms the committee and opens the term; answered with "
        "the draft's number. Nothing changes before it is issued."
    ),
)
def draft_recognition(
    request: HttpRequest, congress_id: Id, wanted: RecognitionTaken
) -> dict[str, Any]:
    made = actions.draft_recognition(
        congress_id=congress_id, actor=viewer_of(request), **dict(wanted)
    )
    return {"ids": [made]}
