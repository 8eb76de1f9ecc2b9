"""`kiem token`: tokens with which programs use the API, from the machine itself."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from kiem.delivery.cli.session import add_data_option, opened
from kiem.platform.access import SYSTEM, Permission

if TYPE_CHECKING:
    from kiem.platform.accounts import TokenRow

PERMISSION = Permission.OPERATE
DAYS = 90


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `token create`, `token list` and `token revoke`."""
    parser = subparsers.add_parser(
        "token",
        help="make, list or revoke tokens of the API",
        description="Tokens with which programs use the API on behalf of an account. Making and "
        "revoking is recorded in the audit trail as done by the machine's operator.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    creating = verbs.add_parser("create", help="make a token and print it, this once")
    creating.add_argument("username")
    creating.add_argument("--name", required=True, help="what will use it")
    creating.add_argument(
        "--permission",
        action="append",
        default=[],
        help="one it shall have, of those its owner holds; repeat for more (default: all of them)",
    )
    creating.add_argument("--days", type=int, default=DAYS, help="how long it is valid (1 to 366)")
    add_data_option(creating)
    creating.set_defaults(run=_create)
    listing = verbs.add_parser("list", help="list the tokens of an account")
    listing.add_argument("username")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    add_data_option(listing)
    listing.set_defaults(run=_list)
    revoking = verbs.add_parser("revoke", help="make a token worth nothing from now on")
    revoking.add_argument("number", type=int, help="its number, as list shows it")
    add_data_option(revoking)
    revoking.set_defaults(run=_revoke)


def _create(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        from kiem.platform import accounts

        user_id = accounts.user_id_of(arguments.username)
        made = accounts.create_token(
            user_id=user_id,
            name=arguments.name,
            permissions=arguments.permission or accounts.permissions_for_token(user_id),
            valid_days=arguments.days,
            actor=SYSTEM,
        )
    print(made.text)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        from kiem.platform.accounts import list_tokens, user_id_of

        rows = list_tokens(user_id=user_id_of(arguments.username))
    if arguments.format == "json":
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        state = "revoked" if row.revoked_at else "usable" if row.usable else "expired"
        used = f"{row.last_used_at:%Y-%m-%d}" if row.last_used_at else "never"
        print(f"{row.id:>5}  {row.prefix}  {state:8} until {row.expires_at:%Y-%m-%d}  ", end="")
        print(f"used {used:10}  {row.name}: {', '.join(row.permissions)}")
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        from kiem.platform.accounts import revoke_token

        revoke_token(token_id=arguments.number, actor=SYSTEM)
    print(f"Token {arguments.number} can no longer be used.")
    return 0


def _as_json(row: TokenRow) -> dict[str, object]:
    values = ((field.name, getattr(row, field.name)) for field in fields(row))
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values
    }
