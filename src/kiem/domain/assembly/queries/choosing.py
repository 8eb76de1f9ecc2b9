"""Whom an event or a task may name: people and offices within the viewer's reach."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.assembly.errors import came_for_nobody
from kiem.domain.register.queries._text import search_words
from kiem.domain.register.queries.scopes import any_scope, nameable
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch, holding

SHOWN = 20
_LOOKED_AT = 400  # of a name that thousands have; a narrower search finds the others


@dataclass(frozen=True, slots=True)
class Named:
    """A person with the offices that tell them from others, or an office with its body."""

    id: int
    name: str
    detail_vi: str
    detail_en: str


def choose_attenders(
    *,
    viewer: Viewer,
    on: date,
    text: str = "",
    bodies: Collection[int] | None = None,
    ids: Collection[int] | None = None,
) -> tuple[Named, ...]:
    """People with a post on the day whom the viewer may name, by words of their name or number.

    `bodies`: only those with a post in one of them, or in the unit that hosts it. `ids`: those
    only. Nobody without words and without `bodies`.
    """
    words = search_words(text)
    if not words and ids is None and bodies is None:
        return ()
    rows = fetch(
        f"""
        SELECT ps.person_id, ps.full_name, string_agg(s.title_vi || ', ' || o.name_vi, '; '
            ORDER BY p.kind, p.id), string_agg(coalesce(nullif(s.title_en, ''), s.title_vi)
            || ', ' || coalesce(nullif(o.name_en, ''), o.name_vi), '; ' ORDER BY p.kind, p.id)
        FROM register_personstate ps
        JOIN register_appointment a ON a.person_id = ps.person_id AND {holding("a", None)}
        JOIN register_post p ON p.id = a.post_id
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        JOIN register_organizationstate o
            ON o.organization_id = p.organization_id AND {holding("o", None)}
        WHERE {holding("ps", None)} AND ps.search_text LIKE ALL (%(patterns)s)
            AND (%(ids)s::bigint[] IS NULL OR ps.person_id = ANY (%(ids)s))
            AND (%(bodies)s::bigint[] IS NULL OR EXISTS (
                SELECT FROM register_appointment b JOIN register_post q ON q.id = b.post_id
                WHERE b.person_id = ps.person_id AND {holding("b", None)}
                  AND (q.organization_id = ANY (%(bodies)s) OR q.organization_id IN (
                    SELECT h.parent_id FROM register_organizationstate h
                    WHERE h.organization_id = ANY (%(bodies)s) AND {holding("h", None)}))))
        GROUP BY ps.person_id, ps.full_name, ps.sort_key
        ORDER BY ps.sort_key, ps.person_id LIMIT %(limit)s
        """,
        {
            "on": on,
            "patterns": [f"%{word}%" for word in words],
            "ids": None if ids is None else list(ids),
            "bodies": None if bodies is None else list(bodies),
            "limit": _LOOKED_AT,
        },
    )
    allowed = nameable(viewer, Permission.VIEW_ASSEMBLY, [row[0] for row in rows], on)
    return tuple(Named(*row) for row in rows if row[0] in allowed)[:SHOWN]


def choose_offices(
    *, viewer: Viewer, on: date, text: str = "", ids: Collection[int] | None = None
) -> tuple[Named, ...]:
    """Offices of bodies the viewer sees, by words of their title and body."""
    words = search_words(text)
    if not words and ids is None:
        return ()
    scope = any_scope(viewer, Permission.VIEW_ASSEMBLY, on)
    matches, patterns = _matches(words)
    rows = fetch(
        f"""
        SELECT p.id, s.title_vi, s.title_en, o.name_vi, o.name_en
        FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        JOIN register_organizationstate o
            ON o.organization_id = p.organization_id AND {holding("o", None)}
        JOIN register_role r ON r.code = s.role_id
        WHERE (%(ids)s::bigint[] IS NULL OR p.id = ANY (%(ids)s))
            AND (%(bodies)s::bigint[] IS NULL OR p.organization_id = ANY (%(bodies)s))
            AND {matches}
        ORDER BY r."order", o.sort_key, p.id LIMIT %(limit)s
        """,
        {
            "on": on,
            **patterns,
            "ids": None if ids is None else list(ids),
            "bodies": None if scope is None else sorted(scope),
            "limit": SHOWN,
        },
    )
    return tuple(
        Named(row[0], "", f"{row[1]}, {row[3]}", f"{row[2] or row[1]}, {row[4] or row[3]}")
        for row in rows
    )


def _matches(words: Sequence[str]) -> tuple[str, dict[str, object]]:
    """A predicate on office and body: each word is in the body's name or in the role's."""
    roles = [
        (code, f"{fold(name_vi)} {fold(name_en)}")
        for code, name_vi, name_en in fetch("SELECT code, name_vi, name_en FROM register_role")
    ]
    predicates = ["true"]
    parameters: dict[str, object] = {}
    for number, word in enumerate(words):
        parameters[f"word{number}"] = f"%{word}%"
        parameters[f"roles{number}"] = [code for code, names in roles if word in names]
        predicates.append(
            f"(o.search_text LIKE %(word{number})s OR s.role_id = ANY (%(roles{number})s))"
        )
    return " AND ".join(predicates), parameters


def codes_of(organization_ids: Collection[int], on: date) -> dict[int, str]:
    """Body -> its code on the day; the caller has checked who may see the bodies."""
    return dict(
        fetch(
            f"""SELECT s.organization_id, s.code FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND {holding("s", None)}""",
            {"ids": list(organization_ids), "on": on},
        )
    )


def bodies_of_people(
    *, person_ids: Sequence[int], body_ids: Sequence[int], on: date
) -> list[tuple[int, int]]:
    """Pairs of body and person: for which of the bodies each came, by a post there or in its host
    unit on the day. Raises InvalidInput for somebody who has neither."""
    rows = fetch(
        f"""SELECT DISTINCT ON (a.person_id) a.person_id, h.organization_id
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        JOIN register_organizationstate h ON {holding("h", None)}
            AND p.organization_id IN (h.organization_id, h.parent_id)
        WHERE a.person_id = ANY (%(people)s) AND h.organization_id = ANY (%(bodies)s)
            AND {holding("a", None)}
        ORDER BY a.person_id, p.organization_id = h.organization_id DESC, h.organization_id""",
        {"people": list(person_ids), "bodies": list(body_ids), "on": on},
    )
    found = dict(rows)
    if len(found) < len(set(person_ids)):
        raise came_for_nobody(on)
    return [(found[person], person) for person in person_ids]
