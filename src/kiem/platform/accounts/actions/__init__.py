"""Writes accounts and their second factors."""

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

__all__ = [
    "confirm_factor",
    "create_account",
    "deactivate_account",
    "remove_factor",
    "reset_factor",
    "set_language",
    "set_password",
    "start_factor",
]
