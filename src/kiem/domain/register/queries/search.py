"""One box that finds units, organisations, people and posts; accents do not matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.queries._text import search_words
from kiem.domain.register.queries.organizations import OrganizationRow, list_organizations
from kiem.domain.register.queries.people import PersonRow, list_people
from kiem.domain.register.queries.scopes import any_scope
from kiem.domain.register.queries.units import UnitRow, list_units
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch, holding


@dataclass(frozen=True, slots=True)
class PostHit:
    id: int
    kind: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str


@dataclass(frozen=True, slots=True)
class SearchHits:
    """The first hits of each kind, each within what the viewer may see of that kind."""

    units: tuple[UnitRow, ...]
    organizations: tuple[OrganizationRow, ...]
    people: tuple[PersonRow, ...]
    posts: tuple[PostHit, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.organizations or self.people or self.posts)


def search(
    *, viewer: Viewer, text: str, on: date, known_at: datetime | None = None, limit: int = 10
) -> SearchHits:
    """Search everything by all words of `text`. Kinds without permission stay empty."""
    if not search_words(text):
        return SearchHits((), (), (), ())
    sees_structure = viewer.can(Permission.VIEW_STRUCTURE)
    sees_people = viewer.can(Permission.VIEW_PERSON)
    return SearchHits(
        units=tuple(
            list_units(viewer=viewer, on=on, known_at=known_at, search=text, limit=limit)
            if sees_structure
            else ()
        ),
        organizations=tuple(
            list_organizations(viewer=viewer, on=on, known_at=known_at, search=text, limit=limit)
            if sees_structure
            else ()
        ),
        people=tuple(
            list_people(viewer=viewer, on=on, known_at=known_at, search=text, limit=limit)
            if sees_people
            else ()
        ),
        posts=_posts(viewer, text, on, known_at, limit) if sees_structure else (),
    )


def _posts(
    viewer: Viewer, text: str, on: date, known_at: datetime | None, limit: int
) -> tuple[PostHit, ...]:
    """Posts whose role and organisation's name together hold all the words.

    At least one word has to be the role's and one the organisation's: "bí thư ba đình".
    """
    words = fold(text).split()
    roles = [
        (code, f"{fold(name_vi)} {fold(name_en)}")
        for code, name_vi, name_en in fetch("SELECT code, name_vi, name_en FROM register_role")
    ]
    matches = {
        code: [word for word in words if word not in name]
        for code, name in roles
        if any(word in name for word in words)
    }
    wanted = {code: rest for code, rest in matches.items() if 0 < len(rest) < len(words)}
    if not wanted:
        return ()
    shortest = min(len(rest) for rest in wanted.values())
    best = {code: rest for code, rest in wanted.items() if len(rest) == shortest}
    names = search_words(" ".join(next(iter(best.values()))))
    scope = any_scope(viewer, Permission.VIEW_STRUCTURE, on, known_at)
    rows = fetch(
        f"""
        WITH organization AS MATERIALIZED (
            SELECT o.organization_id, o.name_vi, o.name_en, o.sort_key
            FROM register_organizationstate o
            WHERE {holding("o", known_at)}
              AND o.search_text LIKE ALL (%(patterns)s)
              AND (%(everything)s OR o.organization_id = ANY (%(scope)s))
        )
        SELECT p.id, p.kind, s.title_vi, s.title_en, p.organization_id, organization.name_vi,
            organization.name_en
        FROM organization
        JOIN register_post p ON p.organization_id = organization.organization_id
        JOIN register_poststate s ON s.post_id = p.id AND s.role_id = ANY (%(roles)s)
            AND {holding("s", known_at)}
        ORDER BY organization.sort_key, p.id LIMIT %(limit)s
        """,
        {
            "on": on,
            "known_at": known_at,
            "patterns": [f"%{name}%" for name in names],
            "everything": scope is None,
            "scope": list(scope or ()),
            "roles": list(best),
            "limit": limit,
        },
    )
    return tuple(PostHit(*row) for row in rows)
