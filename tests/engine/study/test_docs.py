"""The tutorial and the how-to do what they show: each command is run, in order, in one folder."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(
    r"(?:<!-- append to (?P<target>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL
)


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """(kind, file to append to, content) of each fenced block."""
    for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield match["kind"], match["target"] or "", match["body"]


def commands(body: str) -> Iterator[tuple[list[str], str]]:
    """(words, output shown) of each command of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield shlex.split(line), shown


def shape(text: str) -> str:
    """Output with figures and spaces evened out: other machines may round otherwise."""
    return re.sub(r" +", " ", re.sub(r"[0-9]+(?:[.,][0-9]+)*", "0", text)).strip()


@pytest.mark.parametrize("name", ["tutorial/simulation.md", "how-to/compare-models.md"])
def test_page_does_what_it_shows(name: str, tmp_path: Path) -> None:
    ran = 0
    for kind, target, body in blocks(ROOT / "docs" / name):
        if target:
            with (tmp_path / target).open("a", encoding="utf-8") as file:
                file.write(f"\n{body}")
        if kind != "console":
            continue
        for words, shown in commands(body):
            assert words[0] == "kiem"
            result = subprocess.run(
                [sys.executable, "-m", *words],
                cwd=tmp_path,
                env={
                    "PYTHONPATH": str(ROOT / "src"),
                    "PATH": "",
                    "LANG": "C.UTF-8",
                    "HOME": str(tmp_path),
                },
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, result.stderr
            assert shape(result.stdout) == shape(shown), words
            ran += 1
    assert ran >= 3
