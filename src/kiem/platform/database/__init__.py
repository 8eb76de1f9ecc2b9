"""PostgreSQL, embedded or given by `DATABASE_URL`: find it, run it, save it, bring it back.

Usable before Django is configured, since the settings ask here where the database is.
"""

from kiem.platform.database.backups import Manifest, Progress, backup, restore, verify
from kiem.platform.database.django import close_pools, installed_migrations, settings_dict
from kiem.platform.database.embedded import Status, ensure_running, running, status, stop
from kiem.platform.database.errors import (
    BackupError,
    DatabaseError,
    DatabaseUrlError,
    DataFolderError,
    MajorVersionError,
    RestoreError,
    ServerError,
)
from kiem.platform.database.locate import Target, default_data_dir, resolve
from kiem.platform.database.url import DatabaseUrl

__all__ = [
    "BackupError",
    "DataFolderError",
    "DatabaseError",
    "DatabaseUrl",
    "DatabaseUrlError",
    "MajorVersionError",
    "Manifest",
    "Progress",
    "RestoreError",
    "ServerError",
    "Status",
    "Target",
    "backup",
    "close_pools",
    "default_data_dir",
    "ensure_running",
    "installed_migrations",
    "resolve",
    "restore",
    "running",
    "settings_dict",
    "status",
    "stop",
    "verify",
]
