"""What most commands need first: the database running, Django configured, the schema current."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiem.platform.database import DatabaseUrl, Target, default_data_dir, resolve
from kiem.platform.kernel.errors import OperationalError


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`, which every command that touches the database takes."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder with the embedded database (default: $KIEM_DATA, else "
        "~/.local/share/kiem); DATABASE_URL, where set, names another server instead",
    )


def target_of(arguments: argparse.Namespace) -> Target:
    """The database a command means; the secret key lies in the data folder even without one."""
    folder = arguments.data or default_data_dir(os.environ)
    os.environ.setdefault("KIEM_SECRET_FILE", str(folder.expanduser().absolute() / "secret.key"))
    return resolve(arguments.data, os.environ)


@contextmanager
def opened(arguments: argparse.Namespace, *, migrate: bool = True) -> Iterator[DatabaseUrl]:
    """The system ready for use during the block: server up, Django set up, schema current.

    With `migrate` False a schema that is behind is an OperationalError instead of being changed.
    """
    with target_of(arguments).running() as url:
        configure(url)
        behind = _unapplied_migrations()
        if behind and migrate:
            _migrate()
        elif behind:
            raise OperationalError(
                f"The database lacks {behind} migrations of this version of Kiem. "
                "Make a backup, then run: kiem migrate"
            )
        yield url


def configure(url: DatabaseUrl) -> None:
    """Point Django at the database and set it up, once a process."""
    os.environ["DATABASE_URL"] = str(url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
    import django

    django.setup()


def progress(text: str) -> None:
    """A line of progress for people; standard output stays for results."""
    print(text, file=sys.stderr, flush=True)


def _unapplied_migrations() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
