"""Reads bodies: strict JSON, and no text that could not be written down."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from kiem.delivery.api.problems import is_unwritable

DEEPEST = 20


class BodyParser(Parser):
    """Raises ValueError for anything but one JSON value in UTF-8; the framework makes it a 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        value = json.loads(request.body.decode("utf-8"), parse_constant=_no_number)
        _check(value, 0)
        return value


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str) and is_unwritable(value):
        raise ValueError("a text with a character that cannot be written")
    if isinstance(value, dict):
        for name, part in value.items():
            _check(name, depth)
            _check(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth + 1)
