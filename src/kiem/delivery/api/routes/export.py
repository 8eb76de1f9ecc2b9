"""The structure on a day as Popolo and as W3C ORG, for programs that do not know Kiem."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Time, scope_of
from kiem.delivery.api.export.org import org_parts
from kiem.delivery.api.export.popolo import popolo_parts
from kiem.delivery.api.export.writing import send_document
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.popolo import Popolo
from kiem.platform.access import Permission

router = Router(tags=["export"])
JSON_LD = "application/ld+json"


@operation(
    router,
    "GET",
    "/structure/popolo",
    permission=Permission.VIEW_STRUCTURE,
    returns=Popolo,
    summary=_("The structure as Popolo"),
    description=_(
        "Organisations, posts and who holds them on the day, in your scope, as Popolo 1.0 JSON. "
        "A file; the whole country takes some seconds."
    ),
)
def export_popolo(request: HttpRequest, time: Time) -> FileResponse:
    scope = scope_of(request, time)
    return send_document(
        lambda: popolo_parts(scope),
        media_type="application/json",
        name=f"popolo-{scope['on'].isoformat()}.json",
    )


@operation(
    router,
    "GET",
    "/structure/org",
    permission=Permission.VIEW_STRUCTURE,
    returns=None,
    media_types=(JSON_LD,),
    summary=_("The structure as linked data"),
    description=_(
        "The same, with reorganisations up to the day, in the W3C Organization Ontology as "
        "JSON-LD. A file; the whole country takes some seconds."
    ),
)
def export_org(request: HttpRequest, time: Time) -> FileResponse:
    scope = scope_of(request, time)
    return send_document(
        lambda: org_parts(scope),
        media_type=JSON_LD,
        name=f"org-{scope['on'].isoformat()}.jsonld",
    )
