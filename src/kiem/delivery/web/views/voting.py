"""Forms of a contest: candidates, the list, ballots, counts; and the voter's own ballot."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import congressforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.congresswords import congress_href
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.formpage import form_page
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.picking import FIND, Chooser, typed
from kiem.domain.elections import actions
from kiem.domain.elections import queries as elections
from kiem.domain.elections.errors import missing
from kiem.platform.access import Permission

_METHODS = ["GET", "HEAD", "POST"]


def _contest(request: HttpRequest, congress_id: int, number: int) -> elections.ContestDetail:
    """The contest for whoever holds the congress; NotFound for others."""
    detail = elections.contest_detail(congress_id=congress_id, number=number, **scope_of(request))
    if not detail.may_hold:
        raise missing("contest")
    return detail


def held_round(
    request: HttpRequest, congress_id: int, round_id: int
) -> tuple[elections.ContestDetail, elections.RoundState]:
    board = elections.congress_board(congress_id=congress_id, **scope_of(request))
    number = next(
        (c.number for c in board.contests if any(r.id == round_id for r in c.rounds)), None
    )
    if number is None:
        raise missing("round")
    detail = _contest(request, congress_id, number)
    return detail, next(r for r in detail.contest.rounds if r.id == round_id)


def _title(detail: elections.ContestDetail) -> str:
    return wording.name_of(detail.contest.title_vi, detail.contest.title_en)


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_contest(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    posts = elections.posts_to_elect(viewer=viewer, congress_id=congress_id, on=asked.on)

    def act(given: dict[str, Any]) -> str:
        actions.open_contest(
            congress_id=congress_id,
            post_id=int(given["post"]),
            seats=given["seats"],
            actor=viewer,
        )
        return congress_href(congress_id, asked)

    return form_page(
        request,
        forms.ContestForm(
            request.POST or None,
            posts=[
                (str(key), f"{wording.name_of(vi, en)} ({wording.number(seats)})")
                for key, vi, en, seats in posts
            ],
        ),
        name=f"contest {congress_id}",
        act=act,
        title=gettext("What is elected"),
        lead=gettext("In brackets: how many seats the office has."),
        back_href=congress_href(congress_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def nominate(request: HttpRequest, congress_id: int, number: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = _contest(request, congress_id, number)
    allocation = elections.allocation_detail(congress_id=congress_id, **scope_of(request))
    facts = detail.facts
    bodies = [
        (facts.organization_id, facts.name_vi, facts.name_en),
        *(c[:3] for c in allocation.chapters if c.id != facts.organization_id),
    ]
    make = partial(
        forms.NomineeForm,
        Chooser(viewer, asked.on),
        congress_id=congress_id,
        bodies=[(str(key), wording.name_of(vi, en)) for key, vi, en in bodies],
    )
    form = make(request.POST or None)
    if FIND in request.POST:  # only the search: everything else stays as it was typed
        form = make(initial=typed(make(), request))
        typed(form, request)

    def act(given: dict[str, Any]) -> str:
        actions.nominate(
            contest_id=detail.contest.id,
            person_id=given["person"],
            by_organization_id=form.by(),
            actor=viewer,
        )
        return congress_href(congress_id, asked, f"contests/{number}/")

    return form_page(
        request,
        form,
        name=f"nominate {detail.contest.id}",
        act=act,
        title=gettext("Nominate"),
        lead=_title(detail),
        back_href=congress_href(congress_id, asked, f"contests/{number}/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def withdraw_nomination(
    request: HttpRequest, congress_id: int, number: int, person_id: int
) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = _contest(request, congress_id, number)
    if person_id not in detail.contest.nominated:
        raise missing("candidate")

    def act(given: dict[str, Any]) -> str:
        actions.withdraw_nomination(
            contest_id=detail.contest.id,
            person_id=person_id,
            reason=given["reason"],
            actor=viewer,
        )
        return congress_href(congress_id, asked, f"contests/{number}/")

    return form_page(
        request,
        forms.WithdrawalForm(request.POST or None),
        name=f"withdraw {detail.contest.id} {person_id}",
        act=act,
        title=gettext("Take {name} off the list").format(name=detail.names[person_id].full_name),
        lead=_title(detail),
        back_href=congress_href(congress_id, asked, f"contests/{number}/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def close_list(request: HttpRequest, congress_id: int, number: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = _contest(request, congress_id, number)

    def act(given: dict[str, Any]) -> str:
        actions.close_list(
            contest_id=detail.contest.id,
            votes_for=given["votes_for"],
            exception_vi=given["exception_vi"],
            actor=viewer,
        )
        return congress_href(congress_id, asked, f"contests/{number}/")

    return form_page(
        request,
        forms.ClosingForm(request.POST or None),
        name=f"close {detail.contest.id}",
        act=act,
        title=gettext("Close the list by a show of hands"),
        lead=gettext("{present} of {convened} delegates are there.").format(
            present=wording.number(detail.quorum.present),
            convened=wording.number(detail.quorum.convened),
        ),
        back_href=congress_href(congress_id, asked, f"contests/{number}/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def open_round(request: HttpRequest, congress_id: int, number: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = _contest(request, congress_id, number)
    left = [detail.names[key] for key in detail.contest.candidates_left if key in detail.names]

    def act(given: dict[str, Any]) -> str:
        actions.open_round(
            contest_id=detail.contest.id,
            mode=given["mode"],
            candidates=[int(key) for key in given["candidates"]],
            actor=viewer,
        )
        return congress_href(congress_id, asked, f"contests/{number}/")

    return form_page(
        request,
        forms.RoundForm(request.POST or None, people=forms.people_choices(left)),
        name=f"round {detail.contest.id}",
        act=act,
        title=gettext("Open a ballot"),
        lead=gettext(
            "{title}. {present} voters are there, {able} of them have an account to vote with."
        ).format(
            title=_title(detail),
            present=wording.number(detail.quorum.present),
            able=wording.number(detail.can_cast),
        ),
        back_href=congress_href(congress_id, asked, f"contests/{number}/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def count_round(request: HttpRequest, congress_id: int, round_id: int) -> HttpResponse:
    """Counts of paper ballots, or the end of a ballot cast on site."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail, state = held_round(request, congress_id, round_id)
    back = congress_href(congress_id, asked, f"contests/{detail.contest.number}/")
    has_urn = state.cast is not None
    form: forms.UrnForm | forms.CountForm = (
        forms.urn_form(state, request.POST or None)
        if has_urn
        else forms.CountForm(request.POST or None, detail=detail, state=state)
    )

    def act(given: dict[str, Any]) -> str:
        if isinstance(form, forms.CountForm):
            actions.record_count(
                round_id=round_id,
                issued=given["issued"],
                collected=given["collected"],
                invalid=given["invalid"],
                votes=form.votes(),
                reason=given.get("reason", ""),
                actor=viewer,
            )
        else:
            actions.close_urn(round_id=round_id, issued=given.get("issued"), actor=viewer)
        return back

    lead = gettext("{count} voters in this ballot.").format(
        count=wording.number(len(state.voter_ids))
    )
    if has_urn:
        lead += " " + gettext("{count} have cast theirs.").format(
            count=wording.number(state.cast or 0)
        )
    return form_page(
        request,
        form,
        name=f"count {round_id}",
        act=act,
        title=gettext("Count the ballots"),
        lead=lead,
        back_href=back,
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def end_round(request: HttpRequest, congress_id: int, round_id: int) -> HttpResponse:
    """A ballot with too few in its urn ends without a result."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail, state = held_round(request, congress_id, round_id)
    if state.cast is None or not state.is_open:
        raise missing("round")
    back = congress_href(congress_id, asked, f"contests/{detail.contest.number}/")

    def act(given: dict[str, Any]) -> str:
        actions.end_without_result(round_id=round_id, reason=given["reason"], actor=viewer)
        return back

    return form_page(
        request,
        forms.EndingForm(request.POST or None),
        name=f"end {round_id}",
        act=act,
        title=gettext("End the ballot without a result"),
        lead=gettext(
            "For an urn with too few ballots to be counted. What was cast stays secret and is never"
            " counted; the reason goes into the minutes, and another ballot may be held."
        ),
        back_href=back,
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def settle_tie(request: HttpRequest, congress_id: int, round_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail, state = held_round(request, congress_id, round_id)
    tied = state.outcome.tied if state.outcome else ()
    if not tied:
        raise missing("tie")
    form = forms.TieForm(
        request.POST or None, tied=forms.people_choices([detail.names[key] for key in tied])
    )

    def act(given: dict[str, Any]) -> str:
        actions.settle_tie(
            round_id=round_id, order=form.order(), how_vi=given["how_vi"], actor=viewer
        )
        return congress_href(congress_id, asked, f"contests/{detail.contest.number}/")

    return form_page(
        request,
        form,
        name=f"tie {round_id}",
        act=act,
        title=gettext("Settle the tie"),
        lead=gettext("All who are tied, in the order drawn. Or leave it, and vote again."),
        back_href=congress_href(congress_id, asked, f"contests/{detail.contest.number}/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.VIEW_ASSEMBLY)
def ballot(request: HttpRequest, congress_id: int, round_id: int) -> HttpResponse:
    """The voter's own ballot. After it was cast the page says so, and nothing of what it says."""
    asked, viewer = asked_of(request), viewer_of(request)
    found = elections.ballot_of(round_id=round_id, **scope_of(request))
    if found.facts.id != congress_id:
        raise missing("ballot")
    here = congress_href(congress_id, asked, f"rounds/{round_id}/ballot/")
    title = wording.name_of(found.title_vi, found.title_en)
    if request.method != "POST" and (found.has_voted or not found.is_open):
        context = {
            "title": title,
            "ballot": found,
            "back_href": congress_href(congress_id, asked),
        }
        return show(request, "kiem/ballot_cast.html", context)

    def act(given: dict[str, Any]) -> str:
        actions.cast_ballot(
            round_id=round_id,
            candidates=[int(key) for key in given["candidates"]],
            actor=viewer,
        )
        return here

    form = forms.BallotForm(
        request.POST or None,
        people=[(str(p.id), p.full_name) for p in found.candidates],
        seats=found.seats,
    )
    done = submitted(request, form, name=f"ballot {round_id}", act=act)
    if done is not None:
        return done
    context = {
        "title": title,
        "congress": wording.name_of(found.facts.title_vi, found.facts.title_en),
        "ballot": found,
        "form": form,
        "back_href": congress_href(congress_id, asked),
    }
    response = show(request, "kiem/ballot.html", context)
    response.status_code = form.status
    return response
