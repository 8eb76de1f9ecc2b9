"""Types of organisation, roles and ranks: short lists, read once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

from kiem.platform.kernel.sql import fetch

EntryT = TypeVar("EntryT")


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """A type of organisation; `valid_until` is the first day without it, None = none in sight."""

    code: str
    category: str
    family: str
    name_vi: str
    name_en: str
    valid_from: date
    valid_until: date | None
    order: int


@dataclass(frozen=True, slots=True)
class RoleEntry:
    code: str
    name_vi: str
    name_en: str
    order: int


@dataclass(frozen=True, slots=True)
class RankEntry:
    """`level` orders ranks; higher is senior."""

    code: str
    name_vi: str
    name_en: str
    level: int


def organization_types() -> dict[str, TypeEntry]:
    """Code -> type, in catalogue order."""
    return _fresh(_types)


def roles() -> dict[str, RoleEntry]:
    """Code -> role, in order of standing."""
    return _fresh(_roles)


def ranks() -> dict[str, RankEntry]:
    """Code -> rank, junior first."""
    return _fresh(_ranks)


def forget_catalogue() -> None:
    """Read the tables again next time (after loading)."""
    for cached in (_types, _roles, _ranks):
        cached.cache_clear()


@lru_cache(maxsize=1)
def _types() -> dict[str, TypeEntry]:
    rows = fetch(
        """SELECT code, category, family, name_vi, name_en, lower(valid), upper(valid), "order"
           FROM register_organizationtype ORDER BY "order" """
    )
    return {row[0]: TypeEntry(*row) for row in rows}


@lru_cache(maxsize=1)
def _roles() -> dict[str, RoleEntry]:
    rows = fetch('SELECT code, name_vi, name_en, "order" FROM register_role ORDER BY "order"')
    return {row[0]: RoleEntry(*row) for row in rows}


@lru_cache(maxsize=1)
def _ranks() -> dict[str, RankEntry]:
    rows = fetch("SELECT code, name_vi, name_en, level FROM register_rank ORDER BY level")
    return {row[0]: RankEntry(*row) for row in rows}


def _fresh(cached: _lru_cache_wrapper[dict[str, EntryT]]) -> dict[str, EntryT]:
    """An empty table is never remembered: another process may be about to load it."""
    entries = cached()
    if not entries:
        cached.cache_clear()
    return entries
