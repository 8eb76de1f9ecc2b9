"""Where every request for the API comes in and every answer goes out.

    size, path and text  ->  route  ->  token  ->  parameters  ->  query or action  ->  answer

Whatever goes wrong on the way is answered as a problem (`problems`), never as a page.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from kiem.delivery.api import problems
from kiem.delivery.web.bodies import refusal_of
from kiem.platform.kernel.installation import read_installation

URLS = "kiem.delivery.api.urls"
DATA_HEADER = "Kiem-Data"
INVENTED = "invented-people"
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
_log = logging.getLogger("kiem.api")


def respond(request: HttpRequest) -> HttpResponseBase:
    """The answer to one request; marked where every person in the database is invented."""
    with translation.override(asked_language(request) or settings.LANGUAGE_CODE):
        try:
            response = _answer(request)
            if read_installation().is_sample:
                response.headers[DATA_HEADER] = INVENTED
        except Exception as error:
            response = problems.of_exception(request, error)
        response.headers.setdefault("Content-Language", translation.get_language() or "vi")
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    return response


def asked_language(request: HttpRequest) -> str:
    """The first of our languages in `Accept-Language`; empty when it names none."""
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = wanted.partition("-")[0]
        if code in LANGUAGES:
            return code
    return ""


def _answer(request: HttpRequest) -> HttpResponseBase:
    if (refusal := refusal_of(request)) is not None:
        return problems.of_domain(request, refusal)
    if _has_unwritable_text(request):
        return problems.unwritable_text(request)
    try:
        match = resolve(request.path_info, URLS)
    except Resolver404:
        return problems.no_route(request)
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 405:
        return problems.wrong_method(request, response.headers["Allow"])
    return _without_body(response) if is_head else response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """What HEAD gets: all headers of the answer to GET."""
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    elif isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    return response


def _has_unwritable_text(request: HttpRequest) -> bool:
    """Characters no database holds: they cannot name anything, here or in a body."""
    texts = [request.path_info]
    for name, values in request.GET.lists():
        texts.extend((name, *values))
    return any(problems.is_unwritable(text) for text in texts)
