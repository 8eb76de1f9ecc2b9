"""Logging hours for others: as who keeps the ledger, or as the superior who confirms them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal

from kiem.domain.ledger.actions.inputs import LoggedTime, NewTimeEntry
from kiem.domain.ledger.actions.rights import people_within
from kiem.domain.ledger.actions.time_entries import write_entries
from kiem.domain.ledger.errors import outside_scope
from kiem.domain.ledger.queries.superiors import posts_confirmed
from kiem.platform import notices
from kiem.platform.access import Permission, Viewer
from kiem.time.month import Month


def posts_to_log(actor: Viewer, held: Collection[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Those of the (person, post) for which the actor may log: all posts of the people whose hours
    the actor keeps, and the posts whose hours the actor confirms."""
    people = {person for person, _ in held}
    kept = people_within(actor, people)
    found = frozenset(pair for pair in held if pair[0] in kept)
    if actor.can(Permission.CONFIRM_TIME):
        found |= frozenset(held) & posts_confirmed(actor, people - kept)
    return found


def log_time_for_others(*, entries: Sequence[NewTimeEntry], actor: Viewer) -> LoggedTime:
    """Log hours as `log_time` does, also those that the actor confirms as a superior: line hours
    of one's units, office hours of one's line, never one's own by that right.

    Whoever a superior logs for is told, so that they may object. Raises as `log_time` does,
    NotFound for posts whose hours are not the actor's to log.
    """
    if not entries:
        return LoggedTime((), 0)
    wanted = {(entry.person_id, entry.post_id) for entry in entries}
    if posts_to_log(actor, wanted) != wanted:
        raise outside_scope("person")
    logged = write_entries(entries, actor)
    if logged.ids:
        kept = people_within(actor, {person for person, _ in wanted})
        _tell(entries, kept, f"entry:{logged.ids[0]}", actor)
    return logged


def _tell(
    entries: Sequence[NewTimeEntry], kept: Collection[int], occasion: str, actor: Viewer
) -> None:
    """One notice for each month and sum; those whose hours are kept for them anyway get none."""
    sums: defaultdict[tuple[int, Month], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.person_id not in kept:
            sums[entry.person_id, Month.of(entry.day)] += entry.hours
    told: defaultdict[tuple[Month, Decimal], list[int]] = defaultdict(list)
    for (person, month), hours in sums.items():
        told[month, hours].append(person)
    for (month, hours), people in told.items():
        notices.notify(
            code="ledger.time_imported",
            params={"hours": float(hours), "month": str(month)},
            link=f"/month/?on={month.start.isoformat()}",
            person_ids=people,
            occasion=occasion,
            actor=actor,
        )
