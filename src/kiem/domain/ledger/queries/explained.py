"""The parts of an explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiem.domain.regimes.rules import Rule


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A row a figure stands on.

    `kind`: `appointment`, `left` (an appointment that ended), `time_entry`, `participation`,
    `leave`, `service`, `calendar`, `policy` or `holiday`. `id`: of the row, None for a holiday.
    Days are half-open. `hours`: what the row adds to the figure, None where it adds by other means.
    `decision_id`: the decision by which somebody left.
    """

    kind: str
    id: int | None
    first_day: date | None
    until: date | None
    hours: float | None
    label_vi: str
    label_en: str
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure. `subject`: `person:7`, `unit:3`, `organization:5`, `all` or, inside a person,
    `post:9`.

    `value` is in `unit` (`hours`, `ratio`, `people`, `posts`, `committees`, `seats`); None where
    there is nothing to divide by. `label` and `note` are English source texts, `note` with fields
    filled from `params`; `formula` is the same in every language. `rule` carries letter and source.
    """

    figure: str
    subject: str
    value: float | None
    unit: str
    label: str
    formula: str
    inputs: tuple[Explanation, ...] = ()
    records: tuple[RecordRef, ...] = ()
    rule: Rule | None = None
    note: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def letter(self) -> str | None:
        return self.rule.letter.value if self.rule else None
