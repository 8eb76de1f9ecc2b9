"""Voting with a code from a slip, on any device: code, ballot, done. No account, no script.

The code travels in the body of one request and in no address. The ballot's page carries a signed
pass instead, so that casting needs no second look at the code.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import congressforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.forming import SHOWN_AGAIN, add_error, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.domain.elections import actions
from kiem.domain.elections import queries as elections
from kiem.domain.elections.actions import CodePass
from kiem.platform.access import Permission
from kiem.platform.access.addresses import client_address
from kiem.platform.kernel.errors import DomainError

_SALT = "kiem.ballot_pass"
_PASS_SECONDS = 12 * 3600


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLIC)
def vote(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and answers with its ballot."""
    form = forms.VoteCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            opened = actions.present_code(
                code=form.cleaned_data["code"], address=client_address(request)
            )
        except DomainError as error:
            add_error(form, error)
        else:
            return _ballot_page(request, opened)
    return _code_page(request, form)


@sensitive_post_parameters("opened")
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLIC)
def vote_ballot(request: HttpRequest) -> HttpResponse:
    """Casts the ballot. Nothing to see without the code."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("vote"))
    try:
        signed = signing.loads(request.POST.get("opened", ""), salt=_SALT, max_age=_PASS_SECONDS)
    except signing.BadSignature:
        messages.error(
            request,
            gettext("The ballot was left open too long. Nothing was cast: type your code again."),
        )
        return HttpResponseRedirect(reverse("vote"))
    return _ballot_page(request, CodePass(*signed), request.POST)


@require_safe
@requires(Permission.PUBLIC)
def vote_done(request: HttpRequest) -> HttpResponse:
    """Says that the ballot is in the urn, to everybody alike."""
    return show(request, "kiem/vote_done.html", {"title": gettext("Your ballot is in the urn")})


def _code_page(request: HttpRequest, form: forms.VoteCodeForm) -> HttpResponse:
    if form.is_bound and form.status == 200:
        form.status = SHOWN_AGAIN
    context = {"title": gettext("Vote with your code"), "form": form}
    response = show(request, "kiem/vote.html", context)
    response.status_code = form.status
    return response


def _ballot_page(request: HttpRequest, opened: CodePass, sent: Any = None) -> HttpResponse:
    ballot = elections.ballot_by_code(round_id=opened.round_id, key=opened.key)
    form = forms.CodeBallotForm(
        sent,
        people=[(str(p.id), p.full_name) for p in ballot.candidates],
        seats=ballot.seats,
        initial={"opened": signing.dumps([opened.round_id, opened.key], salt=_SALT)},
    )

    def act(given: dict[str, Any]) -> str:
        actions.cast_with_code(
            code_pass=opened, candidates=[int(key) for key in given["candidates"]]
        )
        return reverse("vote_done")

    done = submitted(request, form, name=f"vote {opened.round_id}", act=act)
    if done is not None:
        return done
    context = {
        "title": wording.name_of(ballot.title_vi, ballot.title_en),
        "congress": wording.name_of(ballot.facts.title_vi, ballot.facts.title_en),
        "ballot": ballot,
        "form": form,
        "form_action": reverse("vote_ballot"),
    }
    response = show(request, "kiem/ballot.html", context)
    response.status_code = form.status
    return response
