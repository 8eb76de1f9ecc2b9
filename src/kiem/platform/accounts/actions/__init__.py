"""Writes accounts, their second factors and their tokens."""

from kiem.platform.accounts.actions.accounts import (
    create_account,
    deactivate_account,
    set_language,
    set_password,
)
from kiem.platform.accounts.actions.factors import (
    confirm_factor,
    remove_factor,
    reset_factor,
    start_factor,
)
from kiem.platform.accounts.actions.tokens import NewToken, create_token, revoke_token

__all__ = [
    "NewToken",
    "confirm_factor",
    "create_account",
    "create_token",
    "deactivate_account",
    "remove_factor",
    "reset_factor",
    "revoke_token",
    "set_language",
    "set_password",
    "start_factor",
]
