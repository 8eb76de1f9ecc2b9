"""Reads grants."""

from kiem.platform.access.queries.grants import GrantRow, list_grants
from kiem.platform.access.queries.viewers import viewer_for

__all__ = ["GrantRow", "list_grants", "viewer_for"]
