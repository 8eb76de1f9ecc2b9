"""What an article is: a verb, its fields, and how they travel as JSON.

Each verb is a frozen dataclass. Its fields are the payload: dates as ISO texts, shares as texts or
numbers, nested dataclasses as objects, tuples as lists.
"""

from __future__ import annotations

import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar, TypeVar

from kiem.domain.register.errors import refusal
from kiem.platform.access import Viewer
from kiem.platform.kernel.errors import InvalidInput

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom and what an article speaks about, by id: what its wording names, what may clash."""

    people: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()

    def __or__(self, other: Subjects) -> Subjects:
        return Subjects(
            self.people | other.people,
            self.posts | other.posts,
            self.organizations | other.organizations,
        )


@dataclass(frozen=True)
class ArticleContent(ABC):
    """The base of every verb. `verb` is what is stored and sent."""

    verb: ClassVar[str]
    is_correction: ClassVar[bool] = False

    @property
    @abstractmethod
    def day(self) -> date | None:
        """The first day on which it tells; None where the decision it concerns says so."""

    @abstractmethod
    def validate(self) -> None:
        """Raise a DomainError for what can be wrong without asking the register."""

    @abstractmethod
    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        """Carry it out through the register's actions, inside a `register_transaction`."""

    @abstractmethod
    def subjects(self) -> Subjects: ...


def to_payload(content: ArticleContent) -> dict[str, Any]:
    """The fields as JSON values; fields at their default are left out."""
    written: dict[str, Any] = _write(content)
    return written


def from_payload(kind: type[T], payload: object, path: str = "") -> T:
    """The dataclass a payload describes. Raises InvalidInput naming the field, such as
    `moves[3].to_post_id`, for what is missing, unknown or of the wrong kind."""
    if not isinstance(payload, Mapping):
        raise bad_field(path or "payload", payload)
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    if unknown := sorted(str(name) for name in payload if name not in hints):
        raise bad_field(_join(path, unknown[0]), payload[unknown[0]])
    values = {}
    for spec in fields(kind):  # type: ignore[arg-type]  # a dataclass by contract
        where = _join(path, spec.name)
        if spec.name in payload:
            values[spec.name] = _read(hints[spec.name], payload[spec.name], where)
        elif spec.default is MISSING and spec.default_factory is MISSING:
            raise missing_field(where)
    return kind(**values)


def bad_field(field_name: str, value: object) -> InvalidInput:
    return InvalidInput(
        "register.article_field",
        "'{field}' of the article cannot be {value}.",
        remedy="Give a value of its kind; the reference of verbs lists the fields.",
        field=field_name,
        params={"field": field_name, "value": repr(value)[:80]},
    )


def missing_field(field_name: str) -> InvalidInput:
    return InvalidInput(
        "register.article_field_missing",
        "The article says nothing about '{field}'.",
        remedy="Fill it in.",
        field=field_name,
        params={"field": field_name},
    )


def guard_some(field_name: str, rows: tuple[object, ...]) -> None:
    if not rows:
        raise refusal(
            "article_empty",
            "The article names nobody under '{field}'.",
            "Name at least one person, or remove the article.",
            field=field_name,
        )


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    names = {spec.name for spec in fields(kind)}
    return {n: hint for n, hint in typing.get_type_hints(kind).items() if n in names}


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _write(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            spec.name: _write(getattr(value, spec.name))
            for spec in fields(value)
            if spec.default is MISSING or getattr(value, spec.name) != spec.default
        }
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _read(hint: Any, value: object, path: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = [part for part in typing.get_args(hint) if part is not type(None)]
        return None if value is None else _read(inner, value, path)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise bad_field(path, value)
        inner = typing.get_args(hint)[0]
        return tuple(_read(inner, item, f"{path}[{i}]") for i, item in enumerate(value))
    if is_dataclass(hint):
        return from_payload(hint, value, path)  # type: ignore[arg-type]  # a class, as annotated
    return _read_plain(hint, value, path)


def _read_plain(hint: Any, value: object, path: str) -> Any:
    if hint is bool and isinstance(value, bool):
        return value
    if hint is str and isinstance(value, str):
        return value
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 2**63:
            raise bad_field(path, value)
        return value
    if hint is date:
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise bad_field(path, value) from None
    if hint is Decimal and isinstance(value, int | float | str | Decimal):
        return _read_decimal(value, path)
    raise bad_field(path, value)


def _read_decimal(value: int | float | str | Decimal, path: str) -> Decimal:
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        raise bad_field(path, value) from None
    if isinstance(value, bool) or not read.is_finite() or abs(read) >= 1000:
        raise bad_field(path, value)
    return read.quantize(Decimal("0.01"))


__all__ = [
    "ArticleContent",
    "Subjects",
    "bad_field",
    "from_payload",
    "guard_some",
    "missing_field",
    "to_payload",
]
