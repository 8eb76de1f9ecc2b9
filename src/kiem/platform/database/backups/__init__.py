"""One file that holds a whole database, and the way back from it.

The file is an ordinary gzip of an ordinary SQL script: `zcat FILE | psql DATABASE` brings the data
back even without Kiem. Around it lie a manifest and a digest of every byte (see `format`).
"""

from kiem.platform.database.backups.dump import backup
from kiem.platform.database.backups.format import Manifest, verify
from kiem.platform.database.backups.load import restore
from kiem.platform.database.backups.progress import Progress, Report

__all__ = ["Manifest", "Progress", "Report", "backup", "restore", "verify"]
