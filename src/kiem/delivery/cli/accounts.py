"""`kiem account`: accounts and what they may do, from the machine itself."""

from __future__ import annotations

import argparse
import getpass
import sys

from kiem.delivery.cli.session import add_data_option, opened
from kiem.platform.access import SYSTEM, Permission
from kiem.platform.access.roles import ROLES
from kiem.platform.kernel.errors import OperationalError

PERMISSION = Permission.OPERATE


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `account add` and `account grant`."""
    parser = subparsers.add_parser(
        "account",
        help="add an account, or grant it a role",
        description="Accounts and their roles. Whoever may run this may read the database anyway; "
        "both commands are recorded in the audit trail as done by the machine's operator.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    adding = verbs.add_parser("add", help="add an account; asks for its password")
    adding.add_argument("username")
    adding.add_argument("--name", default="", help="name shown to others (default: the username)")
    adding.add_argument("--language", choices=("vi", "en"), default="vi")
    adding.add_argument(
        "--password-from-stdin", action="store_true", help="read the password from standard input"
    )
    add_data_option(adding)
    adding.set_defaults(run=_add)
    granting = verbs.add_parser("grant", help="grant an account a role within a scope")
    granting.add_argument("username")
    granting.add_argument("role", choices=sorted(ROLES))
    granting.add_argument(
        "scope", help="all, unit:ID (and all below), line:ID (member organisation) or person:ID"
    )
    granting.add_argument("--reason", default="", help="recorded in the audit trail")
    add_data_option(granting)
    granting.set_defaults(run=_grant)


def _add(arguments: argparse.Namespace) -> int:
    password = _password(arguments.password_from_stdin)
    with opened(arguments):
        from kiem.platform.accounts import create_account

        user_id = create_account(
            username=arguments.username,
            display_name=arguments.name,
            password=password,
            language=arguments.language,
            actor=SYSTEM,
        )
    print(f"Account {arguments.username} (number {user_id}) added. It has no rights yet: ")
    print(f"  kiem account grant {arguments.username} ROLE SCOPE")
    return 0


def _grant(arguments: argparse.Namespace) -> int:
    with opened(arguments):
        from kiem.platform.access.actions import grant_access
        from kiem.platform.accounts import user_id_of
        from kiem.platform.kernel import clock

        user_id = user_id_of(arguments.username)
        grant_id = grant_access(
            principal=f"user:{user_id}",
            role=arguments.role,
            scope=arguments.scope,
            valid_from=clock.today(),
            reason=arguments.reason,
            actor=SYSTEM,
        )
    print(f"Granted {arguments.role} in {arguments.scope} to {arguments.username} ({grant_id}).")
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise OperationalError(
            "No terminal to ask for a password on. Use --password-from-stdin and pipe it in."
        )
    first = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("The same again: ") != first:
        raise OperationalError("The two passwords differ. Nothing was changed; try again.")
    return first
