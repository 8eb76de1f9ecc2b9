"""What was said and decided at one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from kiem.domain.assembly.queries.effects import effects_of
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.referring import references_of
from kiem.domain.assembly.queries.rows import (
    Body,
    CitedFigure,
    ConclusionRow,
    ContributionRow,
    Progress,
    ProposalRow,
)
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.assembly.queries.tasks import progress_of
from kiem.platform.kernel.sql import fetch, known

_JUDGED = "v.recorded_at <= coalesce(%(as_of)s::timestamptz, 'infinity')"
_BODY = "'^(?:unit|organization):([0-9]+)$'"  # whom a cited figure is of
_SAID = "{0}.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity')"


def contributions_of(
    event_id: int, on: date, known_at: datetime | None
) -> tuple[ContributionRow, ...]:
    """Contributions in order, with the figures they cite."""
    asked = {"event": event_id, "on": on, "known_at": known_at}
    rows = fetch(
        f"""
        SELECT c.id, c.number, c.person_id, n.name, c.situation, c.result, c.difficulty,
            c.difficulty_kind, c.proposal, c.situation_en, c.result_en, c.difficulty_en,
            c.proposal_en, EXISTS (
                SELECT FROM assembly_contribution b WHERE b.event_id = c.event_id
                AND b.number = c.number AND lower(b.recorded) < lower(c.recorded)),
            {BODY_COLUMNS.format("o")}
        FROM assembly_contribution c {body_join("o", "c.organization_id", known_at)}
        LEFT JOIN LATERAL (SELECT full_name
                AS name FROM register_personstate p WHERE p.person_id = c.person_id
            AND upper_inf(p.recorded) ORDER BY lower(p.valid) DESC LIMIT 1) n ON true
        WHERE c.event_id = %(event)s AND {known("c", known_at)} ORDER BY c.number
        """,
        asked,
    )
    references = references_of([row[0] for row in rows])
    cited = defaultdict(list)
    for contribution_id, subject, name, day, moment, value, scopes, *body in fetch(
        f"""SELECT q.contribution_id, q.subject, q.figure, q."on", q.known_at, q.value, q.scopes,
            {BODY_COLUMNS.format("o")}
        FROM assembly_citation q
        LEFT {body_join("o", f"substring(q.subject FROM {_BODY})::bigint", known_at)}
        WHERE q.contribution_id = ANY (%(ids)s) ORDER BY q.id""",
        {**asked, "ids": [row[0] for row in rows]},
    ):
        cited[contribution_id].append(
            CitedFigure(
                subject,
                to_body(body) if body[0] else None,
                name,
                day,
                moment,
                float(value),
                tuple(scopes),
            )
        )
    return tuple(
        ContributionRow(
            number=row[1],
            body=to_body(row[14:18]),
            person_id=row[2],
            person_name=row[3] or "",
            situation=row[4],
            result=row[5],
            difficulty=row[6],
            difficulty_kind=row[7],
            proposal=row[8],
            situation_en=row[9],
            result_en=row[10],
            difficulty_en=row[11],
            proposal_en=row[12],
            citations=tuple(cited[row[0]]),
            references=tuple(references[row[0]]),
            is_corrected=row[13],
        )
        for row in rows
    )


def proposals_of(event_id: int, on: date, known_at: datetime | None) -> tuple[ProposalRow, ...]:
    """Proposals in order, with their last verdict and supporters."""
    asked = {
        "event": event_id,
        "on": on,
        "known_at": known_at,
        "as_of": as_of(on, known_at),
    }
    rows = fetch(
        f"""
        SELECT p.id, p.number, p.text_vi, p.text_en, p.grounds, p.contribution_number,
            coalesce(v.verdict, 'open'), coalesce(v.reason, ''), p.grounds_en,
            coalesce(v.reason_en, ''), {BODY_COLUMNS.format("o")}
        FROM assembly_proposal p {body_join("o", "p.organization_id", known_at)}
        LEFT JOIN LATERAL (SELECT verdict, reason, reason_en
            FROM assembly_proposalverdict v
            WHERE v.proposal_id = p.id AND {_JUDGED} ORDER BY v.id DESC LIMIT 1) v ON true
        WHERE p.event_id = %(event)s AND {_SAID.format("p")} ORDER BY p.number
        """,
        asked,
    )
    supporters = supporters_of([row[0] for row in rows], on, known_at)
    effects = effects_of(event_id, as_of(on, known_at))
    return tuple(
        ProposalRow(
            id=row[0],
            number=row[1],
            text_vi=row[2],
            text_en=row[3],
            grounds=row[4],
            contribution_number=row[5],
            status=row[6],
            reason=row[7],
            grounds_en=row[8],
            reason_en=row[9],
            body=to_body(row[10:14]),
            supporters=tuple(supporters[row[0]]),
            effects=effects.get(row[0], ()),
        )
        for row in rows
    )


def supporters_of(
    proposal_ids: list[int], on: date, known_at: datetime | None
) -> dict[int, list[Body]]:
    """Proposal -> the bodies that supported it by the day, in that order."""
    found: dict[int, list[Body]] = defaultdict(list)
    for proposal_id, *body in fetch(
        f"""SELECT u.proposal_id, {BODY_COLUMNS.format("o")} FROM assembly_proposalsupport u
        {body_join("o", "u.organization_id", known_at)}
        WHERE u.proposal_id = ANY (%(proposals)s)
            AND u.recorded_at <= coalesce(%(as_of)s::timestamptz, 'infinity') ORDER BY u.id""",
        {
            "proposals": proposal_ids,
            "on": on,
            "known_at": known_at,
            "as_of": as_of(on, known_at),
        },
    ):
        found[proposal_id].append(to_body(body))
    return found


def conclusions_of(
    event_id: int,
    on: date,
    known_at: datetime | None,
    progress: Mapping[int | None, Progress] | None = None,
) -> tuple[ConclusionRow, ...]:
    """Conclusions in order, each with the progress of its tasks, which may be counted already."""
    asked = {"event": event_id, "on": on, "known_at": known_at}
    rows = fetch(
        f"""SELECT c.event_id, c.number, c.text_vi, c.text_en, p.number, c.contribution_numbers
        FROM assembly_conclusion c LEFT JOIN assembly_proposal p ON p.id = c.proposal_id
        WHERE c.event_id = %(event)s AND {known("c", known_at)} ORDER BY c.number""",
        asked,
    )
    if progress is None:
        progress = progress_of(
            "t.event_id = %(event)s AND t.conclusion_number IS NOT NULL",
            {"event": event_id},
            on,
            known_at,
            "conclusion_number",
        )
    return tuple(
        ConclusionRow(
            event, number, vi, en, proposal, tuple(said), progress.get(number, Progress())
        )
        for event, number, vi, en, proposal, said in rows
    )
