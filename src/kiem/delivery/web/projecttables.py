"""Tables and words of a project's board, from who was asked to what was proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.assemblytables import (
    body_href,
    body_name,
    conclusion_href,
    event_href,
    progress_bar,
    progress_html,
    progress_text,
    task_columns,
)
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.congresswords import congress_href
from kiem.delivery.web.spoken import spoken
from kiem.domain.assembly.queries import (
    BoardConclusion,
    BoardProposal,
    Body,
    EventRow,
    Progress,
    ProjectBoard,
    TaskRow,
)
from kiem.domain.elections.queries import CongressSummary
from kiem.domain.surveys.queries import SurveyRow

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Step:
    """A link of the chain: `figure` large, `words` below it, `href` to where it is told."""

    label: str
    figure: str
    words: str
    href: str
    bar: str = ""

    @property
    def is_begun(self) -> bool:
        return not self.figure.startswith("0")


def chain_steps(board: ProjectBoard, surveys: Sequence[SurveyRow]) -> list[Step]:
    """What happened so far, in the order it happens."""
    progress, heard = board.project.progress, board.heard
    wanted = progress.total - progress.withdrawn
    events, conclusions = len(board.events), len(board.conclusions)
    return [
        _asked(surveys),
        Step(
            gettext("Met"),
            wording.number(events),
            ngettext("event", "events", events),
            "#events",
        ),
        Step(
            gettext("Said"),
            wording.number(heard.contributions),
            ngettext(
                "contributions, of {count} body", "contributions, of {count} bodies", heard.bodies
            ).format(count=wording.number(heard.bodies))
            if heard.bodies
            else gettext("contributions"),
            "#events",
        ),
        Step(
            gettext("Proposed"),
            wording.number(len(board.proposals)),
            _verdicts(board) or gettext("proposals"),
            "#proposals",
        ),
        Step(
            gettext("Concluded"),
            wording.number(conclusions),
            ngettext("conclusion", "conclusions", conclusions),
            "#conclusions",
        ),
        Step(gettext("Tasked"), wording.number(wanted), _tasked(progress), "#tasks"),
        Step(
            gettext("Proven"),
            _of(progress.done, wanted) if wanted else "0",
            _evidence(board.evidence_files),
            "#tasks",
            progress_bar(progress),
        ),
        _spread(board),
    ]


def _asked(surveys: Sequence[SurveyRow]) -> Step:
    """Bodies first; where people were asked without names, them beside."""
    if not surveys:
        return Step(gettext("Surveyed"), "0", gettext("surveys"), "#surveys")
    named = [survey for survey in surveys if not survey.is_anonymous]
    people = [survey for survey in surveys if survey.is_anonymous]
    of_bodies, of_people = _answered(named), _answered(people)
    words = ngettext(
        "answered, in {count} survey", "answered, in {count} surveys", len(surveys)
    ).format(count=wording.number(len(surveys)))
    if named and people:
        words += "; " + gettext("of people {answered}").format(answered=of_people)
    return Step(gettext("Surveyed"), of_bodies if named else of_people, words, "#surveys")


def _answered(surveys: Sequence[SurveyRow]) -> str:
    return _of(sum(s.answered for s in surveys), sum(s.asked for s in surveys))


def _evidence(files: int) -> str:
    if not files:
        return gettext("accepted as done")
    return ngettext(
        "accepted as done, with {count} file", "accepted as done, with {count} files", files
    ).format(count=wording.number(files))


def _of(part: int, whole: int) -> str:
    return gettext("{part} of {whole}").format(
        part=wording.number(part), whole=wording.number(whole)
    )


def _verdicts(board: ProjectBoard) -> str:
    """`3 accepted, 1 open`."""
    counts = board.verdicts
    return ", ".join(
        f"{wording.number(counts[status])} {statuses.status_text(f'proposal {status}')}"
        for status in ("accepted", "open", "deferred", "rejected")
        if counts.get(status)
    )


def _tasked(progress: Progress) -> str:
    parts = [gettext("{count} open").format(count=wording.number(progress.open))]
    if progress.late:
        parts.append(gettext("{count} late").format(count=wording.number(progress.late)))
    if progress.unproved:
        parts.append(gettext("{count} to accept").format(count=wording.number(progress.unproved)))
    return ", ".join(parts) if progress.total else gettext("tasks")


def _spread(board: ProjectBoard) -> Step:
    models, adoptions = len(board.models), sum(model.adoptions for model in board.models)
    words = ngettext("good model", "good models", models)
    if adoptions:
        words += ", " + ngettext("adopted {count} time", "adopted {count} times", adoptions).format(
            count=wording.number(adoptions)
        )
    return Step(gettext("Spread"), wording.number(models), words, "#models")


def proposal_columns(events: Mapping[int, EventRow], asked: Asked) -> list[Column[BoardProposal]]:
    return [
        Column("event", gettext("Event"), lambda p: _event_name(events, p.event_id)),
        Column("number", gettext("No."), lambda p: p.number, Kind.COUNT),
        Column(
            "proposal",
            gettext("Proposal"),
            lambda p: wording.name_of(p.text_vi, p.text_en),
            html=lambda p: _link(
                f"{event_href(p.event_id, asked)}#proposal-{p.number}", p.text_vi, p.text_en
            ),
            is_heading=True,
        ),
        Column(
            "body",
            gettext("Proposed by"),
            lambda p: body_name(p.body),
            href=lambda p: body_href(p.body, asked),
        ),
        Column(
            "state",
            gettext("State"),
            lambda p: statuses.status_text(f"proposal {p.status}"),
            html=lambda p: statuses.status(f"proposal {p.status}"),
        ),
        Column(
            "reason",
            gettext("Reason"),
            lambda p: wording.name_of(p.reason, p.reason_en),
            html=lambda p: spoken(p.reason, p.reason_en),
        ),
        Column("supporters", gettext("Supported by"), lambda p: names_of(p.supporters)),
        Column(
            "answer",
            gettext("Answered in"),
            lambda p: ", ".join(map(conclusion_words, p.answered_by)),
            html=lambda p: _answers(p, asked),
        ),
    ]


def conclusion_columns(
    events: Mapping[int, EventRow], asked: Asked
) -> list[Column[BoardConclusion]]:
    return [
        Column("event", gettext("Event"), lambda c: _event_name(events, c.event_id)),
        Column("number", gettext("No."), lambda c: c.number, Kind.COUNT),
        Column(
            "conclusion",
            gettext("Conclusion"),
            lambda c: wording.name_of(c.text_vi, c.text_en),
            html=lambda c: _link(
                conclusion_href(c.event_id, c.number, asked), c.text_vi, c.text_en
            ),
            is_heading=True,
        ),
        Column(
            "origin",
            gettext("Who said it"),
            lambda c: body_name(c.body) if c.body else None,
            href=lambda c: f"{event_href(c.event_id, asked)}#{_origin(c)}",
        ),
        Column(
            "progress",
            gettext("Tasks"),
            lambda c: progress_text(c.progress),
            html=lambda c: progress_html(c.progress),
        ),
    ]


def project_task_columns(asked: Asked) -> list[Column[TaskRow]]:
    """Those of every list of tasks, and the conclusion each comes from."""
    columns = task_columns(asked)
    columns.append(
        Column(
            "conclusion",
            gettext("Set under"),
            lambda t: (
                conclusion_words(t.conclusion_number)
                if t.conclusion_number
                else gettext("commitment")
            ),
            href=lambda t: (
                conclusion_href(t.event_id, t.conclusion_number, asked)
                if t.conclusion_number
                else event_href(t.event_id, asked)
            ),
        )
    )
    return columns


def congress_columns(asked: Asked) -> list[Column[CongressSummary]]:
    return [
        Column("day", gettext("Day"), lambda c: c.facts.held_on, Kind.DATE),
        Column(
            "congress",
            gettext("Congress"),
            lambda c: wording.name_of(c.facts.title_vi, c.facts.title_en),
            href=lambda c: congress_href(c.facts.id, asked),
            is_heading=True,
        ),
        Column(
            "organization",
            gettext("Organisation"),
            lambda c: wording.name_of(c.facts.name_vi, c.facts.name_en),
        ),
        Column("delegates", gettext("Delegates"), lambda c: c.delegates, Kind.COUNT),
        Column("contests", gettext("Put to the vote"), lambda c: c.contests, Kind.COUNT),
        Column("counted", gettext("Counted"), lambda c: c.counted, Kind.COUNT),
    ]


def names_of(bodies: Sequence[Body]) -> str:
    """The first few by name, the others by number."""
    shown = ", ".join(body_name(body) for body in bodies[:NAMES_SHOWN])
    more = len(bodies) - NAMES_SHOWN
    if more <= 0:
        return shown
    return gettext("{names} and {count} more").format(names=shown, count=wording.number(more))


def conclusion_words(number: int) -> str:
    return gettext("Conclusion {number}").format(number=number)


def _event_name(events: Mapping[int, EventRow], event_id: int) -> str:
    event = events.get(event_id)
    return wording.name_of(event.title_vi, event.title_en) if event else ""


def _origin(decided: BoardConclusion) -> str:
    """Where on the event's page it was said."""
    if decided.contribution_number is not None:
        return f"contribution-{decided.contribution_number}"
    return f"proposal-{decided.proposal_number}"


def _answers(put: BoardProposal, asked: Asked) -> SafeString:
    links = [
        f'<a href="{escape(conclusion_href(put.event_id, number, asked))}">'
        f"{escape(conclusion_words(number))}</a>"
        for number in put.answered_by
    ]
    return mark_safe(", ".join(links) or wording.NO_VALUE)  # noqa: S308 - escaped above


def _link(href: str, vietnamese: str, english: str) -> SafeString:
    inner = spoken(vietnamese, english)
    return mark_safe(f'<a href="{escape(href)}">{inner}</a>')  # noqa: S308 - escaped above
