"""Scopes are resolved once for a page, not once for each of its queries.

A page asks the same tree up to five times: for its units, its chapters, its people, the names it
may tell. Within `one_reading()` the answers are kept and dropped with it, so that nothing is older
than the page (decision 0055). Outside, as in every action, each question is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers_of_a_reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Keep answers during the block. It must only read: a GET request, a report."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once_a_reading(question: Callable[P, T]) -> Callable[P, T]:
    """Ask `question` once for the same positional arguments; collections of ids count as sets.

    The answer is shared: whoever gets it must not change it.
    """

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None or kwargs:
            return question(*args, **kwargs)
        key = (question, *(frozenset(a) if isinstance(a, list | set) else a for a in args))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        answer: T = answers[key]
        return answer

    return asked
