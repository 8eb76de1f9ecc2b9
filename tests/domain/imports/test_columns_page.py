"""docs/reference/import-columns.md says every kind and column, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiem.domain.imports.kinds import KINDS
from kiem.domain.register.actions import load_catalogue

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "import-columns.md"


def rows_of(kind: str) -> list[tuple[str, ...]]:
    """The table of a kind, without its head."""
    sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.M | re.S))
    lines = [line for line in sections[f"`{kind}`"].splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[1:]]


@pytest.mark.parametrize("kind", KINDS)
def test_reference_says_every_column_as_the_program_has_it(kind: str) -> None:
    assert rows_of(kind) == [
        (c.vi, c.en, "yes" if c.is_required else "", c.sort.value, c.hint_en)
        for c in KINDS[kind].columns
    ]


def test_reference_names_every_value_that_can_be_chosen(db: None) -> None:
    load_catalogue()
    text = PAGE.read_text()
    for kind in KINDS.values():
        for column in kind.columns:
            for choice in column.choices() if column.choices else ():
                assert choice.vi in text, (kind.code, choice.vi)
                assert choice.en in text, (kind.code, choice.en)


def test_no_two_columns_of_a_kind_answer_to_the_same_head() -> None:
    for kind in KINDS.values():
        heads = [head for column in kind.columns for head in column.heads]
        assert len(heads) == len(set(heads)), kind.code
