"""Good models: published, corrected, adopted by others, and with what result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from kiem.domain.assembly.actions.contributions import Cited, pinned_value
from kiem.domain.assembly.actions.guards import (
    LONGEST_TITLE,
    choice_of,
    guard_bodies,
    text_of,
)
from kiem.domain.assembly.actions.rights import require_bodies
from kiem.domain.assembly.errors import (
    after_not_later,
    missing,
    model_adopted_already,
    not_yet,
    own_model,
)
from kiem.domain.assembly.models import (
    AdoptionResult,
    GoodModel,
    GoodModelState,
    ModelAdoption,
    ModelFigure,
)
from kiem.domain.assembly.notices import tell_heads
from kiem.domain.assembly.queries.events import event_detail
from kiem.domain.assembly.queries.likeness import host_of, profile_of
from kiem.domain.assembly.queries.pinned import scopes_seen
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.collation import fold
from kiem.platform.kernel.temporal import close_recorded, recorded_from


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the unit to pin in two months: those that contain the days."""

    figure: str
    before_on: date
    after_on: date


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """What is said of a good model. `evidence_vi`: what shows that it works; `file_ids`: papers."""

    title_vi: str
    description_vi: str
    evidence_vi: str
    title_en: str = ""
    description_en: str = ""
    evidence_en: str = ""
    file_ids: Sequence[int] = ()


def publish_model(
    *,
    organization_id: int,
    plan: ModelPlan,
    figures: Sequence[Compared] = (),
    event_id: int | None = None,
    actor: Viewer,
) -> int:
    """Publish what a body does well; returns its id.

    The figures before and after are computed with what is known now and pinned, and so is what the
    unit is like. Raises InvalidInput for months in the wrong order.
    """
    require_bodies(actor, Permission.WORK_TASKS, [organization_id])
    today, moment = clock.today(), clock.now()
    guard_bodies([organization_id], today)
    if event_id is not None:
        event_detail(viewer=actor, event_id=event_id, on=today)  # NotFound out of scope
    unit_id = host_of(organization_id, today)
    with transaction.atomic():
        model = GoodModel.objects.create(
            organization_id=organization_id,
            unit_id=unit_id,
            event_id=event_id,
            published_on=today,
            profile=profile_of(viewer=actor, unit_id=unit_id, on=today).as_json(),
            recorded_at=moment,
            recorded_by=actor.name,
        )
        _write_state(model.pk, plan, actor)
        for compared in figures:
            _pin(model, compared, actor)
        _note("publish_model", model.pk, actor)
    return model.pk


def correct_model(*, model_id: int, plan: ModelPlan, actor: Viewer) -> None:
    """Replace the words of a good model; the earlier ones stay readable at their time."""
    with transaction.atomic():
        model = _own_model(model_id, actor)
        before = GoodModelState.objects.filter(model=model, recorded__upper_inf=True)
        close_recorded(GoodModelState, list(before.values_list("pk", flat=True)), clock.now())
        _write_state(model_id, plan, actor)
        _note("correct_model", model_id, actor)


def adopt_model(
    *,
    model_id: int,
    organization_id: int,
    adopted_on: date,
    note_vi: str = "",
    note_en: str = "",
    actor: Viewer,
) -> int:
    """A body takes a good model over; returns the adoption's id. Once for each body, and never by
    the body whose model it is."""
    require_bodies(actor, Permission.WORK_TASKS, [organization_id])
    today = clock.today()
    if adopted_on > today:
        raise not_yet("adopted_on", adopted_on, today)
    guard_bodies([organization_id], today)
    model = GoodModel.objects.filter(pk=model_id).first()
    if model is None:
        raise missing("good model")
    if model.organization_id == organization_id:
        raise own_model()
    unit_id = host_of(organization_id, today)
    try:
        with transaction.atomic():
            adoption = ModelAdoption.objects.create(
                model=model,
                organization_id=organization_id,
                unit_id=unit_id,
                adopted_on=adopted_on,
                note_vi=text_of("note_vi", note_vi, may_be_empty=True),
                note_en=text_of("note_en", note_en, may_be_empty=True),
                profile=profile_of(viewer=actor, unit_id=unit_id, on=today).as_json(),
                recorded_at=clock.now(),
                recorded_by=actor.name,
            )
            _tell("assembly.model_adopted", model, f"adoption {adoption.pk}", actor)
            _note("adopt_model", model_id, actor, assembly_modeladoption=adoption.pk)
    except IntegrityError as error:
        raise model_adopted_already() from error
    return adoption.pk


def record_adoption_result(
    *, adoption_id: int, outcome: str, text_vi: str, text_en: str = "", actor: Viewer
) -> None:
    """Say what came of an adoption, for the body that adopted it. A later result replaces it."""
    choice_of("outcome", outcome, AdoptionResult.Outcome.values)
    with transaction.atomic():
        adoption = ModelAdoption.objects.select_related("model").filter(pk=adoption_id).first()
        if adoption is None:
            raise missing("adoption")
        require_bodies(actor, Permission.WORK_TASKS, [adoption.organization_id])
        row = AdoptionResult.objects.create(
            adoption=adoption,
            outcome=outcome,
            text_vi=text_of("text_vi", text_vi),
            text_en=text_of("text_en", text_en, may_be_empty=True),
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _tell("assembly.model_result", adoption.model, f"result {row.pk}", actor)
        _note(
            "record_adoption_result",
            adoption.model_id,
            actor,
            assembly_adoptionresult=row.pk,
        )


def _own_model(model_id: int, actor: Viewer) -> GoodModel:
    model = GoodModel.objects.select_for_update(no_key=True).filter(pk=model_id).first()
    if model is None:
        raise missing("good model")
    require_bodies(actor, Permission.WORK_TASKS, [model.organization_id])
    return model


def _write_state(model_id: int, plan: ModelPlan, actor: Viewer) -> None:
    texts: dict[str, Any] = {
        "title_vi": text_of("title_vi", plan.title_vi, most=LONGEST_TITLE),
        "title_en": text_of("title_en", plan.title_en, most=LONGEST_TITLE, may_be_empty=True),
        "description_vi": text_of("description_vi", plan.description_vi),
        "description_en": text_of("description_en", plan.description_en, may_be_empty=True),
        "evidence_vi": text_of("evidence_vi", plan.evidence_vi),
        "evidence_en": text_of("evidence_en", plan.evidence_en, may_be_empty=True),
    }
    searched = [texts[f"{part}_{language}"] for part in ("title", "description")
                for language in ("vi", "en")]  # fmt: skip
    GoodModelState.objects.create(
        model_id=model_id,
        file_ids=list(plan.file_ids),
        search_text=fold(" ".join(searched)),
        recorded=recorded_from(clock.now()),
        recorded_by=actor.name,
        **texts,
    )


def _pin(model: GoodModel, compared: Compared, actor: Viewer) -> None:
    if compared.before_on >= compared.after_on:
        raise after_not_later(compared.before_on, compared.after_on)
    subject, figure, moment = f"unit:{model.unit_id}", compared.figure, clock.now()
    ModelFigure.objects.create(
        model=model,
        figure=figure,
        before_on=compared.before_on,
        after_on=compared.after_on,
        known_at=moment,
        value_before=pinned_value(Cited(subject, figure, compared.before_on), actor, moment),
        value_after=pinned_value(Cited(subject, figure, compared.after_on), actor, moment),
        scopes=scopes_seen(actor, Permission.VIEW_LOAD),
        recorded_at=moment,
        recorded_by=actor.name,
    )


def _tell(code: str, model: GoodModel, occasion: str, actor: Viewer) -> None:
    tell_heads(
        code,
        {model.organization_id},
        link=f"/models/{model.pk}/",
        occasion=occasion,
        actor=actor,
    )


def _note(action: str, model_id: int, actor: Viewer, **rows: int) -> None:
    audit.record(
        action=f"assembly.{action}",
        actor=actor,
        subject=f"good_model:{model_id}",
        rows={"assembly_goodmodel": [model_id], **{table: [row] for table, row in rows.items()}},
    )
