"""Finds the account of a session. Judging credentials is `signing_in`'s, not this backend's."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from kiem.platform.accounts.models import User


class AccountBackend(BaseBackend):
    """An account that was made inactive has no session any more, from its next request on."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
