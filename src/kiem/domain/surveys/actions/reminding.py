"""Reminders to those who owe an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from kiem.domain.surveys import errors
from kiem.domain.surveys.actions.rights import held_survey
from kiem.domain.surveys.actions.telling import tell_bodies, tell_people
from kiem.domain.surveys.queries.rows import Status
from kiem.domain.surveys.queries.state import state_of, surveys_sql, targets_sql
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch

DAYS_BEFORE = 3
DAYS_BETWEEN = 7


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one run of reminders found and sent."""

    surveys: int
    notices: int


def remind_survey(*, survey_id: int, actor: Viewer) -> int:
    """Remind the heads of the bodies that have not sent their sheet (anonymous: those invited who
    have not taken part); returns how many people got a notice. Once a day, however often asked."""
    with transaction.atomic():
        held_survey(survey_id, actor)
        state = state_of(survey_id)
        if state.status != Status.OPEN:
            raise errors.not_now(state.status.value)
        sent = _remind(survey_id, clock.today(), clock.today().isoformat(), actor)
        if sent:
            audit.record(
                action="surveys.remind",
                actor=actor,
                subject=f"survey:{survey_id}",
                rows={"notices_delivery": sent},
            )
    return sent


def remind_surveys(*, on: date, actor: Viewer) -> Reminded:
    """Remind of every open survey that is due within three days or overdue, as of `on`.

    The same survey reminds once before its last day and then once a week, so that it may run every
    day. For the command line and schedulers.
    """
    actor.require(Permission.OPERATE)
    rows = fetch(
        f"""SELECT id, due FROM ({surveys_sql("true", None)}) AS stated
        WHERE status = 'open' AND due <= %(last)s ORDER BY id""",
        {"last": on + timedelta(days=DAYS_BEFORE)},
    )
    total = 0
    with transaction.atomic():
        for survey_id, due in rows:
            week = (on - due - timedelta(days=1)).days // DAYS_BETWEEN if on > due else "before"
            total += _remind(survey_id, on, f"due {due} week {week}", actor)
        if total:
            audit.record(
                action="surveys.remind",
                actor=actor,
                subject="surveys",
                rows={"notices_delivery": total},
            )
    return Reminded(len(rows), total)


def _remind(survey_id: int, on: date, occasion: str, actor: Viewer) -> int:
    state = state_of(survey_id)
    code = "surveys.overdue" if state.due_on < on else "surveys.due_soon"
    if state.is_anonymous:
        people = fetch(
            """SELECT i.person_id FROM surveys_invitee i WHERE i.survey_id = %(survey)s
            AND NOT EXISTS (SELECT FROM surveys_participation n WHERE n.invitee_id = i.id)""",
            {"survey": survey_id},
        )
        if state.due_on < on:  # nobody can take part any more
            return 0
        return tell_people(code, survey_id, {row[0] for row in people}, actor, occasion=occasion)
    bodies = fetch(
        f"""WITH stated AS ({surveys_sql("v.id = %(survey)s", None)})
        SELECT organization_id FROM ({targets_sql("true", None)}) AS s WHERE state <> 'sent'""",
        {"survey": survey_id},
    )
    return tell_bodies(code, survey_id, {row[0] for row in bodies}, actor, occasion=occasion)
