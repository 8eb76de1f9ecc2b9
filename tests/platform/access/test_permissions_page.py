"""docs/reference/permissions.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiem.platform.access.permissions import Permission
from kiem.platform.access.roles import ROLE_SCOPES, ROLES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "permissions.md").read_text()


def _section(title: str) -> list[list[str]]:
    """The rows of the table under a heading, as cells."""
    text = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row] for row in rows]


def _names(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def test_page_lists_every_permission_and_no_other() -> None:
    listed = [row[0].strip("`") for row in _section("Permissions")]
    assert sorted(listed) == sorted(str(permission) for permission in Permission)


@pytest.mark.parametrize("role", ROLES)
def test_page_says_what_the_role_carries_and_where(role: str) -> None:
    (row,) = [row for row in _section("Roles") if row[0] == f"`{role}`"]
    assert _names(row[1]) == {str(permission) for permission in ROLES[role]}
    assert _names(row[2]) == ROLE_SCOPES[role]


def test_page_names_no_role_that_does_not_exist() -> None:
    assert {row[0].strip("`") for row in _section("Roles")} == set(ROLES)
