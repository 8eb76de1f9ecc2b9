"""Bodies larger than anything that is taken are refused before a byte of them is read.

What says beforehand how large it is (`Content-Length`) is refused by that; what does not (chunks)
is not read at all: it could go on for ever. The server reads no more than was announced.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_noop as _

from kiem.delivery.web.errors import error_response
from kiem.platform.kernel.errors import DomainError

FORM_OVERHEAD_BYTES = 64 * 1024  # what a form with one file carries beside it


class BodyTooLarge(DomainError):
    """The request announces more than is taken here."""

    status = 413


class LengthRequired(DomainError):
    """The request does not say how large its body is."""

    status = 411


class BodyMiddleware:
    """Refuses with a page, before any view looks at the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        error = refusal_of(request)
        return self.get_response(request) if error is None else error_response(request, error)


def refusal_of(request: HttpRequest) -> DomainError | None:
    """Why the body is not read at all; None when it may be."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if not announced:
        return _length_required() if request.headers.get("Transfer-Encoding") else None
    most = body_limit_bytes(request)
    # The digits are counted first: to read a number of a million of them takes a while.
    if len(announced) > 18 or not announced.isdecimal() or int(announced) > most:
        return too_large(most)
    return None


def body_limit_bytes(request: HttpRequest) -> int:
    """Files are checked one by one where they are taken; a form that carries one may be larger."""
    if request.content_type == "multipart/form-data":
        return int(settings.UPLOAD_MAX_BYTES) + FORM_OVERHEAD_BYTES
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def too_large(limit_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(
        "request.too_large",
        _("This request is larger than the {limit_mb} MB that are taken at once."),
        remedy=_("Send less at a time: a smaller file, or the rows in several parts."),
        params={"limit_mb": f"{limit_bytes / 1_048_576:.0f}"},
    )


def _length_required() -> LengthRequired:
    return LengthRequired(
        "request.length_required",
        _("This request does not say how large it is."),
        remedy=_("Send it whole, with its length in Content-Length, not in chunks."),
    )
