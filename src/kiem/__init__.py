"""Kiem: who holds two posts, what each entitles to, and whether both fit into the hours."""

__version__ = "0.1.0"
