"""One's own month: log, plan, repeat, answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import monthpage, wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.timeforms import (
    AskingForm,
    LogForm,
    PlanForm,
    RepeatForm,
    WordsForm,
    asking,
)
from kiem.delivery.web.timewords import exact_hours
from kiem.domain.ledger import actions, queries
from kiem.domain.ledger.queries import MonthState
from kiem.platform.access import Permission
from kiem.platform.access.submissions import issue_token
from kiem.time.month import Month

LOG = "log_time"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_TIME)
def my_month(request: HttpRequest) -> HttpResponseBase:
    asked, scope = asked_of(request), scope_of(request)
    person_id = queries.own_person(scope["viewer"])
    sheet = queries.month_sheet(person_id=person_id, **scope)
    held = [post for post in sheet.posts if post.is_held_on(asked.on)] or list(sheet.posts)
    habits = queries.my_habits(person_id=person_id, **scope)
    is_closed = sheet.state == MonthState.CLOSED
    form = LogForm(held, habits, asked.on, request.POST or None, is_closed=is_closed)
    answer = submitted(
        request,
        form,
        name=LOG,
        act=lambda cleaned: asking(form, lambda: _log(request, form, person_id, cleaned)),
    )
    if answer is not None:
        return answer
    panel = monthpage.day_panel(sheet, asked)
    tasks = queries.my_tasks(viewer=scope["viewer"], person_id=person_id, on=asked.today)
    context = {
        "title": gettext("My month"),
        "form": form,
        "can_log": bool(held) and not panel.is_to_come,
        "panel": panel,
        "tokens": _tokens(request),
        "cells": monthpage.cells(sheet, asked),
        "weekdays": monthpage.weekday_heads(),
        "state": sheet.state,
        "is_closed": is_closed,
        "words": monthpage.word_lines(sheet, asked),
        "tasks": monthpage.task_lines(tasks, asked),
        "totals": monthpage.entry_lines(sheet, sheet.month_totals, asked),
        "bar": monthpage.own_bar(person_id, scope),
        "why_href": asked.link(f"/people/{person_id}/"),
        "before_href": asked.link("/month/", on=sheet.month.shift(-1).start.isoformat()),
        "after_href": asked.link("/month/", on=sheet.month.shift(1).start.isoformat()),
        "today_href": "" if asked.on == asked.today else "/month/",
        "has_office": any(post.kind != "line" for post in held),
    }
    response = show(request, "kiem/month.html", context)
    response.status_code = form.status
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_TIME)
def plan_own(request: HttpRequest) -> HttpResponseBase:
    """Plan an activity of one's own office."""
    asked, scope = asked_of(request), scope_of(request)
    person_id = queries.own_person(scope["viewer"])
    sheet = queries.month_sheet(person_id=person_id, **scope)
    form = PlanForm(sheet.posts, asked.on, request.POST or None)

    def plan(cleaned: dict[str, Any]) -> str:
        starts_at, ends_at = form.period()
        actions.plan_own_activity(
            person_id=person_id,
            post_id=cleaned["post"],
            category=cleaned["category"],
            title=cleaned["title"],
            starts_at=starts_at,
            ends_at=ends_at,
            planned_hours=cleaned["hours"],
            actor=viewer_of(request),
            allow_clashes=cleaned["confirmed"],
        )
        messages.success(request, gettext("Planned: {title}.").format(title=cleaned["title"]))
        return _day_href(cleaned["day"])

    answer = submitted(request, form, name="plan_own", act=lambda c: asking(form, lambda: plan(c)))
    return answer or _form_page(request, form, gettext("Plan for an office of mine"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_TIME)
def repeat_week(request: HttpRequest) -> HttpResponseBase:
    """Last week's hours again, those that are ticked."""
    asked, scope = asked_of(request), scope_of(request)
    person_id = queries.own_person(scope["viewer"])
    rows = queries.last_week_again(
        viewer=scope["viewer"], person_id=person_id, on=min(asked.on, asked.today)
    )
    form = RepeatForm(rows, request.POST or None)

    def repeat(cleaned: dict[str, Any]) -> str:
        entries = [
            actions.NewTimeEntry(
                person_id, row.post_id, row.role_kind, row.category, row.day, row.hours
            )
            for row in form.chosen()
        ]
        logged = actions.log_time(
            entries=entries,
            actor=viewer_of(request),
            confirmed=actions.ASKED_BACK if cleaned["confirmed"] else (),
        )
        text = ngettext("{count} entry logged.", "{count} entries logged.", len(logged.ids))
        messages.success(request, text.format(count=len(logged.ids)))
        return _day_href(asked.on)

    answer = submitted(
        request, form, name="repeat_week", act=lambda c: asking(form, lambda: repeat(c))
    )
    if answer is not None:
        return answer
    return _form_page(
        request,
        form,
        gettext("Repeat last week"),
        lead=gettext("What you logged last week without an activity, seven days later."),
        empty="" if form.can_repeat else gettext("Nothing of last week can be repeated."),
        left_out=form.left_out,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_TIME)
def answer_question(request: HttpRequest) -> HttpResponseBase:
    """Answer what a superior asks about a month's hours."""
    viewer = viewer_of(request)
    person_id = queries.own_person(viewer)
    tasks = queries.my_tasks(viewer=viewer, person_id=person_id, on=asked_of(request).today)
    wanted = (request.GET.get("post", ""), request.GET.get("month", ""))
    question = next((q for q in tasks.questions if (str(q.post_id), str(q.month)) == wanted), None)
    form = WordsForm(gettext("Your answer"), gettext("Answer"), request.POST or None)

    def say(cleaned: dict[str, Any]) -> str:
        actions.answer_question(
            person_id=person_id,
            post_id=_number(wanted[0]),
            month=_month(wanted[1]),
            note=cleaned["text"],
            actor=viewer,
        )
        messages.success(request, gettext("Your answer is on its way."))
        return "/month/"

    answer = submitted(request, form, name="answer_question", act=say)
    if answer is not None:
        return answer
    lead = ""
    if question is not None:
        lead = gettext("{who} asks about {hours} in {month}: {note}").format(
            who=question.asked_by,
            hours=exact_hours(question.hours),
            month=wording.month(question.month),
            note=question.note,
        )
    empty = "" if question else gettext("Nobody asks about these hours any more.")
    return _form_page(request, form, gettext("Answer a question"), lead=lead, empty=empty)


def _log(request: HttpRequest, form: LogForm, person_id: int, cleaned: dict[str, Any]) -> str:
    post_id, hours, day = cleaned["post"], cleaned["hours"], cleaned["day"]
    actions.log_time(
        entries=[
            actions.NewTimeEntry(
                person_id,
                post_id,
                form.role_kind(post_id),
                cleaned["category"],
                day,
                hours,
                cleaned.get("activity"),
            )
        ],
        actor=viewer_of(request),
        late_reason=cleaned["late_reason"],
        confirmed=actions.ASKED_BACK if cleaned["confirmed"] else (),
    )
    messages.success(request, _logged(hours, day))
    return _day_href(day)


def _logged(hours: Decimal, day: date) -> str:
    return gettext("Logged: {hours} on {day}.").format(
        hours=exact_hours(hours), day=wording.day(day)
    )


def _day_href(day: date) -> str:
    return f"/month/?on={day.isoformat()}"


def _tokens(request: HttpRequest) -> Any:
    """A new token whenever the template asks: each button of its own does its work once."""
    viewer = viewer_of(request)
    return lambda: issue_token(form=LOG, viewer=viewer)


def _form_page(
    request: HttpRequest, form: AskingForm | WordsForm, title: str, **context: Any
) -> HttpResponse:
    response = show(
        request,
        "kiem/month_form.html",
        {"title": title, "form": form, "back_href": "/month/", **context},
    )
    response.status_code = form.status
    return response


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        return Month(1990, 1)  # nobody asked about that
