"""Django's `migrate`, in a fifth of the time on an empty database."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from kiem.platform.kernel.migrating import rendering_only_what_changed


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with rendering_only_what_changed():
            super().handle(*args, **options)
