"""What can be wrong with a grant. Sentences are translated where they are shown."""

from __future__ import annotations

from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound


def unknown_role(role: str, known: str) -> InvalidInput:
    return InvalidInput(
        "access.unknown_role",
        "There is no role '{role}'.",
        remedy="Choose one of: {known}.",
        field="role",
        params={"role": role, "known": known},
    )


def bad_principal(principal: str) -> InvalidInput:
    return InvalidInput(
        "access.bad_principal",
        "'{principal}' names neither an account nor a post.",
        remedy="Write user:5 for an account or post:77 for whoever holds a post.",
        field="principal",
        params={"principal": principal},
    )


def unknown_account(principal: str) -> InvalidInput:
    return InvalidInput(
        "access.unknown_account",
        "There is no account '{principal}'.",
        remedy="Create the account first.",
        field="principal",
        params={"principal": principal},
    )


def bad_scope(scope: str) -> InvalidInput:
    return InvalidInput(
        "access.bad_scope",
        "'{scope}' is not a scope.",
        remedy="Write all, or a kind and a number, such as unit:12, line:40 or person:7.",
        field="scope",
        params={"scope": scope},
    )


def scope_not_for_role(role: str, scope: str, kinds: str) -> InvalidInput:
    return InvalidInput(
        "access.scope_not_for_role",
        "The role '{role}' cannot be granted in {scope}.",
        remedy="Choose a scope of this kind: {kinds}.",
        field="scope",
        params={"role": role, "scope": scope, "kinds": kinds},
    )


def bad_interval(start: object, end: object) -> InvalidInput:
    return InvalidInput(
        "access.bad_interval",
        "A grant from {start} until {end} holds on no day.",
        remedy="Let it end after it starts.",
        field="valid_until",
        params={"start": str(start), "end": str(end)},
    )


def own_grant() -> Forbidden:
    return Forbidden(
        "access.own_grant",
        "You cannot change your own rights.",
        remedy="Ask another administrator to do it.",
    )


def outside_scope(scope: str) -> Forbidden:
    return Forbidden(
        "access.outside_scope",
        "You manage access elsewhere, not in {scope}.",
        remedy="Ask an administrator of that scope.",
        params={"scope": scope},
    )


def already_granted(role: str, scope: str) -> Conflict:
    return Conflict(
        "access.already_granted",
        "The role '{role}' in {scope} is granted already on some of these days.",
        remedy="End the other grant first, or choose days outside it.",
        params={"role": role, "scope": scope},
    )


def grant_not_found(grant_id: int) -> NotFound:
    return NotFound(
        "access.grant_not_found",
        "There is no open grant {grant_id}.",
        remedy="It may have been changed meanwhile: reload the list.",
        params={"grant_id": grant_id},
    )


def ended_already(grant_id: int, on: object) -> Conflict:
    return Conflict(
        "access.ended_already",
        "Grant {grant_id} has ended by {on} already.",
        remedy="Nothing needs to be done.",
        params={"grant_id": grant_id, "on": str(on)},
    )
