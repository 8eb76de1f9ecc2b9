"""docs/reference/settings.md names every setting and environment variable, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kiem"
PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text()
READ = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\.pop\(|\[)\s*["']([A-Z_]+)["']""")
NAME = re.compile(r"`([A-Z][A-Z0-9_]{2,})`")


def _environment() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        found.update(READ.findall(path.read_text(encoding="utf-8")))
    return found


def _settings() -> set[str]:
    tree = ast.parse((SOURCE / "config" / "settings.py").read_text(encoding="utf-8"))
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {name for name in names | imported if name.isupper()}


def _described(heading: str) -> set[str]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in first_cells for name in NAME.findall(cell)}


def test_every_environment_variable_is_described_and_no_other() -> None:
    assert _described("Environment") == _environment()


def test_every_setting_is_described_and_no_other() -> None:
    assert _described("What the program sets itself") == _settings()
