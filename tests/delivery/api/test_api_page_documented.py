"""docs/reference/api.md lists every operation, and none that is gone."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

from kiem.delivery.api.document import operations
from kiem.domain.register.actions.articles import VERBS

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


def test_reference_names_every_verb_and_each_of_its_fields() -> None:
    section = PAGE.split("## Verbs of articles\n")[1].split("\n## ")[0]
    rows = {row.split("`")[1]: row for row in section.splitlines() if row.startswith("| `")}
    named = {verb: set(re.findall(r"`(\w+)`", row)) - {verb} for verb, row in rows.items()}
    assert named == {verb: _field_names(content) for verb, content in VERBS.items()}


def _field_names(kind: type) -> set[str]:
    """Of the payload and of what it lists."""
    names: set[str] = set()
    for name, hint in get_type_hints(kind).items():
        if name in {field.name for field in fields(kind)}:
            names.add(name)
            for part in (hint, *get_args(hint), *(b for a in get_args(hint) for b in get_args(a))):
                if is_dataclass(part):
                    names |= _field_names(part)  # type: ignore[arg-type]  # a class
    return names
