"""Marks on the time ruler: reorganisations, terms that open and close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries.changes import list_change_events
from kiem.domain.register.queries.scopes import organization_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class RulerMark:
    """`kind`: reorganisation, term_opens or term_closes. One mark for each day and kind."""

    day: date
    kind: str
    label_vi: str
    label_en: str
    count: int = 1


def ruler_marks(
    *, viewer: Viewer, from_day: date, to_day: date, known_at: datetime | None = None
) -> list[RulerMark]:
    """Marks of the viewer's scope from `from_day` up to and including `to_day`, in order."""
    viewer.require(Permission.VIEW_STRUCTURE)
    events = list_change_events(viewer=viewer, on=to_day, known_at=known_at)
    by_day: dict[date, list[tuple[str, str]]] = {}
    for event in events:
        if from_day <= event.effective_on <= to_day:
            by_day.setdefault(event.effective_on, []).append((event.title_vi, event.title_en))
    marks = [
        RulerMark(
            day,
            "reorganisation",
            titles[0][0] if len(titles) == 1 else f"{len(titles)} lần sắp xếp tổ chức",
            titles[0][1] if len(titles) == 1 else f"{len(titles)} reorganisations",
            len(titles),
        )
        for day, titles in by_day.items()
    ]
    marks += _term_marks(viewer, from_day, to_day, known_at)
    return sorted(marks, key=lambda mark: (mark.day, mark.kind))


def _term_marks(
    viewer: Viewer, from_day: date, to_day: date, known_at: datetime | None
) -> list[RulerMark]:
    """Openings and endings; an ending the day another term opens is not worth its own mark."""
    scope = organization_scope(viewer, Permission.VIEW_STRUCTURE, to_day, known_at)
    rows = fetch(
        f"""
        WITH term AS (
            SELECT t.organization_id, t.label, lower(t.valid) AS opens, upper(t.valid) AS closes
            FROM register_term t
            WHERE {known("t", known_at)}
              AND (%(everything)s OR t.organization_id = ANY (%(scope)s))
              AND t.valid && daterange(%(from)s, %(to)s, '[]')
        ), edge AS (
            SELECT opens AS day, 'term_opens' AS kind, label, organization_id FROM term
            UNION ALL
            SELECT closes, 'term_closes', label, organization_id FROM term
            WHERE NOT EXISTS (SELECT FROM term next
                WHERE next.organization_id = term.organization_id AND next.opens = term.closes)
        )
        SELECT edge.day, edge.kind, count(*), min(edge.label), min(o.name_vi), min(o.name_en)
        FROM edge LEFT JOIN register_organizationstate o
            ON o.organization_id = edge.organization_id AND {known("o", known_at)}
            AND o.valid @> (CASE edge.kind WHEN 'term_opens' THEN edge.day ELSE edge.day - 1 END)
        WHERE edge.day BETWEEN %(from)s AND %(to)s
        GROUP BY edge.day, edge.kind
        """,
        {
            "everything": scope.everything,
            "scope": list(scope.organization_ids),
            "from": from_day,
            "to": to_day,
            "known_at": known_at,
        },
    )
    return [_term_mark(*row) for row in rows]


def _term_mark(
    day: date, kind: str, count: int, label: str, name_vi: str | None, name_en: str | None
) -> RulerMark:
    verbs = ("bắt đầu", "opens") if kind == "term_opens" else ("kết thúc", "ends")
    if count == 1:
        return RulerMark(
            day,
            kind,
            f"Nhiệm kỳ {label} {verbs[0]}: {name_vi or ''}",
            f"Term {label} {verbs[1]}: {name_en or ''}",
        )
    plural = "open" if kind == "term_opens" else "end"
    return RulerMark(day, kind, f"{count} nhiệm kỳ {verbs[0]}", f"{count} terms {plural}", count)
