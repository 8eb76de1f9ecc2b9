"""What both scales of the sample share: the seed of its chance, and the working calendar."""

from __future__ import annotations

from kiem.delivery.sample.plan import SetCalendar
from kiem.time.calendar import WorkingCalendar

SEED = "kiem"
# 48 hours a week, the default of Vietnamese labour law; surveys of the police report more
CALENDAR = WorkingCalendar(weekdays="1111110", daily_hundredths=800, holidays="VN")


def set_calendar(organization: str) -> SetCalendar:
    return SetCalendar(
        organization, CALENDAR.daily_hundredths / 100, CALENDAR.weekdays, CALENDAR.holidays
    )
