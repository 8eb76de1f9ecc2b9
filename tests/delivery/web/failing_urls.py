"""A URL table whose one view fails as it is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from kiem.delivery.web.gate import requires
from kiem.platform.access import Permission
from kiem.platform.kernel import errors

RAISED: dict[str, Exception] = {
    "forbidden": errors.Forbidden(
        "t.forbidden", "Not <you>.", remedy="Ask {who}.", params={"who": "X"}
    ),
    "missing": errors.NotFound("t.missing", "No unit of that code."),
    "conflict": errors.Conflict("t.conflict", "It changed."),
    "invalid": errors.InvalidInput("t.invalid", "Too large.", field="share"),
    "machine": errors.OperationalError("/secret/path is full"),
    "bug": RuntimeError("a secret"),
}


@requires(Permission.PUBLIC)
def fail(request: HttpRequest, kind: str) -> HttpResponseBase:
    raise RAISED[kind]


urlpatterns = [path("fail/<str:kind>/", fail, name="fail")]
handler500 = "kiem.delivery.web.errors.broken"
