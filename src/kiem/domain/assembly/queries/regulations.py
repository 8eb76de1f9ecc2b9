"""Regulations of coordination: the list with review days, and one with its reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.queries.days import shows_by_day
from kiem.domain.assembly.queries.events import conducts
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import Body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class RegulationRow:
    """`review_on`: the next day it is looked at; None when a review ended it. `parties`: the first
    keeps it."""

    id: int
    number: str
    title_vi: str
    title_en: str
    signed_on: date
    answer_working_days: int
    review_on: date | None
    parties: tuple[Body, ...]

    def is_due(self, on: date) -> bool:
        """Its review is due on the day, or was before."""
        return self.review_on is not None and self.review_on <= on


@dataclass(frozen=True, slots=True)
class ReviewRow:
    reviewed_on: date
    finding_vi: str
    finding_en: str
    next_review_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class RegulationDetail:
    regulation: RegulationRow
    content_vi: str
    content_en: str
    file_ids: tuple[int, ...]
    reviews: tuple[ReviewRow, ...]
    may_review: bool


def list_regulations(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[RegulationRow, ...]:
    """Regulations a body in the viewer's scope is a party of, those to review first first."""
    return _rows(viewer, on, known_at, None)


def regulation_detail(
    *, viewer: Viewer, regulation_id: int, on: date, known_at: datetime | None = None
) -> RegulationDetail:
    """One regulation with its reviews; NotFound unless a party of it lies in the scope."""
    found = _rows(viewer, on, known_at, regulation_id)
    if not found:
        raise missing("regulation")
    asked = {
        "regulation": regulation_id,
        "on": on,
        "known_at": known_at,
        "as_of": as_of(on, known_at),
    }
    ((content_vi, content_en, file_ids),) = fetch(
        "SELECT content_vi, content_en, file_ids FROM assembly_regulation"
        " WHERE id = %(regulation)s",
        asked,
    )
    reviews = fetch(
        f"""SELECT reviewed_on, finding_vi, finding_en, next_review_on, recorded_by
        FROM assembly_regulationreview w
        WHERE w.regulation_id = %(regulation)s AND {shows_by_day("w", "reviewed_on")}
        ORDER BY id""",
        asked,
    )
    regulation = found[0]
    return RegulationDetail(
        regulation=regulation,
        content_vi=content_vi,
        content_en=content_en,
        file_ids=tuple(file_ids),
        reviews=tuple(ReviewRow(*row) for row in reviews),
        may_review=regulation.review_on is not None
        and conducts(viewer, regulation.parties[0].id, on),
    )


def _rows(
    viewer: Viewer, on: date, known_at: datetime | None, regulation_id: int | None
) -> tuple[RegulationRow, ...]:
    bodies = any_scope(viewer, Permission.VIEW_ASSEMBLY, on, known_at)
    asked = {
        "bodies": None if bodies is None else sorted(bodies),
        "regulation": regulation_id,
        "on": on,
        "known_at": known_at,
        "as_of": as_of(on, known_at),
        "limit": MOST_LISTED,
    }
    rows = fetch(
        f"""
        SELECT g.id, g.number, g.title_vi, g.title_en, g.signed_on, g.answer_working_days,
            CASE WHEN v.id IS NULL THEN g.review_on ELSE v.next_review_on END AS review_on
        FROM assembly_regulation g
        LEFT JOIN LATERAL (SELECT id, next_review_on FROM assembly_regulationreview w
            WHERE w.regulation_id = g.id AND {shows_by_day("w", "reviewed_on")}
            ORDER BY w.id DESC LIMIT 1) v ON true
        WHERE {shows_by_day("g", "signed_on")}
            AND (%(regulation)s::bigint IS NULL OR g.id = %(regulation)s)
            AND (%(bodies)s::bigint[] IS NULL OR EXISTS (SELECT FROM assembly_regulationparty p
                WHERE p.regulation_id = g.id AND p.organization_id = ANY (%(bodies)s)))
        ORDER BY review_on NULLS LAST, g.id LIMIT %(limit)s
        """,
        asked,
    )
    parties: dict[int, list[Body]] = {row[0]: [] for row in rows}
    for number, *body in fetch(
        f"""SELECT p.regulation_id, {BODY_COLUMNS.format("o")} FROM assembly_regulationparty p
        {body_join("o", "p.organization_id", known_at)}
        WHERE p.regulation_id = ANY (%(ids)s) ORDER BY p.id""",
        {**asked, "ids": list(parties)},
    ):
        parties[number].append(to_body(body))
    return tuple(_regulation(row, tuple(parties[row[0]])) for row in rows)


def _regulation(row: tuple[Any, ...], parties: tuple[Body, ...]) -> RegulationRow:
    return RegulationRow(
        id=row[0],
        number=row[1],
        title_vi=row[2],
        title_en=row[3],
        signed_on=row[4],
        answer_working_days=row[5],
        review_on=row[6],
        parties=parties,
    )
