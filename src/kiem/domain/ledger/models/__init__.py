"""Working calendars, leave, activities, time entries and closed months."""

from kiem.domain.ledger.models.activity import Activity, Participation
from kiem.domain.ledger.models.calendar import CalendarAssignment, Leave, LoadPolicy
from kiem.domain.ledger.models.closing import MonthClosing
from kiem.domain.ledger.models.time_entry import TimeEntry

__all__ = [
    "Activity",
    "CalendarAssignment",
    "Leave",
    "LoadPolicy",
    "MonthClosing",
    "Participation",
    "TimeEntry",
]
