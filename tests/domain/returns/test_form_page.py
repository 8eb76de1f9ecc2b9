"""docs/reference/returns.md says what the form, its states and the report's figures are."""

from __future__ import annotations

import re
from pathlib import Path

from kiem.domain.returns.form import layout
from kiem.domain.returns.queries.board import ReturnState
from kiem.domain.returns.queries.report import FIGURES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "returns.md").read_text()
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))
KINDS = {
    "text": "text", "date": "day", "time": "time", "number": "hours", "count": "whole number",
}  # fmt: skip


def rows(section: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in SECTIONS[section].splitlines()
        if line.startswith("| `")
    ]


def test_every_sheet_and_column_is_described() -> None:
    for sheet in layout.SHEETS.values():
        described = rows(f"{sheet.vi} / {sheet.en}")
        assert [row[:3] for row in described] == [[f"`{c.key}`", c.vi, c.en] for c in sheet.columns]
        for row, column in zip(described, sheet.columns, strict=True):
            assert row[3] == _holds(column), column.key
            assert row[4] == _needed(column), column.key


def _holds(column: layout.Column) -> str:
    if column.choices is not None:
        return "choice: " + ", ".join(f"{vi} / {en}" for vi, en in column.choices.values())
    return "choice made for this form" if column.list_name else KINDS[column.kind]


def _needed(column: layout.Column) -> str:
    if column.is_locked:
        return "filled in"
    return "yes" if column.is_needed else "no"


def test_page_names_version_states_and_figures() -> None:
    assert f"Version {layout.VERSION}." in PAGE
    assert [row[0] for row in rows("States of a return")] == [f"`{s}`" for s in ReturnState]
    assert [row[0] for row in rows("Figures of the report")] == [f"`{f}`" for f in FIGURES]
