"""An allocation by the name of its method, with the errors a user is shown."""

from __future__ import annotations

from collections.abc import Sequence

from kiem.domain.elections.allocation import (
    Allocation,
    Claim,
    Method,
    allocate,
    allocate_by_bands,
)
from kiem.domain.elections.errors import allocation_wrong

BANDS = "bands"


def apportion(
    claims: Sequence[Claim],
    method: str,
    total: int,
    base: int,
    bands: Sequence[tuple[int, int]],
    lots: Sequence[int],
) -> Allocation:
    """The allocation by the method's name. Raises InvalidInput for numbers that make no sense."""
    try:
        if method == BANDS:
            return allocate_by_bands(claims, bands)
        return allocate(claims, total, Method(method), base=base, lots=lots)
    except ValueError as error:
        raise allocation_wrong(str(error)) from error
