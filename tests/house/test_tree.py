"""Habits of the house that a reviewer should not have to check."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE_LINES = 600
DRAWERS = {"utils", "common", "helpers", "misc"}
# Written apart, so that this file does not hold what it looks for.
_HOSTS = (
    "pypi.or" + "g",
    "python" + "hosted",
    "npmjs.co" + "m",
    "npmjs.or" + "g",
    "deb.deb" + "ian",
)
ADDRESSES = re.compile(
    "|".join(re.escape(host) for host in _HOSTS) + r"|file:///|(?<![\w.])/(?:wor" + "k|root)/"
)


def tracked(*patterns: str) -> list[Path]:
    """Files git knows and files it would take, that exist."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_modules_are_short_enough_to_read() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines())
        for path in tracked("*.py")
        if "migrations" not in path.parts
    }
    assert lengths
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE_LINES} == {}


def test_no_drawer_for_things_without_a_place() -> None:
    parts = {part for path in tracked("src") for part in (*path.parts, path.stem)}
    assert parts & DRAWERS == set()


def test_no_address_of_a_registry_or_machine_is_tracked() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): match.group()
        for path in tracked()
        if path != Path(__file__)
        and path.suffix not in {".png", ".mo"}
        and (match := ADDRESSES.search(path.read_text(errors="replace")))
    }
    assert found == {}


@pytest.mark.parametrize("name", ["bootstrap", "run", "dev", "bench"])
def test_every_pin_has_hashes_and_no_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pins = re.findall(r"^[a-z0-9][\w.\-\[\],]*==", text, flags=re.MULTILINE)
    assert pins
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "--index" not in text
    assert "://" not in text


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["engine"],
        *project["dependency-groups"]["dev"],
        *project["dependency-groups"]["bench"],
    ]
    names = {re.match(r"[\w.\-]+", line).group().lower() for line in declared}  # type: ignore[union-attr]  # each line starts with a name
    page = (ROOT / "docs/reference/dependencies.md").read_text()
    explained = {
        name.lower()
        for name in re.findall(r"^\| ([\w.\-]+) \|", page, flags=re.MULTILINE)
        if name != "package"
    }
    assert explained == names


def test_every_page_of_the_documentation_can_be_found_from_another() -> None:
    pages = {path for path in tracked("docs") if path.suffix == ".md"}
    linked = set()
    for page in [*pages, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+\.md)", page.read_text()):
            linked.add((page.parent / target).resolve())
    unlinked = {
        p.relative_to(ROOT).as_posix()
        for p in pages
        if p not in linked and p.parent.name != "decisions"
    }
    assert unlinked - {"docs/index.md"} == set()
