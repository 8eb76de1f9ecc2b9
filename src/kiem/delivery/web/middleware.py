"""Language and time of a request, before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from kiem.delivery.web.asked import Asked, read_asked
from kiem.delivery.web.states import wrong_time_page
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class LanguageMiddleware:
    """The language chosen by cookie, else the account's, else Vietnamese.

    What the browser asks for is not looked at: Vietnamese comes first here, and one click changes
    it for good.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in LANGUAGES:
            user: Any = getattr(request, "user", None)
            chosen = getattr(user, "language", "") if user is not None else ""
        language = chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class TimeMiddleware:
    """Reads `?on=` and `?known_at=` into `request.asked`; impossible ones get a page to repair."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        today = clock.today()
        request.asked = Asked(on=today, known_at=None, today=today)  # type: ignore[attr-defined]
        try:
            request.asked = read_asked(request.GET)  # type: ignore[attr-defined]
        except InvalidInput as error:
            return self._wrong(request, error)
        return self.get_response(request)

    @staticmethod
    def _wrong(request: HttpRequest, error: InvalidInput) -> HttpResponse:
        return wrong_time_page(request, error)
