"""Sums of accounts, in whole hundredths until the end."""

from __future__ import annotations

from collections.abc import Sequence

from kiem.domain.ledger.queries.accounts import Account, Status
from kiem.domain.ledger.queries.hundredths import to_hours, to_ratio
from kiem.domain.ledger.queries.results import Figures
from kiem.domain.ledger.queries.slots import Case


class Sum:
    """Adds accounts up; `figures()` says what they come to."""

    __slots__ = (
        "_available", "_demand", "_letters", "_line", "_office", "_people", "_release",
        "_statuses", "_uncovered", "_unregulated",
    )  # fmt: skip

    def __init__(self) -> None:
        self._people = self._available = self._line = self._office = 0
        self._release = self._uncovered = self._demand = self._unregulated = 0
        self._letters: dict[str, int] = {}
        self._statuses = {Status.WITHIN: 0, Status.STRAINED: 0, Status.OVERLOADED: 0}

    def add(self, account: Account) -> None:
        self._people += 1
        self._available += account.available
        self._line += account.line
        self._office += account.office
        self._release += account.release
        self._uncovered += account.uncovered
        self._demand += account.demand
        self._unregulated += account.unregulated
        self._statuses[account.status] += 1
        for post in account.posts:
            for part in post.parts:
                letter = part.rule.letter.value
                self._letters[letter] = self._letters.get(letter, 0) + part.hours_hundredths

    def merge(self, other: Sum) -> None:
        """Add another sum, of other people."""
        self._people += other._people
        self._available += other._available
        self._line += other._line
        self._office += other._office
        self._release += other._release
        self._uncovered += other._uncovered
        self._demand += other._demand
        self._unregulated += other._unregulated
        for status, count in other._statuses.items():
            self._statuses[status] += count
        for letter, hundredths in other._letters.items():
            self._letters[letter] = self._letters.get(letter, 0) + hundredths

    def figures(self) -> Figures:
        return Figures(
            dual_holders=self._people,
            available_hours=to_hours(self._available),
            line_hours=to_hours(self._line),
            office_hours=to_hours(self._office),
            release_hours=to_hours(self._release),
            release_hours_by_letter={
                letter: to_hours(self._letters[letter]) for letter in sorted(self._letters)
            },
            unregulated_offices=self._unregulated,
            uncovered_hours=to_hours(self._uncovered),
            load=to_ratio(self._demand, self._available),
            office_share=to_ratio(self._office, self._line + self._office),
            within=self._statuses[Status.WITHIN],
            strained=self._statuses[Status.STRAINED],
            overloaded=self._statuses[Status.OVERLOADED],
        )


def add_up(cases: Sequence[Case], accounts: Sequence[Account], slots: int) -> list[Sum]:
    """The sum of each slot."""
    sums = [Sum() for _ in range(slots)]
    for case, account in zip(cases, accounts, strict=True):
        sums[case.slot].add(account)
    return sums


def everybody_once(
    cases: Sequence[Case], accounts: Sequence[Account], sums: Sequence[Sum]
) -> Figures:
    """All slots together; a person in two of them counts once."""
    total = Sum()
    once = {case.person_id: account for case, account in zip(cases, accounts, strict=True)}
    if len(once) == len(cases):
        for part in sums:
            total.merge(part)
    else:
        for account in once.values():
            total.add(account)
    return total.figures()
