"""Whose surveys and question sets an actor may write."""

from __future__ import annotations

from kiem.domain.register.queries.scopes import any_scope
from kiem.domain.surveys.errors import missing, version_frozen
from kiem.domain.surveys.models import QuestionVersion, Survey, SurveyStep
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock


def held_survey(survey_id: int, actor: Viewer) -> Survey:
    """The survey, locked; NotFound unless the actor conducts the organiser's assemblies."""
    survey = Survey.objects.select_for_update(no_key=True).filter(pk=survey_id).first()
    if survey is None:
        raise missing("survey")
    conceal(actor, Permission.CONDUCT_ASSEMBLY, survey.organizer_id, "survey")
    return survey


def held_version(version_id: int, actor: Viewer) -> QuestionVersion:
    """A version that may still change, locked.

    NotFound unless the actor conducts the assemblies of the body that owns the set, Conflict once
    an opened survey asks it.
    """
    version = (
        QuestionVersion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("question_set")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise missing("question set")
    owner = version.question_set.organization_id
    conceal(actor, Permission.CONDUCT_ASSEMBLY, owner, "question set")
    if SurveyStep.objects.filter(survey__version=version_id, kind="open").exists():
        raise version_frozen(version.number)
    return version


def conceal(actor: Viewer, permission: Permission, organization_id: int, what: str) -> None:
    """NotFound whether the permission is missing here or the row is outside: never says which."""
    actor.require(Permission.VIEW_ASSEMBLY)
    if not actor.can(permission):
        raise missing(what)
    allowed = any_scope(actor, permission, clock.today())
    if allowed is not None and organization_id not in allowed:
        raise missing(what)
