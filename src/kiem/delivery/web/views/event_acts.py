"""Forms of an event itself: changed, cancelled, who came, its minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import assemblyforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.assemblychoices import conducted
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.assemblytables import body_name, event_href
from kiem.delivery.web.attendanceforms import AttendanceForm, attendance_values
from kiem.delivery.web.eventforms import (
    ApproveMinutesForm,
    CancelForm,
    ChangeEventForm,
    MinutesForm,
    event_values,
)
from kiem.delivery.web.formpage import as_asked, blamed, form_page
from kiem.delivery.web.gate import requires
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def change_event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Day, time, place, agenda, who leads it and who is invited."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)
    invited = [body.id for body, _part in detail.attendances]
    found = assembly.codes_of(invited, detail.event.held_on)
    codes = {body: found[body] for body in invited if body in found}

    def make(data: Any) -> ChangeEventForm:
        return ChangeEventForm(
            data,
            chooser=Attenders(viewer, detail.event.held_on),
            is_held=bool(detail.agenda) and detail.event.held_on <= clock.today(),
            initial=event_values(detail, codes),
        )

    def act(given: dict[str, Any]) -> str:
        bodies = assembly.any_bodies_by_code(
            codes=forms.split_codes(given["codes"]), on=given["held_on"], field="codes"
        )
        plan = actions.EventPlan(
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            held_on=given["held_on"],
            starts_at=given["starts_at"],
            place=given["place"],
            place_en=given["place_en"],
            agenda=forms.read_agenda(given.get("agenda", ""), given.get("agenda_en", "")),
            bodies=bodies,
            uninvited=[body for body in codes if body not in bodies],
            chairs=form.leaders(),
        )
        with blamed("chairs"):
            actions.change_event(event_id=event_id, plan=plan, actor=viewer)
        return event_href(event_id, asked)

    form = as_asked(request, make)
    return form_page(
        request,
        form,
        name=f"change event {event_id}",
        act=act,
        title=gettext("Change the event"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def cancel_event(request: HttpRequest, event_id: int) -> HttpResponse:
    """It does not take place, with the reason."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)

    def act(given: dict[str, Any]) -> str:
        actions.cancel_event(
            event_id=event_id, reason=given["text"], reason_en=given["text_en"], actor=viewer
        )
        return event_href(event_id, asked)

    return form_page(
        request,
        CancelForm(request.POST or None),
        name=f"cancel event {event_id}",
        act=act,
        title=gettext("Cancel the event"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def write_minutes(request: HttpRequest, event_id: int) -> HttpResponse:
    """The minutes' own words, and who wrote them."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)

    def make(data: Any) -> MinutesForm:
        return MinutesForm(
            data,
            chooser=Attenders(viewer, clock.today()),
            is_approved=detail.minutes.approved_on is not None,
            initial={
                "minutes_vi": detail.minutes_vi,
                "minutes_en": detail.minutes_en,
                "written_by": detail.minutes.by_id,
            },
        )

    def act(given: dict[str, Any]) -> str:
        with blamed("written_by"):
            actions.write_minutes(
                event_id=event_id,
                minutes_vi=given["minutes_vi"],
                minutes_en=given["minutes_en"],
                written_by_id=given["written_by"],
                reason=given.get("reason", ""),
                actor=viewer,
            )
        return event_href(event_id, asked)

    return form_page(
        request,
        as_asked(request, make),
        name=f"minutes {event_id}",
        act=act,
        title=gettext("Minutes"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def approve_minutes(request: HttpRequest, event_id: int) -> HttpResponse:
    """After it they change only with a reason."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)

    def make(data: Any) -> ApproveMinutesForm:
        return ApproveMinutesForm(
            data,
            chooser=Attenders(viewer, clock.today()),
            initial={"approved_on": clock.today().isoformat()},
        )

    def act(given: dict[str, Any]) -> str:
        with blamed("approved_by"):
            actions.approve_minutes(
                event_id=event_id,
                approved_on=given["approved_on"],
                approved_by_id=given["approved_by"],
                actor=viewer,
            )
        return event_href(event_id, asked)

    return form_page(
        request,
        as_asked(request, make),
        name=f"approve minutes {event_id}",
        act=act,
        title=gettext("Approve the minutes"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def attendance(request: HttpRequest, event_id: int) -> HttpResponse:
    """Who came of each body invited, and the quorum asked for."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)
    bodies = [(body.id, body_name(body)) for body, _part in detail.attendances]
    chooser = Attenders(viewer, detail.event.held_on, [body for body, _name in bodies])
    turnout = assembly.turnout_of(event_id=event_id)

    def make(data: Any) -> AttendanceForm:
        return AttendanceForm(
            data, bodies=bodies, chooser=chooser, initial=attendance_values(turnout)
        )

    def act(given: dict[str, Any]) -> str:
        with blamed("people"):
            actions.count_attendance(
                event_id=event_id,
                bodies=form.rows(),
                people=assembly.bodies_of_people(
                    person_ids=given["people"],
                    body_ids=[body for body, _name in bodies],
                    on=detail.event.held_on,
                ),
                quorum=given["quorum"],
                quorum_of=given["quorum_of"],
                actor=viewer,
            )
        return event_href(event_id, asked)

    form = as_asked(request, make)
    return form_page(
        request,
        form,
        name=f"attendance {event_id}",
        act=act,
        title=gettext("Who came"),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )
