"""docs/reference/api.md lists every operation, and none that is gone."""

from __future__ import annotations

import re
from pathlib import Path

from kiem.delivery.api.document import operations

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/api.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| `([A-Z]+) (\S+)` \| (`\S+`(?: or `\S+`)*) \|$", re.M)


def test_reference_lists_exactly_the_operations_there_are() -> None:
    there = [
        (op["operationId"], method, path, _needs(op["x-permissions"]))
        for method, path, op in operations()
    ]
    assert ROW.findall(PAGE) == there


def _needs(permissions: list[str]) -> str:
    return " or ".join(f"`{permission}`" for permission in permissions)
