"""`kiem verify`: recompute every invariant and the audit trail's hash chain."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from kiem.delivery.cli.main import EXIT_BROKEN
from kiem.delivery.cli.session import add_data_option, opened, progress
from kiem.platform.access import Permission

if TYPE_CHECKING:
    from kiem.domain.register.queries.verify import CheckResult

PERMISSION = Permission.OPERATE


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "verify",
        help="check that everything recorded is consistent and untampered",
        description="Recomputes every invariant from the rows alone, without trusting the "
        "constraints that should have held them, and the hash chain of the audit trail. Says what "
        "it counted. Exit code 1 and a list if anything is broken; reads only.",
        epilog="Entries cut off the end leave a valid chain: compare the printed heads with those "
        "noted elsewhere, such as in a backup.",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_data_option(parser)
    parser.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    with opened(arguments, migrate=False):
        progress("Reading everything; this takes seconds for a city, minutes for a nation ...")
        checks, heads = _checks()
    broken = sum(len(check.problems) for check in checks)
    if arguments.format == "json":
        _print_json(checks, heads)
    else:
        _print_text(checks, heads)
    if broken:
        print(f"kiem verify: {broken} problems, see above.", file=sys.stderr)
        return EXIT_BROKEN
    return 0


def _checks() -> tuple[list[CheckResult], dict[str, tuple[int, str]]]:
    from kiem.domain.assembly.queries.verify import verify_assembly
    from kiem.domain.elections.queries.verify import verify_elections
    from kiem.domain.ledger.queries.verify import verify_ledger
    from kiem.domain.register.queries.verify import CheckResult, verify_register
    from kiem.domain.surveys.queries.verify import verify_surveys
    from kiem.platform.audit import verify_chain
    from kiem.platform.files import verify_files

    kept = verify_files()
    chain = verify_chain()
    problems = () if chain.first_broken is None else (chain.first_broken,)
    return [
        CheckResult("hash chain of the audit trail", chain.rows, problems),
        *verify_register().checks,
        *verify_ledger(),
        *verify_assembly(),
        *verify_surveys(),
        *verify_elections(),
        CheckResult(
            "kept files have the bytes they were handed in with", kept.counted, kept.altered
        ),
    ], chain.heads


def _print_text(checks: list[CheckResult], heads: dict[str, tuple[int, str]]) -> None:
    for check in checks:
        mark = "ok    " if check.is_sound else "BROKEN"
        print(f"{mark} {check.counted:>10,}  {check.name}")
        for problem in check.problems:
            print(f"                     {problem}")
    for name, (sequence, digest) in sorted(heads.items()):
        print(f"head of the {name} chain: {sequence} {digest}")


def _print_json(checks: list[CheckResult], heads: dict[str, tuple[int, str]]) -> None:
    rows = [
        {"name": c.name, "counted": c.counted, "sound": c.is_sound, "problems": list(c.problems)}
        for c in checks
    ]
    chains = {name: {"sequence": n, "hash": digest} for name, (n, digest) in heads.items()}
    print(json.dumps({"checks": rows, "heads": chains}, ensure_ascii=False, indent=2))
