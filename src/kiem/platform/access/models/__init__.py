"""Grants, and forms that were submitted."""

from kiem.platform.access.models.grant import AccessGrant
from kiem.platform.access.models.submission import Submission

__all__ = ["AccessGrant", "Submission"]
