"""The OpenAPI 3.1 document: what the framework knows, completed by what it does not.

Added to each operation: the permission it needs, the problems it may answer, an example of its
answer, and for writes the key that makes repeats harmless. Made once a process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from kiem.delivery.api.application import api
from kiem.delivery.api.authentication import SCHEME
from kiem.delivery.api.examples import example_of
from kiem.delivery.api.problems import MEDIA_TYPE, TYPE_PREFIX
from kiem.delivery.api.repeats import HEADER, REPEATED
from kiem.delivery.api.texts import ABOUT_THE_API, KEY_TEXT, TAGS
from kiem.platform.access.answers import KEY_LENGTH_MAX

Json = dict[str, Any]
JSON = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")

OTHER_SHAPES: Mapping[str, Json] = {
    "application/ld+json": {
        "type": "object",
        "required": ["@context", "@graph"],
        "properties": {
            "@context": {"type": "object", "examples": [{"org": "http://www.w3.org/ns/org#"}]},
            "@graph": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["@id"],
                    "properties": {"@id": {"type": "string", "examples": ["kiem:post/77"]}},
                },
            },
        },
    },
}

_FILE: Json = {"type": "string", "format": "binary"}

# Generic shapes, by names that generated clients can carry.
_ENVELOPES = {"One": "Answer", "All": "List", "Page": "Page"}
_ENVELOPE = re.compile(r"\b(One|All|Page)_(\w+?)_\b")

_PROBLEM: Json = {
    "title": "Problem",
    "description": "What went wrong, after RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong, in your language."},
        "code": {"type": "string", "description": "Stable name of the problem."},
        "instance": {"type": "string"},
        "remedy": {"type": "string", "description": "What to do about it."},
        "field": {"type": "string", "description": "The value that was wrong."},
        "params": {"type": "object", "description": "The values in the sentence."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "field", "message"],
                "properties": {
                    "in": {"enum": ["query", "path", "header", "body", "form", "file"]},
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
# Status -> when it is answered, and the code its example carries.
_PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("The body is no JSON in UTF-8.", "api.unreadable_body"),
    401: ("There is no token, or it cannot be used.", "accounts.unusable_token"),
    403: ("The token lacks the permission.", "access.forbidden"),
    404: ("Nothing of that number or code lies in your scope.", "register.unknown"),
    409: ("Two facts exclude each other, or the state changed meanwhile.", "register.conflict"),
    411: ("The request does not say how large its body is.", "request.length_required"),
    413: ("The body is too large.", "request.too_large"),
    415: ("The body is of another type.", "api.wrong_media_type"),
    422: ("A value is impossible; `field` or `errors` name it.", "api.wrong_fields"),
    429: ("Too many wrong tokens came from this address.", "accounts.too_many_attempts"),
    503: ("The database cannot be reached.", "api.not_available"),
}


@cache
def document() -> Json:
    """The whole document, in English."""
    framework = json.dumps(api.get_openapi_schema(path_prefix="api/"))
    made: Json = json.loads(_ENVELOPE.sub(lambda m: m[2] + _ENVELOPES[m[1]], framework))
    made["info"]["description"] = ABOUT_THE_API
    made["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    made["servers"] = [{"url": "/", "description": "This installation"}]
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    components = made["components"]
    for inner in ("AskedTime", "AskedPage"):  # their fields stand as parameters
        del components["schemas"][inner]
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {f"Problem{status}": _answer(status) for status in _PROBLEMS}
    components["headers"] = {
        "Kiem-Data": {
            "description": "`invented-people` where nobody in the data exists: sample data.",
            "schema": {"const": "invented-people"},
        },
        "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
        REPEATED: {
            "description": "The work was done by an earlier request with the same key.",
            "schema": {"const": "true"},
        },
    }
    components["securitySchemes"] = {
        SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of your account page. What an operation needs of it is named.",
        }
    }
    for method, operation in _operations(made):
        _complete(method, operation, components["schemas"])
    return made


@cache
def _bytes() -> bytes:
    return json.dumps(document(), ensure_ascii=False, indent=1).encode()


def openapi(request: HttpRequest) -> HttpResponse:
    """The document as a file. Public: it describes the program, not what is in it."""
    return HttpResponse(_bytes(), content_type=JSON)


def operations() -> Iterator[tuple[str, str, Json]]:
    """(METHOD, path, operation) in the order they are declared."""
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def _operations(made: Json) -> Iterator[tuple[str, Json]]:
    for item in made["paths"].values():
        for method in METHODS:
            if method in item:
                yield method, item[method]


def _complete(method: str, operation: Json, schemas: Json) -> None:
    status, media_types = str(operation.pop("x-status")), operation.pop("x-media-types")
    operation["security"] = [{SCHEME: [one]} for one in operation["x-permissions"]]
    operation["description"] = " ".join(operation.get("description", "").split())
    for parameter in operation["parameters"]:
        _tidy(parameter)
    statuses = [401, 403, 422, 429, 503]
    if operation["parameters"] or "requestBody" in operation:
        statuses.append(404)
    if "requestBody" in operation:
        statuses += [400, 409, 411, 413, 415]
        _give_example(operation["requestBody"]["content"], schemas)
    elif method != "get":
        statuses.append(409)
    takes_key = operation.pop("x-is-kept") and method != "get"
    if takes_key:
        operation["parameters"].append(_key_parameter())
    success = operation["responses"].get(status) or {"description": HTTPStatus(int(status)).phrase}
    success["headers"] = {"Kiem-Data": {"$ref": "#/components/headers/Kiem-Data"}}
    if takes_key:
        success["headers"][REPEATED] = {"$ref": f"#/components/headers/{REPEATED}"}
    if media_types != [JSON]:
        success["content"] = {
            kind: {"schema": OTHER_SHAPES.get(kind, _FILE)} for kind in media_types
        }
    _give_example(success.get("content", {}), schemas)
    answers = {status: success}
    for code in sorted(statuses):
        answers[str(code)] = {"$ref": f"#/components/responses/Problem{code}"}
    operation["responses"] = answers


def _tidy(parameter: Json) -> None:
    """A parameter left out is no null, and its example stands where the standard wants it."""
    schema = parameter["schema"]
    options = schema.pop("anyOf", None)
    if options:
        kept = [option for option in options if option.get("type") != "null"]
        schema.update(kept[0] if len(kept) == 1 else {"anyOf": kept})
    if "default" in schema and schema["default"] is None:
        del schema["default"]
    for told_beside in ("title", "description"):
        schema.pop(told_beside, None)
    examples = schema.pop("examples", None) or parameter.get("examples")
    parameter.pop("examples", None)
    if examples:
        parameter["example"] = examples[0]


def _key_parameter() -> Json:
    return {
        "in": "header",
        "name": HEADER,
        "required": False,
        "description": KEY_TEXT,
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": KEY_LENGTH_MAX,
            "pattern": "^[!-~]+$",
        },
        "example": "5f0c7a52-log-2025-10-21",
    }


def _give_example(content: Json, schemas: Json) -> None:
    for kind, media in content.items():
        if media.get("schema") and kind != "multipart/form-data" and media["schema"] != _FILE:
            media["example"] = example_of(media["schema"], schemas)


def _answer(status: int) -> Json:
    text, code = _PROBLEMS[status]
    answer: Json = {
        "description": text,
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": TYPE_PREFIX + code,
                    "title": HTTPStatus(status).phrase,
                    "status": status,
                    "detail": text,
                    "code": code,
                    "instance": "/api/units/41",
                },
            }
        },
    }
    if status == 429:
        answer["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return answer
