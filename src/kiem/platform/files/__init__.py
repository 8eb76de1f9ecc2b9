"""Files people hand in: checked by name and by content, kept in the database, served as downloads.

    from kiem.platform import files
    stored = files.keep_file(name=upload.name, content=upload, kinds=files.DOCUMENTS, actor=viewer)

What needs the database is loaded on first use, because models cannot be imported before Django is
set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiem.platform.files.kinds import DOCUMENTS, PICTURES, TABLES, FileKind
from kiem.platform.files.stored import DEFAULT_LIMIT_BYTES, StoredFile

if TYPE_CHECKING:
    from kiem.platform.files.downloads import download
    from kiem.platform.files.keeping import keep_file, keep_made_file
    from kiem.platform.files.reading import describe_files, read_file
    from kiem.platform.files.verifying import FilesReport, verify_files

_HOMES = {
    "FilesReport": "verifying",
    "describe_files": "reading",
    "download": "downloads",
    "keep_file": "keeping",
    "keep_made_file": "keeping",
    "read_file": "reading",
    "verify_files": "verifying",
}

__all__ = [
    "DEFAULT_LIMIT_BYTES",
    "DOCUMENTS",
    "PICTURES",
    "TABLES",
    "FileKind",
    "FilesReport",
    "StoredFile",
    "describe_files",
    "download",
    "keep_file",
    "keep_made_file",
    "read_file",
    "verify_files",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
