from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kiem.domain.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what of this app runs in the background."""
        from django.utils.translation import gettext_noop as _

        from kiem.platform.access import Permission
        from kiem.platform.jobs import Kind, register_kind

        here = "kiem.domain.imports.tasks"
        permission = Permission.CHANGE_REGISTER
        register_kind(Kind("imports.check", _("Check of a file"), f"{here}:check", permission))
        register_kind(Kind("imports.apply", _("Import of a file"), f"{here}:apply", permission))
