"""Numbers decisions and keeps the order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from kiem.delivery.sample.plan import DecisionPlan, Operation, Step
from kiem.platform.kernel.clock import LOCAL_ZONE

_SIGNS = {"youth": "ĐTN", "women": "HPN", "union": "CĐ", "party": "ĐU"}
MARK_VI = "(dữ liệu mẫu)"
MARK_EN = "(sample data)"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time of day, aware."""
    return datetime.combine(day, time(hour, minute), tzinfo=LOCAL_ZONE)


class Clerk:
    """Writes steps. Moments must rise strictly, as each recorded time must be its own."""

    def __init__(self, city_sign: str = "CAHN") -> None:
        self._signs = {**_SIGNS, "city": city_sign}
        self._numbers: Counter[tuple[str, int]] = Counter()
        self._last: datetime | None = None

    def decide(
        self,
        moment: datetime,
        day: date,
        operations: Sequence[Operation],
        *,
        title: tuple[str, str],
        issuer: str = "city",
        kind: str = "personnel",
    ) -> Step:
        """A step by a decision of `issuer`, signed on the day of `moment`, in force from `day`."""
        signed_on = moment.astimezone(LOCAL_ZONE).date()
        self._numbers[issuer, signed_on.year] += 1
        sign = self._signs.get(issuer.partition(":")[0], "TĐ")
        decision = DecisionPlan(
            issuer,
            f"{self._numbers[issuer, signed_on.year]:03d}/QĐ-{sign}",
            signed_on,
            kind,
            f"{title[0]} {MARK_VI}",
            f"{title[1]} {MARK_EN}",
        )
        return self._in_order(Step(moment, day, title[1], operations, decision))

    def order(
        self,
        moment: datetime,
        day: date,
        operations: Sequence[Operation],
        *,
        label: str,
        issuer: str,
    ) -> Step:
        """A step whose operations issue one decision of `issuer` themselves, from a draft: its
        number is taken here too, so that the next one written by `decide` is another."""
        self._numbers[issuer, moment.astimezone(LOCAL_ZONE).year] += 1
        return self._in_order(Step(moment, day, label, operations))

    def note(self, moment: datetime, operations: Sequence[Operation], *, label: str) -> Step:
        """A step without a decision: hours, activities, closed months."""
        day = moment.astimezone(LOCAL_ZONE).date()
        return self._in_order(Step(moment, day, label, operations))

    def _in_order(self, step: Step) -> Step:
        if self._last is not None and step.moment <= self._last:
            raise ValueError(f"'{step.label}' at {step.moment} is not after {self._last}.")
        self._last = step.moment
        return step
