"""Reads the packaged rules and checks their form, so that a typing error never becomes a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kiem.domain.regimes.errors import BrokenRule
from kiem.domain.regimes.rules import Letter, Rule, Subject, Unit
from kiem.time.interval import DateInterval

_LIMIT_UNITS = {
    Subject.AGE_UNTIL: Unit.YEARS,
    Subject.MEMBERS_AT_LEAST: Unit.MEMBERS,
    Subject.OFFICES_AT_MOST: Unit.OFFICES,
    Subject.FIRST_ELECTED_UNTIL: Unit.YEARS,
    Subject.RANK_AT_LEAST: Unit.RANK_LEVEL,
    Subject.UNITS_AWAY_AT_MOST: Unit.UNITS,
    Subject.LOAD_AT_MOST: Unit.PERCENT_OF_AVAILABLE_HOURS,
    Subject.FILL_WITHIN: Unit.DAYS,
    Subject.QUORUM: Unit.PERCENT_OF_SEATS,
}


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every packaged rule value, by id; read once a process."""
    rules: list[Rule] = []
    for entry in sorted(files("kiem.domain.regimes").joinpath("data").iterdir(), key=str):
        if entry.name.endswith(".yaml"):
            rules.extend(read_regime(entry.read_text(encoding="utf-8"), entry.name))
    return tuple(sorted(rules, key=lambda rule: rule.rule_id))


def read_regime(text: str, name: str) -> list[Rule]:
    """The rules of one YAML document. `name` says where an error is."""
    regime = yaml.safe_load(text)
    if not isinstance(regime, Mapping):
        raise BrokenRule(name, "it holds no mapping", "start it with `id:`, `family:`, `title:`")
    rules: list[Rule] = []
    for entry in regime.get("release", ()):
        place = f"{name}: {entry.get('id', 'a release rule without id')}"
        unit = _member(Unit, entry, "unit", place)
        rules.extend(_dated(regime, entry, Subject.RELEASE_HOURS, unit, place))
    for entry in regime.get("limits", ()):
        place = f"{name}: {entry.get('id', 'a limit without id')}"
        subject = _member(Subject, entry, "subject", place)
        rules.extend(_dated(regime, entry, subject, _LIMIT_UNITS[subject], place))
    return rules


def _dated(
    regime: Mapping[str, Any], entry: Mapping[str, Any], subject: Subject, unit: Unit, place: str
) -> Iterator[Rule]:
    values = _need(entry, "values", place)
    starts = [_need(value, "from", place) for value in values]
    if not all(type(start) is date for start in starts) or starts != sorted(set(starts)):
        raise BrokenRule(place, "its values are not in order of date", "sort them by `from`")
    for position, value in enumerate(values):
        number = _need(value, "value", place)
        if type(number) not in (int, float) or number < 0:
            raise BrokenRule(place, f"'{number}' is not a number from 0", "write a number")
        source = regime.get("sources", {}).get(_need(value, "source", place))
        if source is None:
            raise BrokenRule(place, "a value names no known source", "list it under `sources:`")
        following = starts[position + 1] if position + 1 < len(starts) else None
        yield Rule(
            rule_id=f"{_need(entry, 'id', place)}@{starts[position].isoformat()}",
            regime_id=_need(regime, "id", place),
            subject=subject,
            family=entry.get("family", _need(regime, "family", place)),
            organization_types=frozenset(entry.get("organization_types", ())),
            roles=frozenset(entry.get("roles", ())),
            members_from=int(entry.get("members_from", 0)),
            concurrent_only=bool(entry.get("concurrent_only", False)),
            unit=unit,
            value_hundredths=round(number * 100),
            valid=DateInterval(starts[position], following),
            letter=_member(Letter, value, "letter", place),
            title_vi=_need(_need(entry, "title", place), "vi", place),
            title_en=_need(_need(entry, "title", place), "en", place),
            source_vi=_need(source, "vi", place),
            source_en=_need(source, "en", place),
        )


def _need(mapping: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in mapping:
        raise BrokenRule(place, f"`{key}` is missing", f"add `{key}:`")
    return mapping[key]


def _member(kind: Any, mapping: Mapping[str, Any], key: str, place: str) -> Any:
    value = _need(mapping, key, place)
    if value not in set(kind):
        known = ", ".join(kind)
        raise BrokenRule(place, f"`{key}: {value}` is not known", f"use one of {known}")
    return kind(value)
