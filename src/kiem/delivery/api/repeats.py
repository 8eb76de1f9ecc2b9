"""Requests that may be sent again: the header `Idempotency-Key`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from kiem.delivery.web.asked import viewer_of
from kiem.platform.access.answers import Answer, answer_once

HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"


class _Refused(Exception):
    """The action answered with a problem: nothing is kept, so that it can be tried again."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__(response.status_code)
        self.response = response


def once_with_key(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `act` answers; with a key that was used before for the same request, what it answered
    then. Without a key, `act` is simply run."""
    key = request.headers.get(HEADER)
    if key is None:
        return act()

    def answering() -> Answer:
        response = act()
        if response.status_code >= 400 or not isinstance(response, HttpResponse):
            raise _Refused(response)
        return Answer(response.status_code, response.content.decode())

    try:
        answer = answer_once(
            key=key, fingerprint=_fingerprint(request), actor=viewer_of(request), act=answering
        )
    except _Refused as refused:
        return refused.response
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if answer.is_repeat:
        response.headers[REPEATED] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    """Method, address and body; uploaded files are read where they are, so by what they hold."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":  # read already: its body is gone
        for name, values in sorted(request.POST.lists()):
            digest.update(f"{name}={values}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name}\n".encode())
                digest.update(file.read())
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
