from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "kiem.domain.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the access rules who holds which post, and what became of a scope; and the inbox
        what notices say."""
        from kiem.domain.register.notices import NOTICES
        from kiem.domain.register.queries import grants
        from kiem.platform.access import register_resolver
        from kiem.platform.notices import register_texts

        register_texts(NOTICES)
        register_resolver(grants.posts_of_person, grants.successors_of_scope, grants.scope_contains)
