"""Writes the tables of an example as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_csv(
    directory: Path, table: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """One table, UTF-8, comma separated, lines ended by a single line feed on every system."""
    with (directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
