"""On whose behalf a request runs, and whether it may do this at all."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer

from kiem.delivery.api.front import asked_language
from kiem.platform import accounts
from kiem.platform.access import Permission
from kiem.platform.access.addresses import client_address
from kiem.platform.accounts.errors import token_missing

SCHEME = "BearerToken"


class BearerToken(HttpBearer):
    """A token with one of the permissions an operation declares: the first of two doors.

    Queries and actions check again, with the scope. Sets `request.viewer`, and the language to the
    owner's unless the request asks for one.
    """

    def __init__(self, *permissions: Permission) -> None:
        super().__init__()
        self.permissions = permissions

    def __call__(self, request: HttpRequest) -> object:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise token_missing()
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> object:
        """The holder. Raises Unauthorized, TooManyAttempts or Forbidden."""
        holder = accounts.holder_of_token(token, address=client_address(request))
        if not asked_language(request):
            translation.activate(holder.language)
        request.viewer = holder.viewer  # type: ignore[attr-defined]  # our own attribute
        if not any(holder.viewer.can(permission) for permission in self.permissions):
            holder.viewer.require(self.permissions[0])
        return holder
