"""Forms of proposals: put, supported, judged, and what one would change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import assemblyforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblychoices import (
    conducted,
    contribution_choices,
    own_body_choices,
    speaker_choices,
)
from kiem.delivery.web.assemblytables import event_href
from kiem.delivery.web.effectforms import EffectForm
from kiem.delivery.web.formpage import form_page
from kiem.delivery.web.gate import requires
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing, supported_already
from kiem.platform.access import Permission

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_proposal(request: HttpRequest, event_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    form = forms.ProposalForm(
        request.POST or None,
        bodies=speaker_choices(request, detail),
        contributions=contribution_choices(detail),
    )

    def act(given: dict[str, Any]) -> str:
        actions.propose(
            event_id=event_id,
            organization_id=int(given["organization"]),
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            grounds=given["grounds"],
            grounds_en=given["grounds_en"],
            contribution_number=int(given["contribution"]) if given["contribution"] else None,
            actor=viewer,
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
        name=f"proposal {event_id}",
        act=act,
        title=gettext("Put a proposal"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def support_proposal(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """In the name of a body of the reader's own, once for each body."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    proposal = _numbered(detail, number)
    form = forms.SupportForm(
        request.POST or None, bodies=own_body_choices(request, Permission.WORK_TASKS)
    )

    def act(given: dict[str, Any]) -> str:
        is_new = actions.support_proposal(
            proposal_id=proposal.id, organization_id=int(given["organization"]), actor=viewer
        )
        if not is_new:
            raise supported_already()
        return event_href(event_id, asked)

    return form_page(
        request,
        form,
        name=f"support {proposal.id}",
        act=act,
        title=gettext("Support proposal {number}").format(number=number),
        lead=wording.name_of(proposal.text_vi, proposal.text_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def proposal_effect(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """Who would be concerned, how many, how many hours a month: computed and pinned."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    proposal = _numbered(detail, number)

    def act(given: dict[str, Any]) -> str:
        is_release = given["kind"] == "release"
        assumption = actions.Assumption(
            kind=given["kind"],
            on=given["on"],
            family=given["family"],
            role=given["office"] if is_release else given["standing"],
            percent=given["percent"] or Decimal(0),
        )
        actions.compute_effect(proposal_id=proposal.id, assumption=assumption, actor=viewer)
        return event_href(event_id, asked)

    return form_page(
        request,
        EffectForm(request.POST or None, initial={"kind": "release", "on": detail.event.held_on}),
        name=f"effect {proposal.id}",
        act=act,
        title=gettext("Effect of proposal {number}").format(number=number),
        lead=wording.name_of(proposal.text_vi, proposal.text_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def judge_proposal(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)
    proposal = _numbered(detail, number)

    def act(given: dict[str, Any]) -> str:
        actions.judge_proposal(
            proposal_id=proposal.id,
            verdict=given["verdict"],
            reason=given["reason"],
            reason_en=given["reason_en"],
            actor=viewer,
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        forms.VerdictForm(request.POST or None),
        name=f"verdict {proposal.id}",
        act=act,
        title=gettext("Judge proposal {number}").format(number=number),
        lead=wording.name_of(proposal.text_vi, proposal.text_en),
        back_href=event_href(event_id, asked),
    )


def _numbered(detail: assembly.EventDetail, number: int) -> assembly.ProposalRow:
    found = next((p for p in detail.proposals if p.number == number), None)
    if found is None:
        raise missing("proposal")
    return found
