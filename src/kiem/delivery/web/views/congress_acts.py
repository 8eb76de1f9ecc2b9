"""Forms of congresses: each shows its page, and does one action once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import congressforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblytables import event_href
from kiem.delivery.web.congresswords import congress_href
from kiem.delivery.web.formpage import form_page
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.domain.assembly import queries as assembly
from kiem.domain.elections import actions
from kiem.domain.elections import queries as elections
from kiem.domain.elections.errors import missing
from kiem.platform.access import Permission

_METHODS = ["GET", "HEAD", "POST"]


def _board(request: HttpRequest, congress_id: int) -> elections.CongressBoard:
    """The congress for whoever holds it; NotFound for others."""
    board = elections.congress_board(congress_id=congress_id, **scope_of(request))
    if not board.may_hold:
        raise missing("congress")
    return board


def _lead(facts: elections.CongressFacts) -> str:
    return wording.name_of(facts.title_vi, facts.title_en)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _scheme_plan(given: dict[str, Any]) -> actions.SchemePlan:
    return actions.SchemePlan(
        term_label=given["term_label"],
        planned_from=given["planned_from"],
        planned_until=given["planned_last"] + timedelta(days=1),
        women_percent=given["women_percent"],
        young_percent=given["young_percent"],
        new_percent=given["new_percent"],
        delegates_due_on=given["delegates_due_on"],
        nominations_from=given["nominations_from"],
        nominations_until=given["nominations_until"],
    )


@require_http_methods(_METHODS)
@requires(Permission.VIEW_ASSEMBLY)
def congress_of_event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Leads to the congress of an event, or prepares it."""
    asked, viewer = asked_of(request), viewer_of(request)
    found = elections.list_congresses(event_id=event_id, **scope_of(request))
    if found:
        return HttpResponseRedirect(congress_href(found[0].id, asked))
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    if not detail.may_conduct or detail.event.kind != "congress":
        raise missing("congress")

    def act(given: dict[str, Any]) -> str:
        congress = actions.prepare_congress(
            event_id=event_id, scheme=_scheme_plan(given), actor=viewer
        )
        return congress_href(congress, asked)

    return form_page(
        request,
        forms.SchemeForm(
            request.POST or None, initial={"planned_from": detail.event.held_on.isoformat()}
        ),
        name=f"congress {event_id}",
        act=act,
        title=gettext("Prepare the congress"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def change_scheme(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    board = _board(request, congress_id)
    scheme = board.scheme

    def act(given: dict[str, Any]) -> str:
        actions.change_scheme(congress_id=congress_id, scheme=_scheme_plan(given), actor=viewer)
        return congress_href(congress_id, asked)

    return form_page(
        request,
        forms.SchemeForm(
            request.POST or None,
            initial={
                "term_label": scheme.term_label,
                "planned_from": scheme.planned_from.isoformat(),
                "planned_last": (scheme.planned_until - timedelta(days=1)).isoformat(),
                "women_percent": scheme.women_percent,
                "young_percent": scheme.young_percent,
                "new_percent": scheme.new_percent,
                "delegates_due_on": _iso(scheme.delegates_due_on),
                "nominations_from": _iso(scheme.nominations_from),
                "nominations_until": _iso(scheme.nominations_until),
            },
        ),
        name=f"scheme {congress_id}",
        act=act,
        title=gettext("Plan of the congress"),
        lead=_lead(board.facts),
        back_href=congress_href(congress_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_rule(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    board = _board(request, congress_id)

    def act(given: dict[str, Any]) -> str:
        actions.set_rule(
            congress_id=congress_id,
            rule=actions.RuleValue(
                key=given["key"],
                value=given["value"],
                valid_from=given["valid_from"],
                letter=given["letter"],
                source_vi=given["source_vi"],
            ),
            actor=viewer,
        )
        return congress_href(congress_id, asked, "rules/")

    return form_page(
        request,
        forms.RuleForm(
            request.POST or None, initial={"valid_from": board.facts.held_on.isoformat()}
        ),
        name=f"rule {congress_id}",
        act=act,
        title=gettext("Set a rule"),
        lead=gettext("It holds for the organisation's congresses and those below it."),
        back_href=congress_href(congress_id, asked, "rules/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def new_allocation(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    board = _board(request, congress_id)

    def act(given: dict[str, Any]) -> str:
        actions.allocate_delegates(
            congress_id=congress_id,
            method=given["method"],
            total=given["total"] or 0,
            base=given["base"] or 0,
            bands=forms.read_bands(given["bands"]),
            lots=forms.read_lots(given["lots"]),
            counted_on=given["counted_on"],
            exception_vi=given["exception_vi"],
            actor=viewer,
        )
        return congress_href(congress_id, asked, "allocation/")

    return form_page(
        request,
        forms.AllocationForm(
            request.POST or None,
            initial={"method": board.rules["allocation_method"].value, "base": 0},
        ),
        name=f"allocation {congress_id}",
        act=act,
        title=gettext("Allocate the delegates"),
        lead=_lead(board.facts),
        back_href=congress_href(congress_id, asked, "allocation/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def new_delegates(request: HttpRequest, congress_id: int) -> HttpResponse:
    """`chapter=`: whose delegates are named; `chapter=0` those by office."""
    asked, viewer = asked_of(request), viewer_of(request)
    text = request.GET.get("chapter", "")
    chapter = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    facts, chapters = elections.chapters_to_name_for(
        viewer=viewer, congress_id=congress_id, on=asked.on
    )
    if chapter is None:
        board = elections.congress_board(congress_id=congress_id, **scope_of(request))
        context = {
            "title": gettext("Whose delegates?"),
            "lead": _lead(facts),
            "back_href": congress_href(congress_id, asked, "delegates/"),
            "choices": [
                (wording.name_of(c.name_vi, c.name_en), asked.link(request.path, chapter=c.id))
                for c in chapters
            ],
            "office_href": asked.link(request.path, chapter=0) if board.may_hold else "",
        }
        return show(request, "kiem/congress_chapters.html", context)
    if chapter:
        people = elections.members_of(
            viewer=viewer, congress_id=congress_id, organization_id=chapter, on=asked.on
        )
    else:
        people = elections.officers_of(viewer=viewer, congress_id=congress_id, on=asked.on)

    def act(given: dict[str, Any]) -> str:
        actions.name_delegates(
            congress_id=congress_id,
            organization_id=chapter or None,
            person_ids=[int(key) for key in given["people"]],
            kind=given["kind"],
            mandate_vi=given["mandate_vi"],
            actor=viewer,
        )
        return congress_href(congress_id, asked, "delegates/")

    name = next((c for c in chapters if c.id == chapter), None)
    return form_page(
        request,
        forms.DelegatesForm(
            request.POST or None, people=forms.people_choices(people), by_office=not chapter
        ),
        name=f"delegates {congress_id} {chapter}",
        act=act,
        title=gettext("Name delegates"),
        lead=wording.name_of(name.name_vi, name.name_en) if name else gettext("by office"),
        back_href=congress_href(congress_id, asked, "delegates/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def convene_all(request: HttpRequest, congress_id: int) -> HttpResponse:
    """Every member is a delegate, in one step, where the rule has all members meet."""
    asked, viewer = asked_of(request), viewer_of(request)
    board = _board(request, congress_id)

    def act(given: dict[str, Any]) -> str:
        actions.convene_every_member(
            congress_id=congress_id, mandate_vi=given["mandate_vi"], actor=viewer
        )
        return congress_href(congress_id, asked, "delegates/")

    return form_page(
        request,
        forms.EveryMemberForm(request.POST or None),
        name=f"convene {congress_id}",
        act=act,
        title=gettext("Convene every member"),
        lead=gettext(
            "All {members} members on the day of the congress become delegates by membership."
        ).format(members=wording.number(board.members)),
        back_href=congress_href(congress_id, asked, "delegates/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def credential(request: HttpRequest, congress_id: int, delegate_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    _board(request, congress_id)
    _facts, rows = elections.list_delegates(congress_id=congress_id, **scope_of(request))
    row = next((r for r in rows if r.delegate.id == delegate_id), None)
    if row is None:
        raise missing("delegate")

    def act(given: dict[str, Any]) -> str:
        actions.judge_credentials(
            congress_id=congress_id,
            delegate_ids=[delegate_id],
            verdict=given["verdict"],
            reason=given["reason"],
            actor=viewer,
        )
        return congress_href(congress_id, asked, "delegates/")

    return form_page(
        request,
        forms.CredentialForm(request.POST or None),
        name=f"credential {delegate_id}",
        act=act,
        title=gettext("Credentials of {name}").format(name=row.person.full_name),
        lead=row.delegate.mandate_vi,
        back_href=congress_href(congress_id, asked, "delegates/"),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def presence(request: HttpRequest, congress_id: int) -> HttpResponse:
    """The roll call. Credentials not checked yet are confirmed by calling the delegate present."""
    asked, viewer = asked_of(request), viewer_of(request)
    _board(request, congress_id)
    _facts, rows = elections.list_delegates(congress_id=congress_id, **scope_of(request))
    called = [r for r in rows if r.delegate.counts]

    def act(given: dict[str, Any]) -> str:
        present = {int(key) for key in given["present"]}
        unchecked = [
            r.delegate.id
            for r in called
            if r.delegate.verdict == "open" and r.delegate.id in present
        ]
        if unchecked:
            actions.judge_credentials(
                congress_id=congress_id, delegate_ids=unchecked, verdict="confirmed", actor=viewer
            )
        actions.record_presence(congress_id=congress_id, present_ids=present, actor=viewer)
        return congress_href(congress_id, asked)

    return form_page(
        request,
        forms.RollForm(
            request.POST or None,
            people=[(str(r.delegate.id), r.person.full_name) for r in called],
            initial={"present": [str(r.delegate.id) for r in called if r.delegate.is_present]},
        ),
        name=f"presence {congress_id}",
        act=act,
        title=gettext("Roll call"),
        lead=gettext("Calling somebody present confirms credentials that were not checked yet."),
        back_href=congress_href(congress_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def fill_board(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    _board(request, congress_id)
    _facts, rows = elections.list_delegates(congress_id=congress_id, **scope_of(request))
    form = forms.BoardForm(
        request.POST or None,
        people=[(str(r.person.id), r.person.full_name) for r in rows if r.delegate.counts],
    )

    def act(given: dict[str, Any]) -> str:
        actions.appoint_functionaries(
            congress_id=congress_id, body=given["body"], person_ids=form.people(), actor=viewer
        )
        return congress_href(congress_id, asked)

    return form_page(
        request,
        form,
        name=f"board {congress_id}",
        act=act,
        title=gettext("Presidium and boards"),
        lead=gettext("No candidate counts the ballots."),
        back_href=congress_href(congress_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def recognition(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    board = _board(request, congress_id)
    issuers = elections.issuers_for(viewer=viewer, congress_id=congress_id, on=asked.on)

    def act(given: dict[str, Any]) -> str:
        draft = actions.draft_recognition(
            congress_id=congress_id,
            issuer_id=int(given["issuer"]),
            effective_on=given["effective_on"],
            actor=viewer,
        )
        return asked.link(f"/drafts/{draft}/")

    return form_page(
        request,
        forms.RecognitionForm(
            request.POST or None,
            issuers=[(str(key), wording.name_of(vi, en)) for key, vi, en in issuers],
            initial={"effective_on": board.facts.held_on.isoformat()},
        ),
        name=f"recognition {congress_id}",
        act=act,
        title=gettext("Draft the recognition"),
        lead=gettext(
            "A decision of the higher body forms the committee and opens the term; the term that"
            " runs is cut short. Nothing changes before it is issued."
        ),
        back_href=congress_href(congress_id, asked),
    )
