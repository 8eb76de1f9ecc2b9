"""What can stand between Kiem and its database.

OperationalError
+-- DatabaseError            root of the errors below
    +-- DatabaseUrlError       `DATABASE_URL` cannot be understood
    +-- DataFolderError      the data folder cannot be used by this account
    +-- MajorVersionError    the folder was made by another major version of PostgreSQL
    +-- ServerError    PostgreSQL gave up; the message carries the end of its log
    +-- BackupError          a backup file cannot be written, read or trusted
    +-- RestoreError         the target refuses the backup; nothing was changed
"""

from __future__ import annotations

from kiem.platform.kernel.errors import OperationalError


class DatabaseError(OperationalError):
    """Root of what this package raises on purpose."""


class DatabaseUrlError(DatabaseError):
    """The URL of the database is no URL of a PostgreSQL database."""


class DataFolderError(DatabaseError):
    """The data folder is missing, unreadable, read-only or somebody else's."""


class MajorVersionError(DatabaseError):
    """The data folder belongs to another major version of PostgreSQL. It was not touched."""


class ServerError(DatabaseError):
    """PostgreSQL could not be prepared, started, reached or stopped."""


class BackupError(DatabaseError):
    """The backup file is truncated, altered, foreign, too new, or could not be written."""


class RestoreError(DatabaseError):
    """The target cannot take the backup. It is as it was before."""
