"""What bodies answer: drafts saved, sheets sent, sheets opened again with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from kiem.domain.register.queries.changes import change_refs
from kiem.domain.surveys import errors
from kiem.domain.surveys.actions.rights import held_survey
from kiem.domain.surveys.actions.telling import tell_bodies
from kiem.domain.surveys.answering import Typed, Value, read_answers
from kiem.domain.surveys.models import Answer, Draft, Reopening, Sheet, Target
from kiem.domain.surveys.queries.computed import Body, compute
from kiem.domain.surveys.queries.question_sets import questions_of
from kiem.domain.surveys.queries.rows import Status
from kiem.domain.surveys.queries.sheets import may_answer_for
from kiem.domain.surveys.queries.state import State, state_of, surveys_sql, targets_sql
from kiem.domain.surveys.questions import Asked
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.sql import fetch
from kiem.platform.kernel.temporal import close_recorded, recorded_from

MOST_TYPED_LETTERS = 200_000


def save_draft(
    *, survey_id: int, organization_id: int, typed: Mapping[str, Typed], actor: Viewer
) -> None:
    """Keep what a body has filled in so far, as it was typed; it is checked when it is sent.

    Raises NotFound unless the actor answers for the body, Conflict when it is too late.
    """
    with transaction.atomic():
        target, state = _open_sheet(survey_id, organization_id, actor)
        known = {question.key for question in questions_of(state.version_id)}
        contents = {key: _storable(value) for key, value in typed.items() if key in known}
        if len(str(contents)) > MOST_TYPED_LETTERS:
            raise errors.draft_too_long(MOST_TYPED_LETTERS)
        _close(Draft, target.pk)
        draft = Draft.objects.create(
            target=target,
            contents=contents,
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
        )
        audit.record(
            action="surveys.save_draft",
            actor=actor,
            subject=f"survey:{survey_id}",
            rows={"surveys_draft": [draft.pk]},
        )


def answer_survey(
    *, survey_id: int, organization_id: int, typed: Mapping[str, Typed], actor: Viewer
) -> int:
    """Send a body's sheet; returns its id. Sending again replaces what was sent.

    `typed`: answers by question key, in the shapes of `answering`; nothing is prefilled here, so
    that what is not given counts as not answered. Beside each number that the system knows, its
    own is kept. Raises NotFound unless the actor answers for the body; InvalidInput for a wrong or
    missing answer (AnswersRefused for several); Conflict after the last day, or when the body
    exists no more (its successors are named).
    """
    with transaction.atomic():
        target, state = _open_sheet(survey_id, organization_id, actor)
        questions = questions_of(state.version_id)
        values = read_answers(questions, typed)
        computed = _computed(questions, target, state, actor)
        for model in (Draft, Sheet):
            _close(model, target.pk)
        sheet = Sheet.objects.create(
            target=target,
            person_id=actor.person_id,
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
        )
        _write_answers(survey_id, sheet.pk, questions, values, computed)
        audit.record(
            action="surveys.answer",
            actor=actor,
            subject=f"survey:{survey_id}",
            rows={"surveys_sheet": [sheet.pk], "surveys_answer": len(values)},
        )
    return sheet.pk


def reopen_sheet(
    *, survey_id: int, organization_id: int, due_on: date, reason: str, actor: Viewer
) -> None:
    """Let one body send (again) until `due_on`, after the survey's last day too, with the reason.

    What it sent before counts until then. By whoever conducts the survey; the body's head is told.
    """
    if not reason.strip():
        raise errors.reason_missing()
    with transaction.atomic():
        held_survey(survey_id, actor)
        state = state_of(survey_id)
        if state.status == Status.DRAFT:
            raise errors.not_now(state.status.value)
        target = Target.objects.filter(survey=survey_id, organization=organization_id).first()
        if target is None:
            raise errors.not_asked()
        if due_on < clock.today():
            raise errors.due_too_early(due_on, clock.today())
        row = Reopening.objects.create(
            target=target,
            due_on=due_on,
            reason=reason.strip(),
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        tell_bodies(
            "surveys.reopened",
            survey_id,
            {organization_id},
            actor,
            link=f"/surveys/{survey_id}/sheets/{organization_id}/",
            occasion=f"reopening {row.pk}",
            due_on=due_on,
        )
        audit.record(
            action="surveys.reopen_sheet",
            actor=actor,
            subject=f"survey:{survey_id}",
            reason=reason.strip(),
            rows={"surveys_reopening": [row.pk]},
        )


def _open_sheet(survey_id: int, organization_id: int, actor: Viewer) -> tuple[Target, State]:
    """The body's place in the survey, locked, if it may be answered by this actor now."""
    today = clock.today()
    if not may_answer_for(actor, organization_id, today):
        raise errors.not_asked()
    target = (
        Target.objects.select_for_update(no_key=True)
        .filter(survey=survey_id, organization=organization_id)
        .first()
    )
    if target is None:
        raise errors.not_asked()
    _guard_existing(organization_id, today)
    state = state_of(survey_id)
    ((sheet_state, due_on),) = fetch(
        f"""WITH stated AS ({surveys_sql("v.id = %(survey)s", None)})
        SELECT state, due FROM ({targets_sql("t.id = %(target)s", None)}) AS s""",
        {"survey": survey_id, "target": target.pk},
    )
    if state.status != Status.OPEN and sheet_state != "reopened":
        raise errors.not_now(state.status.value)
    if due_on < today:
        raise errors.too_late(due_on)
    return target, state


def _guard_existing(organization_id: int, today: date) -> None:
    """Raise Conflict that names the successors when the body has ceased to exist."""
    rows = fetch(
        """SELECT name_vi, name_en, upper(valid) FROM register_organizationstate
        WHERE organization_id = %(organization)s AND upper_inf(recorded)
        ORDER BY lower(valid) DESC LIMIT 1""",
        {"organization": organization_id},
    )
    name_vi, name_en, until = rows[0]
    if until is not None and until <= today:
        _before, after = change_refs(organization_id)
        names = [ref.name_vi for ref in after if ref.organization_id is not None]
        raise errors.body_ended(name_vi, name_en, until, names)


def _computed(
    questions: Sequence[Asked], target: Target, state: State, actor: Viewer
) -> dict[str, Decimal]:
    """Question key -> what the system knew, for those it could prefill for this actor."""
    figures = {question.key: question.computed for question in questions if question.computed}
    if not figures or state.opened_at is None:
        return {}
    found = compute(
        set(figures.values()),
        Body(target.organization_id, target.unit_id, target.staff, target.dual_holders),
        viewer=actor,
        on=state.reference_on,
        known_at=state.opened_at,
        may_see_on=clock.today(),
    )
    return {key: found[name] for key, name in figures.items() if name in found}


def _write_answers(
    survey_id: int,
    sheet_id: int,
    questions: Sequence[Asked],
    values: Sequence[Value],
    computed: Mapping[str, Decimal],
) -> None:
    ids = {question.key: question.id for question in questions}
    insert_columns(
        Answer,
        {
            "question_id": [ids[value.key] for value in values],
            "row": [value.row for value in values],
            "column": [value.column for value in values],
            "option": [value.option for value in values],
            "number": [value.number for value in values],
            "text": [value.text for value in values],
            "computed": [
                None if value.number is None else computed.get(value.key) for value in values
            ],
        },
        constants={"survey_id": survey_id, "sheet_id": sheet_id},
    )


def _close(model: type[Draft] | type[Sheet], target_id: int) -> None:
    rows = model.objects.filter(target=target_id, recorded__upper_inf=True)
    close_recorded(model, list(rows.values_list("pk", flat=True)), clock.now())


def _storable(value: Typed) -> object:
    """What JSON can hold: decimals as they are written, NUL left out as PostgreSQL refuses it."""
    if isinstance(value, str | Decimal):
        return str(value).replace("\x00", "")
    if isinstance(value, Sequence):
        return [_storable(each) for each in value]
    return value
