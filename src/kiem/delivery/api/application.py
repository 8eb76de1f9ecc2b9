"""The API put together: its name, its routes, and who answers its errors."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kiem import __version__
from kiem.delivery.api import problems
from kiem.delivery.api.reading import BodyParser
from kiem.delivery.api.routes import (
    activities,
    assembly,
    assembly_acts,
    congress_acts,
    congresses,
    continuity,
    coordination,
    decisions,
    documents,
    drafts,
    export,
    findings,
    good_models,
    hours,
    imports,
    inbox,
    load,
    own,
    people,
    reports,
    returns,
    rules,
    runs,
    structure,
    superiors,
    survey_acts,
    survey_results,
    surveys,
    tasks,
    voting,
)

ROUTERS = (
    structure.router,
    people.router,
    decisions.router,
    drafts.router,
    documents.router,
    continuity.router,
    load.router,
    findings.router,
    hours.router,
    activities.router,
    own.router,
    superiors.router,
    returns.router,
    reports.router,
    imports.router,
    assembly.router,
    assembly_acts.router,
    tasks.router,
    surveys.router,
    survey_results.router,
    survey_acts.router,
    good_models.router,
    coordination.router,
    congresses.router,
    congress_acts.router,
    voting.router,
    runs.router,
    rules.router,
    export.router,
    rules.account,
    inbox.router,
)


def build() -> NinjaAPI:
    """The API; once a process."""
    made = NinjaAPI(
        title="Kiem",
        version=__version__,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        parser=BodyParser(),
    )
    for kind in (Exception, Http404, HttpError, ValidationError):
        made.add_exception_handler(kind, _problem)
    for router in dict.fromkeys(ROUTERS):  # some are shared: an address is one router's
        made.add_router("", router)
    return made


def _problem(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.of_exception(request, error)


api = build()
