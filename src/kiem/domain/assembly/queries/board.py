"""A project from who was asked to what was proven: everything its events said, in one look.

A fixed number of statements, however many events there are. What the apps above know of the
project (surveys, elections) is put beside it by delivery.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries.days import moments_of
from kiem.domain.assembly.queries.events import (
    ProjectRow,
    conducts,
    event_rows,
    project_rows,
)
from kiem.domain.assembly.queries.good_models import ModelRow, models_of_project
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import Body, EventRow, Progress, TaskRow, total_progress
from kiem.domain.assembly.queries.said import supporters_of
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.assembly.queries.tasks import progress_of, task_rows
from kiem.domain.assembly.queries.visible import seen_by
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch

MOST_EVENTS = 200
MOST_COMMITMENTS = 100

# Events with the moment up to which what was said at each counts (see `days.moments_of`).
_EVENTS = """unnest(%(events)s::bigint[], %(moments)s::timestamptz[])
    WITH ORDINALITY AS m(event_id, moment, place)"""
_SAID = "{0}.recorded_at <= coalesce(m.moment, 'infinity')"
_KNOWN = "CASE WHEN m.moment IS NULL THEN upper_inf({0}.recorded) ELSE {0}.recorded @> m.moment END"
_BY_DAY = "{0}.recorded_at <= coalesce(%(as_of)s::timestamptz, 'infinity')"


@dataclass(frozen=True, slots=True)
class Heard:
    """How many contributions were made, by how many bodies."""

    contributions: int
    bodies: int


@dataclass(frozen=True, slots=True)
class BoardProposal:
    """A proposal of one of the events. `status`: `open` or the last verdict; `answered_by`: numbers
    of the conclusions of the same event that answer it."""

    event_id: int
    number: int
    body: Body
    text_vi: str
    text_en: str
    contribution_number: int | None
    status: str
    reason: str
    reason_en: str
    supporters: tuple[Body, ...]
    answered_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoardConclusion:
    """A conclusion with the way back to who said what: `body` is who spoke, or proposed; None
    where nobody had. `progress` counts its tasks down to the last level."""

    event_id: int
    number: int
    text_vi: str
    text_en: str
    proposal_number: int | None
    contribution_number: int | None
    body: Body | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class ProjectBoard:
    """`opened_by`: the account that opened it; `evidence_files`: kept with what was accepted."""

    project: ProjectRow
    opened_by: str
    events: tuple[EventRow, ...]
    heard: Heard
    proposals: tuple[BoardProposal, ...]
    conclusions: tuple[BoardConclusion, ...]
    commitments: tuple[TaskRow, ...]
    evidence_files: int
    models: tuple[ModelRow, ...]
    may_conduct: bool

    @property
    def verdicts(self) -> Mapping[str, int]:
        """Status -> proposals."""
        return Counter(proposal.status for proposal in self.proposals)

    @property
    def unanswered(self) -> tuple[BoardProposal, ...]:
        """Proposals nobody has judged, and those put off: the next event comes back to them."""
        return tuple(p for p in self.proposals if p.status in ("open", "deferred"))

    @property
    def untasked(self) -> tuple[BoardConclusion, ...]:
        """Conclusions nobody was given a task from."""
        return tuple(c for c in self.conclusions if not c.progress.total)


def project_board(
    *, viewer: Viewer, project_id: int, on: date, known_at: datetime | None = None
) -> ProjectBoard:
    """A project with all its events the viewer sees and what became of them, as of the day.

    Raises NotFound unless it is of the viewer's bodies, or one of its events is seen.
    """
    seen = seen_by(viewer, on, known_at)
    found = project_rows(
        seen, "p.id = %(project)s", {"project": project_id}, on, known_at, with_progress=False
    )
    if not found:
        raise missing("project")
    events = event_rows(
        seen,
        "e.project_id = %(project)s",
        {"project": project_id},
        on,
        known_at,
        MOST_EVENTS,
        with_progress=False,
    )
    ids = [event.id for event in events]
    moments = moments_of(ids, on, known_at)
    asked = {
        "events": ids,
        "moments": [moments[event] for event in ids],
        "on": on,
        "known_at": known_at,
        "as_of": as_of(on, known_at),
    }
    # A country's tasks are gone through once; events and the project are sums of conclusions.
    progress = progress_of(
        "t.event_id = ANY (%(events)s)", asked, on, known_at, "event_id", "conclusion_number"
    )
    by_event: defaultdict[int, list[Progress]] = defaultdict(list)
    for (event_id, _number), part in progress.items():
        by_event[event_id].append(part)
    conclusions = _conclusions(asked, known_at, progress)
    return ProjectBoard(
        project=replace(found[0], progress=total_progress(progress.values())),
        opened_by=_opened_by(project_id),
        events=tuple(
            replace(event, progress=total_progress(by_event[event.id])) for event in events
        ),
        heard=_heard(asked),
        proposals=_proposals(asked, on, known_at, conclusions),
        conclusions=conclusions,
        commitments=task_rows(
            seen,
            f"t.event_id = ANY (%(events)s) AND t.conclusion_number IS NULL"
            f" AND t.parent_id IS NULL AND {seen.task('t')}",
            asked,
            on,
            known_at,
            MOST_COMMITMENTS,
        ),
        evidence_files=_evidence_files(asked),
        models=models_of_project(viewer=viewer, project_id=project_id, on=on, known_at=known_at),
        may_conduct=conducts(viewer, found[0].owner.id, on),
    )


def _opened_by(project_id: int) -> str:
    rows = fetch(
        "SELECT recorded_by FROM assembly_project WHERE id = %(project)s", {"project": project_id}
    )
    return str(rows[0][0])


def _heard(asked: Mapping[str, Any]) -> Heard:
    rows = fetch(
        f"""SELECT count(*), count(DISTINCT c.organization_id) FROM {_EVENTS}
        JOIN assembly_contribution c ON c.event_id = m.event_id AND {_KNOWN.format("c")}""",
        asked,
    )
    return Heard(*rows[0])


def _evidence_files(asked: Mapping[str, Any]) -> int:
    """Files handed in with the reports of tasks that were accepted."""
    rows = fetch(
        f"""SELECT coalesce(sum(cardinality(r.file_ids)), 0)::int
        FROM assembly_task t
        JOIN assembly_taskstep a ON a.task_id = t.id AND a.kind = 'accept' AND {_BY_DAY.format("a")}
        JOIN assembly_taskstep r ON r.task_id = t.id AND r.kind = 'report' AND r.id < a.id
        WHERE t.event_id = ANY (%(events)s)""",
        asked,
    )
    return int(rows[0][0])


def _proposals(
    asked: Mapping[str, Any],
    on: date,
    known_at: datetime | None,
    conclusions: tuple[BoardConclusion, ...],
) -> tuple[BoardProposal, ...]:
    """In the order of the events, the latest first, and of their numbers."""
    rows = fetch(
        f"""
        SELECT p.id, p.event_id, p.number, p.text_vi, p.text_en, p.contribution_number,
            coalesce(v.verdict, 'open'), coalesce(v.reason, ''), coalesce(v.reason_en, ''),
            {BODY_COLUMNS.format("o")}
        FROM {_EVENTS}
        JOIN assembly_proposal p ON p.event_id = m.event_id AND {_SAID.format("p")}
        {body_join("o", "p.organization_id", known_at)}
        LEFT JOIN LATERAL (SELECT verdict, reason, reason_en FROM assembly_proposalverdict v
            WHERE v.proposal_id = p.id AND {_BY_DAY.format("v")} ORDER BY v.id DESC LIMIT 1
        ) v ON true
        ORDER BY m.place, p.number
        """,
        asked,
    )
    supporters = supporters_of([row[0] for row in rows], on, known_at)
    answers: defaultdict[tuple[int, int | None], list[int]] = defaultdict(list)
    for conclusion in conclusions:
        answers[conclusion.event_id, conclusion.proposal_number].append(conclusion.number)
    return tuple(
        BoardProposal(
            event_id=row[1],
            number=row[2],
            text_vi=row[3],
            text_en=row[4],
            contribution_number=row[5],
            status=row[6],
            reason=row[7],
            reason_en=row[8],
            body=to_body(row[9:13]),
            supporters=tuple(supporters[row[0]]),
            answered_by=tuple(answers[row[1], row[2]]),
        )
        for row in rows
    )


def _conclusions(
    asked: Mapping[str, Any],
    known_at: datetime | None,
    progress: Mapping[tuple[int, int | None], Progress],
) -> tuple[BoardConclusion, ...]:
    rows = fetch(
        f"""
        SELECT c.event_id, c.number, c.text_vi, c.text_en, p.number, k.number,
            {BODY_COLUMNS.format("o")}
        FROM {_EVENTS}
        JOIN assembly_conclusion c ON c.event_id = m.event_id AND {_KNOWN.format("c")}
        LEFT JOIN assembly_proposal p ON p.id = c.proposal_id
        LEFT JOIN assembly_contribution k ON k.event_id = c.event_id
            AND k.number = coalesce(p.contribution_number, c.contribution_numbers[1])
            AND {_KNOWN.format("k")}
        LEFT {body_join("o", "coalesce(k.organization_id, p.organization_id)", known_at)}
        ORDER BY m.place, c.number
        """,
        asked,
    )
    return tuple(
        BoardConclusion(
            event_id=row[0],
            number=row[1],
            text_vi=row[2],
            text_en=row[3],
            proposal_number=row[4],
            contribution_number=row[5],
            body=to_body(row[6:10]) if row[6] else None,
            progress=progress.get((row[0], row[1]), Progress()),
        )
        for row in rows
    )
