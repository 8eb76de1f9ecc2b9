"""No table of an anonymous survey, nor any two of them together, reveals a group below five."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.surveys.suppression import LEAST, Cell, partition

CELLS = [(a, b) for a in "xyz" for b in "123"]
counts = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 40), max_size=len(CELLS))


def tables(sizes: dict[Cell, int]) -> list[dict[str, frozenset[Cell]]]:
    """What may be asked for: the total, by either thing; each group as the cells it is the sum of.

    Written from the decision's text and not from the code under test: rows are the cells of a key
    that stand for themselves, and one row for the remainder.
    """
    parts = partition(sizes)
    if parts is None:
        return []
    present = parts.shown | parts.remainder
    found: list[dict[str, frozenset[Cell]]] = [{"all": frozenset(present)}]
    for place in (0, 1):
        rows: dict[str, frozenset[Cell]] = {}
        for cell in parts.shown:
            rows[cell[place]] = rows.get(cell[place], frozenset()) | {cell}
        if parts.remainder:
            rows["rest"] = frozenset(parts.remainder)
        found.append(rows)
    return found


def people(group: frozenset[Cell], sizes: dict[Cell, int]) -> int:
    return sum(sizes[cell] for cell in group)


@given(counts)
def test_no_table_shows_a_group_below_five(sizes: dict[Cell, int]) -> None:
    for table in tables(sizes):
        assert all(people(group, sizes) >= LEAST for group in table.values())


@given(counts)
def test_no_two_tables_together_reveal_a_group_below_five(sizes: dict[Cell, int]) -> None:
    """Whatever is in one group and not in another, in both, or left of the total."""
    groups = {group for table in tables(sizes) for group in table.values()}
    for one, other in combinations(groups, 2):
        for derived in (one - other, other - one, one & other, one | other, one ^ other):
            assert not 0 < people(derived, sizes) < LEAST


@given(counts)
def test_rows_of_every_table_add_up_to_everybody(sizes: dict[Cell, int]) -> None:
    for table in tables(sizes):
        assert sum(people(group, sizes) for group in table.values()) == sum(sizes.values())


@given(counts)
def test_fewer_than_five_have_no_result_and_five_do(sizes: dict[Cell, int]) -> None:
    assert (partition(sizes) is None) == (sum(sizes.values()) < LEAST)


def test_smallest_cell_joins_a_remainder_that_is_too_small() -> None:
    parts = partition({("x",): 20, ("y",): 6, ("z",): 3})
    assert parts is not None
    assert parts.shown == {("x",)}
    assert parts.remainder == {("y",), ("z",)}


def test_cells_of_five_stand_for_themselves() -> None:
    parts = partition({("x",): 5, ("y",): 5})
    assert parts is not None
    assert (parts.shown, parts.remainder) == ({("x",), ("y",)}, frozenset())
