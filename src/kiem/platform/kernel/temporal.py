"""Facts on two time axes.

`valid`: half-open date range, when the fact holds in the world.
`recorded`: half-open timestamp range, when the system knew it; open above = known today.
Superseding closes `recorded` of the old row and adds new rows; nothing else is updated or deleted
(triggers hold the application to that, see `kernel/migrations`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from kiem.platform.kernel import clock
from kiem.time.interval import DateInterval

RowT = TypeVar("RowT", bound="TemporalRow")


def to_range(interval: DateInterval) -> DateRange:
    return DateRange(interval.start, interval.end, "[)")


def to_interval(value: DateRange) -> DateInterval:
    return DateInterval(value.lower, value.upper)


def recorded_from(moment: datetime) -> DateTimeTZRange:
    return DateTimeTZRange(moment, None, "[)")


class TemporalQuerySet(models.QuerySet[RowT]):
    """Adds the two questions every query asks: on which day, known when."""

    def known(self, known_at: datetime | None = None) -> Self:
        """Rows the system knew at `known_at`; None = the open rows, known now."""
        if known_at is None:
            return self.filter(recorded__upper_inf=True)
        return self.filter(recorded__contains=known_at)

    def on(self, day: date, known_at: datetime | None = None) -> Self:
        """Rows known at `known_at` that hold on `day`."""
        return self.known(known_at).filter(valid__contains=day)

    def during(self, interval: DateInterval, known_at: datetime | None = None) -> Self:
        """Rows known at `known_at` that share at least one day with `interval`."""
        return self.known(known_at).filter(valid__overlap=to_range(interval))


class TemporalRow(models.Model):
    """Base of every state and fact table. Subclasses add what the row says."""

    valid = DateRangeField(help_text="Half-open: when it holds in the world.")
    recorded = DateTimeRangeField(help_text="Half-open: when the system knew it.")

    objects: models.Manager[Any] = TemporalQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def interval(self) -> DateInterval:
        return to_interval(self.valid)


def close_recorded(model: type[models.Model], ids: Iterable[int], moment: datetime) -> int:
    """Close `recorded` of open rows at `moment`; returns how many were open and are closed now."""
    return model._default_manager.filter(pk__in=list(ids), recorded__upper_inf=True).update(
        recorded=models.Func(
            models.F("recorded__startswith"),
            models.Value(moment),
            models.Value("[)"),
            function="tstzrange",
            output_field=DateTimeRangeField(),
        )
    )


def split_row(row: RowT, keep: Iterable[DateInterval]) -> list[RowT]:
    """Unsaved copies of `row` recorded from now on, one for each interval that still holds."""
    moment = clock.now()
    copies = []
    for interval in keep:
        values = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        values["valid"] = to_range(interval)
        values["recorded"] = recorded_from(moment)
        copies.append(type(row)(**values))
    return copies
