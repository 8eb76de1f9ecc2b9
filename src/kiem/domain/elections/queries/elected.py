"""The committee that the contests of a congress elect."""

from __future__ import annotations

from collections.abc import Sequence

from kiem.domain.elections.queries.state import ContestState
from kiem.platform.kernel.sql import fetch


def committee_elected(contests: Sequence[ContestState]) -> tuple[tuple[int, int], ...] | None:
    """(person, post) in the order of posts; None while a contest has no result, or nobody is
    elected. Somebody elected to several posts takes the leading one."""
    if not contests or not all(contest.has_result for contest in contests):
        return None
    order = dict(fetch('SELECT code, "order" FROM register_role', {}))
    taken: dict[int, tuple[int, int]] = {}
    for contest in contests:
        for person_id in contest.elected:
            rank = (order[contest.role], contest.post_id)
            taken[person_id] = min(rank, taken.get(person_id, rank))
    in_order = sorted(taken.items(), key=lambda item: item[1])
    return tuple((person, post) for person, (_rank, post) in in_order) or None
