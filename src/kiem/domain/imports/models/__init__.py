"""Files that were handed in to change the register or the ledger, and layouts once understood."""

from kiem.domain.imports.models.layout import Layout
from kiem.domain.imports.models.submitted import SubmittedFile

__all__ = ["Layout", "SubmittedFile"]
