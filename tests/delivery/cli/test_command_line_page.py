"""docs/reference/command-line.md says every command, option and exit code, and no other."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiem.delivery.cli.main import EXIT_BROKEN, EXIT_USAGE, build_parser, main
from kiem.delivery.cli.simulate import EXIT_STOPPED

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "command-line.md").read_text(
    encoding="utf-8"
)
ROW = re.compile(r"^\| `(?P<name>[^`]+)` \|(?P<default>[^|]*)\|(?P<meaning>[^|]*)\|$", re.M)


def parsers(
    parser: argparse.ArgumentParser, name: str = "kiem"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every parser with the words that lead to it."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from parsers(below, f"{name} {word}")


PARSERS = dict(parsers(build_parser()))
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, flags=re.M | re.S))


def arguments_of(parser: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    """What the parser takes, written as its usage writes it; help and subcommands left out."""
    taken = {}
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        written = action.option_strings[-1] if action.option_strings else ""
        if not written:
            written = str(action.metavar or action.dest)
        elif action.nargs is None and not action.choices:
            written += f" {action.metavar or action.dest.upper()}"
        taken[written] = action
    return taken


def test_every_command_has_a_section_in_the_order_of_help() -> None:
    assert set(SECTIONS) == set(PARSERS)


@pytest.mark.parametrize("command", PARSERS)
def test_every_argument_is_described_and_no_other(command: str) -> None:
    described = {row["name"] for row in ROW.finditer(SECTIONS[command])}
    assert described == set(arguments_of(PARSERS[command]))


@pytest.mark.parametrize("command", PARSERS)
def test_every_choice_and_default_is_named(command: str) -> None:
    rows = {row["name"]: row for row in ROW.finditer(SECTIONS[command])}
    for written, action in arguments_of(PARSERS[command]).items():
        row = rows[written]
        for choice in action.choices or ():
            assert f"`{choice}`" in row["default"] + row["meaning"], (command, written, choice)
        is_plain = isinstance(action.default, str | int) and not isinstance(action.default, bool)
        if is_plain and action.default != "" and written not in ("--version", "--lang"):
            assert f"`{action.default}`" in row["default"], (command, written)


def test_exit_codes_are_those_of_the_program() -> None:
    top = PAGE.split("\n## ")[0]
    described = {int(code) for code in re.findall(r"^\| (\d+) \|", top, flags=re.M)}
    assert described == {0, EXIT_BROKEN, EXIT_USAGE, EXIT_STOPPED}


def test_exit_code_is_0_after_help_and_2_after_wrong_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    codes = []
    for words in (["--version"], ["load", "--help"], ["nonsense"], ["load", "--on", "2025-02-31"]):
        with pytest.raises(SystemExit) as end:
            main(words)
        codes.append(end.value.code)
    assert codes == [0, 0, 2, 2]
    assert "2025-02-31" in capsys.readouterr().err
