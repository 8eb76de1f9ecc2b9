"""What can go wrong with accounts. Sentences are translated where they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound


class TooManyAttempts(DomainError):
    """The account or the address has tried too often; `wait_minutes` is in `params`."""

    status = 429


class Unauthorized(DomainError):
    """Nothing says on whose behalf the request runs, or what says so is not valid."""

    status = 401


def token_missing() -> Unauthorized:
    return Unauthorized(
        "accounts.token_missing",
        _("This address needs a token."),
        remedy=_("Make one on your account page and send it as: Authorization: Bearer TOKEN."),
    )


def unusable_token() -> Unauthorized:
    return Unauthorized(
        "accounts.unusable_token",
        _("This token cannot be used: it is wrong, has expired or was revoked."),
        remedy=_("Check it, or make a new one on your account page."),
    )


def wrong_credentials() -> InvalidInput:
    return InvalidInput(
        "accounts.wrong_credentials",
        _("User name and password do not belong together."),
        remedy=_("Check both; capital letters count in the password."),
    )


def wrong_password() -> InvalidInput:
    return InvalidInput(
        "accounts.wrong_password",
        _("This is not your present password."),
        remedy=_("Type the password you signed in with."),
        field="current",
    )


def wrong_code() -> InvalidInput:
    return InvalidInput(
        "accounts.wrong_code",
        _("This code is not valid, or was used already."),
        remedy=_("Wait for the next code of your app, or use one of your recovery codes."),
        field="code",
    )


def too_many_attempts(wait_minutes: int) -> TooManyAttempts:
    return TooManyAttempts(
        "accounts.too_many_attempts",
        _("There were too many attempts."),
        remedy=_("Try again in {wait_minutes} minutes."),
        params={"wait_minutes": wait_minutes},
    )


def sign_in_expired() -> Conflict:
    return Conflict(
        "accounts.sign_in_expired",
        _("The time for entering the code has passed."),
        remedy=_("Sign in again with your password."),
    )


def no_persona() -> NotFound:
    return NotFound(
        "accounts.no_persona",
        _("There is no such sample account."),
        remedy=_("Go back to the sign-in page and choose one that is shown."),
    )


def not_sample_data() -> Forbidden:
    return Forbidden(
        "accounts.not_sample_data",
        _("Sample accounts exist only where every person is invented."),
        remedy=_("Sign in with your own user name and password."),
    )


def username_taken(username: str) -> Conflict:
    return Conflict(
        "accounts.username_taken",
        _("The user name '{username}' is taken."),
        remedy=_("Choose another."),
        params={"username": username},
    )


def person_has_account(person_id: int) -> Conflict:
    return Conflict(
        "accounts.person_has_account",
        _("Person {person_id} has an account already."),
        remedy=_("Use the account that exists; a person has one."),
        params={"person_id": person_id},
    )


def bad_username(username: str) -> InvalidInput:
    return InvalidInput(
        "accounts.bad_username",
        _("'{username}' cannot be a user name."),
        remedy=_("Use 1 to 80 letters, digits, dots, hyphens and underscores."),
        field="username",
        params={"username": username[:80]},
    )


def weak_password(reasons: Iterable[str]) -> InvalidInput:
    return InvalidInput(
        "accounts.weak_password",
        _("This password is too easy to guess: {reasons}"),
        remedy=_("Use at least 12 characters that are not a word everybody uses."),
        field="password",
        params={"reasons": " ".join(reasons)},
    )


def unknown_language(language: str) -> InvalidInput:
    return InvalidInput(
        "accounts.unknown_language",
        _("There is no language '{language}' here."),
        remedy=_("Choose Vietnamese (vi) or English (en)."),
        field="language",
        params={"language": language[:20]},
    )


def no_account(user_id: int) -> NotFound:
    return NotFound(
        "accounts.no_account",
        _("There is no account {user_id}."),
        remedy=_("Reload the list of accounts."),
        params={"user_id": user_id},
    )


def no_account_named(username: str) -> NotFound:
    return NotFound(
        "accounts.no_account_named",
        _("There is no active account '{username}'."),
        remedy=_("Check the spelling, or add the account first."),
        params={"username": username[:80]},
    )


def factor_not_started() -> Conflict:
    return Conflict(
        "accounts.factor_not_started",
        _("No second factor is being set up."),
        remedy=_("Start again: scan the new code with your app."),
    )


def factor_exists() -> Conflict:
    return Conflict(
        "accounts.factor_exists",
        _("This account has a second factor already."),
        remedy=_("Remove it first if you want to use another device."),
    )


def own_factor() -> Forbidden:
    return Forbidden(
        "accounts.own_factor",
        _("You cannot reset your own second factor."),
        remedy=_("Remove it on your account page with a code, or ask another administrator."),
    )


def token_of_another() -> Forbidden:
    return Forbidden(
        "accounts.token_of_another",
        _("You cannot make a token for somebody else's account."),
        remedy=_("Its owner makes it on their own account page."),
    )


def token_name(length: int) -> InvalidInput:
    return InvalidInput(
        "accounts.token_name",
        _("A token needs a name."),
        remedy=_("Say in 1 to {length} letters what will use it."),
        field="name",
        params={"length": length},
    )


def token_days(most: int) -> InvalidInput:
    return InvalidInput(
        "accounts.token_days",
        _("A token is valid for 1 to {most} days."),
        remedy=_("Choose a number of days in between."),
        field="valid_days",
        params={"most": most},
    )


def token_without_permission() -> InvalidInput:
    return InvalidInput(
        "accounts.token_without_permission",
        _("A token without any permission can do nothing."),
        remedy=_("Choose at least one."),
        field="permissions",
    )


def token_beyond_rights(beyond: Iterable[str], held: Iterable[str]) -> InvalidInput:
    return InvalidInput(
        "accounts.token_beyond_rights",
        _("A token cannot have permissions its owner does not hold: {beyond}."),
        remedy=_("Choose among: {held}."),
        field="permissions",
        params={"beyond": ", ".join(beyond)[:200], "held": ", ".join(held)},
    )


def too_many_tokens(most: int) -> Conflict:
    return Conflict(
        "accounts.too_many_tokens",
        _("This account has {most} usable tokens already."),
        remedy=_("Revoke one that is not used any more."),
        params={"most": most},
    )


def no_token(token_id: int) -> NotFound:
    return NotFound(
        "accounts.no_token",
        _("There is no token {token_id} of yours."),
        remedy=_("Reload the list of your tokens."),
        params={"token_id": token_id},
    )
