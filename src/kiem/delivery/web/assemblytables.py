"""Tables, words and links of assemblies and their tasks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.columns import Column, Kind
from kiem.domain.assembly.queries import (
    Body,
    ChairRow,
    EventRow,
    MinutesRow,
    Progress,
    ProjectRow,
    TaskRow,
)
from kiem.domain.ledger.queries import figure_unit

EVENT_KINDS = {
    "session": gettext_noop("working session"),
    "forum": gettext_noop("forum"),
    "congress": gettext_noop("congress"),
    "meeting": gettext_noop("meeting"),
}
PARTS = {
    "invited": gettext_noop("invited"),
    "attended": gettext_noop("attended"),
    "excused": gettext_noop("excused"),
}
DIFFICULTIES = {
    "objective": gettext_noop("objective"),
    "subjective": gettext_noop("subjective"),
}
STEP_NAMES = {
    "begin": gettext_noop("begun"),
    "report": gettext_noop("reported done"),
    "accept": gettext_noop("accepted"),
    "return": gettext_noop("returned"),
    "ask_delay": gettext_noop("asked for a later day"),
    "grant_delay": gettext_noop("later day granted"),
    "refuse_delay": gettext_noop("later day refused"),
    "withdraw": gettext_noop("withdrawn"),
}
RUNG_NAMES = {
    "owner": gettext_noop("the owner"),
    "head": gettext_noop("the head of the body that owns it"),
    "setter": gettext_noop("the head of the body that set it"),
    "above": gettext_noop("the head of the body above"),
}


def body_name(body: Body) -> str:
    return wording.name_of(body.name_vi, body.name_en)


def leaders(chairs: Sequence[ChairRow]) -> list[tuple[str, str]]:
    """`Chair` and `Secretaries` with their names; of an office also who held it."""
    parts = {"chair": gettext("Chair"), "secretary": gettext("Secretary")}
    named = [
        (label, "; ".join(_leader(chair) for chair in chairs if chair.part == part))
        for part, label in parts.items()
    ]
    return [(label, names) for label, names in named if names]


def minutes_foot(minutes: MinutesRow) -> str:
    """Who wrote them, who approved them when, and why they were corrected since."""
    parts = []
    if minutes.by:
        parts.append(gettext("Written by {name}").format(name=minutes.by))
    if minutes.approved_on is not None:
        approved = gettext("approved on {day} by {name}")
        parts.append(
            approved.format(day=wording.day(minutes.approved_on), name=minutes.approved_by)
        )
    if minutes.reason:
        parts.append(gettext("corrected: {reason}").format(reason=minutes.reason))
    return "; ".join(parts)


def _leader(chair: ChairRow) -> str:
    if chair.body is None:
        return chair.name
    office = f"{wording.name_of(chair.title_vi, chair.title_en)}, {body_name(chair.body)}"
    return f"{office} ({chair.name})" if chair.name else office


def body_href(body: Body, asked: Asked) -> str:
    folder = "units" if body.category == "unit" else "organizations"
    return f"/{folder}/{body.id}/{asked.query}"


def project_href(project_id: int, asked: Asked) -> str:
    return f"/assembly/projects/{project_id}/{asked.query}"


def event_href(event_id: int, asked: Asked) -> str:
    return f"/assembly/events/{event_id}/{asked.query}"


def conclusion_href(event_id: int, number: int, asked: Asked) -> str:
    return f"/assembly/events/{event_id}/conclusions/{number}/{asked.query}"


def task_href(task_id: int, asked: Asked) -> str:
    return f"/tasks/{task_id}/{asked.query}"


def progress_text(progress: Progress) -> str:
    """`12 of 126 done, 3 late, 2 to accept`; a dash where there is no task."""
    if not progress.total:
        return wording.NO_VALUE
    wanted = progress.total - progress.withdrawn
    parts = [
        gettext("{done} of {wanted} done").format(
            done=wording.number(progress.done), wanted=wording.number(wanted)
        )
    ]
    if progress.late:
        parts.append(gettext("{count} late").format(count=wording.number(progress.late)))
    if progress.unproved:
        parts.append(gettext("{count} to accept").format(count=wording.number(progress.unproved)))
    if progress.withdrawn:
        parts.append(gettext("{count} withdrawn").format(count=wording.number(progress.withdrawn)))
    return ", ".join(parts)


def progress_html(progress: Progress) -> SafeString:
    """The words with a bar before them."""
    words = escape(progress_text(progress))
    bar = progress_bar(progress)
    if not bar:
        return mark_safe(words)  # noqa: S308 - escaped above
    return mark_safe(  # noqa: S308 - escaped above, and our own numbers
        f'<span class="progress-cell">{bar} {words}</span>'
    )


def progress_bar(progress: Progress) -> SafeString:
    """The bar alone, beside words that say the same; empty where no task is wanted."""
    wanted = progress.total - progress.withdrawn
    if not wanted:
        return mark_safe("")
    return mark_safe(  # noqa: S308 - our own numbers
        f'<progress max="{wanted}" value="{progress.done}" aria-hidden="true"></progress>'
    )


def task_status(task: TaskRow) -> SafeString:
    """Status word with its mark; late tasks say so, with the days."""
    if task.days_late and task.status not in ("reported",):
        late = gettext("late by {days} d").format(days=wording.number(task.days_late))
        return statuses.status(
            "task late", f"{statuses.status_text(f'task {task.status}')}, {late}"
        )
    return statuses.status(f"task {task.status}")


def _task_status_text(task: TaskRow) -> str:
    word = statuses.status_text(f"task {task.status}")
    return f"{word}, {statuses.status_text('task late')}" if task.days_late else word


def project_columns(asked: Asked) -> list[Column[ProjectRow]]:
    return [
        Column("opened", gettext("Opened"), lambda p: p.opened_on, Kind.DATE),
        Column(
            "title",
            gettext("Project"),
            lambda p: wording.name_of(p.title_vi, p.title_en),
            href=lambda p: project_href(p.id, asked),
            is_heading=True,
        ),
        Column("owner", gettext("Lead body"), lambda p: body_name(p.owner)),
        Column("events", gettext("Events"), lambda p: p.events, Kind.COUNT),
        Column(
            "progress",
            gettext("Tasks"),
            lambda p: progress_text(p.progress),
            html=lambda p: progress_html(p.progress),
            is_sortable=False,
        ),
    ]


def _event_title(event: EventRow) -> str:
    title = wording.name_of(event.title_vi, event.title_en)
    return gettext("{event} (cancelled)").format(event=title) if event.is_cancelled else title


def event_columns(asked: Asked) -> list[Column[EventRow]]:
    return [
        Column("day", gettext("Day"), lambda e: e.held_on, Kind.DATE),
        Column(
            "title",
            gettext("Event"),
            _event_title,
            href=lambda e: event_href(e.id, asked),
            is_heading=True,
        ),
        Column("kind", gettext("Kind"), lambda e: gettext(EVENT_KINDS[e.kind])),
        Column("organizer", gettext("Organiser"), lambda e: body_name(e.organizer)),
        Column("conclusions", gettext("Conclusions"), lambda e: e.conclusions, Kind.COUNT),
        Column(
            "progress",
            gettext("Tasks"),
            lambda e: progress_text(e.progress),
            html=lambda e: progress_html(e.progress),
            is_sortable=False,
        ),
    ]


def task_columns(asked: Asked, *, names_owner: bool = True) -> list[Column[TaskRow]]:
    columns: list[Column[TaskRow]] = [
        Column("due", gettext("Due"), lambda t: t.due_on, Kind.DATE),
        Column(
            "task",
            gettext("Task"),
            lambda t: wording.name_of(t.text_vi, t.text_en),
            href=lambda t: task_href(t.id, asked),
            is_heading=True,
        ),
        Column("state", gettext("State"), _task_status_text, html=task_status),
        Column("person", gettext("Person"), lambda t: t.person_name),
        Column("below", gettext("Delegated"), lambda t: t.below or None, Kind.COUNT),
        Column("set_by", gettext("Set by"), lambda t: body_name(t.set_by)),
    ]
    if names_owner:
        columns.insert(
            1,
            Column(
                "owner",
                gettext("Owner"),
                lambda t: body_name(t.owner),
                href=lambda t: body_href(t.owner, asked),
            ),
        )
    return columns


def figure_text(figure: str, value: float | None) -> str:
    """A pinned figure's value with its unit; ratios are pinned in per cent."""
    match figure_unit(figure):
        case "ratio":
            return wording.share(None if value is None else value / 100, 2)
        case "hours":
            return wording.hours(value)
        case _:
            return wording.number(value)
