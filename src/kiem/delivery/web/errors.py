"""From errors to answers, in one place: status, message and remedy in the reader's language.

    DomainError    its own status: 403, 404, 409, 422 or 429
    OperationalError   503: the machine is in the way
    anything else      500, with nothing of the fault shown

A page for people; a fragment for htmx; the same words in both.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web.states import sentence, state_page
from kiem.platform.kernel.errors import DomainError, OperationalError

TITLES = {
    400: gettext_noop("This request cannot be read"),
    403: gettext_noop("Not yours to see"),
    404: gettext_noop("Nothing here"),
    409: gettext_noop("It changed meanwhile"),
    411: gettext_noop("Length missing"),
    413: gettext_noop("Too large"),
    422: gettext_noop("This cannot be done"),
    429: gettext_noop("Too many attempts"),
    503: gettext_noop("Not available at the moment"),
}
_WORDS = {
    400: (
        gettext_noop("The request is damaged, or not one a page of Kiem sends."),
        gettext_noop("Go back, reload the page and try again."),
    ),
    403: (
        gettext_noop("This needs a permission that your account does not have."),
        gettext_noop("Ask whoever administers accounts in your organisation."),
    ),
    404: (
        gettext_noop("There is no page at this address, or nothing you may see."),
        gettext_noop("Check the address, or search for what you need."),
    ),
    503: (
        gettext_noop("The program cannot reach what it needs."),
        gettext_noop("Try again in a minute. If it lasts, tell whoever runs the program."),
    ),
}


class ErrorsMiddleware:
    """Answers the errors that views let through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError):
            return error_response(request, error)
        if isinstance(error, OperationalError):
            return _state(request, 503)
        return None


def error_response(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a broken rule. Views whose forms can show the error do so themselves."""
    response = _answer(
        request,
        error.status,
        gettext(TITLES.get(error.status, TITLES[422])),
        sentence(error.message, error),
        sentence(error.remedy, error),
    )
    if error.status == 429 and "wait_minutes" in error.params:
        response.headers["Retry-After"] = str(int(str(error.params["wait_minutes"])) * 60)
    return response


def bad_request(request: HttpRequest, exception: SuspiciousOperation) -> HttpResponse:
    if not hasattr(request, "asked"):  # refused before any of our middleware, such as for its host
        return HttpResponse("400 Bad request", status=400, content_type="text/plain")
    return _state(request, 400)


def permission_denied(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return _state(request, 403)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return _state(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: stands on nothing that may be what broke - no database, no viewer, no date."""
    return HttpResponse(render_to_string("kiem/broken.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without this browser's token: another site sent it, or cookies are off."""
    return _answer(
        request,
        403,
        gettext("This form was not accepted"),
        gettext("It does not carry the mark of a page that this browser opened here."),
        gettext("Allow cookies for this address, open the page again and repeat your entry."),
    )


def _state(request: HttpRequest, status: int) -> HttpResponse:
    message, remedy = _WORDS[status]
    return _answer(request, status, gettext(TITLES[status]), gettext(message), gettext(remedy))


def _answer(
    request: HttpRequest, status: int, title: str, message: str, remedy: str
) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        words = {"title": title, "message": message, "remedy": remedy, "status": status}
        return render(request, "kiem/parts/failure.html", words, status=status)
    return state_page(request, status=status, title=title, message=message, remedy=remedy)
