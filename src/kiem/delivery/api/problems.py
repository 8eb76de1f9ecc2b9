"""Every error as a problem (RFC 9457): one place from which all of them are answered.

DomainError        its own status and code: 401, 403, 404, 409, 411, 413, 422, 429
wrong parameters   422 with `errors`, one entry for each
unreadable body    400; without length 411; too large 413; of another kind 415
no such route 404, no such method there 405
OperationalError   503: the machine is in the way
anything else      500, with nothing of the fault shown
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import Error as DatabaseError
from django.db import OperationalError as ConnectionLost
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext, gettext_noop
from ninja.errors import HttpError, ValidationError

from kiem.delivery.web.bodies import body_limit_bytes, too_large
from kiem.delivery.web.errors import TITLES
from kiem.delivery.web.states import sentence
from kiem.platform.kernel.errors import DomainError, OperationalError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:kiem:problem:"
LONGEST_VALUE = 200
_log = logging.getLogger("kiem.api")

_TITLES: Mapping[int, str] = {
    **TITLES,
    401: gettext_noop("A token is needed"),
    404: gettext_noop("Nothing here"),
    405: gettext_noop("Not possible here"),
    415: gettext_noop("Not in a form that can be read"),
    500: gettext_noop("Something broke"),
}

# Reasons of pydantic, by its codes, as our readers are told them.
_REASONS: Mapping[str, str] = {
    "missing": gettext_noop("This is missing."),
    "extra_forbidden": gettext_noop("There is no such field here."),
    "unknown_parameter": gettext_noop("There is no such parameter here."),
    "string_type": gettext_noop("This is not a text."),
    "string_too_long": gettext_noop("This is longer than {max_length} characters."),
    "string_too_short": gettext_noop("This is shorter than {min_length} characters."),
    "string_pattern_mismatch": gettext_noop("This does not have the form {pattern}."),
    "int_parsing": gettext_noop("This is not a whole number."),
    "int_type": gettext_noop("This is not a whole number."),
    "int_from_float": gettext_noop("This is not a whole number."),
    "int_parsing_size": gettext_noop("This number is too large."),
    "float_parsing": gettext_noop("This is not a number."),
    "float_type": gettext_noop("This is not a number."),
    "decimal_parsing": gettext_noop("This is not a number."),
    "decimal_type": gettext_noop("This is not a number."),
    "decimal_max_places": gettext_noop("This has more than {decimal_places} decimals."),
    "finite_number": gettext_noop("This is not a number."),
    "greater_than": gettext_noop("This is not more than {gt}."),
    "greater_than_equal": gettext_noop("This is less than {ge}."),
    "less_than": gettext_noop("This is not less than {lt}."),
    "less_than_equal": gettext_noop("This is more than {le}."),
    "bool_parsing": gettext_noop("This is neither true nor false."),
    "bool_type": gettext_noop("This is neither true nor false."),
    "not_a_day": gettext_noop("This is not a day such as 2025-02-15."),
    "not_a_time": gettext_noop("This is not a time such as 08:30."),
    "not_a_month": gettext_noop("This is not a month such as 2025-02."),
    "datetime_parsing": gettext_noop("This is not a moment such as 2025-02-15T08:30:00+07:00."),
    "datetime_type": gettext_noop("This is not a moment such as 2025-02-15T08:30:00+07:00."),
    "datetime_from_date_parsing": gettext_noop(
        "This is not a moment such as 2025-02-15T08:30:00+07:00."
    ),
    "not_a_moment": gettext_noop("This is not a moment such as 2025-02-15T08:30:00+07:00."),
    "timezone_aware": gettext_noop("This moment names no time zone."),
    "enum": gettext_noop("This is none of {expected}."),
    "literal_error": gettext_noop("This is none of {expected}."),
    "list_type": gettext_noop("This is not a list."),
    "too_long": gettext_noop("This has more than {max_length} entries."),
    "too_short": gettext_noop("This has fewer than {min_length} entries."),
    "model_attributes_type": gettext_noop("This is not an object with fields."),
    "model_type": gettext_noop("This is not an object with fields."),
}
_ANY_REASON = gettext_noop("This cannot be read.")


def problem(
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    *,
    remedy: str = "",
    **more: Any,
) -> HttpResponse:
    """One problem as an answer; `detail` and `remedy` in the reader's language already."""
    body = {
        "type": TYPE_PREFIX + code,
        "title": gettext(_TITLES.get(status, HTTPStatus(status).phrase)),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path,
    }
    if remedy:
        body["remedy"] = remedy
    body.update((name, value) for name, value in more.items() if value not in (None, {}, []))
    response = HttpResponse(
        json.dumps(body, ensure_ascii=True), status=status, content_type=MEDIA_TYPE
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="kiem"'
    return response


def of_domain(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A broken rule of the subject, with its own code, field and parameters."""
    response = problem(
        request,
        error.status,
        error.code,
        sentence(error.message, error),
        remedy=sentence(error.remedy, error),
        field=error.field,
        params={name: _plain(value) for name, value in error.params.items()},
    )
    if error.status == 429 and "wait_minutes" in error.params:
        response.headers["Retry-After"] = str(int(str(error.params["wait_minutes"])) * 60)
    return response


def wrong_fields(request: HttpRequest, errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """`errors`: as pydantic lists them, `loc` beginning with query, path, header or body."""
    told = [
        {
            "in": str(entry["loc"][0]),
            "field": _field(entry["loc"][1:]),
            "message": _reason(entry),
        }
        for entry in errors[:50]
    ]
    return problem(
        request,
        422,
        "api.wrong_fields",
        gettext("The request does not have the form that this address takes."),
        remedy=gettext("Correct each field that `errors` names; /api/ describes them."),
        errors=told,
    )


def of_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever came through."""
    if isinstance(error, DomainError):
        return of_domain(request, error)
    if isinstance(error, ValidationError):
        return wrong_fields(request, error.errors)
    if isinstance(error, HttpError):  # a body that is no JSON
        return unreadable_body(request)
    if isinstance(error, Http404):
        return no_route(request)
    if isinstance(error, RequestDataTooBig):
        return of_domain(request, too_large(body_limit_bytes(request)))
    if isinstance(error, SuspiciousOperation | MultiPartParserError):
        return unreadable_body(request)
    if isinstance(error, OperationalError | ConnectionLost):
        return problem(
            request,
            503,
            "api.not_available",
            gettext("The program cannot reach what it needs."),
            remedy=gettext("Try again in a minute. If it lasts, tell whoever runs the program."),
        )
    kind = "database error" if isinstance(error, DatabaseError) else type(error).__name__
    _log.error("API: %s at %s", kind, request.path, exc_info=error)
    return problem(
        request,
        500,
        "api.broken",
        gettext("Something broke while this was worked out. Nothing was changed."),
        remedy=gettext("Try again; if it happens again, tell whoever runs the program."),
    )


def no_route(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        404,
        "api.no_route",
        gettext("There is nothing at this address."),
        remedy=gettext("See /api/ for the addresses there are."),
    )


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    methods = sorted({*(name.strip() for name in allowed.split(",")), "GET"} - {""})
    if "GET" not in allowed:
        methods.remove("GET")
    answer = problem(
        request,
        405,
        "api.wrong_method",
        gettext("This address does not take {method}.").format(method=str(request.method)[:20]),
        remedy=gettext("It takes: {methods}.").format(methods=", ".join(methods)),
    )
    answer.headers["Allow"] = ", ".join([*methods, *(["HEAD"] if "GET" in methods else [])])
    return answer


def unreadable_body(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        400,
        "api.unreadable_body",
        gettext("The body of this request cannot be read."),
        remedy=gettext("Send one JSON value in UTF-8."),
    )


def wrong_media_type(request: HttpRequest, wanted: Iterable[str]) -> HttpResponse:
    return problem(
        request,
        415,
        "api.wrong_media_type",
        gettext("The body of this request is not of a type that is read here."),
        remedy=gettext("Send it with Content-Type: {wanted}.").format(wanted=", ".join(wanted)),
    )


def unwritable_text(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        422,
        "api.unwritable_text",
        gettext("The address holds a character that cannot be part of any text."),
        remedy=gettext("Leave out null characters and broken letters."),
    )


def is_unwritable(text: str) -> bool:
    """Null, or half of a character pair: neither UTF-8 nor the database can hold them."""
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _field(location: Sequence[Any]) -> str:
    """`("entries", 0, "hours")` as `entries.0.hours`; the body's own name is left out."""
    parts = [str(part) for part in location]
    if parts and parts[0] == "body":
        parts = parts[1:]
    return ".".join(parts)[:LONGEST_VALUE]


def _reason(entry: Mapping[str, Any]) -> str:
    text = gettext(_REASONS.get(str(entry["type"]), _ANY_REASON))
    values = {name: str(value)[:LONGEST_VALUE] for name, value in entry.get("ctx", {}).items()}
    try:
        return text.format(**values)
    except (KeyError, IndexError):
        return gettext(_ANY_REASON)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return str(value)
