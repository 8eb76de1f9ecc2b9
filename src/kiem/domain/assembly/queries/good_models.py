"""Good models: the list to search in, and one with evidence, figures and adoptions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.profiles import Profile, profile_from
from kiem.domain.assembly.queries.days import recorded_by_day
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import Body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.register.queries.scopes import any_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch, known

MOST_WORDS = 8
MOST_OF_A_PROJECT = 100


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A good model in a list. `works`: adoptions whose last result says that it works."""

    id: int
    title_vi: str
    title_en: str
    body: Body
    unit: Body
    published_on: date
    adoptions: int
    works: int


@dataclass(frozen=True, slots=True)
class ModelFigureRow:
    """A figure before and after, as pinned; per cent for ratios."""

    figure: str
    before_on: date
    after_on: date
    value_before: float
    value_after: float
    known_at: datetime


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """Who adopted it when; `outcome` is empty until a result is recorded."""

    id: int
    body: Body
    adopted_on: date
    note_vi: str
    note_en: str
    outcome: str
    result_vi: str
    result_en: str
    result_at: datetime | None
    may_report: bool


@dataclass(frozen=True, slots=True)
class ModelDetail:
    model: ModelRow
    description_vi: str
    description_en: str
    evidence_vi: str
    evidence_en: str
    file_ids: tuple[int, ...]
    event_id: int | None
    profile: Profile
    figures: tuple[ModelFigureRow, ...]
    adoptions: tuple[AdoptionRow, ...]
    may_correct: bool


def list_models(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    search: str = "",
    limit: int = 500,
) -> tuple[ModelRow, ...]:
    """Good models published by the day with all words of `search`, the latest first.

    Published means shared: whoever may see assemblies finds every one (decision 0124).
    """
    viewer.require(Permission.VIEW_ASSEMBLY)
    return _rows("true", on, known_at, {"words": fold(search).split()[:MOST_WORDS]}, limit)


def models_of_project(
    *, viewer: Viewer, project_id: int, on: date, known_at: datetime | None = None
) -> tuple[ModelRow, ...]:
    """Good models presented at events of a project, published by the day; the latest first."""
    viewer.require(Permission.VIEW_ASSEMBLY)
    where = "m.event_id IN (SELECT id FROM assembly_event WHERE project_id = %(project)s)"
    return _rows(where, on, known_at, {"project": project_id, "words": []}, MOST_OF_A_PROJECT)


def model_detail(
    *, viewer: Viewer, model_id: int, on: date, known_at: datetime | None = None
) -> ModelDetail:
    """One good model. Raises NotFound for a number that there is not."""
    viewer.require(Permission.VIEW_ASSEMBLY)
    found = _rows("m.id = %(model)s", on, known_at, {"model": model_id, "words": []}, 1)
    if not found:
        raise missing("good model")
    asked = {"model": model_id, "known_at": known_at}
    ((description_vi, description_en, evidence_vi, evidence_en, file_ids, event_id, profile),) = (
        fetch(
            f"""SELECT s.description_vi, s.description_en, s.evidence_vi, s.evidence_en,
                s.file_ids, m.event_id, m.profile::text
            FROM assembly_goodmodel m JOIN assembly_goodmodelstate s
                ON s.model_id = m.id AND {known("s", known_at)} WHERE m.id = %(model)s""",
            asked,
        )
    )
    figures = fetch(
        """SELECT figure, before_on, after_on, value_before::float, value_after::float, known_at
        FROM assembly_modelfigure WHERE model_id = %(model)s ORDER BY id""",
        asked,
    )
    mine = _workable(viewer, on)
    return ModelDetail(
        model=found[0],
        description_vi=description_vi,
        description_en=description_en,
        evidence_vi=evidence_vi,
        evidence_en=evidence_en,
        file_ids=tuple(file_ids),
        event_id=event_id,
        profile=profile_from(json.loads(profile)),
        figures=tuple(ModelFigureRow(*row) for row in figures),
        adoptions=_adoptions(model_id, mine, on, known_at),
        may_correct=_is_mine(found[0].body.id, mine),
    )


def _workable(viewer: Viewer, on: date) -> frozenset[int] | None:
    """Bodies the viewer acts for; None: every one."""
    if not viewer.can(Permission.WORK_TASKS):
        return frozenset()
    return any_scope(viewer, Permission.WORK_TASKS, on)


def _is_mine(body_id: int, mine: frozenset[int] | None) -> bool:
    return mine is None or body_id in mine


def _rows(
    where: str,
    on: date,
    known_at: datetime | None,
    parameters: dict[str, object],
    limit: int,
) -> tuple[ModelRow, ...]:
    rows = fetch(
        f"""
        SELECT m.id, s.title_vi, s.title_en, m.published_on,
            count(a.id), count(a.id) FILTER (WHERE r.outcome = 'works'),
            {BODY_COLUMNS.format("o")}, {BODY_COLUMNS.format("u")}
        FROM assembly_goodmodel m
        JOIN assembly_goodmodelstate s ON s.model_id = m.id AND {known("s", known_at)}
        {body_join("o", "m.organization_id", known_at)}
        {body_join("u", "m.unit_id", known_at)}
        LEFT JOIN assembly_modeladoption a ON a.model_id = m.id
            AND a.adopted_on <= %(on)s::date AND {_SAID.format("a")}
        LEFT JOIN LATERAL (SELECT outcome FROM assembly_adoptionresult b
            WHERE b.adoption_id = a.id AND {recorded_by_day("b")}
            ORDER BY b.id DESC LIMIT 1) r ON true
        WHERE {where} AND m.published_on <= %(on)s::date AND NOT EXISTS (
            SELECT FROM unnest(%(words)s::text[]) AS w(word)
            WHERE strpos(s.search_text, w.word) = 0)
        GROUP BY m.id, s.title_vi, s.title_en, m.published_on,
            {BODY_COLUMNS.format("o")}, {BODY_COLUMNS.format("u")}
        ORDER BY m.published_on DESC, m.id DESC LIMIT %(limit)s
        """,
        {
            **parameters,
            "on": on,
            "known_at": known_at,
            "as_of": as_of(on, known_at),
            "limit": limit,
        },
    )
    return tuple(
        ModelRow(
            id=row[0],
            title_vi=row[1],
            title_en=row[2],
            published_on=row[3],
            adoptions=row[4],
            works=row[5],
            body=to_body(row[6:10]),
            unit=to_body(row[10:14]),
        )
        for row in rows
    )


_SAID = "{0}.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity')"


def _adoptions(
    model_id: int, mine: frozenset[int] | None, on: date, known_at: datetime | None
) -> tuple[AdoptionRow, ...]:
    rows = fetch(
        f"""
        SELECT a.id, a.adopted_on, a.note_vi, a.note_en, coalesce(r.outcome, ''),
            coalesce(r.text_vi, ''), coalesce(r.text_en, ''), r.recorded_at,
            {BODY_COLUMNS.format("o")}
        FROM assembly_modeladoption a {body_join("o", "a.organization_id", known_at)}
        LEFT JOIN LATERAL (SELECT outcome, text_vi, text_en, recorded_at
            FROM assembly_adoptionresult b WHERE b.adoption_id = a.id AND {recorded_by_day("b")}
            ORDER BY b.id DESC LIMIT 1) r ON true
        WHERE a.model_id = %(model)s AND a.adopted_on <= %(on)s::date AND {_SAID.format("a")}
        ORDER BY a.adopted_on, a.id
        """,
        {"model": model_id, "on": on, "known_at": known_at, "as_of": as_of(on, known_at)},
    )
    return tuple(
        AdoptionRow(
            id=row[0],
            adopted_on=row[1],
            note_vi=row[2],
            note_en=row[3],
            outcome=row[4],
            result_vi=row[5],
            result_en=row[6],
            result_at=row[7],
            body=to_body(row[8:12]),
            may_report=_is_mine(row[8], mine),
        )
        for row in rows
    )
