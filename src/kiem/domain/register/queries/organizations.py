"""Member organisations, party committees and bodies outside, on a date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries._text import search_words, word_parameters, words_match
from kiem.domain.register.queries.changes import ChangeRef, change_refs
from kiem.domain.register.queries.scopes import (
    organization_scope,
    organization_within,
    require_organization,
)
from kiem.domain.register.queries.seats import PostRow, posts_of
from kiem.domain.register.queries.terms import TermRow, term_rows
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organisation that is not a unit, on the day. `host`: the unit that hosts and leads it;
    `higher`: the next one up in its own line. `member_count` 0 where it takes no members."""

    id: int
    code: str
    name_vi: str
    name_en: str
    category: str
    type: str
    family: str
    host_id: int | None
    host_name_vi: str
    host_name_en: str
    higher_id: int | None
    higher_name_vi: str
    higher_name_en: str
    valid: DateInterval
    member_count: int
    sort_key: str


@dataclass(frozen=True, slots=True)
class OrganizationDetail:
    """Everything the organisation's page shows. `members_visible`: its list may be opened."""

    organization: OrganizationRow
    lower: tuple[OrganizationRow, ...]
    posts: tuple[PostRow, ...]
    terms: tuple[TermRow, ...]
    members_visible: bool
    predecessors: tuple[ChangeRef, ...]
    successors: tuple[ChangeRef, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    person_id: int
    full_name: str
    sort_key: str
    birth_date: date | None
    sex: str
    since: date
    offices: tuple[str, ...]


def list_organizations(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    category: str | None = None,
    family: str | None = None,
    higher_id: int | None = None,
    search: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = None,
) -> list[OrganizationRow]:
    """Organisations in the viewer's scope in Vietnamese order, after the row (sort_key, id)."""
    scope = organization_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    return _organizations(
        on,
        known_at,
        within=None if scope.everything else scope.organization_ids,
        category=category,
        family=family,
        higher_id=higher_id,
        search=search,
        after=after,
        limit=limit,
    )


def organization_detail(
    *, viewer: Viewer, organization_id: int, on: date, known_at: datetime | None = None
) -> OrganizationDetail:
    """One organisation in full. Raises NotFound outside its life and the viewer's scope."""
    require_organization(viewer, Permission.VIEW_STRUCTURE, organization_id, on, known_at)
    rows = _organizations(on, known_at, within=[organization_id])
    if not rows:
        raise unknown("organisation", [organization_id], "organization")
    lower = list_organizations(viewer=viewer, on=on, known_at=known_at, higher_id=organization_id)
    predecessors, successors = change_refs(organization_id, known_at)
    return OrganizationDetail(
        organization=rows[0],
        lower=tuple(lower),
        posts=posts_of([organization_id], viewer=viewer, on=on, known_at=known_at),
        terms=term_rows([organization_id], known_at),
        members_visible=members_visible(viewer, organization_id, on, known_at),
        predecessors=predecessors,
        successors=successors,
    )


def hosted_organizations(
    unit_id: int, *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[OrganizationRow, ...]:
    """Chapters, party committees and bodies tied to a unit, as far as the viewer may see them."""
    scope = organization_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    return tuple(
        _organizations(
            on,
            known_at,
            within=None if scope.everything else scope.organization_ids,
            host_id=unit_id,
        )
    )


def members_visible(
    viewer: Viewer, organization_id: int, on: date, known_at: datetime | None = None
) -> bool:
    """Whether the viewer belongs to the organisation's own line with VIEW_MEMBERS."""
    return viewer.can(Permission.VIEW_MEMBERS) and organization_within(
        viewer, Permission.VIEW_MEMBERS, organization_id, on, known_at
    )


def list_members(
    *,
    viewer: Viewer,
    organization_id: int,
    on: date,
    known_at: datetime | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = 50,
) -> list[MemberRow]:
    """Members by name, after the row (sort_key, person_id).

    The member organisation's own: Forbidden without VIEW_MEMBERS, NotFound outside the line. The
    caller records the view in the audit trail.
    """
    viewer.require(Permission.VIEW_MEMBERS)
    if not members_visible(viewer, organization_id, on, known_at):
        raise unknown("organisation", [organization_id], "organization")
    rows = fetch(
        f"""
        WITH member AS MATERIALIZED (
            SELECT ps.person_id, ps.full_name, ps.sort_key, ps.birth_date, ps.sex,
                lower(m.valid) AS since
            FROM register_membership m
            JOIN register_personstate ps ON ps.person_id = m.person_id
                AND {holding("ps", known_at)}
            WHERE m.organization_id = %(organization)s AND {holding("m", known_at)}
        )
        SELECT member.*, ARRAY(
            SELECT s.role_id FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id AND p.organization_id = %(organization)s
            JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
            WHERE a.person_id = member.person_id AND {holding("a", known_at)} ORDER BY s.role_id)
        FROM member
        WHERE %(after_key)s::text IS NULL
           OR (sort_key, person_id) > (%(after_key)s::text, %(after_id)s::bigint)
        ORDER BY sort_key, person_id LIMIT %(limit)s
        """,
        {
            "organization": organization_id,
            "on": on,
            "known_at": known_at,
            "after_key": after[0] if after else None,
            "after_id": after[1] if after else None,
            "limit": limit,
        },
    )
    return [MemberRow(*(*row[:6], tuple(row[6]))) for row in rows]


def _organizations(
    on: date,
    known_at: datetime | None,
    *,
    within: Collection[int] | None,
    category: str | None = None,
    family: str | None = None,
    host_id: int | None = None,
    higher_id: int | None = None,
    search: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = None,
) -> list[OrganizationRow]:
    words = search_words(search)
    filters = [holding("s", known_at), *words_match("s", words)]
    parameters: dict[str, Any] = {
        "on": on,
        "known_at": known_at,
        "limit": limit,
        **word_parameters(words),
    }
    conditions = (
        ("s.organization_id = ANY (%(within)s)", "within", None if within is None else [*within]),
        ("t.category = %(category)s", "category", category),
        ("t.family = %(family)s", "family", family),
        ("s.parent_id = %(host)s", "host", host_id),
        ("s.higher_id = %(higher)s", "higher", higher_id),
    )
    for predicate, name, value in conditions:
        if value is not None:
            filters.append(predicate)
            parameters[name] = value
    page = ""
    if after is not None:
        page = "WHERE (hit.sort_key, hit.organization_id) > (%(after_key)s, %(after_id)s)"
        parameters["after_key"], parameters["after_id"] = after
    fence = "MATERIALIZED" if words else "NOT MATERIALIZED"
    rows = fetch(
        f"""
        WITH hit AS {fence} (
            SELECT s.*, t.category, t.family FROM register_organizationstate s
            JOIN register_organizationtype t ON t.code = s.type_id AND t.category <> 'unit'
            WHERE {" AND ".join(filters)}
        ), page AS MATERIALIZED (
            SELECT * FROM hit {page} ORDER BY hit.sort_key, hit.organization_id LIMIT %(limit)s
        ), head AS (
            SELECT m.organization_id, count(*) AS members FROM register_membership m
            WHERE m.organization_id IN (SELECT organization_id FROM page)
              AND {holding("m", known_at)}
            GROUP BY m.organization_id
        )
        SELECT page.organization_id, page.code, page.name_vi, page.name_en, page.category,
            page.type_id, page.family, page.parent_id, coalesce(host.name_vi, ''),
            coalesce(host.name_en, ''), page.higher_id, coalesce(higher.name_vi, ''),
            coalesce(higher.name_en, ''), lower(page.valid), upper(page.valid),
            coalesce(head.members, 0), page.sort_key
        FROM page
        LEFT JOIN register_organizationstate host ON host.organization_id = page.parent_id
            AND {holding("host", known_at)}
        LEFT JOIN register_organizationstate higher ON higher.organization_id = page.higher_id
            AND {holding("higher", known_at)}
        LEFT JOIN head ON head.organization_id = page.organization_id
        ORDER BY page.sort_key, page.organization_id
        """,
        parameters,
    )
    return [
        OrganizationRow(*(*row[:13], DateInterval(row[13], row[14]), row[15], row[16]))
        for row in rows
    ]
