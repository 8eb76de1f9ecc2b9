"""Who holds which role where, forms that were submitted, and answers kept for repeats."""

from kiem.platform.access.models.answer import KeptAnswer
from kiem.platform.access.models.grant import AccessGrant
from kiem.platform.access.models.submission import Submission

__all__ = ["AccessGrant", "KeptAnswer", "Submission"]
