"""Logging for a group after an activity, and planning an activity of one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import connection

from kiem.domain.ledger.actions.activities import write_activities
from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.inputs import (
    LoggedTime,
    NewActivity,
    NewTimeEntry,
    Participant,
)
from kiem.domain.ledger.actions.staging import first_row
from kiem.domain.ledger.actions.time_entries import write_entries
from kiem.domain.ledger.daily_errors import (
    activity_not_begun,
    nothing_chosen,
    post_not_own,
)
from kiem.domain.ledger.errors import (
    activity_not_found,
    bad_row,
)
from kiem.domain.ledger.models import Activity
from kiem.domain.ledger.queries.own import require_own
from kiem.domain.ledger.queries.superiors import keeps_activities
from kiem.platform import notices
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock


def log_activity_time(
    *,
    activity_id: int,
    attended: Sequence[Participant],
    actor: Viewer,
    late_reason: str = "",
    confirmed: Collection[str] = (),
) -> LoggedTime:
    """Log the hours of everybody who was there, each for the office they came for (the hours are
    `planned_hours` of the participant). The entries are of the activity's first day.

    Who was not planned may be named too, if the office is one of the activity's organisation.
    Repeating changes nothing. Raises as `log_time` does; NotFound for activities outside the
    actor's scope, Conflict before the activity has begun.
    """
    if not attended:
        raise nothing_chosen()
    with writing():
        activity = Activity.objects.filter(pk=activity_id, recorded__upper_inf=True).first()
        if activity is None:
            raise activity_not_found(activity_id)
        require_activity(actor, activity)
        if activity.period.lower > clock.now():
            raise activity_not_begun(activity.valid.lower)
        _require_invited(activity, attended)
        entries = [
            NewTimeEntry(
                person_id, post_id, "office", activity.category, activity.valid.lower, hours,
                activity_id,
            )
            for person_id, post_id, hours in attended
        ]  # fmt: skip
        logged = write_entries(entries, actor, late_reason=late_reason, confirmed=confirmed)
        if logged.ids:
            _tell(activity, attended, actor)
        return logged


def _tell(activity: Activity, attended: Sequence[Participant], actor: Viewer) -> None:
    """Who was logged for hears of it, so that they may object; one notice for equal hours."""
    by_hours: defaultdict[Decimal, list[int]] = defaultdict(list)
    for person_id, _, hours in attended:
        if person_id != actor.person_id:
            by_hours[hours].append(person_id)
    day = activity.valid.lower.isoformat()
    for hours, people in by_hours.items():
        notices.notify(
            code="ledger.time_logged",
            params={"hours": float(hours), "on": day},
            link=f"/month/?on={day}",
            person_ids=people,
            occasion=f"activity:{activity.pk}",
            actor=actor,
        )


def plan_own_activity(
    *,
    person_id: int,
    post_id: int,
    category: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    planned_hours: Decimal,
    actor: Viewer,
    allow_clashes: bool = False,
) -> int:
    """Plan something of one's own office, with oneself as the only participant; returns the
    activity's id. It is an activity of the office's organisation, which sees it too.

    Raises as `plan_activities` does; NotFound for a post that is not an office of the actor's.
    """
    require_own(actor, person_id)
    with connection.cursor() as cursor:
        found = first_row(
            cursor,
            """SELECT p.organization_id FROM register_appointment a
                JOIN register_post p ON p.id = a.post_id AND p.kind <> 'line'
            WHERE a.person_id = %s AND a.post_id = %s AND upper_inf(a.recorded)
                AND a.valid @> %s""",
            [person_id, post_id, starts_at.astimezone(clock.LOCAL_ZONE).date()],
        )
    if found is None:
        raise post_not_own(post_id)
    activity = NewActivity(
        found[0], category, title, title, starts_at, ends_at, planned_hours,
        [Participant(person_id, post_id, planned_hours)],
    )  # fmt: skip
    (number,) = write_activities([activity], actor, allow_clashes=allow_clashes)
    return number


def require_activity(actor: Viewer, activity: Activity) -> None:
    """Raise Forbidden or NotFound unless the actor keeps the hours of the organisation's
    activities."""
    if keeps_activities(actor, activity.organization_id):
        return
    if not actor.can(Permission.CONFIRM_TIME):
        actor.require(Permission.CHANGE_LEDGER)
    raise activity_not_found(activity.pk)


def _require_invited(activity: Activity, attended: Sequence[Participant]) -> None:
    """Everybody is planned, or comes for an office of the organisation itself."""
    with connection.cursor() as cursor:
        found = first_row(
            cursor,
            """SELECT s.row, s.person_id
            FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS s (person_id, post_id, row)
                LEFT JOIN register_post p ON p.id = s.post_id
            WHERE p.organization_id IS DISTINCT FROM %s AND NOT EXISTS (
                SELECT FROM ledger_participation q WHERE q.activity_id = %s
                    AND q.person_id = s.person_id AND q.post_id = s.post_id
                    AND upper_inf(q.recorded))
            ORDER BY s.row LIMIT 1""",
            [
                [person_id for person_id, _, _ in attended],
                [post_id for _, post_id, _ in attended],
                activity.organization_id,
                activity.pk,
            ],
        )
    if found:
        raise bad_row("entry", "not_invited", *found)
