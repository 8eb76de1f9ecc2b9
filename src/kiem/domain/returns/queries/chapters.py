"""Which chapters owe a return: those directly below the committee that leads their line.

A *head* is a member organisation above which none of its own line stands inside the force: the
city's committee. Branches below a chapter report through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kiem.domain.register.queries.scopes import (
    organization_scope,
    organization_within,
    require_organization,
)
from kiem.domain.returns.errors import chapter_owes_nothing
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.month import Month

# `s` the chapter's state, `h` its head's; both on the day. Also the FROM of the board.
OWING = """register_organizationstate s
    JOIN register_organizationtype t ON t.code = s.type_id AND t.category = 'member'
    JOIN register_organizationstate h ON h.organization_id = s.higher_id AND {h}
    JOIN register_organizationtype ht ON ht.code = h.type_id AND ht.category = 'member'
    LEFT JOIN register_organizationstate u ON u.organization_id = h.higher_id AND {u}
    LEFT JOIN register_organizationtype ut ON ut.code = u.type_id"""
IS_OWING = "{s} AND ut.category IS DISTINCT FROM 'member'"


def owing(known_at: datetime | None) -> tuple[str, str]:
    """FROM and WHERE of the chapters that owe a return on `%(on)s`."""
    return (
        OWING.format(h=holding("h", known_at), u=holding("u", known_at)),
        IS_OWING.format(s=holding("s", known_at)),
    )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that owes a return, its host unit, the head of its line."""

    id: int
    code: str
    name_vi: str
    name_en: str
    unit_id: int
    unit_code: str
    unit_vi: str
    unit_en: str
    head_id: int
    head_vi: str
    head_en: str


def last_day(month: Month) -> date:
    """The day on which the chapters of a month are looked at."""
    return month.end - timedelta(days=1)


def chapter_of(
    *,
    viewer: Viewer,
    permission: Permission,
    organization_id: int,
    month: Month,
    known_at: datetime | None = None,
) -> Chapter:
    """One chapter. Raises NotFound outside the scope, InvalidInput if it owes no return."""
    on = last_day(month)
    require_organization(viewer, permission, organization_id, on, known_at)
    tables, condition = owing(known_at)
    rows = fetch(
        f"""SELECT s.organization_id, s.code, s.name_vi, s.name_en, p.organization_id, p.code,
            p.name_vi, p.name_en, h.organization_id, h.name_vi, h.name_en
        FROM {tables} JOIN register_organizationstate p ON p.organization_id = s.parent_id
            AND {holding("p", known_at)}
        WHERE {condition} AND s.organization_id = %(organization)s""",
        {"organization": organization_id, "on": on, "known_at": known_at},
    )
    if not rows:
        raise chapter_owes_nothing()
    return Chapter(*rows[0])


def chapters_within(
    viewer: Viewer, permission: Permission, month: Month, known_at: datetime | None = None
) -> list[int] | None:
    """Organisations of the viewer's scope at the end of the month; None = everything."""
    scope = organization_scope(viewer, permission, last_day(month), known_at)
    return None if scope.everything else sorted(scope.organization_ids)


def reporting_chapters(
    viewer: Viewer, month: Month, known_at: datetime | None, head_id: int | None
) -> list[tuple[Any, ...]]:
    """The chapters of a report, as they stand at the end of the month, by unit and name.

    Of each: id, code, names, sort key; unit id and names; head id and names; family.
    """
    tables, condition = owing(known_at)
    within = chapters_within(viewer, Permission.VIEW_RETURNS, month, known_at)
    return fetch(
        f"""SELECT s.organization_id, s.code, s.name_vi, s.name_en, s.sort_key,
            p.organization_id, p.name_vi, p.name_en, h.organization_id, h.name_vi, h.name_en,
            ht.family
        FROM {tables} JOIN register_organizationstate p ON p.organization_id = s.parent_id
            AND {known("p", known_at)} AND p.valid @> %(on)s::date
        WHERE {condition}
            AND (%(within)s::bigint[] IS NULL OR s.organization_id = ANY (%(within)s))
            AND (%(head)s::bigint IS NULL OR h.organization_id = %(head)s)
        ORDER BY p.sort_key, s.sort_key, s.organization_id""",
        {"on": last_day(month), "known_at": known_at, "within": within, "head": head_id},
    )


def is_head(organization_id: int, on: date) -> bool:
    """Whether chapters below this organisation owe returns to it."""
    tables, condition = owing(None)
    return bool(
        fetch(
            f"SELECT 1 FROM {tables} WHERE {condition} AND h.organization_id = %(head)s LIMIT 1",
            {"head": organization_id, "on": on},
        )
    )


def may_send(viewer: Viewer, organization_id: int, month: Month) -> bool:
    """Whether the viewer may send this chapter's return."""
    return viewer.can(Permission.SUBMIT_RETURN) and organization_within(
        viewer, Permission.SUBMIT_RETURN, organization_id, last_day(month), None
    )
