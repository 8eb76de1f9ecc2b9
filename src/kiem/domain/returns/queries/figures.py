"""The records behind a figure of the report, one by one: of a chapter, or of all its chapters.

Members are named only to the member organisation's own side; everybody else with a right to the
report gets as many lines, without names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.register.queries.scopes import nameable, organization_scope
from kiem.domain.returns.errors import category_unknown, figure_unknown
from kiem.domain.returns.form.layout import CATEGORIES
from kiem.domain.returns.queries.chapters import (
    Chapter,
    chapter_of,
    last_day,
    reporting_chapters,
)
from kiem.domain.returns.queries.figure_sources import SOURCES
from kiem.domain.returns.queries.periods import Period
from kiem.domain.returns.queries.report import FIGURES
from kiem.domain.returns.queries.trees import tree_parameters
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known

# A record's place in the list of a total: day (of no day: the first), chapter, record.
Place = tuple[date, int, int]


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One record: a membership, an activity, an officer, hours of a day, a return.

    `kind` and `id` say what it is and lead to its page; `person_id` None and `name` empty where
    the viewer may not be told who. `value`: what it adds to the figure.
    """

    chapter_id: int
    kind: str
    id: int
    person_id: int | None
    name_vi: str
    name_en: str
    day: date | None
    category: str
    value: Decimal
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class FigureRecords:
    """`is_named` False: names are not this viewer's to read."""

    chapter: Chapter
    figure: str
    period: Period
    records: tuple[FigureRecord, ...]
    total: Decimal
    is_named: bool


@dataclass(frozen=True, slots=True)
class TotalRecords:
    """Some of the `count` records that add up to `total`; `places`: where each stands among them.

    `names`: of each chapter (Vietnamese, English). `is_named` False: names of these records are
    not this viewer's to read.
    """

    figure: str
    period: Period
    records: tuple[FigureRecord, ...]
    places: tuple[Place, ...]
    names: dict[int, tuple[str, str]]
    count: int
    total: Decimal
    is_named: bool


def figure_records(
    *,
    viewer: Viewer,
    organization_id: int,
    figure: str,
    period: Period,
    known_at: datetime | None = None,
) -> FigureRecords:
    """The records a chapter's figure is made of, by day and name.

    Raises NotFound outside the scope, InvalidInput for an unknown figure.
    """
    viewer.require(Permission.VIEW_RETURNS)
    chapter = chapter_of(
        viewer=viewer,
        permission=Permission.VIEW_RETURNS,
        organization_id=organization_id,
        month=period.last,
        known_at=known_at,
    )
    _require_figure(figure)
    source = SOURCES[figure](known_at)
    rows = fetch(
        f"""WITH {source.tables}, record AS ({source.records}) SELECT r.*, n.sort_key
        FROM record r LEFT JOIN LATERAL (
            SELECT ps.sort_key FROM register_personstate ps
            WHERE ps.person_id = r.person_id AND {known("ps", known_at)}
            ORDER BY ps.valid DESC LIMIT 1) n ON true
        ORDER BY r.day, n.sort_key, r.id""",
        tree_parameters([chapter.id], period, known_at),
    )
    records = [_record(row[:10]) for row in rows]
    shown, is_named = _shown(viewer, figure, records, period, known_at)
    total = sum((record.value for record in records), Decimal(0))
    return FigureRecords(chapter, figure, period, shown, total, is_named)


def total_records(
    *,
    viewer: Viewer,
    figure: str,
    period: Period,
    known_at: datetime | None = None,
    head_id: int | None = None,
    category: str | None = None,
    after: Place | None = None,
    limit: int = 50,
) -> TotalRecords:
    """The records behind a total of the report, by day: of all chapters in the viewer's scope.

    `head_id` narrows to one line as in the report, `category` to activities or hours of one kind.
    `after`: the place of the last record already shown. Raises InvalidInput for an unknown figure
    or category.
    """
    viewer.require(Permission.VIEW_RETURNS)
    _require_figure(figure)
    if category is not None and category not in CATEGORIES:
        raise category_unknown(category, ", ".join(CATEGORIES))
    chapters = reporting_chapters(viewer, period.last, known_at, head_id)
    source = SOURCES[figure](known_at)
    rows = fetch(
        f"""WITH {source.tables}, record AS MATERIALIZED (
            SELECT * FROM ({source.records}) r
            WHERE %(category)s::text IS NULL OR r.category = %(category)s)
        SELECT t.count, t.total, p.place, p.chapter, p.kind, p.id, p.person_id, p.title_vi,
            p.title_en, p.day, p.category, p.value, p.decision_id
        FROM (SELECT count(*), coalesce(sum(value), 0) AS total FROM record) t
            LEFT JOIN LATERAL (
                SELECT r.*, coalesce(r.day, %(no_day)s::date) AS place FROM record r
                WHERE %(after_day)s::date IS NULL
                    OR (coalesce(r.day, %(no_day)s::date), r.chapter, r.id)
                        > (%(after_day)s::date, %(after_chapter)s, %(after_id)s)
                ORDER BY place, r.chapter, r.id LIMIT %(limit)s) p ON true
        ORDER BY p.place, p.chapter, p.id""",
        tree_parameters([row[0] for row in chapters], period, known_at)
        | dict(zip(("after_day", "after_chapter", "after_id"), after or (None,) * 3, strict=True))
        | {"category": category, "no_day": date.min, "limit": limit},
    )
    found = [row for row in rows if row[2] is not None]
    records = [_record(row[3:]) for row in found]
    shown, is_named = _shown(viewer, figure, records, period, known_at)
    return TotalRecords(
        figure,
        period,
        shown,
        tuple((row[2], row[3], row[5]) for row in found),
        {row[0]: (row[2], row[3]) for row in chapters},
        rows[0][0],
        Decimal(rows[0][1]),
        is_named,
    )


def _require_figure(figure: str) -> None:
    if figure not in FIGURES:
        raise figure_unknown(figure, ", ".join(FIGURES))


def _record(row: tuple[Any, ...]) -> FigureRecord:
    return FigureRecord(*(*row[:8], Decimal(row[8]), row[9]))


def _shown(
    viewer: Viewer,
    figure: str,
    records: Sequence[FigureRecord],
    period: Period,
    known_at: datetime | None,
) -> tuple[tuple[FigureRecord, ...], bool]:
    """The records with the names the viewer may read, and whether these are all."""
    of_people = {record for record in records if record.person_id is not None}
    named = _named(viewer, figure, of_people, period, known_at)
    names = _names({r.person_id for r in named if r.person_id is not None}, known_at)

    def show(record: FigureRecord) -> FigureRecord:
        if record.person_id is None:
            return record
        if record not in named:
            return replace(record, id=0, person_id=None, decision_id=None)
        name = names[record.person_id]
        return replace(record, name_vi=name, name_en=name)

    return tuple(show(record) for record in records), len(named) == len(of_people)


def _named(
    viewer: Viewer,
    figure: str,
    records: set[FigureRecord],
    period: Period,
    known_at: datetime | None,
) -> set[FigureRecord]:
    on = last_day(period.last)
    own: set[FigureRecord] = set()  # of one's own line, also those who left since
    if viewer.can(Permission.VIEW_MEMBERS):
        scope = organization_scope(viewer, Permission.VIEW_MEMBERS, on, known_at)
        own = {record for record in records if scope.allows(record.chapter_id)}
    if figure.startswith("members"):
        return own
    if not viewer.can(Permission.VIEW_LOAD):
        return set()
    others = {r.person_id for r in records - own if r.person_id is not None}
    may = nameable(viewer, Permission.VIEW_LOAD, others, on, known_at)
    return own | {record for record in records if record.person_id in may}


def _names(person_ids: set[int], known_at: datetime | None) -> dict[int, str]:
    return dict(
        fetch(
            f"""SELECT DISTINCT ON (ps.person_id) ps.person_id, ps.full_name
            FROM register_personstate ps
            WHERE ps.person_id = ANY (%(people)s) AND {known("ps", known_at)}
            ORDER BY ps.person_id, ps.valid DESC""",
            {"people": list(person_ids), "known_at": known_at},
        )
    )
