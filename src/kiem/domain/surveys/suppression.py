"""Which groups of an anonymous survey are shown: none below five, and none to be worked out.

Those who answered are sorted into cells by everything the survey announced to break results down
by, such as (type of unit, band of size). A cell of five or more stands for itself. All smaller
cells are put together into one remainder; if that has fewer than five, the smallest cell that
stands for itself is put to it. Every table of the survey shows sums of whole cells, or of the
remainder as a whole. Whatever is added to or subtracted from what, in one table or in several,
therefore is a sum over such parts, and none of them has fewer than five people (decision 0121).
No database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """`shown`: cells that stand for themselves. `remainder`: cells counted only together and in
    the total. Either all of both hold at least five people, or nothing is shown at all."""

    shown: frozenset[Cell]
    remainder: frozenset[Cell]

    def part_of(self, cell: Cell) -> Cell | None:
        """The cell itself where it is shown, None where it is in the remainder."""
        return cell if cell in self.shown else None


def partition(counts: Mapping[Cell, int], least: int = LEAST) -> Partition | None:
    """The parts of a survey by how many answered in each cell; None: too few for any result."""
    present = {cell: count for cell, count in counts.items() if count}
    if sum(present.values()) < least:
        return None
    shown = {cell for cell, count in present.items() if count >= least}
    remainder = set(present) - shown
    while remainder and sum(present[cell] for cell in remainder) < least:
        smallest = min(shown, key=lambda cell: (present[cell], cell))
        shown.remove(smallest)
        remainder.add(smallest)
    return Partition(frozenset(shown), frozenset(remainder))
