"""What register and ledger hold of a chapter's month: what a form is filled in with, and what the
lines of a file are compared with.

Internal: callers have resolved the viewer's scope. The chapter is looked at with its branches.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from kiem.domain.returns.form.contents import (
    HELD,
    ActivityLine,
    Content,
    HoursLine,
    MemberLine,
)
from kiem.domain.returns.queries.chapters import Chapter, last_day
from kiem.platform.kernel.sql import fetch, holding, known
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation of the chapter: itself or a branch below it."""

    id: int
    code: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post an officer of the chapter held in the month, from `start` up to `end`."""

    person_id: int
    staff_number: str
    full_name: str
    post_id: int
    kind: str
    title_vi: str
    title_en: str
    organization_vi: str
    organization_en: str
    start: date
    end: date | None

    def label(self, language: str) -> str:
        """How the form calls the post: role, title, organisation."""
        if language == "vi":
            role = "Chuyên môn" if self.kind == "line" else "Đoàn thể"
            return f"{role} · {self.title_vi} · {self.organization_vi}"
        role = "Line" if self.kind == "line" else "Office"
        return f"{role} · {self.title_en} · {self.organization_en}"


@dataclass(frozen=True)
class ChapterMonth:
    """A chapter's month as known at a moment; `content` in the order of the form."""

    chapter: Chapter
    month: Month
    known_at: datetime | None
    organizations: tuple[Named, ...]
    posts: tuple[HeldPost, ...]
    content: Content

    @cached_property
    def organization_ids(self) -> dict[str, int]:
        return {named.code: named.id for named in self.organizations}

    @cached_property
    def person_ids(self) -> dict[str, int]:
        """Staff number -> person, of the officers."""
        return {post.staff_number: post.person_id for post in self.posts}


def chapter_month(chapter: Chapter, month: Month, known_at: datetime | None = None) -> ChapterMonth:
    """Six statements, whatever the size of the chapter."""
    organizations = _organizations(chapter.id, last_day(month), known_at)
    ids = [named.id for named in organizations]
    posts = _posts(ids, month, known_at)
    content = Content(
        members=_members(organizations, month, known_at),
        activities=_activities(ids, month, known_at),
        hours=_hours(posts, month, known_at),
    )
    return ChapterMonth(chapter, month, known_at, organizations, posts, content)


def _organizations(chapter_id: int, on: date, known_at: datetime | None) -> tuple[Named, ...]:
    rows = fetch(
        f"""WITH RECURSIVE below (id) AS (
            SELECT %(chapter)s::bigint
            UNION
            SELECT s.organization_id FROM below
                JOIN register_organizationstate s ON s.higher_id = below.id
                    AND {holding("s", known_at)})
        SELECT s.organization_id, s.code, s.name_vi, s.name_en
        FROM below JOIN register_organizationstate s ON s.organization_id = below.id
            AND {holding("s", known_at)}
        ORDER BY s.organization_id <> %(chapter)s, s.code""",
        {"chapter": chapter_id, "on": on, "known_at": known_at},
    )
    return tuple(Named(*row) for row in rows)


def _posts(
    organization_ids: Collection[int], month: Month, known_at: datetime | None
) -> tuple[HeldPost, ...]:
    """Offices of the chapter held in the month, and the line posts of those who held them."""
    rows = fetch(
        f"""WITH officer AS MATERIALIZED (
            SELECT DISTINCT a.person_id FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind = 'office'
            WHERE p.organization_id = ANY (%(organizations)s)
                AND a.valid && daterange(%(start)s, %(end)s) AND {known("a", known_at)})
        SELECT DISTINCT ON (ps.sort_key, a.person_id, p.kind = 'line', p.id)
            a.person_id, ps.staff_number, ps.full_name, p.id, p.kind, s.title_vi, s.title_en,
            o.name_vi, o.name_en, lower(a.valid), upper(a.valid)
        FROM officer
            JOIN register_appointment a ON a.person_id = officer.person_id
                AND a.valid && daterange(%(start)s, %(end)s) AND {known("a", known_at)}
            JOIN register_post p ON p.id = a.post_id
                AND (p.kind = 'line' OR p.organization_id = ANY (%(organizations)s))
            JOIN register_personstate ps ON ps.person_id = a.person_id AND {known("ps", known_at)}
                AND ps.valid && (a.valid * daterange(%(start)s, %(end)s))
            JOIN register_poststate s ON s.post_id = p.id AND {known("s", known_at)}
                AND s.valid && (a.valid * daterange(%(start)s, %(end)s))
            JOIN register_organizationstate o ON o.organization_id = p.organization_id
                AND {known("o", known_at)} AND o.valid && (a.valid * daterange(%(start)s, %(end)s))
        ORDER BY ps.sort_key, a.person_id, p.kind = 'line', p.id, lower(ps.valid) DESC,
            lower(s.valid) DESC, lower(o.valid) DESC, lower(a.valid)""",
        _parameters(month, known_at, organizations=list(organization_ids)),
    )
    return tuple(HeldPost(*row) for row in rows)


def _members(
    organizations: tuple[Named, ...], month: Month, known_at: datetime | None
) -> tuple[MemberLine, ...]:
    """Memberships that start or end in the month; a move between branches is none."""
    codes = {named.id: named.code for named in organizations}
    rows = fetch(
        f"""WITH mine AS MATERIALIZED (
            SELECT m.* FROM register_membership m
            WHERE m.organization_id = ANY (%(organizations)s) AND {known("m", known_at)}
                AND m.valid && daterange(%(start)s::date - 1, %(end)s::date, '[]')),
        change AS (
            SELECT id, person_id, organization_id, 'in' AS change, lower(valid) AS day,
                decision_id FROM mine
            WHERE lower(valid) >= %(start)s AND lower(valid) < %(end)s
            UNION ALL
            SELECT id, person_id, organization_id, 'out', upper(valid), ended_by_id FROM mine
            WHERE upper(valid) >= %(start)s AND upper(valid) < %(end)s)
        SELECT ps.staff_number, ps.full_name, c.change, c.day, c.organization_id, c.id,
            NOT EXISTS (SELECT FROM returns_acceptance a WHERE a.decision_id = c.decision_id)
        FROM change c
            JOIN register_personstate ps ON ps.person_id = c.person_id AND {known("ps", known_at)}
                AND ps.valid @> (c.day - CASE c.change WHEN 'in' THEN 0 ELSE 1 END)
        WHERE NOT EXISTS (SELECT FROM mine o WHERE o.person_id = c.person_id
            AND o.organization_id <> c.organization_id
            AND CASE c.change WHEN 'in' THEN upper(o.valid) = c.day ELSE lower(o.valid) = c.day END)
        ORDER BY c.day, ps.sort_key, c.person_id, c.change""",
        _parameters(month, known_at, organizations=list(codes)),
    )
    return tuple(
        MemberLine(0, number, name, change, day, codes[organization], is_decided, record)
        for number, name, change, day, organization, record, is_decided in rows
    )


def _activities(
    organization_ids: Collection[int], month: Month, known_at: datetime | None
) -> tuple[ActivityLine, ...]:
    """Activities that start in the month. Called off ones are gone from the ledger."""
    rows = fetch(
        f"""SELECT a.id, a.title_vi, a.title_en, a.category, lower(a.period), upper(a.period),
            r.turnout, coalesce(r.result, '')
        FROM ledger_activity a
            LEFT JOIN returns_activityresult r ON r.activity_id = a.id AND {known("r", known_at)}
        WHERE a.organization_id = ANY (%(organizations)s) AND lower(a.valid) >= %(start)s
            AND lower(a.valid) < %(end)s AND {known("a", known_at)}
        ORDER BY lower(a.period), a.id""",
        _parameters(month, known_at, organizations=list(organization_ids)),
    )
    return tuple(
        ActivityLine(0, f"A{number}", vi, en, category, starts_at, ends_at, HELD, turnout, result)
        for number, vi, en, category, starts_at, ends_at, turnout, result in rows
    )


def _hours(
    posts: tuple[HeldPost, ...], month: Month, known_at: datetime | None
) -> tuple[HoursLine, ...]:
    """Hours logged in the month for the posts of the form."""
    people: dict[int, HeldPost] = {post.person_id: post for post in posts}
    rows = fetch(
        f"""SELECT e.person_id, e.post_id, CASE WHEN NOT e.is_month_total THEN e.day END,
            e.category, a.id, e.hours, e.id,
            EXISTS (SELECT FROM ledger_timeconfirmation c WHERE c.person_id = e.person_id
                AND c.post_id = e.post_id AND c.month = %(start)s AND c.verdict = 'confirmed'
                AND lower(c.recorded) >= lower(e.recorded) AND {known("c", known_at)})
        FROM ledger_timeentry e
            LEFT JOIN ledger_activity a ON a.id = e.activity_id
        WHERE e.person_id = ANY (%(people)s) AND e.post_id = ANY (%(posts)s)
            AND e.day >= %(start)s AND e.day < %(end)s AND {known("e", known_at)}
        ORDER BY e.day, e.id""",
        _parameters(
            month,
            known_at,
            people=list(people),
            posts=sorted({post.post_id for post in posts}),
        ),
    )
    order = {person: place for place, person in enumerate(people)}
    lines = []
    for person, post, day, category, activity, hours, entry, is_confirmed in rows:
        holder = people[person]
        ref = f"A{activity}" if activity else ""
        line = HoursLine(
            0, holder.staff_number, holder.full_name, post, day, category, ref, hours, entry,
            is_confirmed,
        )  # fmt: skip
        lines.append((order[person], line))
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def _parameters(month: Month, known_at: datetime | None, **more: Any) -> dict[str, Any]:
    return {"start": month.start, "end": month.end, "known_at": known_at, **more}
