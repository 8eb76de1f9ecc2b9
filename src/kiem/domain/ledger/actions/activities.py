"""Planning activities with their participants, and calling them off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.inputs import NewActivity
from kiem.domain.ledger.actions.rights import require_for_organizations
from kiem.domain.ledger.actions.staging import all_ids, first_row, staged
from kiem.domain.ledger.errors import (
    activity_clash,
    activity_not_found,
    activity_on_leave,
    activity_repeated,
    bad_row,
    reason_missing,
)
from kiem.domain.ledger.models import Activity, Participation
from kiem.domain.ledger.models.activity import LONGEST_ACTIVITY_DAYS
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.temporal import close_recorded

_ACTIVITIES = (
    "id bigint", "organization_id bigint", "category text", "title_vi text", "title_en text",
    "starts_at timestamptz", "ends_at timestamptz", "first_day date", "end_day date",
    "planned_hours numeric",
)  # fmt: skip
_PEOPLE = ("activity_row integer", "person_id bigint", "post_id bigint", "planned_hours numeric")


def plan_activities(
    *, activities: Sequence[NewActivity], actor: Viewer, allow_clashes: bool = False
) -> list[int]:
    """Plan activities with their participants; returns their ids in order. All or none.

    Raises InvalidInput with the row for impossible values and for participants who do not hold
    the named post on the first day; Conflict when the same activity is planned already, and,
    unless `allow_clashes` (history is told as it was: clashes then show as findings), when a
    participant is on leave or takes part in two activities at once.
    """
    if not activities:
        return []
    require_for_organizations(actor, {activity.organization_id for activity in activities})
    return write_activities(activities, actor, allow_clashes=allow_clashes)


def write_activities(
    activities: Sequence[NewActivity], actor: Viewer, *, allow_clashes: bool
) -> list[int]:
    """What `plan_activities` does once the actor's right is clear."""
    for row, activity in enumerate(activities, start=1):
        _check_form(row, activity)
    with writing(), staged("new_activity", _ACTIVITIES, _rows(activities)) as cursor:
        people = (
            (row, *participant)
            for row, activity in enumerate(activities, start=1)
            for participant in activity.participants
        )
        with staged("new_participant", _PEOPLE, people):
            _check_organizations(cursor)
            _check_participants(cursor)
            if not allow_clashes:
                _check_clashes(cursor)
            ids, participants = _write(cursor)
        audit.record(
            action="ledger.plan_activities",
            actor=actor,
            subject=f"activity:{ids[0]}" if len(ids) == 1 else f"activities:{len(ids)}",
            rows={"ledger_activity": ids, "ledger_participation": participants},
        )
    return list(ids)


def call_off_activity(*, activity_id: int, reason: str, actor: Viewer) -> None:
    """Call an activity off with its participations. Hours logged for it stay logged."""
    if not reason.strip():
        raise reason_missing()
    with writing():
        activity = Activity.objects.filter(pk=activity_id, recorded__upper_inf=True).first()
        if activity is None:
            raise activity_not_found(activity_id)
        require_for_organizations(actor, [activity.organization_id])
        moment = clock.now()
        people = Participation.objects.filter(activity=activity_id, recorded__upper_inf=True)
        ids = list(people.values_list("pk", flat=True))
        close_recorded(Participation, ids, moment)
        if not close_recorded(Activity, [activity_id], moment):
            raise activity_not_found(activity_id)
        audit.record(
            action="ledger.call_off_activity",
            actor=actor,
            subject=f"activity:{activity_id}",
            reason=reason,
            rows={"ledger_activity": [activity_id], "ledger_participation": ids},
        )


def _days(activity: NewActivity) -> tuple[date, date]:
    """The first day, and the day after the last one, where the organisation is."""
    first = activity.starts_at.astimezone(LOCAL_ZONE).date()
    last = (activity.ends_at - timedelta(microseconds=1)).astimezone(LOCAL_ZONE).date()
    return first, last + timedelta(days=1)


def _rows(activities: Sequence[NewActivity]) -> Iterator[tuple[Any, ...]]:
    for activity in activities:
        first, end = _days(activity)
        yield (
            None, activity.organization_id, activity.category, activity.title_vi,
            activity.title_en or activity.title_vi, activity.starts_at, activity.ends_at,
            first, end, activity.planned_hours,
        )  # fmt: skip


def _check_form(row: int, activity: NewActivity) -> None:
    if activity.category not in Activity.Category.values:
        raise bad_row("activity", "category_unknown", row, activity.category)
    if not activity.title_vi.strip():
        raise bad_row("activity", "title_missing", row, activity.title_vi)
    if activity.ends_at <= activity.starts_at:
        raise bad_row("activity", "ends_before_start", row, activity.ends_at)
    first, end = _days(activity)
    days = (end - first).days
    if days > LONGEST_ACTIVITY_DAYS:
        raise bad_row("activity", "too_long", row, days)
    for hours in (activity.planned_hours, *(p[2] for p in activity.participants)):
        if not 0 <= hours <= 24 * days or hours != round(hours, 2):
            raise bad_row("activity", "hours_impossible", row, hours)


def _check_organizations(cursor: Any) -> None:
    found = first_row(
        cursor,
        """SELECT s.row, s.organization_id FROM new_activity s WHERE NOT EXISTS (
            SELECT FROM register_organizationstate o WHERE o.organization_id = s.organization_id
            AND o.valid @> s.first_day AND upper_inf(o.recorded)) ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise bad_row("activity", "organization_unknown", *found)
    found = first_row(
        cursor,
        """SELECT s.row, a.id FROM new_activity s JOIN ledger_activity a
            ON a.organization_id = s.organization_id AND lower(a.valid) = s.first_day
        WHERE upper_inf(a.recorded) AND a.title_vi = s.title_vi
            AND a.period = tstzrange(s.starts_at, s.ends_at) ORDER BY s.row LIMIT 1""",
    )
    if found:
        raise activity_repeated(*found)


def _check_participants(cursor: Any) -> None:
    found = first_row(
        cursor,
        """SELECT p.activity_row, p.person_id FROM new_participant p
            JOIN new_activity s ON s.row = p.activity_row
        WHERE NOT EXISTS (SELECT FROM register_appointment a
            WHERE a.person_id = p.person_id AND a.post_id = p.post_id
            AND a.valid @> s.first_day AND upper_inf(a.recorded))
        ORDER BY p.row LIMIT 1""",
    )
    if found:
        raise bad_row("activity", "post_not_held", *found)
    found = first_row(
        cursor,
        """SELECT activity_row, person_id FROM new_participant
        GROUP BY activity_row, person_id, post_id HAVING count(*) > 1
        ORDER BY activity_row LIMIT 1""",
    )
    if found:
        raise bad_row("activity", "participant_twice", *found)


def _check_clashes(cursor: Any) -> None:
    cursor.execute(
        """SELECT FROM register_person WHERE id IN (SELECT person_id FROM new_participant)
        ORDER BY id FOR NO KEY UPDATE"""
    )
    found = first_row(
        cursor,
        """WITH mine AS (
            SELECT p.activity_row AS row, p.person_id, s.title_vi, s.first_day, s.end_day,
                tstzrange(s.starts_at, s.ends_at) AS period
            FROM new_participant p JOIN new_activity s ON s.row = p.activity_row)
        SELECT m.row, m.person_id, o.title_vi FROM mine m
            JOIN mine o ON o.person_id = m.person_id AND o.row < m.row AND o.period && m.period
        UNION ALL
        SELECT m.row, m.person_id, a.title_vi FROM mine m
            JOIN ledger_participation q ON q.person_id = m.person_id AND upper_inf(q.recorded)
                AND lower(q.valid) > m.first_day - 32 AND lower(q.valid) < m.end_day
            JOIN ledger_activity a ON a.id = q.activity_id AND a.period && m.period
        ORDER BY 1 LIMIT 1""",
    )
    if found:
        raise activity_clash(*found)
    found = first_row(
        cursor,
        """SELECT p.activity_row, p.person_id, greatest(lower(l.valid), s.first_day)
        FROM new_participant p JOIN new_activity s ON s.row = p.activity_row
            JOIN ledger_leave l ON l.person_id = p.person_id AND upper_inf(l.recorded)
                AND l.valid && daterange(s.first_day, s.end_day)
        ORDER BY p.activity_row LIMIT 1""",
    )
    if found:
        raise activity_on_leave(*found)


def _write(cursor: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Insert both tables; the ids of the activities in input order and of the participations."""
    moment = clock.now()
    cursor.execute(
        "UPDATE new_activity SET id = nextval(pg_get_serial_sequence('ledger_activity', 'id'))"
    )
    cursor.execute(
        """INSERT INTO ledger_activity (id, valid, recorded, organization_id, category, title_vi,
            title_en, period, planned_hours)
        SELECT id, daterange(first_day, end_day), tstzrange(%s, NULL), organization_id, category,
            title_vi, title_en, tstzrange(starts_at, ends_at), planned_hours
        FROM new_activity ORDER BY row""",
        [moment],
    )
    participants = all_ids(
        cursor,
        """INSERT INTO ledger_participation (valid, recorded, activity_id, person_id, post_id,
            planned_hours)
        SELECT daterange(s.first_day, s.end_day), tstzrange(%s, NULL), s.id, p.person_id,
            p.post_id, p.planned_hours
        FROM new_participant p JOIN new_activity s ON s.row = p.activity_row
        ORDER BY p.row RETURNING id""",
        [moment],
    )
    ids = all_ids(cursor, "SELECT id FROM new_activity ORDER BY row")
    return ids, participants
