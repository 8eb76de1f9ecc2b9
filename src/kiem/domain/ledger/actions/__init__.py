"""Writes of the ledger: each is one transaction with its audit entry."""

from kiem.domain.ledger.actions.activities import call_off_activity, plan_activities
from kiem.domain.ledger.actions.activity_time import log_activity_time, plan_own_activity
from kiem.domain.ledger.actions.calendars import assign_calendar, set_load_policy
from kiem.domain.ledger.actions.confirmations import (
    Sheet,
    answer_question,
    ask_back,
    confirm_time,
)
from kiem.domain.ledger.actions.entry_checks import ASKED_BACK
from kiem.domain.ledger.actions.evidence import attach_evidence, withdraw_evidence
from kiem.domain.ledger.actions.inputs import (
    LoggedTime,
    NewActivity,
    NewLeave,
    NewTimeEntry,
    Participant,
)
from kiem.domain.ledger.actions.leave import grant_leave, withdraw_leave
from kiem.domain.ledger.actions.leave_requests import (
    decide_leave_request,
    request_leave,
    withdraw_leave_request,
)
from kiem.domain.ledger.actions.logging_for_others import log_time_for_others, posts_to_log
from kiem.domain.ledger.actions.months import close_month, close_unit_month, reopen_month
from kiem.domain.ledger.actions.objections import (
    answer_objection,
    object_to_entry,
    withdraw_objection,
)
from kiem.domain.ledger.actions.reminders import Reminded, remind_missing
from kiem.domain.ledger.actions.rights import organizations_within, people_within
from kiem.domain.ledger.actions.time_entries import correct_time_entry, log_time

__all__ = [
    "ASKED_BACK",
    "LoggedTime",
    "NewActivity",
    "NewLeave",
    "NewTimeEntry",
    "Participant",
    "Reminded",
    "Sheet",
    "answer_objection",
    "answer_question",
    "ask_back",
    "assign_calendar",
    "attach_evidence",
    "call_off_activity",
    "close_month",
    "close_unit_month",
    "confirm_time",
    "correct_time_entry",
    "decide_leave_request",
    "grant_leave",
    "log_activity_time",
    "log_time",
    "log_time_for_others",
    "object_to_entry",
    "organizations_within",
    "people_within",
    "plan_activities",
    "plan_own_activity",
    "posts_to_log",
    "remind_missing",
    "reopen_month",
    "request_leave",
    "set_load_policy",
    "withdraw_evidence",
    "withdraw_leave",
    "withdraw_leave_request",
    "withdraw_objection",
]
