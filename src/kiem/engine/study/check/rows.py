"""Rows of a study's tables, as the checks walk them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kiem.engine.study.reading import Rows

Tables = Mapping[str, Rows]


def each(rows: Rows, bad: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(index, row number) of each true element."""
    return [(int(index), rows.row(int(index))) for index in np.flatnonzero(bad)]
