"""Question sets: made, changed while nobody was asked, continued in a new version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import require_bodies
from kiem.domain.surveys import errors
from kiem.domain.surveys.actions.rights import conceal, held_version
from kiem.domain.surveys.models import Question, QuestionSet, QuestionVersion
from kiem.domain.surveys.queries.computed import COMPUTED
from kiem.domain.surveys.questions import MOST_QUESTIONS, Asked, checked_question
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from


def create_question_set(
    *,
    organization_id: int,
    code: str,
    title_vi: str,
    title_en: str = "",
    questions: Sequence[Asked] = (),
    actor: Viewer,
) -> int:
    """Make a question set with its first version; returns the id of that version.

    `code` names the set for ever; a survey is created with the version's id. Raises Conflict when
    the code is taken, InvalidInput for a question that cannot be (see `questions.Asked`).
    """
    require_bodies(actor, Permission.CONDUCT_ASSEMBLY, [organization_id])
    values = {
        "code": text_of("code", code, most=40),
        "title_vi": text_of("title_vi", title_vi, most=LONGEST_TITLE),
        "title_en": text_of("title_en", title_en, most=LONGEST_TITLE, may_be_empty=True),
    }
    checked = _checked(questions)
    guard_bodies([organization_id], clock.today())
    said: dict[str, Any] = {"recorded_at": clock.now(), "recorded_by": actor.name}
    try:
        with transaction.atomic():
            made = QuestionSet.objects.create(organization_id=organization_id, **values, **said)
            version = QuestionVersion.objects.create(question_set=made, number=1, **said)
            _write(version.pk, checked, actor)
            _note("create_question_set", version.pk, actor, questions=len(checked))
    except IntegrityError as error:
        raise errors.code_taken(values["code"]) from error
    return version.pk


def add_question(*, version_id: int, question: Asked, actor: Viewer) -> None:
    """Put a question at the end. Raises Conflict once the version is asked."""
    with transaction.atomic():
        held_version(version_id, actor)
        before = _questions(version_id)
        checked = _checked([*before, question])[len(before) :]
        _write(version_id, checked, actor, first=len(before) + 1)
        _note("add_question", version_id, actor)


def change_question(*, version_id: int, key: str, question: Asked, actor: Viewer) -> None:
    """Put other words (or another kind) in the place of the question `key`; its key stays."""
    with transaction.atomic():
        held_version(version_id, actor)
        before = _questions(version_id)
        place = _place(before, key)
        if question.key != key:
            raise errors.key_wrong(question.key)
        _replace(version_id, [*before[:place], question, *before[place + 1 :]], actor)
        _note("change_question", version_id, actor)


def remove_question(*, version_id: int, key: str, actor: Viewer) -> None:
    """Take a question out of a version that nobody was asked yet."""
    with transaction.atomic():
        held_version(version_id, actor)
        before = _questions(version_id)
        place = _place(before, key)
        _replace(version_id, [*before[:place], *before[place + 1 :]], actor)
        _note("remove_question", version_id, actor)


def move_question(*, version_id: int, key: str, position: int, actor: Viewer) -> None:
    """Put a question at a place, from 1 on; what lies beyond the end is the end."""
    with transaction.atomic():
        held_version(version_id, actor)
        before = _questions(version_id)
        place = _place(before, key)
        moved = before.pop(place)
        before.insert(max(position, 1) - 1, moved)
        _replace(version_id, before, actor)
        _note("move_question", version_id, actor)


def new_version(*, version_id: int, actor: Viewer) -> int:
    """Continue a set: a new version with the questions of this one, to be changed; returns its id.

    Questions that keep their key are compared between rounds.
    """
    with transaction.atomic():
        version = (
            QuestionVersion.objects.filter(pk=version_id).select_related("question_set").first()
        )
        if version is None:
            raise errors.missing("question set")
        owner = version.question_set.organization_id
        conceal(actor, Permission.CONDUCT_ASSEMBLY, owner, "question set")
        QuestionSet.objects.select_for_update(no_key=True).get(pk=version.question_set_id)
        last = version.question_set.versions.order_by("-number").values_list("number", flat=True)
        made = QuestionVersion.objects.create(
            question_set=version.question_set,
            number=last[0] + 1,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _write(made.pk, _questions(version_id), actor)
        _note("new_version", made.pk, actor)
    return made.pk


def _checked(questions: Sequence[Asked]) -> list[Asked]:
    if len(questions) > MOST_QUESTIONS:
        raise errors.too_many_questions(MOST_QUESTIONS)
    checked = [checked_question(question, computable=tuple(COMPUTED)) for question in questions]
    keys = [question.key for question in checked]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise errors.key_wrong(key)
    return checked


def _questions(version_id: int) -> list[Asked]:
    rows = Question.objects.filter(version=version_id, recorded__upper_inf=True)
    return [
        Asked(
            key=row.key,
            kind=row.kind,
            text_vi=row.text_vi,
            text_en=row.text_en,
            is_required=row.is_required,
            options_vi=tuple(row.options_vi),
            options_en=tuple(row.options_en),
            rows_vi=tuple(row.rows_vi),
            rows_en=tuple(row.rows_en),
            unit_vi=row.unit_vi,
            unit_en=row.unit_en,
            lowest=row.lowest,
            highest=row.highest,
            computed=row.computed,
            id=row.pk,
        )
        for row in rows.order_by("position", "pk")
    ]


def _place(questions: Sequence[Asked], key: str) -> int:
    for place, question in enumerate(questions):
        if question.key == key:
            return place
    raise errors.missing("question")


def _replace(version_id: int, questions: Sequence[Asked], actor: Viewer) -> None:
    checked = _checked(questions)
    rows = Question.objects.filter(version=version_id, recorded__upper_inf=True)
    close_recorded(Question, list(rows.values_list("pk", flat=True)), clock.now())
    _write(version_id, checked, actor)


def _write(version_id: int, questions: Sequence[Asked], actor: Viewer, first: int = 1) -> None:
    Question.objects.bulk_create(
        Question(
            version_id=version_id,
            position=position,
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
            key=question.key,
            kind=question.kind,
            text_vi=question.text_vi,
            text_en=question.text_en,
            is_required=question.is_required,
            options_vi=list(question.options_vi),
            options_en=list(question.options_en),
            rows_vi=list(question.rows_vi),
            rows_en=list(question.rows_en),
            unit_vi=question.unit_vi,
            unit_en=question.unit_en,
            lowest=question.lowest,
            highest=question.highest,
            computed=question.computed,
        )
        for position, question in enumerate(questions, start=first)
    )


def _note(action: str, version_id: int, actor: Viewer, questions: int = 1) -> None:
    audit.record(
        action=f"surveys.{action}",
        actor=actor,
        subject=f"question_version:{version_id}",
        rows={"surveys_question": questions},
    )
