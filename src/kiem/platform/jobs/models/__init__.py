"""Runs of long work."""

from kiem.platform.jobs.models.run import Run, State

__all__ = ["Run", "State"]
