"""Working calendars, leave, activities, time entries, what superiors said, and closed months."""

from kiem.domain.ledger.models.activity import Activity, Participation
from kiem.domain.ledger.models.calendar import CalendarAssignment, Leave, LoadPolicy
from kiem.domain.ledger.models.closing import MonthClosing
from kiem.domain.ledger.models.confirmation import TimeConfirmation
from kiem.domain.ledger.models.correction import TimeCorrection
from kiem.domain.ledger.models.evidence import Evidence
from kiem.domain.ledger.models.leave_request import LeaveDecision, LeaveRequest
from kiem.domain.ledger.models.month_sum import MonthSum
from kiem.domain.ledger.models.objection import ObjectionStep, TimeObjection
from kiem.domain.ledger.models.time_entry import TimeEntry

__all__ = [
    "Activity",
    "CalendarAssignment",
    "Evidence",
    "Leave",
    "LeaveDecision",
    "LeaveRequest",
    "LoadPolicy",
    "MonthClosing",
    "MonthSum",
    "ObjectionStep",
    "Participation",
    "TimeConfirmation",
    "TimeCorrection",
    "TimeEntry",
    "TimeObjection",
]
