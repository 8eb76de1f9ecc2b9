"""Each operation of the plan that writes into the ledger, as the action a user would take."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache, singledispatch

from kiem.delivery.sample import plan
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.ledger import actions as ledger
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month


@lru_cache(maxsize=1024)
def _hours(value: float) -> Decimal:
    return Decimal(str(value))


@singledispatch
def write_ledger(operation: object, book: Identities) -> None:
    """Do the operation. Raises TypeError for unknown ones."""
    raise TypeError(f"No action is known for {type(operation).__name__}.")


@write_ledger.register
def _(operation: plan.SetCalendar, book: Identities) -> None:
    ledger.assign_calendar(
        organization_id=book.organizations[operation.organization],
        calendar=WorkingCalendar(
            weekdays=operation.weekdays,
            daily_hundredths=round(operation.daily_hours * 100),
            holidays=operation.holidays,
        ),
        valid_from=book.day,
        actor=ACTOR,
    )
    book.rows += 1


@write_ledger.register
def _(operation: plan.GrantLeave, book: Identities) -> None:
    ledger.grant_leave(
        leaves=[
            ledger.NewLeave(book.people[leave.person], leave.kind, leave.start, leave.end)
            for leave in operation.leaves
        ],
        actor=ACTOR,
        allow_clashes=True,
    )
    book.rows += len(operation.leaves)


@write_ledger.register
def _(operation: plan.PlanActivities, book: Identities) -> None:
    ids = ledger.plan_activities(
        activities=[_new_activity(activity, book) for activity in operation.activities],
        actor=ACTOR,
        allow_clashes=operation.allow_clashes,
    )
    keys = (activity.key for activity in operation.activities)
    book.activities.update(zip(keys, ids, strict=True))
    book.rows += len(ids) + sum(len(a.participants) for a in operation.activities)


def _new_activity(activity: plan.ActivityPlan, book: Identities) -> ledger.NewActivity:
    hours = _hours(activity.planned_hours)
    return ledger.NewActivity(
        organization_id=book.organizations[activity.organization],
        category=activity.category,
        title_vi=activity.title_vi,
        title_en=activity.title_en,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        planned_hours=hours,
        participants=[
            (book.people[person], book.posts[post], hours) for person, post in activity.participants
        ],
    )


@write_ledger.register
def _(operation: plan.LogTime, book: Identities) -> None:
    people, posts, activities = book.people, book.posts, book.activities
    logged = ledger.log_time(
        entries=[
            ledger.NewTimeEntry(
                people[entry.person],
                posts[entry.post],
                entry.kind,
                entry.category,
                entry.day,
                _hours(entry.hours),
                None if entry.activity is None else activities[entry.activity],
                entry.is_month_total,
            )
            for entry in operation.entries
        ],
        actor=ACTOR,
        confirmed=ledger.ASKED_BACK,  # the story has people in two places at once
    )
    for entry, entry_id in zip(operation.entries, logged.ids, strict=True):
        if entry.person in book.watched:
            book.entries[entry] = entry_id
    book.rows += len(logged.ids)


@write_ledger.register
def _(operation: plan.CorrectHours, book: Identities) -> None:
    ledger.correct_time_entry(
        entry_id=book.entries[operation.entry],
        hours=_hours(operation.hours),
        reason=operation.reason,
        actor=ACTOR,
    )
    book.rows += 1


@write_ledger.register
def _(operation: plan.CloseMonth, book: Identities) -> None:
    ledger.close_month(
        organization_ids=[book.organizations[key] for key in operation.organizations],
        month=Month.of(operation.month),
        actor=ACTOR,
    )
    book.rows += len(operation.organizations)
