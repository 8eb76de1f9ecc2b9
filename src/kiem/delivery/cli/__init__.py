"""The `kiem` command."""

from kiem.delivery.cli.main import main

__all__ = ["main"]
