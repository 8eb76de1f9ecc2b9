"""Runs the parts named on the command line, or all; each prints its own table."""

from __future__ import annotations

import importlib
import sys

PARTS = ("start", "pages", "imports", "assembly", "surveys", "simulation", "studies")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
        return 2
    codes = [
        importlib.import_module(f"benchmarks.{name}.__main__").main() for name in names or PARTS
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
