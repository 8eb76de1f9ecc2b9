"""Writes of the returns: each is one transaction with its audit entry."""

from kiem.domain.returns.actions.deadlines import set_due_day
from kiem.domain.returns.actions.receiving import accept_return, receive_return, submit_return
from kiem.domain.returns.actions.reminders import remind_missing

__all__ = ["accept_return", "receive_return", "remind_missing", "set_due_day", "submit_return"]
