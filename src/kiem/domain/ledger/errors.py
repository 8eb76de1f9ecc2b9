"""Errors of the ledger, in one place: code, English source sentence, remedy, fields."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound

_ENTRY_PROBLEMS = {
    "hours_not_positive": (
        "hours",
        _("Row {row}: {value} hours are not above 0."),
        _("Enter more than 0 hours, or leave the row out."),
    ),
    "hours_too_fine": (
        "hours",
        _("Row {row}: {value} hours are finer than a hundredth of an hour."),
        _("Round to two decimals."),
    ),
    "hours_over_a_day": (
        "hours",
        _("Row {row}: {value} hours do not fit into a day."),
        _("Enter at most 24 hours a day."),
    ),
    "total_over_a_month": (
        "hours",
        _("Row {row}: {value} hours do not fit into the month."),
        _("Enter at most 24 hours for each day of the month."),
    ),
    "day_in_future": (
        "day",
        _("Row {row}: {value} is still to come."),
        _("Log hours on the day they were worked, or plan an activity."),
    ),
    "day_absurd": (
        "day",
        _("Row {row}: {value} is not a day this ledger covers."),
        _("Check the year."),
    ),
    "role_unknown": (
        "role_kind",
        _("Row {row}: '{value}' is not a kind of role."),
        _("Use 'line' or 'office'."),
    ),
    "category_unknown": (
        "category",
        _("Row {row}: '{value}' is not a category of time."),
        _("Choose one of the list."),
    ),
    "total_not_line": (
        "is_month_total",
        _("Row {row}: a month's total is kept for line hours only."),
        _("Log office hours by day."),
    ),
    "repeats_row": (
        "day",
        _("Row {row} repeats row {value}: same person, post, day, category and activity."),
        _("Add the hours of both rows into one."),
    ),
    "post_not_held": (
        "post_id",
        _("Row {row}: the person does not hold post {value} on that day."),
        _("Check the person, the post and the day."),
    ),
    "role_not_of_post": (
        "role_kind",
        _("Row {row}: '{value}' is not the kind of role of this post."),
        _("Use 'line' for a line post and 'office' for any other."),
    ),
    "not_invited": (
        "attended",
        _("Row {row}: person {value} was not planned and holds no office of the organisation."),
        _("Name those who are, each for the office they came for."),
    ),
    "activity_unknown": (
        "activity_id",
        _("Row {row}: there is no activity {value}."),
        _("Choose an activity that is planned."),
    ),
    "total_and_days": (
        "is_month_total",
        _("Row {row}: line hours of this post and month are kept already, as {value}."),
        _("Keep them either as one total of the month or by day."),
    ),
}

_ACTIVITY_PROBLEMS = {
    "ends_before_start": (
        "ends_at",
        _("Row {row}: the activity ends before it starts."),
        _("Check both times."),
    ),
    "too_long": (
        "ends_at",
        _("Row {row}: the activity lasts {value} days; the longest is 31."),
        _("Enter a longer campaign as several activities."),
    ),
    "hours_impossible": (
        "planned_hours",
        _("Row {row}: {value} planned hours are impossible for the days of the activity."),
        _("Enter from 0 to 24 hours for each day, to two decimals."),
    ),
    "category_unknown": (
        "category",
        _("Row {row}: '{value}' is not a category of activity."),
        _("Choose one of the list."),
    ),
    "title_missing": (
        "title_vi",
        _("Row {row}: the activity has no title."),
        _("Enter a title in Vietnamese."),
    ),
    "organization_unknown": (
        "organization_id",
        _("Row {row}: there is no organisation {value} on the first day of the activity."),
        _("Choose an organisation that exists on that day."),
    ),
    "post_not_held": (
        "participants",
        _("Row {row}: person {value} does not hold the named post on the first day."),
        _("Check the person, the post and the day."),
    ),
    "participant_twice": (
        "participants",
        _("Row {row}: person {value} is named twice for the same post."),
        _("Name each person once for each post."),
    ),
}

_LEAVE_PROBLEMS = {
    "ends_before_start": (
        "end",
        _("Row {row}: the leave ends before it starts."),
        _("Check both days."),
    ),
    "kind_unknown": (
        "kind",
        _("Row {row}: '{value}' is not a kind of leave."),
        _("Choose one of the list."),
    ),
    "person_unknown": (
        "person_id",
        _("Row {row}: person {value} is not in service on the first day of the leave."),
        _("Check the person and the days."),
    ),
}

_FAMILIES = {
    "entry": _ENTRY_PROBLEMS,
    "activity": _ACTIVITY_PROBLEMS,
    "leave": _LEAVE_PROBLEMS,
}


def bad_row(family: str, problem: str, row: int, value: object) -> InvalidInput:
    """A row of the input is impossible. `family`: `entry`, `activity` or `leave`."""
    field, message, remedy = _FAMILIES[family][problem]
    return InvalidInput(
        f"ledger.{family}_{problem}",
        message,
        remedy=remedy,
        field=field,
        params={"row": row, "value": value},
    )


def day_too_full(row: int, person_id: int, day: date, hours: Decimal) -> Conflict:
    return Conflict(
        "ledger.day_over_24_hours",
        _("Row {row}: with it person {person} has {hours} hours on {day}."),
        remedy=_("A day has 24 hours; correct this entry or those already logged."),
        field="hours",
        params={"row": row, "person": person_id, "day": day.isoformat(), "hours": hours},
    )


def entry_differs(row: int, hours: Decimal) -> Conflict:
    return Conflict(
        "ledger.entry_differs",
        _("Row {row}: {hours} hours are logged already for this post, day and category."),
        remedy=_("Correct the entry that is there instead of adding another."),
        field="hours",
        params={"row": row, "hours": hours},
    )


def entry_not_found(entry_id: int) -> NotFound:
    return NotFound(
        "ledger.entry_not_found",
        _("There is no time entry {entry} that holds today."),
        remedy=_("It may have been corrected already; open the hours of the month again."),
        params={"entry": entry_id},
    )


def reason_missing() -> InvalidInput:
    return InvalidInput(
        "ledger.reason_missing",
        _("A correction needs a reason."),
        remedy=_("Say in a few words what was wrong."),
        field="reason",
    )


def activity_clash(row: int, person_id: int, other: str) -> Conflict:
    return Conflict(
        "ledger.two_activities_at_once",
        _("Row {row}: person {person} takes part in '{other}' at the same time."),
        remedy=_("Choose another time or another person."),
        field="participants",
        params={"row": row, "person": person_id, "other": other},
    )


def activity_on_leave(row: int, person_id: int, day: date) -> Conflict:
    return Conflict(
        "ledger.activity_on_leave",
        _("Row {row}: person {person} is on leave on {day}."),
        remedy=_("Choose another day or another person."),
        field="participants",
        params={"row": row, "person": person_id, "day": day.isoformat()},
    )


def activity_repeated(row: int, activity_id: int) -> Conflict:
    return Conflict(
        "ledger.activity_repeated",
        _("Row {row}: the same activity is planned already, as number {activity}."),
        remedy=_("Nothing was written; open the activity that is there."),
        field="title_vi",
        params={"row": row, "activity": activity_id},
    )


def activity_not_found(activity_id: int) -> NotFound:
    return NotFound(
        "ledger.activity_not_found",
        _("There is no activity {activity}."),
        remedy=_("It may have been called off; open the list of activities again."),
        params={"activity": activity_id},
    )


def leave_overlaps(row: int, person_id: int, day: date) -> Conflict:
    return Conflict(
        "ledger.leave_overlaps",
        _("Row {row}: person {person} has other leave from {day}."),
        remedy=_("Shorten one of the two, so that no day is leave twice."),
        field="start",
        params={"row": row, "person": person_id, "day": day.isoformat()},
    )


def leave_not_found(leave_id: int) -> NotFound:
    return NotFound(
        "ledger.leave_not_found",
        _("There is no leave {leave} that holds today."),
        remedy=_("It may have been withdrawn already."),
        params={"leave": leave_id},
    )


def month_not_over(month: str) -> InvalidInput:
    return InvalidInput(
        "ledger.month_not_over",
        _("{month} is not over yet."),
        remedy=_("Close a month after its last day."),
        field="month",
        params={"month": month},
    )


def month_not_closed(month: str) -> Conflict:
    return Conflict(
        "ledger.month_not_closed",
        _("{month} is not closed for all of these units."),
        remedy=_("Choose units whose month is closed."),
        field="month",
        params={"month": month},
    )


def closing_in_future() -> InvalidInput:
    return InvalidInput(
        "ledger.closing_in_future",
        _("A month cannot be closed with what will only be known later."),
        remedy=_("Leave the moment out to close with what is known now."),
        field="known_at",
    )


def bad_calendar(problem: str) -> InvalidInput:
    return InvalidInput(
        "ledger.bad_calendar",
        "{problem}",
        field="calendar",
        params={"problem": problem},
    )


def bad_thresholds() -> InvalidInput:
    return InvalidInput(
        "ledger.bad_thresholds",
        _("The threshold of 'overloaded' lies below that of 'strained', or one is not above 0."),
        remedy=_("Enter two per cents, the second not below the first, such as 105 and 120."),
        field="strained_above_percent",
    )


def period_empty() -> InvalidInput:
    return InvalidInput(
        "ledger.period_empty",
        _("The period ends before it starts."),
        remedy=_("Check both days."),
        field="until",
    )


def outside_scope(what: str) -> NotFound:
    """Nothing of that id in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "ledger.outside_scope",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def unit_unknown(code: str, on: date) -> NotFound:
    return NotFound(
        "ledger.unit_unknown",
        _("There is no unit '{code}' on {day}."),
        remedy=_("Check the code, or choose a day on which the unit existed."),
        field="unit",
        params={"code": code, "day": on.isoformat()},
    )


def unit_kind_unknown(kind: str, known: list[str]) -> InvalidInput:
    return InvalidInput(
        "ledger.unit_kind_unknown",
        _("There is no kind of unit '{kind}'."),
        remedy=_("Use one of: {known}, all."),
        field="kind",
        params={"kind": kind, "known": ", ".join(known)},
    )


def too_many_months(months: int, most: int) -> InvalidInput:
    return InvalidInput(
        "ledger.too_many_months",
        _("{months} months cannot be shown at once."),
        remedy=_("Ask for 1 to {most} months."),
        field="months",
        params={"months": months, "most": most},
    )


def finding_unknown(name: str, value: str, known: list[str]) -> InvalidInput:
    return InvalidInput(
        "ledger.finding_unknown",
        _("'{value}' is not a {name} of findings."),
        remedy=_("Use one of: {known}."),
        field=name,
        params={"name": name, "value": value, "known": ", ".join(known)},
    )


def figure_unknown(figure: str, known: tuple[str, ...]) -> InvalidInput:
    return InvalidInput(
        "ledger.figure_unknown",
        _("There is no figure '{figure}' here."),
        remedy=_("Use one of: {known}."),
        field="figure",
        params={"figure": figure, "known": ", ".join(known)},
    )


def subject_unknown(subject: str) -> InvalidInput:
    return InvalidInput(
        "ledger.subject_unknown",
        _("'{subject}' is nothing that has figures."),
        remedy=_("Write person:7, unit:3, organization:5 or all."),
        field="subject",
        params={"subject": subject},
    )
