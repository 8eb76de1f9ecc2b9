"""What the access rules must ask about posts and scopes, which they do not understand.

The register answers; it registers its functions when it starts. Without a register (in tests of
this app alone) nobody holds a post, no unit has a successor, and a scope contains only itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiem.platform.access.viewer import ALL

PostsOfPerson = Callable[[int, date], frozenset[int]]
SuccessorsOfScope = Callable[[str, date], frozenset[str]]
ScopeContains = Callable[[str, str, date], bool]


def _no_posts(person_id: int, day: date) -> frozenset[int]:
    return frozenset()


def _no_successors(scope: str, day: date) -> frozenset[str]:
    return frozenset()


def _only_itself(outer: str, inner: str, day: date) -> bool:
    return outer == inner


@dataclass(frozen=True, slots=True)
class Resolver:
    """`posts_of_person(person_id, day)`: posts held that day. `successors_of_scope(scope, day)`:
    scopes that took over from one that ended by then. `scope_contains(outer, inner, day)`.
    """

    posts_of_person: PostsOfPerson = _no_posts
    successors_of_scope: SuccessorsOfScope = _no_successors
    scope_contains: ScopeContains = _only_itself


_resolver = Resolver()


def register_resolver(
    posts_of_person: PostsOfPerson,
    successors_of_scope: SuccessorsOfScope,
    scope_contains: ScopeContains = _only_itself,
) -> None:
    """Called once, when the app that knows posts and scopes is ready. The last call counts."""
    global _resolver
    _resolver = Resolver(posts_of_person, successors_of_scope, scope_contains)


def current_resolver() -> Resolver:
    return _resolver


def contains(outer: str, inner: str, day: date) -> bool:
    """True when everything in scope `inner` is in scope `outer` on the day.

    `contains("unit:1", "all", day)` asks whether the unit is the top of the whole organisation.
    """
    return outer in (ALL, inner) or _resolver.scope_contains(outer, inner, day)
