"""People of the organisation on a date: lists, one person in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.errors import unknown
from kiem.domain.register.queries import common_names
from kiem.domain.register.queries._text import search_words, word_parameters, words_match
from kiem.domain.register.queries.decisions import DecisionRef
from kiem.domain.register.queries.scopes import (
    organization_scope,
    people_scope,
    require_person,
)
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.interval import DateInterval

FEW_ORGANIZATIONS = 40


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in service on the day. `offices_count`: offices and external seats held."""

    id: int
    staff_number: str
    full_name: str
    sort_key: str
    rank: str
    rank_vi: str
    rank_en: str
    unit_id: int | None
    unit_name_vi: str
    unit_name_en: str
    line_title_vi: str
    line_title_en: str
    offices_count: int
    is_dual: bool


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A post held at some time, named as it was called then (on the day, if it runs then)."""

    id: int
    post_id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str
    category: str
    family: str
    start: date
    end: date | None
    mode: str
    share_percent: float
    is_provisional: bool
    decision: DecisionRef
    ended_by: DecisionRef | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    organization_id: int
    organization_vi: str
    organization_en: str
    family: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class RankRow:
    rank: str
    name_vi: str
    name_en: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """Everything the person's page shows. `memberships` only of lines the viewer belongs to."""

    person: PersonRow
    birth_date: date | None
    sex: str
    employment_share_percent: float
    is_redacted: bool
    in_service: bool
    valid: DateInterval
    ranks: tuple[RankRow, ...]
    posts: tuple[AppointmentRow, ...]
    memberships: tuple[MembershipRow, ...]


def list_people(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    search: str | None = None,
    unit_id: int | None = None,
    only_dual: bool = False,
    after: tuple[str, int] | None = None,
    limit: int | None = 50,
) -> list[PersonRow]:
    """People in the viewer's scope in Vietnamese order, after the row (sort_key, id)."""
    scope = people_scope(viewer, Permission.VIEW_PERSON, on, known_at)
    words = search_words(search)
    filters = [holding("ps", known_at), *words_match("ps", words)]
    parameters: dict[str, Any] = {
        "on": on,
        "known_at": known_at,
        "limit": limit,
        **word_parameters(words),
    }
    is_narrow = False
    columns = "ps.*"
    page = "SELECT * FROM hit ORDER BY sort_key, person_id LIMIT %(limit)s"
    if not scope.everything:
        # Few organisations: collect their people. Many: walk the names and test each, in order,
        # until the page is full; hits of words are sorted first, so that few of them are tested.
        is_narrow = len(scope.organization_ids) <= FEW_ORGANIZATIONS
        if is_narrow:
            filters.append(_holds_one_of(known_at))
        elif words:
            columns = "ps.id, ps.person_id, ps.sort_key"
            page = f"""SELECT state.* FROM (
                SELECT ps.id FROM (
                    SELECT * FROM hit ORDER BY sort_key, person_id OFFSET 0) ps
                WHERE {_holds(known_at)} LIMIT %(limit)s) found
            JOIN register_personstate state ON state.id = found.id"""
        else:
            filters.append(_holds(known_at))
        parameters["people"] = list(scope.person_ids)
        parameters["organizations"] = list(scope.organization_ids)
    if unit_id is not None:
        filters.append(_among_staff_of("unit", known_at))
        parameters["unit"] = unit_id
    if only_dual:
        filters.append(_has_kind("kind = 'line'", known_at))
        filters.append(_has_kind("kind IN ('office', 'external')", known_at))
    following = ""
    if after is not None:
        following = "(ps.sort_key, ps.person_id) > (%(after_key)s, %(after_id)s)"
        filters.append(following)
        parameters["after_key"], parameters["after_id"] = after
    # Few hits: collect them first, then sort. Otherwise walk the index of names.
    fence = "MATERIALIZED" if words or unit_id is not None or is_narrow else "NOT MATERIALIZED"
    is_plain = known_at is None and unit_id is None and not (only_dual or is_narrow)
    if words and is_plain and limit is not None and common_names.are_common(words):
        test = "true" if scope.everything else _holds(known_at)
        pages = common_names.walked_page(words, following, test)
    else:
        pages = f"page AS MATERIALIZED ({page})"
    return _people(
        f"""
        hit AS {fence} (
            SELECT {columns} FROM register_personstate ps WHERE {" AND ".join(filters)}
        ), {pages}
        """,
        parameters,
        known_at,
    )


def person_detail(
    *, viewer: Viewer, person_id: int, on: date, known_at: datetime | None = None
) -> PersonDetail:
    """One person in full. Raises NotFound outside the viewer's scope.

    Who is not in service on the day is shown as last known before it (or first after it). The
    caller records the view in the audit trail.
    """
    viewer.require(Permission.VIEW_PERSON)
    require_person(viewer, Permission.VIEW_PERSON, person_id, on, known_at)
    parameters = {"person": person_id, "on": on, "known_at": known_at}
    states = fetch(
        f"""
        SELECT ps.birth_date, ps.sex, ps.employment_share_percent::float8, ps.full_name = '',
            ps.valid @> %(on)s::date, lower(ps.valid), upper(ps.valid)
        FROM register_personstate ps
        WHERE ps.person_id = %(person)s AND {known("ps", known_at)}
        ORDER BY ps.valid @> %(on)s::date DESC, lower(ps.valid) <= %(on)s DESC,
            lower(ps.valid) DESC LIMIT 1
        """,
        parameters,
    )
    if not states:
        raise unknown("person", [person_id], "person")
    birth_date, sex, employment, redacted, in_service, start, end = states[0]
    (person,) = _people(
        f"""
        page AS MATERIALIZED (
            SELECT ps.* FROM register_personstate ps
            WHERE ps.person_id = %(person)s AND {known("ps", known_at)}
              AND lower(ps.valid) = %(state_start)s
        )
        """,
        {**parameters, "state_start": start},
        known_at,
    )
    return PersonDetail(
        person=person,
        birth_date=birth_date,
        sex=sex,
        employment_share_percent=employment,
        is_redacted=redacted,
        in_service=in_service,
        valid=DateInterval(start, end),
        ranks=_ranks(person_id, known_at),
        posts=appointments_of(person_id, on, known_at),
        memberships=_memberships(viewer, person_id, on, known_at),
    )


def appointments_of(
    person_id: int, on: date, known_at: datetime | None = None
) -> tuple[AppointmentRow, ...]:
    """All posts of a person whose scope is already checked: running ones first, newest first."""
    day = """(CASE WHEN a.valid @> %(on)s::date THEN %(on)s::date
                   WHEN upper(a.valid) <= %(on)s THEN upper(a.valid) - 1
                   ELSE lower(a.valid) END)"""
    rows = fetch(
        f"""
        SELECT a.id, a.post_id, p.kind, coalesce(s.role_id, ''), coalesce(s.title_vi, ''),
            coalesce(s.title_en, ''), p.organization_id, coalesce(o.name_vi, ''),
            coalesce(o.name_en, ''), coalesce(t.category, ''), coalesce(t.family, ''),
            lower(a.valid), upper(a.valid), a.mode, a.share_percent::float8, a.is_provisional,
            d.id, d.number, d.signed_on, d.title_vi, d.title_en,
            e.id, e.number, e.signed_on, e.title_vi, e.title_en
        FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id
        LEFT JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at, day)}
        LEFT JOIN register_organizationstate o ON o.organization_id = p.organization_id
            AND {holding("o", known_at, day)}
        LEFT JOIN register_organizationtype t ON t.code = o.type_id
        JOIN register_decision d ON d.id = a.decision_id
        LEFT JOIN register_decision e ON e.id = a.ended_by_id
        WHERE a.person_id = %(person)s AND {known("a", known_at)}
        ORDER BY lower(a.valid) DESC, a.id DESC
        """,
        {"person": person_id, "on": on, "known_at": known_at},
    )
    return tuple(
        AppointmentRow(
            *(
                *row[:16],
                DecisionRef(*row[16:21]),
                None if row[21] is None else DecisionRef(*row[21:26]),
            )
        )
        for row in rows
    )


def _people(page: str, parameters: dict[str, Any], known_at: datetime | None) -> list[PersonRow]:
    """Rows for the states in the CTE `page`: rank, line post and number of offices on the day."""
    rows = fetch(
        f"""
        WITH {page}
        SELECT page.person_id, page.staff_number, page.full_name, page.sort_key,
            coalesce(rank.code, ''), coalesce(rank.name_vi, ''), coalesce(rank.name_en, ''),
            line.organization_id, coalesce(line.name_vi, ''), coalesce(line.name_en, ''),
            coalesce(line.title_vi, ''), coalesce(line.title_en, ''), office.held
        FROM page
        LEFT JOIN register_rankholding rh ON rh.person_id = page.person_id
            AND {holding("rh", known_at)}
        LEFT JOIN register_rank rank ON rank.code = rh.rank_id
        LEFT JOIN LATERAL (
            SELECT p.organization_id, o.name_vi, o.name_en, s.title_vi, s.title_en
            FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
            JOIN register_poststate s ON s.post_id = p.id AND {holding("s", known_at)}
            JOIN register_organizationstate o ON o.organization_id = p.organization_id
                AND {holding("o", known_at)}
            WHERE a.person_id = page.person_id AND {holding("a", known_at)}
            ORDER BY a.share_percent DESC, a.id LIMIT 1) line ON true
        CROSS JOIN LATERAL (
            SELECT count(*) AS held FROM register_appointment a
            JOIN register_post p ON p.id = a.post_id AND p.kind IN ('office', 'external')
            WHERE a.person_id = page.person_id AND {holding("a", known_at)}) office
        ORDER BY page.sort_key, page.person_id
        """,
        parameters,
    )
    return [PersonRow(*(*row, row[7] is not None and row[12] > 0)) for row in rows]


def _holds(known_at: datetime | None) -> str:
    """Somebody of `people`, or holding a post in `organizations`: tested person by person.

    Counted instead of asked with EXISTS, which the planner would turn into a join of everybody;
    IS TRUE keeps the posts of the organisations in a hash table, made once.
    """
    return f"""(ps.person_id = ANY (%(people)s) OR (
        SELECT count(*) FROM register_appointment a
        WHERE a.person_id = ps.person_id AND {holding("a", known_at)} AND (a.post_id IN (
            SELECT p.id FROM register_post p WHERE p.organization_id = ANY (%(organizations)s)
        )) IS TRUE) > 0)"""


def _holds_one_of(known_at: datetime | None) -> str:
    """The same people, collected from the organisations."""
    return f"""ps.person_id IN (
        SELECT unnest(%(people)s::bigint[])
        UNION
        SELECT a.person_id FROM register_post p
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
        WHERE p.organization_id = ANY (%(organizations)s))"""


def _among_staff_of(parameter: str, known_at: datetime | None) -> str:
    return f"""ps.person_id IN (SELECT a.person_id FROM register_post p
        JOIN register_appointment a ON a.post_id = p.id AND {holding("a", known_at)}
        WHERE p.organization_id = %({parameter})s AND p.kind = 'line')"""


def _has_kind(kind: str, known_at: datetime | None) -> str:
    return f"""EXISTS (SELECT FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id AND p.{kind}
        WHERE a.person_id = ps.person_id AND {holding("a", known_at)})"""


def _ranks(person_id: int, known_at: datetime | None) -> tuple[RankRow, ...]:
    rows = fetch(
        f"""
        SELECT r.code, r.name_vi, r.name_en, lower(h.valid), upper(h.valid)
        FROM register_rankholding h JOIN register_rank r ON r.code = h.rank_id
        WHERE h.person_id = %(person)s AND {known("h", known_at)} ORDER BY lower(h.valid) DESC
        """,
        {"person": person_id, "known_at": known_at},
    )
    return tuple(RankRow(*row) for row in rows)


def _memberships(
    viewer: Viewer, person_id: int, on: date, known_at: datetime | None
) -> tuple[MembershipRow, ...]:
    if not viewer.can(Permission.VIEW_MEMBERS):
        return ()
    scope = organization_scope(viewer, Permission.VIEW_MEMBERS, on, known_at)
    rows = fetch(
        f"""
        SELECT m.organization_id, coalesce(o.name_vi, ''), coalesce(o.name_en, ''),
            coalesce(t.family, ''), lower(m.valid), upper(m.valid)
        FROM register_membership m
        LEFT JOIN register_organizationstate o ON o.organization_id = m.organization_id
            AND {known("o", known_at)} AND o.valid @> lower(m.valid)
        LEFT JOIN register_organizationtype t ON t.code = o.type_id
        WHERE m.person_id = %(person)s AND {known("m", known_at)}
          AND (%(everything)s OR m.organization_id = ANY (%(scope)s))
        ORDER BY lower(m.valid) DESC, m.id
        """,
        {
            "person": person_id,
            "known_at": known_at,
            "everything": scope.everything,
            "scope": list(scope.organization_ids),
        },
    )
    return tuple(MembershipRow(*row) for row in rows)
