"""Anonymous answers: the right to answer is spent in one place, the answer is put in another."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from kiem.domain.surveys import errors
from kiem.domain.surveys.answering import Typed, Value, read_answers
from kiem.domain.surveys.models import Box, Invitee, Participation, Survey, SurveyState
from kiem.domain.surveys.queries.anonymous import groups_of
from kiem.domain.surveys.queries.question_sets import questions_of
from kiem.domain.surveys.queries.rows import Status
from kiem.domain.surveys.queries.state import state_of
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock

BOX_HOLDS = 500
# The trail says that somebody took part, and not who: an actor of its own.
SOMEBODY = Viewer(name="somebody invited")


def take_part(*, survey_id: int, typed: Mapping[str, Typed], actor: Viewer) -> None:
    """Put the actor's answers into the box of an anonymous survey, once.

    What is kept of the actor: that they took part, and on which day. What is kept of the answers:
    the answers and the groups the survey announced, shuffled among the others of a box. Raises
    NotFound unless the survey invites the actor in person, Conflict the second time, after the last
    day or when it is closed, InvalidInput for a wrong answer.
    """
    with transaction.atomic():
        # The lock lines up those who answer at once: each shuffles what the one before put in.
        survey = Survey.objects.select_for_update().filter(pk=survey_id, is_anonymous=True).first()
        invitee = (
            Invitee.objects.filter(survey=survey_id, person=actor.person_id).first()
            if survey is not None and actor.person_id is not None
            else None
        )
        if survey is None or invitee is None:
            raise errors.not_asked()
        state = state_of(survey_id)
        if state.status != Status.OPEN:
            raise errors.not_now(state.status.value)
        if state.due_on < clock.today():
            raise errors.too_late(state.due_on)
        if Participation.objects.filter(invitee=invitee).exists():
            raise errors.answered_already()
        values = read_answers(questions_of(survey.version_id), typed)
        announced = SurveyState.objects.get(survey=survey, recorded__upper_inf=True).breakdowns
        groups = groups_of(announced, invitee.type_code, invitee.staff, invitee.is_dual)
        _put(survey_id, {"groups": list(groups), "answers": _by_key(values)})
        Participation.objects.create(invitee=invitee, took_part_on=clock.today())
        audit.record(
            action="surveys.take_part",
            actor=SOMEBODY,
            subject=f"survey:{survey_id}",
            rows={"surveys_box": 1},
        )


def _put(survey_id: int, entry: dict[str, Any]) -> None:
    """Into the last box at a place drawn by chance; into a new one when that is full."""
    box = Box.objects.filter(survey=survey_id).order_by("-number").first()
    if box is None or len(box.contents) >= BOX_HOLDS:
        number = 1 if box is None else box.number + 1
        Box.objects.create(survey_id=survey_id, number=number, contents=[entry])
        return
    contents = [*box.contents, entry]
    secrets.SystemRandom().shuffle(contents)
    Box.objects.filter(pk=box.pk).update(contents=contents)


def _by_key(values: Sequence[Value]) -> dict[str, list[int | str]]:
    given: dict[str, list[int | str]] = {}
    for value in values:
        said: int | str = value.text
        if value.option is not None:
            said = value.option
        elif value.number is not None:
            said = int(value.number)
        given.setdefault(value.key, []).append(said)
    return given
