"""What an actor may choose from when drafting: people, posts, organisations within reach.

A line is told by name who belongs to it; anybody else on its ground is found by the whole staff
number, which only somebody who knows them has.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiem.domain.register.queries._text import search_words
from kiem.domain.register.queries.naming import (
    AppointmentFacts,
    PostFacts,
    appointment_rows,
    name_people,
    name_posts,
)
from kiem.domain.register.queries.reach import Reach, reach_on
from kiem.domain.register.queries.trees import only_top
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.sql import fetch

SHOWN = 20


@dataclass(frozen=True, slots=True)
class PersonChoice:
    id: int
    full_name: str
    staff_number: str
    rank_vi: str
    rank_en: str
    title_vi: str
    title_en: str
    unit_vi: str
    unit_en: str


@dataclass(frozen=True, slots=True)
class PostChoice:
    """`holders`: names of who holds it on the day; `free`: seats left."""

    id: int
    kind: str
    title_vi: str
    title_en: str
    organization_vi: str
    organization_en: str
    seats: int
    free: int
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationChoice:
    id: int
    category: str
    code: str
    name_vi: str
    name_en: str
    type: str


def choose_people(
    *, viewer: Viewer, on: date, text: str = "", ids: Collection[int] | None = None
) -> tuple[PersonChoice, ...]:
    """People the viewer may put somewhere or move, by name or staff number; `ids`: those only."""
    viewer.require(Permission.CHANGE_REGISTER)
    words = search_words(text)
    if not words and ids is None:
        return ()
    reach = reach_on(viewer, on)
    rows = fetch(
        f"""
        SELECT ps.person_id FROM register_personstate ps
        WHERE upper_inf(ps.recorded) AND ps.valid @> %(on)s::date
          AND ps.search_text LIKE ALL (%(patterns)s)
          AND (%(ids)s::bigint[] IS NULL OR ps.person_id = ANY (%(ids)s))
          AND {_people_within(reach)}
        ORDER BY ps.sort_key, ps.person_id LIMIT %(limit)s
        """,
        {
            "on": on,
            "patterns": [f"%{word}%" for word in words],
            "ids": None if ids is None else list(ids),
            "number": text.strip(),
            "limit": SHOWN if ids is None else max(len(ids), 1),
            **_reach_parameters(reach),
        },
    )
    names = name_people({(row[0], date.fromordinal(on.toordinal() + 1)) for row in rows})
    found = {person.id: person for person in names.values()}
    return tuple(
        PersonChoice(
            person.id,
            person.full_name,
            person.staff_number,
            person.rank_vi,
            person.rank_en,
            person.line_title_vi,
            person.line_title_en,
            person.unit_vi,
            person.unit_en,
        )
        for person in (found[row[0]] for row in rows if row[0] in found)
    )


def choose_posts(
    *,
    viewer: Viewer,
    on: date,
    text: str = "",
    kinds: Collection[str] = (),
    organization_id: int | None = None,
    ids: Collection[int] | None = None,
) -> tuple[PostChoice, ...]:
    """Posts the viewer may fill, by words of their title and organisation; free seats first.

    `kinds`: line, office, party, external; empty: all. `organization_id`: of that one only, by the
    standing of their roles.
    """
    viewer.require(Permission.CHANGE_REGISTER)
    words = search_words(text)
    if not words and organization_id is None and ids is None:
        return ()
    reach = reach_on(viewer, on)
    matches, patterns = _matches(text)
    rows = fetch(
        f"""
        SELECT p.id, p.kind, s.title_vi, s.title_en, o.name_vi, o.name_en, s.seats,
            s.seats - held.count, held.names
        FROM register_organizationstate o
        JOIN register_organization identity ON identity.id = o.organization_id
        JOIN register_post p ON p.organization_id = o.organization_id
        JOIN register_poststate s ON s.post_id = p.id AND upper_inf(s.recorded)
            AND s.valid @> %(on)s::date
        JOIN register_role r ON r.code = s.role_id
        CROSS JOIN LATERAL (
            SELECT count(*)::int, array_agg(ps.full_name ORDER BY ps.sort_key) AS names
            FROM register_appointment a
            LEFT JOIN register_personstate ps ON ps.person_id = a.person_id
                AND upper_inf(ps.recorded) AND ps.valid @> %(on)s::date
            WHERE a.post_id = p.id AND upper_inf(a.recorded) AND a.valid @> %(on)s::date) held
        WHERE upper_inf(o.recorded) AND o.valid @> %(on)s::date
          AND {matches}
          AND (%(kinds)s::text[] = '{{}}' OR p.kind = ANY (%(kinds)s))
          AND (%(organization)s::bigint IS NULL OR p.organization_id = %(organization)s)
          AND (%(ids)s::bigint[] IS NULL OR p.id = ANY (%(ids)s))
          AND {_organization_within(reach)}
        ORDER BY s.seats - held.count <= 0, o.sort_key, r."order", s.title_vi, p.id
        LIMIT %(limit)s
        """,
        {
            "on": on,
            **patterns,
            "kinds": list(kinds),
            "organization": organization_id,
            "ids": None if ids is None else list(ids),
            "limit": SHOWN if ids is None and organization_id is None else 200,
            **_reach_parameters(reach),
        },
    )
    return tuple(
        PostChoice(*(*row[:8], tuple(name for name in row[8] or () if name))) for row in rows
    )


def choose_organizations(
    *,
    viewer: Viewer,
    on: date,
    text: str = "",
    categories: Collection[str] = (),
    ids: Collection[int] | None = None,
) -> tuple[OrganizationChoice, ...]:
    """Organisations the viewer may change, by name or code. Empty `categories`: all.

    Units a line may put a chapter into are found as well, when units are asked for.
    """
    viewer.require(Permission.CHANGE_REGISTER)
    words = search_words(text)
    if not words and ids is None:
        return ()
    reach = reach_on(viewer, on)
    rows = fetch(
        f"""
        SELECT o.organization_id, identity.category, o.code, o.name_vi, o.name_en, o.type_id
        FROM register_organizationstate o
        JOIN register_organization identity ON identity.id = o.organization_id
        WHERE upper_inf(o.recorded) AND o.valid @> %(on)s::date
          AND o.search_text LIKE ALL (%(patterns)s)
          AND (%(categories)s::text[] = '{{}}' OR identity.category = ANY (%(categories)s))
          AND (%(ids)s::bigint[] IS NULL OR o.organization_id = ANY (%(ids)s))
          AND ({_organization_within(reach)} OR {_ground_within(reach)})
        ORDER BY o.sort_key, o.organization_id LIMIT %(limit)s
        """,
        {
            "on": on,
            "patterns": [f"%{word}%" for word in words],
            "categories": list(categories),
            "ids": None if ids is None else list(ids),
            "limit": SHOWN if ids is None else max(len(ids), 1),
            **_reach_parameters(reach),
        },
    )
    return tuple(OrganizationChoice(*row) for row in rows)


def list_issuers(*, viewer: Viewer, on: date) -> tuple[OrganizationChoice, ...]:
    """The organisations the viewer's rights are held in: who usually signs."""
    viewer.require(Permission.CHANGE_REGISTER)
    scopes = viewer.scopes(Permission.CHANGE_REGISTER)
    numbers = [scope.partition(":")[2] for scope in sorted(scopes)]
    roots = [int(number) for number in numbers if number.isdigit()]
    if not roots:
        top = only_top(on, None)
        roots = [] if top is None else [top]
    return choose_organizations(viewer=viewer, on=on, ids=roots)


def choose_appointments(
    *, viewer: Viewer, person_id: int, on: date
) -> tuple[tuple[AppointmentFacts, PostFacts], ...]:
    """What is recorded of a person's posts, newest first, for whoever may correct it."""
    if not choose_people(viewer=viewer, on=on, ids=[person_id]):
        return ()
    rows = fetch(
        """
        SELECT a.id FROM register_appointment a
        WHERE a.person_id = %(person)s AND upper_inf(a.recorded)
        ORDER BY lower(a.valid) DESC, a.id DESC LIMIT 50
        """,
        {"person": person_id},
    )
    found = appointment_rows([row[0] for row in rows])
    posts = name_posts({(facts.post_id, facts.start) for facts in found.values()})
    return tuple((found[row[0]], posts[found[row[0]].post_id, found[row[0]].start]) for row in rows)


def _matches(text: str) -> tuple[str, dict[str, list[str]]]:
    """A predicate on role and organisation: words of "bí thư ba đình" go to whichever has them."""
    words = fold(text).split()
    roles = fetch("SELECT code, name_vi, name_en FROM register_role")
    groups: dict[tuple[str, ...], list[str]] = {}
    for code, name_vi, name_en in roles:
        name = set(f"{fold(name_vi)} {fold(name_en)}".split())
        rest = tuple(word for word in words if word not in name)
        if len(rest) < len(words):
            groups.setdefault(rest, []).append(code)
    parameters = {"patterns": [f"%{word}%" for word in search_words(text)]}
    predicates = ["o.search_text LIKE ALL (%(patterns)s)"]
    shortest = min((len(rest) for rest in groups), default=0)
    for number, (rest, codes) in enumerate(groups.items()):
        if len(rest) == shortest:
            parameters[f"roles{number}"] = codes
            parameters[f"rest{number}"] = [f"%{word}%" for word in search_words(" ".join(rest))]
            predicates.append(
                f"(s.role_id = ANY (%(roles{number})s) "
                f"AND o.search_text LIKE ALL (%(rest{number})s))"
            )
    return f"({' OR '.join(predicates)})", parameters


def _organization_within(reach: Reach | None) -> str:
    """Predicate on the state `o` and its `identity`: the actor may change it (`Reach.changes`)."""
    if reach is None:
        return "true"
    units = "true" if reach.units is None else "o.organization_id = ANY (%(units)s)"
    hosted = "true" if reach.units is None else "o.parent_id = ANY (%(units)s)"
    return f"""CASE identity.category
        WHEN 'member' THEN o.organization_id = ANY (%(line)s)
        WHEN 'unit' THEN {units}
        WHEN 'external' THEN {hosted} OR o.parent_id = ANY (%(hosts)s)
        ELSE {hosted} END"""


def _ground_within(reach: Reach | None) -> str:
    if reach is None or reach.ground is None:
        return "identity.category = 'unit'"
    return "(identity.category = 'unit' AND o.organization_id = ANY (%(ground)s))"


def _people_within(reach: Reach | None) -> str:
    """Predicate on the state `ps`: staff of the actor's units; of a line, who belongs to it, and
    anybody on its ground whose whole staff number is given (or whose id is known already)."""
    if reach is None or reach.units is None:
        return "true"
    ground = "true" if reach.ground is None else "p.organization_id = ANY (%(ground)s)"
    return f"""(
        ps.person_id IN (
            SELECT a.person_id FROM register_post p
            JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
                AND a.valid @> %(on)s::date
            WHERE p.organization_id = ANY (%(units)s) OR p.organization_id = ANY (%(line)s))
        OR ps.person_id IN (
            SELECT m.person_id FROM register_membership m
            WHERE m.organization_id = ANY (%(line)s) AND upper_inf(m.recorded)
              AND m.valid @> %(on)s::date)
        OR (cardinality(%(line)s::bigint[]) > 0 AND ps.person_id IN (
            SELECT a.person_id FROM register_post p
            JOIN register_appointment a ON a.post_id = p.id AND upper_inf(a.recorded)
                AND a.valid @> %(on)s::date
            WHERE p.kind = 'line' AND {ground}
              AND (ps.staff_number = %(number)s OR ps.person_id = ANY (%(ids)s)))))"""


def _reach_parameters(reach: Reach | None) -> dict[str, Any]:
    if reach is None:
        return {"units": [], "line": [], "hosts": [], "ground": []}
    return {
        "units": list(reach.units or ()),
        "line": list(reach.line_ids),
        "hosts": list(reach.hosts),
        "ground": list(reach.ground or ()),
    }
