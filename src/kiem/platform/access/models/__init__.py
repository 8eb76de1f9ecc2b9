"""Grants."""

from kiem.platform.access.models.grant import AccessGrant

__all__ = ["AccessGrant"]
