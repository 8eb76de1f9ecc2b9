"""People's accounts: sign-in, second factor, throttling. Not the register's people.

What delivery uses is here by name and loaded on first use, because models cannot be imported
before Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiem.platform.accounts.actions import (
        NewToken,
        confirm_factor,
        create_account,
        create_token,
        deactivate_account,
        remove_factor,
        reset_factor,
        revoke_token,
        set_language,
        set_password,
        start_factor,
    )
    from kiem.platform.accounts.factors import FactorState, accept_code, factor_state
    from kiem.platform.accounts.forms import CodeForm, NewPasswordForm, SignInForm
    from kiem.platform.accounts.lookup import user_id_of
    from kiem.platform.accounts.personas import Persona, list_personas
    from kiem.platform.accounts.signing_in import (
        SignIn,
        change_password,
        enter_persona,
        finish_sign_in,
        has_password,
        sign_in,
        sign_out,
        waits_for_factor,
    )
    from kiem.platform.accounts.tokens import (
        TokenHolder,
        TokenRow,
        grantable_permissions,
        holder_of_token,
        list_tokens,
        permissions_for_token,
    )

_HOMES = {
    "CodeForm": "forms",
    "FactorState": "factors",
    "NewPasswordForm": "forms",
    "NewToken": "actions",
    "Persona": "personas",
    "SignIn": "signing_in",
    "SignInForm": "forms",
    "TokenHolder": "tokens",
    "TokenRow": "tokens",
    "accept_code": "factors",
    "change_password": "signing_in",
    "confirm_factor": "actions",
    "create_account": "actions",
    "create_token": "actions",
    "deactivate_account": "actions",
    "enter_persona": "signing_in",
    "factor_state": "factors",
    "finish_sign_in": "signing_in",
    "grantable_permissions": "tokens",
    "has_password": "signing_in",
    "holder_of_token": "tokens",
    "list_personas": "personas",
    "list_tokens": "tokens",
    "permissions_for_token": "tokens",
    "remove_factor": "actions",
    "reset_factor": "actions",
    "revoke_token": "actions",
    "set_language": "actions",
    "set_password": "actions",
    "sign_in": "signing_in",
    "sign_out": "signing_in",
    "start_factor": "actions",
    "user_id_of": "lookup",
    "waits_for_factor": "signing_in",
}

__all__ = [
    "CodeForm",
    "FactorState",
    "NewPasswordForm",
    "NewToken",
    "Persona",
    "SignIn",
    "SignInForm",
    "TokenHolder",
    "TokenRow",
    "accept_code",
    "change_password",
    "confirm_factor",
    "create_account",
    "create_token",
    "deactivate_account",
    "enter_persona",
    "factor_state",
    "finish_sign_in",
    "grantable_permissions",
    "has_password",
    "holder_of_token",
    "list_personas",
    "list_tokens",
    "permissions_for_token",
    "remove_factor",
    "reset_factor",
    "revoke_token",
    "set_language",
    "set_password",
    "sign_in",
    "sign_out",
    "start_factor",
    "user_id_of",
    "waits_for_factor",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
