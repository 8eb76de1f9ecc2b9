"""A page with one form: shown, done once, or shown again with its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.pages import show
from kiem.delivery.web.picking import FIND
from kiem.platform import files
from kiem.platform.access import Viewer
from kiem.platform.access.submissions import issue_token
from kiem.platform.kernel.errors import InvalidInput, NotFound

F = TypeVar("F", bound=KiemForm)


def form_page(
    request: HttpRequest,
    form: KiemForm,
    *,
    name: str,
    act: Callable[[dict[str, Any]], str],
    title: str,
    back_href: str,
    lead: str = "",
    seen: str = "",
) -> HttpResponse:
    """The redirect after the act, or the page with the form. Looking something up in a picker does
    nothing (see `as_asked`)."""
    if FIND in request.POST:
        form.token = issue_token(form=name, viewer=viewer_of(request), seen=seen)
    else:
        done = submitted(request, form, name=name, act=act, seen=seen)
        if done is not None:
            return done
    context = {"title": title, "lead": lead, "form": form, "back_href": back_href}
    response = show(request, "kiem/form_page.html", context)
    response.status_code = form.status
    return response


def as_asked(request: HttpRequest, make: Callable[[Any], F]) -> F:
    """The form as it is asked for: empty, sent, or with what was typed while a picker looks
    something up. `make` takes the data of a sent form, or None."""
    if request.method != "POST" or FIND not in request.POST:
        return make(request.POST if request.method == "POST" else None)
    form = make(None)
    form.initial = {
        **form.initial,
        **{
            name: field.widget.value_from_datadict(request.POST, request.FILES, name)
            for name, field in form.fields.items()
        },
    }
    return form


@contextmanager
def blamed(field: str) -> Iterator[None]:
    """What does not exist for the reader was chosen in a field: say so there, and keep the form."""
    try:
        yield
    except NotFound as error:
        raise InvalidInput(
            error.code, error.message, remedy=error.remedy, field=field, params=error.params
        ) from error


def keep_files(uploads: Sequence[Any] | None, actor: Viewer) -> list[int]:
    """Keep what was handed in with a form; the ids of the kept files."""
    return [
        files.keep_file(name=upload.name, content=upload, kinds=files.DOCUMENTS, actor=actor).id
        for upload in uploads or ()
    ]
