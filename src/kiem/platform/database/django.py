"""What Django needs to know of a database. Importable before Django is configured."""

from __future__ import annotations

from typing import Any

from kiem.platform.database.url import DatabaseUrl

POOL = {"min_size": 1, "max_size": 10, "timeout": 10.0}


def settings_dict(url: DatabaseUrl) -> dict[str, Any]:
    """An entry of Django's `DATABASES`.

    Connections come from a pool of each process, and are checked when taken, so that a restarted
    server costs no failed request. Call `close_pools` before every fork.
    """
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.name,
        "USER": url.user,
        "PASSWORD": url.password,
        "HOST": url.host,
        "PORT": url.port,
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not the threads
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **url.options,
            "pool": dict(POOL),
            "server_side_binding": False,  # breaks expressions with untyped parameters
        },
    }


def close_pools() -> None:
    """Close this process's connections and pools. Must be called before a fork.

    A child would share its parent's sockets, and inherit a pool whose threads did not survive.
    Both sides open new ones when they next need them.
    """
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper

    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def installed_migrations() -> frozenset[str]:
    """Every migration that the installed apps bring, as `app.name`. Django must be set up."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)
