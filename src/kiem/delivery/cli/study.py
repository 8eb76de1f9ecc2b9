"""`kiem study`: write an example study, or check one without running it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiem.platform.access.permissions import Permission

if TYPE_CHECKING:
    from kiem.engine.study.findings import Finding

PERMISSION = Permission.OPERATE
EXIT_INVALID = 1
_ENGINE_PACKAGES = ("numpy", "numba", "scipy", "polars", "llvmlite")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its two parts."""
    parser = subparsers.add_parser(
        "study",
        help="write an example of a simulation study, or check one",
        description="A study is a folder with study.toml and tables; see the documentation, "
        "reference, Study files.",
    )
    parts = parser.add_subparsers(title="parts", metavar="PART", required=True)
    example = parts.add_parser("example", help="write an example to run, read and change")
    example.add_argument("name", metavar="NAME", help="hanoi, or mmc (the smallest)")
    example.add_argument("directory", type=Path, metavar="DIR", help="a new or empty folder")
    example.set_defaults(run=_example)
    check = parts.add_parser("check", help="say everything that is wrong with a study")
    check.add_argument("directory", type=Path, metavar="STUDY", help="folder with study.toml")
    check.set_defaults(run=_check)


@contextmanager
def engine_present() -> Iterator[None]:
    """Turn a missing package of the engine into a message that says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _ENGINE_PACKAGES:
            raise
        from kiem.engine.study.findings import EngineMissingError

        print(f"kiem: {EngineMissingError(package)}", file=sys.stderr)
        raise SystemExit(2) from None


def tell_findings(findings: Sequence[Finding]) -> None:
    for finding in findings:
        print(finding, file=sys.stderr)


def _example(arguments: argparse.Namespace) -> int:
    with engine_present():
        from kiem.engine.study.examples import write_example
        from kiem.engine.study.findings import StudyError

        try:
            write_example(arguments.name, arguments.directory)
        except (StudyError, OSError) as error:
            print(f"kiem: {error}", file=sys.stderr)
            return 2
    print(f"Wrote the study to {arguments.directory}. Run it with:")
    print(f"  kiem simulate {arguments.directory} --out {arguments.directory}-results")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    with engine_present():
        from kiem.engine.study.findings import StudyInvalidError
        from kiem.engine.study.study import load_study

        try:
            study = load_study(arguments.directory)
        except StudyInvalidError as error:
            tell_findings(error.findings)
            print(f"kiem: {str(error).splitlines()[0].rstrip(':')}", file=sys.stderr)
            return EXIT_INVALID
    tell_findings(study.warnings)
    people = int(study["staff"].integers("count").sum())
    print(
        f"The study is sound: {_count(len(study['units']), 'unit')}, {people:,} people, "
        f"{_count(len(study['case_types']), 'type')} of cases, "
        f"{_count(len(study.settings.models), 'model')}, {_count(len(study.warnings), 'warning')}."
    )
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
