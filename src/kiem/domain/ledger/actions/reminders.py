"""Reminding people of hours they have not logged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kiem.domain.ledger.queries.missing import people_silent, people_with_unlogged_activities
from kiem.platform import audit, notices
from kiem.platform.access import Permission, Viewer


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many people have activities without hours, how many have logged nothing lately, and how
    many notices were new: the same reminder is sent once a week."""

    people_with_activities: int
    people_silent: int
    notices: int


def remind_missing(*, on: date, actor: Viewer) -> Reminded:
    """Tell everybody who has not logged hours, as seen on the evening of `on`.

    Counted are activities of the 31 days before without hours, and offices for which nothing was
    logged for 14 days. Needs the operator's permission: it is run by the machine, for all.
    """
    actor.require(Permission.OPERATE)
    year, week, _ = on.isocalendar()
    occasion = f"{year}-W{week:02d}"
    unlogged, silent = people_with_unlogged_activities(on), people_silent(on)
    by_count: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, count in unlogged:
        by_count[count].append(person_id)
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for person_id, since in silent:
        by_day[since].append(person_id)
    with transaction.atomic():
        sent = sum(
            notices.notify(
                code="ledger.hours_missing",
                params={"activities": count},
                link="/month/",
                person_ids=people,
                occasion=occasion,
                actor=actor,
            )
            for count, people in sorted(by_count.items())
        )
        sent += sum(
            notices.notify(
                code="ledger.hours_silent",
                params={"since_on": since.isoformat()},
                link="/month/",
                person_ids=people,
                occasion=occasion,
                actor=actor,
            )
            for since, people in sorted(by_day.items())
        )
        if sent:
            audit.record(
                action="ledger.remind_missing",
                actor=actor,
                subject=f"people:{len({p for p, _ in (*unlogged, *silent)})}",
                reason=occasion,
            )
    return Reminded(len(unlogged), len(silent), sent)
