"""Writes of the ledger: each is one transaction with its audit entry."""

from kiem.domain.ledger.actions.activities import call_off_activity, plan_activities
from kiem.domain.ledger.actions.calendars import assign_calendar, set_load_policy
from kiem.domain.ledger.actions.inputs import (
    LoggedTime,
    NewActivity,
    NewLeave,
    NewTimeEntry,
    Participant,
)
from kiem.domain.ledger.actions.leave import grant_leave, withdraw_leave
from kiem.domain.ledger.actions.months import close_month, reopen_month
from kiem.domain.ledger.actions.time_entries import correct_time_entry, log_time

__all__ = [
    "LoggedTime",
    "NewActivity",
    "NewLeave",
    "NewTimeEntry",
    "Participant",
    "assign_calendar",
    "call_off_activity",
    "close_month",
    "correct_time_entry",
    "grant_leave",
    "log_time",
    "plan_activities",
    "reopen_month",
    "set_load_policy",
    "withdraw_leave",
]
