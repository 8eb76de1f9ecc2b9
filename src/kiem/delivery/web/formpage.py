"""A page with one form: shown, done once, or shown again with its errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.pages import show
from kiem.platform import files
from kiem.platform.access import Viewer


def form_page(
    request: HttpRequest,
    form: KiemForm,
    *,
    name: str,
    act: Callable[[dict[str, Any]], str],
    title: str,
    back_href: str,
    lead: str = "",
) -> HttpResponse:
    """The redirect after the act, or the page with the form."""
    done = submitted(request, form, name=name, act=act)
    if done is not None:
        return done
    context = {"title": title, "lead": lead, "form": form, "back_href": back_href}
    response = show(request, "kiem/form_page.html", context)
    response.status_code = form.status
    return response


def keep_files(uploads: Sequence[Any] | None, actor: Viewer) -> list[int]:
    """Keep what was handed in with a form; the ids of the kept files."""
    return [
        files.keep_file(name=upload.name, content=upload, kinds=files.DOCUMENTS, actor=actor).id
        for upload in uploads or ()
    ]
