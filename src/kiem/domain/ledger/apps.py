from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kiem.domain.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the register's previews what decisions do to hours and limits."""
        from kiem.domain.ledger.queries.effects import LedgerEffects
        from kiem.domain.register.queries.effects import register_effects

        register_effects(LedgerEffects())
