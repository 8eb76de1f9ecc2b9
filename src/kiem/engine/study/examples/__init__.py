"""Studies that ship with the program, written as files for a user to run, read and change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiem.engine.study.examples.hanoi import write_hanoi
from kiem.engine.study.examples.mmc import write_mmc
from kiem.engine.study.findings import ExampleError

EXAMPLES: dict[str, Callable[[Path], None]] = {"hanoi": write_hanoi, "mmc": write_mmc}


def write_example(name: str, directory: Path) -> None:
    """Write an example study into a new or empty folder.

    Raises ExampleError if there is no such example or the folder holds files already: nothing is
    ever overwritten.
    """
    if name not in EXAMPLES:
        raise ExampleError(
            f"there is no example {name!r}; the examples are {', '.join(sorted(EXAMPLES))}"
        )
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ExampleError(f"{directory} is not an empty folder; give the name of a new one")
    directory.mkdir(parents=True, exist_ok=True)
    EXAMPLES[name](directory)
