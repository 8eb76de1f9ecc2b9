"""Reads imports."""

from kiem.domain.imports.queries.imports import (
    ImportRow,
    SheetShown,
    list_imports,
    read_import,
    read_sheets,
)

__all__ = ["ImportRow", "SheetShown", "list_imports", "read_import", "read_sheets"]
