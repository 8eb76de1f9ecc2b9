"""What is wrong with the inputs, said so that somebody can mend it, and all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the field, the index in it (None: the whole field), what, and the remedy.

    A `warning` does not stop the run (offered load over capacity, an office nobody can serve in
    its window); anything else does.
    """

    field: str
    index: tuple[int, ...] | None
    message: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        where = self.field if self.index is None else f"{self.field}{list(self.index)}"
        return f"{where}: {self.message}. {self.remedy}"


class InvalidInputError(ValueError):
    """Inputs that cannot be simulated; `problems` holds every one found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def frozen_array(value: ArrayLike, dtype: Any) -> NDArray[Any]:
    """A private, contiguous, read-only copy: a frozen dataclass must not change behind its back."""
    array = np.array(value, dtype=dtype, order="C", copy=True)
    array.setflags(write=False)
    return array


class Checker:
    """Collects the problems of one object and raises them together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self, field: str, message: str, remedy: str, index: tuple[int, ...] | None = None
    ) -> None:
        self.problems.append(Problem(field, index, message, remedy))

    def each(self, field: str, bad: NDArray[np.bool_], message: str, remedy: str) -> None:
        """One problem per true element of `bad`: twenty of a kind, then the count of the rest."""
        where = np.argwhere(bad)
        for index in where[:20]:
            self.add(field, message, remedy, tuple(int(i) for i in index))
        if len(where) > 20:
            self.add(field, f"{len(where) - 20} more: {message}", remedy)

    def shape(self, field: str, array: NDArray[Any], shape: tuple[int, ...]) -> bool:
        """Whether `array` has `shape`, with a problem noted where it has not."""
        if array.shape == shape:
            return True
        self.add(field, f"has shape {array.shape}, not {shape}", "Give one value for each element")
        return False

    def finite(self, field: str, array: NDArray[np.float64], *, low: float = 0.0) -> None:
        """Every value a number and at least `low`."""
        self.each(field, ~np.isfinite(array), "is not a finite number", "Give a number")
        with np.errstate(invalid="ignore"):
            self.each(field, array < low, f"is below {low:g}", f"Give a value of {low:g} or more")

    def within(self, field: str, array: NDArray[Any], low: int, high: int) -> None:
        """Every index in the half-open range."""
        self.each(
            field,
            (array < low) | (array >= high),
            f"is outside {low} to {high - 1}",
            "Use an index that exists",
        )

    def raise_if_any(self) -> None:
        if self.problems:
            raise InvalidInputError(self.problems)
