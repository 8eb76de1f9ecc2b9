"""The installation."""

from kiem.platform.kernel.models.installation import Installation

__all__ = ["Installation"]
