"""Kinds of work for the tests: each renames an account, so that its effect can be seen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.utils.translation import get_language

from kiem.platform.access import Permission, Viewer
from kiem.platform.jobs import Kind, Outcome, Progress, register_kind
from kiem.platform.kernel.errors import DomainError

here = "tests.platform.jobs.work"
between: list[Callable[[], None]] = []  # called at each step of `steps`


def register_all() -> None:
    for name in ("steps", "refuse", "break_down", "lose_database", "tell_language"):
        register_kind(
            Kind(f"test.{name}", name.title(), f"{here}:{name}", Permission.CHANGE_LEDGER)
        )


def steps(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    """Writes its effect first, so that whatever stops it later must take it back."""
    effect(viewer)
    for step in range(inputs["count"]):
        for act in between:
            act()
        progress(step, inputs["count"], f"Step {step}")
    return Outcome({"count": inputs["count"]}, "/units/")


def refuse(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    effect(viewer)
    raise DomainError("test.no", "Not {what}.", remedy="Something else.", params={"what": "this"})


def break_down(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    effect(viewer)
    raise ZeroDivisionError


def lose_database(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    effect(viewer)
    raise OperationalError("the connection was closed")


def tell_language(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    return Outcome({"language": get_language(), "thread": threading.get_ident()})


def effect(viewer: Viewer) -> None:
    get_user_model()._default_manager.filter(pk=viewer.user_id).update(display_name="done")


def effects() -> int:
    return get_user_model()._default_manager.filter(display_name="done").count()
