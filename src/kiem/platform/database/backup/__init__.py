"""One file that holds a whole database, and the way back from it.

The file is an ordinary gzip of an ordinary SQL script: `zcat FILE | psql DATABASE` brings the data
back even without Kiem. Around it lie a manifest and a digest of every byte (see `format`).
"""

from kiem.platform.database.backup.dump import backup
from kiem.platform.database.backup.format import Manifest, verify
from kiem.platform.database.backup.progress import Progress, Report
from kiem.platform.database.backup.restore import restore

__all__ = ["Manifest", "Progress", "Report", "backup", "restore", "verify"]
