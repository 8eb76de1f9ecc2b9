"""The rules congresses are held by: dated values with source and letter, read from `data/`.

Ten keys. `more than` is meant by `majority_share` and `list_share`, `at least` by `quorum_share`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from kiem.domain.elections.allocation import Method
from kiem.domain.elections.counting import Base
from kiem.domain.regimes.errors import BrokenRule
from kiem.domain.regimes.rules import Letter
from kiem.time.interval import DateInterval


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < int(value) <= 1_000_000


def _is_count(value: str) -> bool:
    return value == "0" or _is_number(value)


def _is_share(value: str) -> bool:
    top, slash, bottom = value.partition("/")
    if not slash or not (_is_number(top) and _is_number(bottom)):
        return False
    return 0 < Fraction(int(top), int(bottom)) <= 1


# key -> whether a text is a value of it
KEYS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "delegates_from_members": _is_number,
        "quorum_share": _is_share,
        "majority_share": _is_share,
        "majority_base": lambda value: value in set(Base),
        "blank_ballot": lambda value: value in ("valid", "invalid"),
        "list_share": _is_share,
        "surplus_from_seats": _is_number,
        "surplus_least": _is_count,
        "surplus_most_share": lambda value: value == "0" or _is_share(value),
        "allocation_method": lambda value: value in set(Method),
    }
)
# What to write for each, shown when somebody wrote something else.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "delegates_from_members": "120",
        "quorum_share": "2/3",
        "majority_share": "1/2",
        "majority_base": ", ".join(Base),
        "blank_ballot": "valid, invalid",
        "list_share": "1/2",
        "surplus_from_seats": "2",
        "surplus_least": "1",
        "surplus_most_share": "3/10",
        "allocation_method": ", ".join(Method),
    }
)


@dataclass(frozen=True, slots=True)
class ElectionRule:
    """One value while it is in force. `family` and `organization_type` empty: any. `set_by`: the
    organisation that set it for itself and those below, None for a packaged one."""

    key: str
    value: str
    letter: Letter
    valid: DateInterval
    family: str
    organization_type: str
    source_vi: str
    source_en: str
    set_by: int | None = None

    @property
    def share(self) -> Fraction:
        """Of a share such as `2/3`. Raises ValueError for other values."""
        return Fraction(self.value)


@cache
def packaged_rules() -> tuple[ElectionRule, ...]:
    """Every packaged value; read once a process."""
    found: list[ElectionRule] = []
    for entry in sorted(files("kiem.domain.elections").joinpath("data").iterdir(), key=str):
        if entry.name.endswith(".yaml"):
            found.extend(read_rules(entry.read_text(encoding="utf-8"), entry.name))
    return tuple(found)


def read_rules(text: str, name: str) -> list[ElectionRule]:
    """The rules of one YAML document. `name` says where an error is."""
    document = yaml.safe_load(text)
    if not isinstance(document, Mapping):
        raise BrokenRule(name, "it holds no mapping", "start it with `sources:` and `rules:`")
    sources = document.get("sources", {})
    return [rule for entry in document.get("rules", ()) for rule in _dated(entry, sources, name)]


def _dated(
    entry: Mapping[str, Any], sources: Mapping[str, Any], name: str
) -> Iterator[ElectionRule]:
    key = str(entry.get("key"))
    place = f"{name}: {key}"
    if key not in KEYS:
        raise BrokenRule(place, "the key is not known", f"use one of {', '.join(KEYS)}")
    values = entry.get("values", ())
    starts = [value.get("from") for value in values]
    if not starts or not all(type(day) is date for day in starts):
        raise BrokenRule(place, "a value has no day", "add `from:` with a day")
    if starts != sorted(set(starts)):
        raise BrokenRule(place, "its values are not in order of date", "sort them by `from`")
    for position, value in enumerate(values):
        if not KEYS[key](str(value.get("value"))):
            raise BrokenRule(place, f"'{value.get('value')}' is no value", EXAMPLES[key])
        if value.get("letter") not in set(Letter) or value.get("source") not in sources:
            raise BrokenRule(place, "a value lacks letter or source", "give both")
        source = sources[value["source"]]
        following = starts[position + 1] if position + 1 < len(starts) else None
        yield ElectionRule(
            key=key,
            value=str(value["value"]),
            letter=Letter(value["letter"]),
            valid=DateInterval(starts[position], following),
            family=entry.get("family", ""),
            organization_type=entry.get("organization_type", ""),
            source_vi=source["vi"],
            source_en=source["en"],
        )


def rules_for(*, family: str, organization_type: str, on: date) -> dict[str, ElectionRule]:
    """Key -> the packaged value in force on a day: of the type before the family before any."""
    found: dict[str, ElectionRule] = {}
    for rule in sorted(packaged_rules(), key=lambda r: (bool(r.organization_type), bool(r.family))):
        if (
            rule.family in ("", family)
            and rule.organization_type in ("", organization_type)
            and on in rule.valid
        ):
            found[rule.key] = rule
    return found
