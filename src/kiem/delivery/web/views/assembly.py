"""Assemblies: projects, events, conclusions and their boards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, parse_day, scope_of, viewer_of
from kiem.delivery.web.assemblychoices import speaker_choices
from kiem.delivery.web.assemblytables import (
    DIFFICULTIES,
    EVENT_KINDS,
    PARTS,
    body_href,
    body_name,
    conclusion_href,
    event_columns,
    event_href,
    leaders,
    minutes_foot,
    progress_html,
    project_columns,
    project_href,
    task_columns,
)
from kiem.delivery.web.attendanceforms import turnout_words
from kiem.delivery.web.columns import Column
from kiem.delivery.web.effectforms import effect_shown
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, every_row, read_token, write_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.citations import citation_shown
from kiem.delivery.web.views.findings import read_id
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.platform import files
from kiem.platform.access import Permission

BODIES_LISTED = 12
_FOLDERS = {
    "unit": "units",
    "organization": "organizations",
    "post": "posts",
    "decision": "decisions",
    "survey": "surveys",
}
STATES = ("", "open", "late", "unproved", "delay", "done")


def state_names() -> dict[str, str]:
    return {
        "": gettext("all"),
        "open": gettext("not done yet"),
        "late": gettext("overdue"),
        "unproved": gettext("waits to be accepted"),
        "delay": gettext("later day asked for"),
        "done": gettext("done"),
    }


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def assembly_list(request: HttpRequest) -> HttpResponseBase:
    """Projects of the reader's scope, and their events, the latest first."""
    asked, scope = asked_of(request), scope_of(request)
    if (project_id := read_id(request, "project")) is not None:  # the board's address once
        return HttpResponsePermanentRedirect(project_href(project_id, asked))
    events = Table.of_all(
        request,
        name="events",
        caption=gettext("Events"),
        columns=event_columns(asked),
        rows=assembly.list_events(**scope),
        default_sort="-day",
        empty_text=gettext("No event of your scope is recorded yet."),
    )
    projects = Table.of_all(
        request,
        name="projects",
        caption=gettext("Projects"),
        columns=project_columns(asked),
        rows=assembly.list_projects(**scope),
        is_main=False,
        empty_text=gettext("No project of your scope is recorded yet."),
    )
    context = {
        "title": gettext("Assemblies"),
        "lead": gettext("What was asked and said, what was concluded, and what became of it."),
        "may_conduct": viewer_of(request).can(Permission.CONDUCT_ASSEMBLY),
    }
    return show(request, "kiem/assemblies.html", context, [events, projects])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def event_page(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event; `view=projected` for the screen in the hall."""
    asked = asked_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    carried = Table.of_all(
        request,
        name="carried",
        caption=_carried_caption(detail),
        columns=task_columns(asked),
        rows=detail.carried_over,
        is_main=False,
    )
    commitments = Table.of_all(
        request,
        name="commitments",
        caption=gettext("Commitments"),
        columns=task_columns(asked),
        rows=detail.commitments,
        is_main=False,
        empty_text=gettext("Nobody has committed itself to anything here."),
    )
    event, may_speak = detail.event, viewer_of(request).can(Permission.WORK_TASKS)
    earlier = assembly.earlier_wordings(event_id=event_id, known_at=scope_of(request)["known_at"])
    turnout = assembly.turnout_of(event_id=event_id, known_at=scope_of(request)["known_at"])
    speaking = {body for body, _name in speaker_choices(request, detail)} if may_speak else set()
    context = {
        "title": wording.name_of(event.title_vi, event.title_en),
        "detail": detail,
        "kind": gettext(EVENT_KINDS[event.kind]),
        "project": wording.name_of(event.project_vi, event.project_en),
        "project_href": project_href(event.project_id, asked),
        "organizer": (body_name(event.organizer), body_href(event.organizer, asked)),
        "leaders": leaders(detail.chairs),
        "may_cancel": not (detail.contributions or detail.conclusions or detail.commitments),
        "attendances": [
            (body_name(body), body_href(body, asked), gettext(PARTS[part]))
            for body, part in detail.attendances
        ],
        "attendance": _attendance(detail),
        "left_open": [_left_open(left, asked) for left in detail.left_open],
        "agenda": [(n, wording.name_of(vi, en)) for n, vi, en in detail.agenda],
        "contributions": [
            _contribution(c, event_id, asked)
            | {
                "earlier": earlier.get(("contribution", c.number)),
                "correct_href": f"contributions/{c.number}/correct/"
                if str(c.body.id) in speaking and not event.is_cancelled
                else "",
            }
            for c in detail.contributions
        ],
        "proposals": [_proposal(p, asked) for p in detail.proposals],
        "papers": [(paper, body_name(paper.body)) for paper in detail.papers],
        "conclusions": [
            _conclusion(c, asked) | {"earlier": earlier.get(("conclusion", c.number))}
            for c in detail.conclusions
        ],
        "progress": progress_html(event.progress) if event.progress.total else "",
        "is_projected": request.GET.get("view") == "projected",
        "projected_href": asked.link(request.path, view="projected"),
        "plain_href": event_href(event_id, asked),
        "has_figures": any(c.citations for c in detail.contributions),
        "figures_href": asked.link(f"/assembly/events/{event_id}/figures/"),
        "figures_label": gettext("Figures cited, then and now"),
        "may_speak": may_speak,
        "turnout": turnout_words(turnout),
        "attended_by": ", ".join(name for row in turnout.rows for _id, name in row.people),
        "minutes_foot": minutes_foot(detail.minutes),
    }
    return show(request, "kiem/event.html", context, [carried, commitments])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def event_paper(request: HttpRequest, event_id: int, paper_id: int) -> HttpResponse:
    """A paper of an event, for whoever sees the event."""
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    paper = next((p for p in detail.papers if p.id == paper_id), None)
    if paper is None:
        raise missing("paper")
    return files.download(*files.read_file(paper.file_id))


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def conclusion_page(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """A conclusion with the board of its tasks."""
    asked, scope = asked_of(request), scope_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope)
    conclusion = next((c for c in detail.conclusions if c.number == number), None)
    if conclusion is None:
        raise missing("conclusion")
    table = task_table(
        request,
        gettext("Tasks"),
        empty_text=gettext("No task of yours has come from it yet."),
        event_id=event_id,
        conclusion_number=number,
    )
    proposal = next((p for p in detail.proposals if p.number == conclusion.proposal_number), None)
    context = {
        "title": gettext("Conclusion {number}").format(number=number),
        "conclusion": conclusion,
        "proposal": proposal and _proposal(proposal, asked),
        "event": (
            wording.name_of(detail.event.title_vi, detail.event.title_en),
            event_href(event_id, asked),
        ),
        "progress": progress_html(conclusion.progress),
        "may_conduct": detail.may_conduct,
        "earlier": assembly.earlier_wordings(
            event_id=event_id, known_at=scope_of(request)["known_at"]
        ).get(("conclusion", number)),
        "new_href": f"/assembly/events/{event_id}/conclusions/{number}/tasks/",
        "choices": state_choices(request, asked),
    }
    return show(request, "kiem/conclusion.html", context, [table])


def task_table(
    request: HttpRequest,
    caption: str,
    *,
    empty_text: str,
    columns: Sequence[Column[assembly.TaskRow]] = (),
    default_state: str = "",
    **narrowed: object,
) -> Table[assembly.TaskRow]:
    """One keyset page of tasks by their due day, narrowed by `?state=` and what is given."""
    asked, scope = asked_of(request), scope_of(request)
    state = _state_asked(request, default_state)

    def fetch(after: Key | None, limit: int) -> tuple[assembly.TaskRow, ...]:
        key = (parse_day(str(after[0])), int(after[1])) if after else None
        return assembly.list_tasks(
            **scope,
            state=state,
            after=key,
            limit=limit,
            **narrowed,  # type: ignore[arg-type]  # the query's own names
        ).rows

    rows = fetch(read_token(request, (str, int)), PAGE_ROWS + 1)
    page, more = rows[:PAGE_ROWS], len(rows) > PAGE_ROWS
    return Table.of_page(
        request,
        name="tasks",
        caption=caption,
        columns=columns or task_columns(asked),
        rows=page,
        next_after=write_token(_key(page[-1])) if more else "",
        export_rows=lambda: every_row(fetch, _key),
        empty_text=empty_text,
    )


def _key(task: assembly.TaskRow) -> Key:
    return (task.due_on.isoformat(), task.id)


def _state_asked(request: HttpRequest, default: str) -> str:
    """`?state=`; `all` where the page shows less unless it is asked to."""
    state = request.GET.get("state")
    if state is None:
        return default
    return "" if state == "all" else state


def state_choices(request: HttpRequest, asked: Asked, default: str = "") -> list[dict[str, object]]:
    """The states to narrow by, keeping whose tasks are shown."""
    names, chosen = state_names(), _state_asked(request, default)
    kept = {name: request.GET[name] for name in ("owner", "all") if name in request.GET}
    return [
        {
            "label": names[state],
            "href": asked.link(request.path, **kept, state=state or ("all" if default else "")),
            "is_here": state == chosen,
        }
        for state in STATES
    ]


def _attendance(detail: assembly.EventDetail) -> str:
    """`121 attended, 5 invited`; empty when the list is short enough to be read."""
    if len(detail.attendances) <= BODIES_LISTED:
        return ""
    counts = Counter(part for _body, part in detail.attendances)
    return ", ".join(
        f"{wording.number(counts[part])} {gettext(name)}"
        for part, name in PARTS.items()
        if counts[part]
    )


def _carried_caption(detail: assembly.EventDetail) -> str:
    shown, total = len(detail.carried_over), sum(left.open for left in detail.left_open)
    if shown == total:
        return gettext("Left open before this event")
    return gettext("Left open before this event: the {shown} due first of {total}").format(
        shown=wording.number(shown), total=wording.number(total)
    )


def _left_open(left: assembly.LeftOpen, asked: Asked) -> dict[str, str]:
    """How much of a conclusion is open, and the board of what is."""
    counted = ngettext("{count} task open", "{count} tasks open", left.open)
    words = counted.format(count=wording.number(left.open))
    if left.late:
        late = gettext("{count} late").format(count=wording.number(left.late))
        words = f"{words}, {late}"
    page = event_href(left.event_id, asked)
    if left.number:
        board = f"/assembly/events/{left.event_id}/conclusions/{left.number}/"
        page = asked.link(board, state="open")
    return {
        "event": wording.name_of(left.event_vi, left.event_en),
        "text": wording.name_of(left.text_vi, left.text_en)
        if left.number
        else gettext("Commitments"),
        "words": words,
        "href": page,
    }


def _contribution(said: assembly.ContributionRow, event_id: int, asked: Asked) -> dict[str, object]:
    return {
        "row": said,
        "body": body_name(said.body),
        "body_href": body_href(said.body, asked),
        "difficulty_kind": gettext(DIFFICULTIES[said.difficulty_kind])
        if said.difficulty_kind
        else "",
        "citations": [
            citation_shown(cited, event_id, said.number, position, asked)
            for position, cited in enumerate(said.citations, start=1)
        ],
        "references": [
            {
                "row": reference,
                "href": _reference_href(reference),
            }
            for reference in said.references
        ],
    }


def _reference_href(reference: assembly.ReferenceRow) -> str:
    if reference.kind == "paper":
        return f"/assembly/events/{reference.event_id}/papers/{reference.target_id}/"
    return f"/{_FOLDERS[reference.kind]}/{reference.target_id}/?on={reference.on.isoformat()}"


def _proposal(put: assembly.ProposalRow, asked: Asked) -> dict[str, object]:
    return {
        "row": put,
        "body": body_name(put.body),
        "body_href": body_href(put.body, asked),
        "effects": [effect_shown(effect) for effect in put.effects],
        "supporters": ", ".join(body_name(body) for body in put.supporters),
    }


def _conclusion(decided: assembly.ConclusionRow, asked: Asked) -> dict[str, object]:
    return {
        "row": decided,
        "href": conclusion_href(decided.event_id, decided.number, asked),
        "progress": progress_html(decided.progress),
    }
