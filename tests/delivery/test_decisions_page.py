"""The reference of verbs says what the program reads."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

from kiem.domain.register.actions.articles import VERBS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "decisions.md"


def names_of(kind: type[Any]) -> list[str]:
    """Fields in order, those of nested rows after the field that holds them."""
    hints = get_type_hints(kind)
    names: list[str] = []
    for spec in fields(kind):
        names.append(spec.name)
        for inner in (hints[spec.name], *get_args(hints[spec.name])):
            if is_dataclass(inner) and isinstance(inner, type):
                names += names_of(inner)
    return names


def test_reference_lists_every_verb_with_its_fields() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    listed = {verb: re.findall(r"`(\w+)`", cells) for verb, cells in rows}
    assert listed == {verb: names_of(kind) for verb, kind in VERBS.items()}
