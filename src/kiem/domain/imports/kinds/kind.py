"""The shape of a kind of import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kiem.domain.imports.columns import Column
from kiem.domain.imports.problems import Problems
from kiem.domain.imports.records import Record
from kiem.platform.access import Permission, Viewer


class Effect(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGE = "change"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Item:
    """A row and what it means. `label`: whom or what it concerns; `detail`: what changes, as
    written in the file and the record. `given`: what the kind's `write` needs."""

    row: int
    effect: Effect
    label: str
    detail: str = ""
    given: Any = None


@dataclass(slots=True)
class Context:
    """Who imports, on which day, and the decision everything points to (made when first asked)."""

    actor: Viewer
    day: date
    problems: Problems
    make_decision: Callable[[], int]
    _decision_id: int | None = field(default=None, init=False)

    def decision_id(self) -> int:
        if self._decision_id is None:
            self._decision_id = self.make_decision()
        return self._decision_id

    @property
    def decided(self) -> int | None:
        """The decision, if anything needed one."""
        return self._decision_id


@dataclass(slots=True)
class Tally:
    """How many rows of a sheet do what."""

    new: int = 0
    change: int = 0
    equal: int = 0

    def count(self, effect: Effect) -> None:
        setattr(self, effect.value, getattr(self, effect.value) + 1)


Match = Callable[[Sequence[Record], Context], list[Item]]
Write = Callable[[Sequence[Item], Context], None]


@dataclass(frozen=True)
class Kind:
    """`match` looks every record up, a few questions for all of them, and flags what cannot be;
    `write` does the ordinary actions for items that are new or change something.

    `in_register`: it changes the register, so that its facts point to a decision of kind import.
    `permissions`: any of them is enough, where it is held `match` says.
    """

    code: str
    title_vi: str
    title_en: str
    permissions: tuple[Permission, ...]
    in_register: bool
    columns: tuple[Column, ...]
    match: Match
    write: Write

    def allows(self, viewer: Viewer) -> bool:
        return any(viewer.can(permission) for permission in self.permissions)

    def require(self, viewer: Viewer) -> None:
        """Raise Forbidden for whoever has none of the permissions."""
        if not self.allows(viewer):
            viewer.require(self.permissions[0])

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)
