"""One activity: who takes part, with planned and logged hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kiem.domain.ledger.errors import activity_not_found
from kiem.domain.ledger.queries.own import own_people
from kiem.domain.ledger.queries.superiors import keeps_activities
from kiem.domain.register.queries.scopes import (
    nameable,
    require_organization,
)
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden, NotFound
from kiem.platform.kernel.sql import fetch, known


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """Somebody who is planned (`planned_hours`), was logged (`logged_hours`), or might join: a
    holder of an office of the organisation with neither."""

    person_id: int
    post_id: int
    full_name: str
    sort_key: str
    title_vi: str
    title_en: str
    planned_hours: Decimal | None
    logged_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class ActivityDetail:
    """`participants`: those the viewer may know by name; `unnamed`: how many more take part.
    `could_join`: for who keeps the organisation's ledger. `takes_part`: the viewer does."""

    id: int
    organization_id: int
    organization_vi: str
    organization_en: str
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    first_day: date
    planned_hours: Decimal
    participants: tuple[ParticipantRow, ...]
    unnamed: int
    could_join: tuple[ParticipantRow, ...]
    can_keep: bool
    takes_part: bool

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()


def activity_detail(
    *, viewer: Viewer, activity_id: int, on: date, known_at: datetime | None = None
) -> ActivityDetail:
    """Raises NotFound outside the viewer's scope; who takes part sees their own activities."""
    rows = fetch(
        f"""SELECT a.id, a.organization_id, coalesce(o.name_vi, ''), coalesce(o.name_en, ''),
            a.category, a.title_vi, a.title_en, lower(a.period), upper(a.period),
            lower(a.valid), a.planned_hours
        FROM ledger_activity a LEFT JOIN register_organizationstate o
            ON o.organization_id = a.organization_id AND o.valid @> lower(a.valid)
            AND {known("o", known_at)}
        WHERE a.id = %(activity)s AND {known("a", known_at)}""",
        {"activity": activity_id, "known_at": known_at},
    )
    if not rows:
        raise activity_not_found(activity_id)
    organization_id, first_day = rows[0][1], rows[0][9]
    found = _participants(activity_id, known_at)
    own = own_people(viewer)
    takes_part = any(row.person_id in own for row in found)
    if not takes_part:
        _require_visible(viewer, activity_id, organization_id, on, known_at)
    can_keep = keeps_activities(viewer, organization_id)
    named = _named(viewer, {row.person_id for row in found}, first_day, known_at) | own
    people = {row.person_id for row in found}
    return ActivityDetail(
        *(
            *rows[0],
            tuple(row for row in found if row.person_id in named),
            len(people - named),
            _could_join(activity_id, organization_id, first_day) if can_keep else (),
            can_keep,
            takes_part,
        )
    )


def _require_visible(
    viewer: Viewer,
    activity_id: int,
    organization_id: int,
    on: date,
    known_at: datetime | None,
) -> None:
    viewer.require(Permission.VIEW_LOAD)
    try:
        require_organization(viewer, Permission.VIEW_STRUCTURE, organization_id, on, known_at)
    except NotFound:
        raise activity_not_found(activity_id) from None


def _named(
    viewer: Viewer, people: set[int], day: date, known_at: datetime | None
) -> frozenset[int]:
    try:
        return nameable(viewer, Permission.VIEW_LOAD, people, day, known_at)
    except Forbidden:
        return frozenset()


_NAMES = """JOIN LATERAL (SELECT full_name, sort_key FROM register_personstate n
        WHERE n.person_id = j.person_id AND upper_inf(n.recorded)
        ORDER BY n.valid DESC LIMIT 1) n ON true
    LEFT JOIN LATERAL (SELECT title_vi, title_en FROM register_poststate t
        WHERE t.post_id = j.post_id AND upper_inf(t.recorded)
        ORDER BY t.valid DESC LIMIT 1) t ON true"""


def _participants(activity_id: int, known_at: datetime | None) -> tuple[ParticipantRow, ...]:
    rows = fetch(
        f"""SELECT j.person_id, j.post_id, n.full_name, n.sort_key, coalesce(t.title_vi, ''),
            coalesce(t.title_en, ''), j.planned, j.logged
        FROM (SELECT person_id, post_id, sum(planned) AS planned, sum(logged) AS logged FROM (
            SELECT q.person_id, q.post_id, q.planned_hours AS planned, NULL::numeric AS logged
            FROM ledger_participation q WHERE q.activity_id = %(activity)s
                AND {known("q", known_at)}
            UNION ALL
            SELECT e.person_id, e.post_id, NULL, e.hours FROM ledger_timeentry e
            WHERE e.activity_id = %(activity)s AND {known("e", known_at)}) parts
            GROUP BY person_id, post_id) j {_NAMES}
        ORDER BY n.sort_key, j.person_id, j.post_id""",
        {"activity": activity_id, "known_at": known_at},
    )
    return tuple(ParticipantRow(*row) for row in rows)


def _could_join(activity_id: int, organization_id: int, day: date) -> tuple[ParticipantRow, ...]:
    """Holders of the organisation's offices on the day who are neither planned nor logged."""
    rows = fetch(
        f"""SELECT j.person_id, j.post_id, n.full_name, n.sort_key, coalesce(t.title_vi, ''),
            coalesce(t.title_en, ''), NULL, NULL
        FROM (SELECT DISTINCT ON (a.person_id) a.person_id, a.post_id
            FROM register_post p JOIN register_appointment a ON a.post_id = p.id
                AND upper_inf(a.recorded) AND a.valid @> %(day)s
            WHERE p.organization_id = %(organization)s AND p.kind <> 'line'
                AND NOT EXISTS (SELECT FROM ledger_participation q
                    WHERE q.activity_id = %(activity)s AND q.person_id = a.person_id
                    AND upper_inf(q.recorded))
                AND NOT EXISTS (SELECT FROM ledger_timeentry e
                    WHERE e.activity_id = %(activity)s AND e.person_id = a.person_id
                    AND upper_inf(e.recorded))
            ORDER BY a.person_id, a.post_id) j {_NAMES}
        ORDER BY n.sort_key, j.person_id LIMIT 200""",
        {"activity": activity_id, "organization": organization_id, "day": day},
    )
    return tuple(ParticipantRow(*row) for row in rows)
