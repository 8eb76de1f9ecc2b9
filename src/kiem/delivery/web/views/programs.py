"""What programs can ask: the operations of the API as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kiem.delivery.web.gate import requires
from kiem.platform.access import Permission


@require_safe
@requires(Permission.PUBLIC)
def api_page(request: HttpRequest) -> HttpResponse:
    """Written from the API's own document; public, because it describes the program only."""
    from kiem.delivery.api.listing import (
        introduction,
        operation_groups,
    )  # when asked for, not before

    context = {
        "title": gettext("What programs can ask"),
        "lead": introduction(),
        "groups": operation_groups(),
    }
    return render(request, "kiem/api.html", context)
