"""Writes grants."""

from kiem.platform.access.actions.grants import grant_access, revoke_access

__all__ = ["grant_access", "revoke_access"]
