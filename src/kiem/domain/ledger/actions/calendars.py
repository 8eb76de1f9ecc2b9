"""Naming the working calendar and the load thresholds of an organisation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from kiem.domain.ledger.actions.rights import require_for_organizations
from kiem.domain.ledger.errors import bad_calendar, bad_thresholds, period_empty
from kiem.domain.ledger.models import CalendarAssignment, LoadPolicy
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import (
    close_recorded,
    recorded_from,
    split_row,
    to_range,
)
from kiem.time.calendar import WorkingCalendar
from kiem.time.interval import DateInterval


def assign_calendar(
    *,
    organization_id: int,
    calendar: WorkingCalendar,
    valid_from: date,
    actor: Viewer,
    valid_until: date | None = None,
) -> int:
    """An organisation, and those below it without a calendar of their own, follow `calendar` from
    `valid_from` up to, not including, `valid_until`. Replaces what was said for those days."""
    row = CalendarAssignment(
        organization_id=organization_id,
        daily_hours=Decimal(calendar.daily_hundredths) / 100,
        weekdays=calendar.weekdays,
        holidays=calendar.holidays,
    )
    if calendar.daily_hundredths % 25:
        raise bad_calendar("Enter the hours of a working day in quarters of an hour.")
    return _put(row, "ledger.assign_calendar", valid_from, valid_until, actor)


def set_load_policy(
    *,
    organization_id: int,
    strained_above_percent: Decimal,
    overloaded_above_percent: Decimal,
    valid_from: date,
    actor: Viewer,
    valid_until: date | None = None,
) -> int:
    """Loads above these per cents of the available hours are strained and overloaded, in an
    organisation and those below it without a policy of their own."""
    if not 0 < strained_above_percent <= overloaded_above_percent < 1000:
        raise bad_thresholds()
    row = LoadPolicy(
        organization_id=organization_id,
        strained_above_percent=strained_above_percent,
        overloaded_above_percent=overloaded_above_percent,
    )
    return _put(row, "ledger.set_load_policy", valid_from, valid_until, actor)


def _put(row: Any, action: str, valid_from: date, valid_until: date | None, actor: Viewer) -> int:
    """Supersede what overlaps and add `row`, in one transaction."""
    if valid_until is not None and valid_until <= valid_from:
        raise period_empty()
    require_for_organizations(actor, [row.organization_id])
    interval = DateInterval(valid_from, valid_until)
    moment = clock.now()
    with transaction.atomic():
        model = type(row)
        overlapping = list(model.objects.during(interval).filter(organization=row.organization_id))
        close_recorded(model, [old.pk for old in overlapping], moment)
        kept = [
            part for old in overlapping for part in split_row(old, old.interval.subtract(interval))
        ]
        row.valid, row.recorded = to_range(interval), recorded_from(moment)
        made = model.objects.bulk_create([*kept, row])
        audit.record(
            action=action,
            actor=actor,
            subject=f"organization:{row.organization_id}",
            rows={model._meta.db_table: [new.pk for new in made]},
        )
    return int(row.pk)
