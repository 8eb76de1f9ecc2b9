"""Good models: the list to search in, one with its adoptions, whom it may suit; publishing them."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from kiem.delivery.api.asking import Paging, Rows, Time, cut, scope_of
from kiem.delivery.api.files import KEPT
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.uploads import MULTIPART, Documents, keep_documents
from kiem.delivery.api.schemas.good_models import (
    AdoptionTaken,
    GoodModel,
    GoodModelDetail,
    GoodModelTaken,
    GoodModelWords,
    Recommendation,
    ResultTaken,
)
from kiem.delivery.api.schemas.hours import Done, Made
from kiem.delivery.api.schemas.shape import All, Id, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.domain.assembly import actions, queries
from kiem.domain.assembly.errors import missing
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

router = Router(tags=["practice"])
MOST_MODELS = 10_000
SearchText = Annotated[str, Query(max_length=200)]


@operation(
    router,
    "GET",
    "/good-models",
    permission=Permission.VIEW_ASSEMBLY,
    returns=Page[GoodModel],
    summary=_("List good models"),
    description=_("All that are published, the latest first; `text`: all its words are in them."),
)
def list_good_models(
    request: HttpRequest, time: Time, page: Paging, text: SearchText = ""
) -> Rows[queries.ModelRow]:
    def latest(row: queries.ModelRow) -> tuple[int, int]:
        return -row.published_on.toordinal(), -row.id

    rows = queries.list_models(**scope_of(request, time), search=text, limit=MOST_MODELS)
    return cut(page, of="good models", shape=(int, int), rows=rows, key_of=latest)


@operation(
    router,
    "GET",
    "/good-models/{model_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=One[GoodModelDetail],
    summary=_("One good model"),
    description=_("With its evidence, figures before and after, and who adopted it."),
)
def get_good_model(request: HttpRequest, model_id: Id, time: Time) -> queries.ModelDetail:
    return queries.model_detail(model_id=model_id, **scope_of(request, time))


@operation(
    router,
    "GET",
    "/good-models/{model_id}/similar-units",
    permission=Permission.VIEW_ASSEMBLY,
    returns=All[Recommendation],
    summary=_("Units a good model may suit"),
    description=_(
        "Of your scope, at most ten: like a unit where it works, and how alike in what. None "
        "without `ledger.view_load`."
    ),
)
def list_similar_units(
    request: HttpRequest, model_id: Id, time: Time
) -> tuple[queries.Recommendation, ...]:
    scope = scope_of(request, time)
    queries.model_detail(model_id=model_id, **scope)  # NotFound for one that there is not
    return queries.recommended_units(model_id=model_id, **scope)


@operation(
    router,
    "GET",
    "/good-models/{model_id}/files/{file_id}",
    permission=Permission.VIEW_ASSEMBLY,
    returns=None,
    media_types=KEPT,
    summary=_("A file of a good model's evidence"),
    description=_("For whoever sees the model."),
)
def get_good_model_file(
    request: HttpRequest, model_id: Id, file_id: Id, time: Time
) -> HttpResponse:
    detail = queries.model_detail(model_id=model_id, **scope_of(request, time))
    if file_id not in detail.file_ids:
        raise missing("file")
    return files.download(*files.read_file(file_id))


@operation(
    router,
    "POST",
    "/good-models",
    permission=Permission.WORK_TASKS,
    returns=One[Made],
    status=201,
    summary=_("Publish a good model"),
    description=_(
        "Of a body you work for; whoever sees assemblies can read it. Its figures, and what the "
        "unit is like, are computed with what is known now and pinned."
    ),
)
def publish_good_model(request: HttpRequest, model: GoodModelTaken) -> dict[str, Any]:
    made = actions.publish_model(
        organization_id=model.organization_id,
        plan=_plan(model),
        figures=[actions.Compared(**dict(compared)) for compared in model.figures],
        event_id=model.event_id,
        actor=viewer_of(request),
    )
    return {"ids": [made]}


@operation(
    router,
    "PUT",
    "/good-models/{model_id}",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    summary=_("Correct a good model"),
    description=_("Replaces its words; the earlier ones stay readable at their time."),
)
def correct_good_model(request: HttpRequest, model_id: Id, words: GoodModelWords) -> dict[str, Any]:
    actor = viewer_of(request)
    before = queries.model_detail(viewer=actor, model_id=model_id, on=clock.today())
    plan = _plan(words, before.file_ids)
    actions.correct_model(model_id=model_id, plan=plan, actor=actor)
    return {"count": 1}


@operation(
    router,
    "POST",
    "/good-models/{model_id}/files",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    takes=MULTIPART,
    summary=_("Add files to a good model's evidence"),
    description=_("By the body whose model it is; its words stay as they are."),
)
def attach_to_good_model(request: HttpRequest, model_id: Id, file: Documents) -> dict[str, Any]:
    actor = viewer_of(request)
    with transaction.atomic():  # no file is kept beside a model that is not one's own
        before = queries.model_detail(viewer=actor, model_id=model_id, on=clock.today())
        kept = keep_documents(file, actor)
        plan = _same(before, [*before.file_ids, *kept])
        actions.correct_model(model_id=model_id, plan=plan, actor=actor)
    return {"count": len(kept)}


@operation(
    router,
    "POST",
    "/good-models/{model_id}/adoptions",
    permission=Permission.WORK_TASKS,
    returns=One[Made],
    status=201,
    summary=_("Adopt a good model"),
    description=_("For a body you work for, once; the body whose model it is is told."),
)
def adopt_good_model(request: HttpRequest, model_id: Id, adoption: AdoptionTaken) -> dict[str, Any]:
    made = actions.adopt_model(model_id=model_id, actor=viewer_of(request), **dict(adoption))
    return {"ids": [made]}


@operation(
    router,
    "POST",
    "/adoptions/{adoption_id}/results",
    permission=Permission.WORK_TASKS,
    returns=One[Done],
    status=201,
    summary=_("Say what came of an adoption"),
    description=_("By the body that adopted it; a later result replaces this one."),
)
def record_adoption_result(
    request: HttpRequest, adoption_id: Id, result: ResultTaken
) -> dict[str, Any]:
    actions.record_adoption_result(
        adoption_id=adoption_id, actor=viewer_of(request), **dict(result)
    )
    return {"count": 1}


@operation(
    router,
    "GET",
    "/units/{unit_id}/suited-models",
    permission=Permission.VIEW_ASSEMBLY,
    returns=All[Recommendation],
    summary=_("Good models that may suit a unit"),
    description=_(
        "At most ten that it has not adopted: like which unit where they work, and how alike in "
        "what. None without `ledger.view_load`."
    ),
)
def list_suited_models(
    request: HttpRequest, unit_id: Id, time: Time
) -> tuple[queries.Recommendation, ...]:
    return queries.models_for(unit_id=unit_id, **scope_of(request, time))


def _plan(words: GoodModelWords, file_ids: tuple[int, ...] = ()) -> actions.ModelPlan:
    values = {name: getattr(words, name) for name in GoodModelWords.model_fields}
    return actions.ModelPlan(**values, file_ids=file_ids)


def _same(detail: queries.ModelDetail, file_ids: list[int]) -> actions.ModelPlan:
    return actions.ModelPlan(
        title_vi=detail.model.title_vi,
        title_en=detail.model.title_en,
        description_vi=detail.description_vi,
        description_en=detail.description_en,
        evidence_vi=detail.evidence_vi,
        evidence_en=detail.evidence_en,
        file_ids=file_ids,
    )
