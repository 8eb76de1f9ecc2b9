from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kiem.domain.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the register's previews what decisions do to hours and limits and how leave granted
        by decision is kept; say what the ledger's notices mean."""
        from kiem.domain.ledger.actions.leave_by_decision import LeaveByDecision
        from kiem.domain.ledger.notices import NOTICES
        from kiem.domain.ledger.queries.effects import LedgerEffects
        from kiem.domain.register.actions.articles import register_leave_keeper
        from kiem.domain.register.queries.effects import register_effects
        from kiem.platform.notices import register_texts

        register_effects(LedgerEffects())
        register_leave_keeper(LeaveByDecision())
        register_texts(NOTICES)
