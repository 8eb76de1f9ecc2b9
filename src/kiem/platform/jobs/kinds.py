"""What kinds of long work there are. Each app registers its own when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import Viewer


class Progress(Protocol):
    """What work calls now and then, as often as it likes: it is cheap.

    Raises `Cancelled` when the person who started the work wants it no longer, and `Interrupted`
    when the program ends: let both pass, and nothing of the work is kept.
    """

    def __call__(self, done: int, total: int, phase: str = "") -> None:
        """`done` of `total` steps; `phase` is an English text known to the translations."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: facts for the page of the run, a page to go to, a file to fetch.

    `location`: a path of this site; `file_id`: a stored file of `platform.files`.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    location: str = ""
    file_id: int | None = None


Perform = Callable[[Mapping[str, Any], Viewer, Progress], Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """`code`: as stored, `imports.apply`. `title`: English source text, translated where shown.

    `perform`: `module:function`, imported when the first run of the kind starts. The function runs
    in one transaction together with the entry that the run is done: after a crash at any moment
    either both are there or neither. It may be started a second time after a crash.
    """

    code: str
    title: str
    perform: str
    permission: Permission

    def function(self) -> Perform:
        module, _, name = self.perform.partition(":")
        found: Perform = getattr(import_module(module), name)
        return found


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Called once for each kind, when its app is ready."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind | None:
    """None for a kind that only another version of the program knows."""
    return _kinds.get(code)
