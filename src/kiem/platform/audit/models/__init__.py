"""The audit trail."""

from kiem.platform.audit.models.entry import Chain, Entry

__all__ = ["Chain", "Entry"]
