"""The operations as people read them: the page `/api/` is written from the document."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kiem.delivery.api.document import Json, operations
from kiem.delivery.api.texts import ABOUT_THE_API, TAGS
from kiem.delivery.web.rights import PERMISSION_NAMES

_NAMES = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class ShownParameter:
    name: str
    place: str
    type: str
    is_required: bool
    text: SafeString


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """`permission` in words; `body`, `answer`: examples as JSON, empty where there is none."""

    id: str
    method: str
    path: str
    summary: str
    text: SafeString
    permission: str
    parameters: tuple[ShownParameter, ...]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Group:
    """Operations of one subject."""

    name: str
    text: str
    operations: tuple[ShownOperation, ...]


def introduction() -> str:
    return gettext(ABOUT_THE_API)


def operation_groups() -> list[Group]:
    """All operations by subject, in the reader's language."""
    shown: dict[str, list[ShownOperation]] = {}
    for method, path, operation in operations():
        shown.setdefault(operation["tags"][0], []).append(_shown(method, path, operation))
    return [Group(name, gettext(text), tuple(shown[name])) for name, text in TAGS.items()]


def _shown(method: str, path: str, operation: Json) -> ShownOperation:
    success = next(v for code, v in operation["responses"].items() if code < "400")
    names = {str(permission): text for permission, text in PERMISSION_NAMES.items()}
    needed = [names[code] for code in operation["x-permissions"] if code in names]
    return ShownOperation(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=gettext(operation["summary"]),
        text=_marked(gettext(operation["description"])),
        permission=gettext(" or ").join(gettext(text) for text in needed),
        parameters=tuple(_parameter(parameter) for parameter in operation["parameters"]),
        body=_example(operation.get("requestBody", {})),
        answer=_example(success),
    )


def _parameter(parameter: Json) -> ShownParameter:
    schema = parameter["schema"]
    text = parameter.get("description", "")
    return ShownParameter(
        name=parameter["name"],
        place=parameter["in"],
        type=str(schema.get("format") or schema.get("type") or ""),
        is_required=parameter["required"],
        text=_marked(gettext(text)) if text else SafeString(""),
    )


def _marked(text: str) -> SafeString:
    """Names between backticks set as code."""
    return mark_safe(_NAMES.sub(r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped


def _example(part: Json) -> str:
    for media in part.get("content", {}).values():
        if "example" in media:
            return json.dumps(media["example"], ensure_ascii=False, indent=1)
    return ""
