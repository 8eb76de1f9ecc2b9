"""Surveys: prepared, opened to those a rule finds, closed, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, choice_of, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import require_bodies
from kiem.domain.assembly.queries import list_projects
from kiem.domain.surveys import errors
from kiem.domain.surveys.actions.rights import conceal, held_survey
from kiem.domain.surveys.actions.telling import tell_bodies, tell_people
from kiem.domain.surveys.models import (
    Invitee,
    QuestionVersion,
    Survey,
    SurveyState,
    SurveyStep,
    Target,
)
from kiem.domain.surveys.queries.anonymous import GROUPINGS
from kiem.domain.surveys.queries.asked import AskedBody, asked_bodies, asked_people
from kiem.domain.surveys.queries.question_sets import questions_of
from kiem.domain.surveys.queries.rows import Status
from kiem.domain.surveys.queries.state import State, state_of
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.temporal import close_recorded, recorded_from

MOST_BREAKDOWNS = 2


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """What is known of a survey before it is opened.

    `reference_on`: the day whose bodies are asked and whose figures are prefilled; `due_on`: the
    last day to answer. Who is asked, by `rule`: `type` (every body of `types`), `hosting` (every
    unit that hosts a member organisation of `types`), `list` (`organization_ids`).
    Anonymous surveys ask people: `audience` `everyone` (line posts of the units, offices of the
    organisations found) or `dual` (dual holders among them), and announce by what results may be
    broken down: up to two of `type`, `size`, `dual` in `breakdowns`.
    """

    title_vi: str
    reference_on: date
    due_on: date
    rule: str
    types: Sequence[str] = ()
    organization_ids: Sequence[int] = ()
    title_en: str = ""
    introduction_vi: str = ""
    introduction_en: str = ""
    audience: str = "bodies"
    breakdowns: Sequence[str] = ()


def create_survey(
    *, project_id: int, organizer_id: int, version_id: int, plan: SurveyPlan, actor: Viewer
) -> int:
    """Prepare a survey of a project with a version of a question set; returns its id.

    Nobody is asked before `open_survey`. It is anonymous when `plan.audience` is not `bodies`.
    Raises NotFound for a project or question set outside the actor's scope.
    """
    require_bodies(actor, Permission.CONDUCT_ASSEMBLY, [organizer_id])
    guard_bodies([organizer_id], clock.today())
    _guard_project(project_id, actor)
    version = QuestionVersion.objects.filter(pk=version_id).select_related("question_set").first()
    if version is None:
        raise errors.missing("question set")
    owner = version.question_set.organization_id
    conceal(actor, Permission.VIEW_ASSEMBLY, owner, "question set")
    with transaction.atomic():
        survey = Survey.objects.create(
            project_id=project_id,
            organizer_id=organizer_id,
            version=version,
            is_anonymous=plan.audience != SurveyState.Audience.BODIES,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _write_state(survey, plan, actor)
        _note("create_survey", survey.pk, actor)
    return survey.pk


def change_survey(*, survey_id: int, plan: SurveyPlan, actor: Viewer) -> None:
    """Replace what is known of a survey that is not opened yet; its kind stays."""
    with transaction.atomic():
        survey = held_survey(survey_id, actor)
        _require(survey_id, Status.DRAFT)
        if survey.is_anonymous != (plan.audience != SurveyState.Audience.BODIES):
            raise errors.kind_stays()
        rows = SurveyState.objects.filter(survey=survey, recorded__upper_inf=True)
        close_recorded(SurveyState, list(rows.values_list("pk", flat=True)), clock.now())
        _write_state(survey, plan, actor)
        _note("change_survey", survey_id, actor)


def open_survey(*, survey_id: int, actor: Viewer) -> int:
    """Ask: the rule is resolved on the survey's day and frozen, and those asked are told.

    Returns how many bodies (anonymous: people) are asked. Raises InvalidInput when the rule finds
    nobody or the last day is past, Conflict without questions or when it was opened before.
    """
    with transaction.atomic():
        survey = held_survey(survey_id, actor)
        state = _require(survey_id, Status.DRAFT)
        QuestionVersion.objects.select_for_update(no_key=True).get(pk=survey.version_id)
        plan = SurveyState.objects.get(survey=survey, recorded__upper_inf=True)
        questions = questions_of(survey.version_id)
        if not questions:
            raise errors.no_questions()
        if state.due_on < clock.today():
            raise errors.due_too_early(state.due_on, clock.today())
        bodies = asked_bodies(
            viewer=actor,
            rule=plan.target_rule,
            types=plan.target_types,
            organization_ids=plan.target_ids,
            on=plan.reference_on,
        )
        if survey.is_anonymous:
            for question in questions:
                if question.kind in ("number", "table"):
                    raise errors.not_anonymous_kind(question.key)
            count = _invite(survey, plan, bodies, actor)
        else:
            count = _ask(survey, plan, bodies, actor)
        _step(survey_id, "open", actor)
    return count


def close_survey(*, survey_id: int, actor: Viewer) -> None:
    """Take no more answers. An anonymous survey then shows its results, and stays closed."""
    with transaction.atomic():
        held_survey(survey_id, actor)
        _require(survey_id, Status.OPEN)
        _step(survey_id, "close", actor)


def extend_survey(*, survey_id: int, due_on: date, reason: str, actor: Viewer) -> None:
    """Give everybody until a later day, with the reason; those who have not answered are told."""
    with transaction.atomic():
        held_survey(survey_id, actor)
        state = _require(survey_id, Status.OPEN)
        first = max(state.due_on, clock.today())
        if due_on <= state.due_on or due_on < clock.today():
            raise errors.due_too_early(due_on, first)
        _step(survey_id, "extend", actor, text=_reason(reason), due_on=due_on)


def reopen_survey(*, survey_id: int, due_on: date, reason: str, actor: Viewer) -> None:
    """Take answers again after closing, until `due_on`, with the reason.

    Raises Conflict for an anonymous survey: two sets of results would tell who came between.
    """
    with transaction.atomic():
        survey = held_survey(survey_id, actor)
        if survey.is_anonymous:
            raise errors.closed_for_good()
        _require(survey_id, Status.CLOSED)
        if due_on < clock.today():
            raise errors.due_too_early(due_on, clock.today())
        _step(survey_id, "reopen", actor, text=_reason(reason), due_on=due_on)


def _guard_project(project_id: int, actor: Viewer) -> None:
    on = clock.today()
    if project_id not in {row.id for row in list_projects(viewer=actor, on=on)}:
        raise errors.missing("project")


def _write_state(survey: Survey, plan: SurveyPlan, actor: Viewer) -> None:
    choice_of("target_rule", plan.rule, SurveyState.Rule.values)
    choice_of("audience", plan.audience, SurveyState.Audience.values)
    for name in plan.breakdowns:
        choice_of("breakdowns", name, list(GROUPINGS))
    if len(set(plan.breakdowns)) > MOST_BREAKDOWNS:
        raise errors.too_many_breakdowns(MOST_BREAKDOWNS)
    if plan.rule == "list":
        if not plan.organization_ids:
            raise errors.rule_incomplete("codes")
        guard_bodies(plan.organization_ids, plan.reference_on)
    elif not plan.types:
        raise errors.rule_incomplete("types")
    if plan.due_on < clock.today():
        raise errors.due_too_early(plan.due_on, clock.today())
    SurveyState.objects.create(
        survey=survey,
        title_vi=text_of("title_vi", plan.title_vi, most=LONGEST_TITLE),
        title_en=text_of("title_en", plan.title_en, most=LONGEST_TITLE, may_be_empty=True),
        introduction_vi=text_of("introduction_vi", plan.introduction_vi, may_be_empty=True),
        introduction_en=text_of("introduction_en", plan.introduction_en, may_be_empty=True),
        reference_on=plan.reference_on,
        due_on=plan.due_on,
        target_rule=plan.rule,
        target_types=list(plan.types),
        target_ids=list(plan.organization_ids),
        audience=plan.audience,
        breakdowns=list(dict.fromkeys(plan.breakdowns)),
        recorded=recorded_from(clock.now()),
        recorded_by=actor.name,
    )


def _ask(survey: Survey, plan: SurveyState, bodies: Sequence[AskedBody], actor: Viewer) -> int:
    if not bodies:
        raise errors.nobody_asked(plan.reference_on)
    insert_columns(
        Target,
        {
            "organization_id": [body.organization_id for body in bodies],
            "type_code": [body.type_code for body in bodies],
            "unit_id": [body.unit_id for body in bodies],
            "staff": [body.staff for body in bodies],
            "dual_holders": [body.dual_holders for body in bodies],
        },
        constants={
            "survey_id": survey.pk,
            "recorded_at": clock.now(),
            "recorded_by": actor.name,
        },
    )
    tell_bodies("surveys.opened", survey.pk, {body.organization_id for body in bodies}, actor)
    return len(bodies)


def _invite(survey: Survey, plan: SurveyState, bodies: Sequence[AskedBody], actor: Viewer) -> int:
    only_dual = plan.audience == SurveyState.Audience.DUAL
    people = asked_people(bodies, only_dual=only_dual, on=plan.reference_on)
    if not people:
        raise errors.nobody_asked(plan.reference_on)
    insert_columns(
        Invitee,
        {
            "person_id": [person.person_id for person in people],
            "type_code": [person.type_code for person in people],
            "staff": [person.staff for person in people],
            "is_dual": [person.is_dual for person in people],
        },
        constants={
            "survey_id": survey.pk,
            "recorded_at": clock.now(),
            "recorded_by": actor.name,
        },
    )
    tell_people("surveys.opened_anonymous", survey.pk, {p.person_id for p in people}, actor)
    return len(people)


def _require(survey_id: int, status: Status) -> State:
    state = state_of(survey_id)
    if state.status != status:
        raise errors.not_now(state.status.value)
    return state


def _reason(text: str) -> str:
    if not text.strip():
        raise errors.reason_missing()
    return text_of("text", text)


def _step(
    survey_id: int, kind: str, actor: Viewer, *, text: str = "", due_on: date | None = None
) -> None:
    step = SurveyStep.objects.create(
        survey_id=survey_id,
        kind=kind,
        text=text,
        due_on=due_on,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    audit.record(
        action=f"surveys.{kind}_survey",
        actor=actor,
        subject=f"survey:{survey_id}",
        reason=text,
        rows={"surveys_surveystep": [step.pk]},
    )


def _note(action: str, survey_id: int, actor: Viewer) -> None:
    audit.record(
        action=f"surveys.{action}",
        actor=actor,
        subject=f"survey:{survey_id}",
        rows={"surveys_survey": [survey_id]},
    )
