"""Files that chapters sent, those that count, results of activities, and when returns are due."""

from kiem.domain.returns.models.deadline import ReturnDeadline
from kiem.domain.returns.models.result import ActivityResult
from kiem.domain.returns.models.submission import Acceptance, Submission

__all__ = ["Acceptance", "ActivityResult", "ReturnDeadline", "Submission"]
