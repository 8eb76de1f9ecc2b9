"""Kept files."""

from kiem.platform.files.models.kept import Content, KeptFile

__all__ = ["Content", "KeptFile"]
