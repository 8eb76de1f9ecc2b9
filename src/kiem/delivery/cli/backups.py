"""`kiem backup` and `kiem restore`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from kiem.delivery.cli.session import add_data_option, configure, opened, progress, target_of
from kiem.platform.access import Permission
from kiem.platform.database import (
    BackupError,
    Manifest,
    Progress,
    backup,
    installed_migrations,
    restore,
    verify,
)

PERMISSION = Permission.OPERATE
_SECONDS_BETWEEN_LINES = 2.0
_STAGES = {
    "save": "saving rows",
    "check": "checking the file",
    "load": "loading",
    "analyse": "measuring the tables",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    saving = subparsers.add_parser(
        "backup",
        help="save the whole database to one file",
        description="Saves the whole database to one file, while Kiem may go on running. The file "
        "appears when it is complete, and only its owner may read it: it holds personal data.",
    )
    saving.add_argument("file", type=Path, metavar="FILE")
    saving.add_argument("--overwrite", action="store_true", help="replace FILE if it exists")
    add_data_option(saving)
    saving.set_defaults(run=_backup)

    bringing = subparsers.add_parser(
        "restore",
        help="bring a backup back, all or nothing",
        description="Checks every byte of a backup, then loads it in one transaction: it is all "
        "there, or the database is as it was. A backup of an older Kiem is brought up to date. "
        "A backup is a program that builds a database: restore only files you trust.",
    )
    bringing.add_argument("file", type=Path, metavar="FILE")
    choice = bringing.add_mutually_exclusive_group()
    choice.add_argument(
        "--replace", action="store_true", help="lose what the database holds (make a backup first)"
    )
    choice.add_argument(
        "--check", action="store_true", help="only check the file; touch no database"
    )
    add_data_option(bringing)
    bringing.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    target = target_of(arguments)
    if not target.initialised:
        raise BackupError(
            f"There is no database in {target.data_dir}: nothing was saved. "
            "Name its folder with --data or KIEM_DATA."
        )
    with target.running() as url:
        manifest = backup(url, arguments.file, overwrite=arguments.overwrite, report=_teller())
    size_mb = arguments.file.stat().st_size / 1e6
    print(f"Saved {_contents(manifest)} to {arguments.file} ({size_mb:.1f} MB).")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    report = _teller()
    manifest = verify(arguments.file, report)  # a bad file starts no server
    made = f"made by Kiem {manifest.kiem_version} at {manifest.created_at}"
    if arguments.check:
        print(f"{arguments.file} is whole: {_contents(manifest)}, {made}.")
        return 0
    with target_of(arguments).running() as url:
        configure(url)
        restore(
            url,
            arguments.file,
            known_migrations=installed_migrations(),
            replace=arguments.replace,
            report=report,
        )
        with opened(arguments):
            pass  # brings the schema of an older backup up to date
    print(f"Restored {_contents(manifest)}, {made}. Run `kiem verify` to check every invariant.")
    return 0


def _contents(manifest: Manifest) -> str:
    return f"{manifest.total_rows:,} rows of {len(manifest.rows)} tables"


def _teller() -> Callable[[Progress], None]:
    """Tells of progress every two seconds: short work stays silent."""
    last_s = time.monotonic()

    def tell(state: Progress) -> None:
        nonlocal last_s
        if time.monotonic() - last_s < _SECONDS_BETWEEN_LINES:
            return
        last_s = time.monotonic()
        part = f"{min(100, 100 * state.done // state.total)} %" if state.total else ""
        progress(f"  {_STAGES[state.stage]} {part}".rstrip())

    return tell
