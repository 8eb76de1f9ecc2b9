"""The reference page and the loader know the same columns, settings and figures, both ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiem.engine.study.metrics import METRICS
from kiem.engine.study.schema import Column, Kind, Table
from kiem.engine.study.settings_schema import MODEL_SETTINGS, SECTIONS, Setting
from kiem.engine.study.tables import TABLES

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/study.md"
_TYPES = {"str": "text", "bool": "true or false", "int": "whole number", "float": "number"}
_TYPES |= {"date": "date", "list": "list", "dict": "table"}


def section(title: str) -> list[list[str]]:
    """The rows of the first table under a heading, cells stripped; the header is left out."""
    text = PAGE.read_text(encoding="utf-8")
    _, found, rest = text.partition(f"\n### {title}\n")
    assert found, f"{PAGE.name} has no heading {title!r}"
    lines = re.split(r"\n#+ ", rest)[0].splitlines()
    rows = [line for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


def limits(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"from {low:,.10g}" if low is not None else f"to {high:,.10g}"
    return f"{low:,.10g} to {high:,.10g}"


def column_row(column: Column) -> list[str]:
    kind = " ".join(f"`{c}`" for c in column.choices) if column.choices else str(column.kind)
    if column.required:
        empty = "must not be empty"
    elif column.kind is Kind.FLAG:
        empty = "`false`"
    elif column.default in (None, ""):
        empty = "may be empty"
    else:
        default = column.default
        empty = f"`{default:g}`" if isinstance(default, float | int) else f"`{default}`"
    bounds = limits(column.low, column.high)
    meaning = column.meaning + (f" Refers to `{column.refers}`." if column.refers else "")
    return [f"`{column.name}`", kind, column.unit, bounds, empty, meaning]


def setting_row(setting: Setting) -> list[str]:
    kind = " ".join(f"`{c}`" for c in setting.choices) if setting.choices else ""
    kind = kind or _TYPES[setting.kind.__name__]
    default = "must be given" if setting.required else f"`{toml(setting.default)}`"
    if not setting.required and setting.default is None:
        default = "as the study"
    return [
        f"`{setting.name}`", kind, setting.unit, limits(setting.low, setting.high), default,
        setting.meaning,
    ]  # fmt: skip


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(toml(part) for part in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_on_the_page_is_the_one_the_loader_reads(table: Table) -> None:
    assert section(f"`{table.name}`") == [column_row(column) for column in table.columns]


@pytest.mark.parametrize("name", [*SECTIONS, "models"])
def test_settings_on_the_page_are_those_the_loader_reads(name: str) -> None:
    settings = SECTIONS.get(name, MODEL_SETTINGS)
    title = f"`[{name}]`" if name != "models" else "`[[models]]`"
    assert section(title) == [setting_row(setting) for setting in settings]


def test_page_has_no_table_the_loader_does_not_know() -> None:
    text = PAGE.read_text(encoding="utf-8")
    titles = re.findall(r"^### `(\w+)`$", text, flags=re.MULTILINE)
    assert titles == [table.name for table in TABLES]
    sections = re.findall(r"^### `\[+(\w+)\]+`$", text, flags=re.MULTILINE)
    assert sections == [*SECTIONS, "models"]


def test_largest_tables_are_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for table in TABLES:
        _, _, rest = text.partition(f"\n### `{table.name}`\n")
        assert f"At most {table.max_rows:,} rows." in re.split(r"\n#+ ", rest)[0]


def test_figures_on_the_page_are_those_of_the_summary() -> None:
    assert section("Figures") == [
        [
            f"`{m.name}`",
            m.unit,
            {"high": "more is better", "low": "less is better", "": ""}[m.better],
            "units and types" if m.per_type else "units",
            m.meaning,
        ]
        for m in METRICS
    ]
