"""Errors of the returns, and what can be wrong in a file: code, English source, remedy."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound

# What can be wrong in a file. Fields: {value}, and those named beside each.
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "not_a_form": (
        _("This file is not a form of Kiem, or its hidden sheet was changed."),
        _("Download the form of the month again and enter the figures there."),
    ),
    "old_version": (
        _("This form is of version {version}, which is no longer read."),
        _("Download the form of the month again and copy the lines over."),
    ),
    "other_chapter": (
        _("This is the form of {value}."),
        _("Upload it on the page of that organisation, or download the form of this one."),
    ),
    "other_month": (
        _("This is the form of {value}."),
        _("Upload it on the page of that month, or download the form of this one."),
    ),
    "sheet_missing": (
        _("The sheet is missing."),
        _("Use the form as it was downloaded; leave empty sheets in it."),
    ),
    "column_missing": (
        _("The column is missing."),
        _("Use the form as it was downloaded; do not rename its headings."),
    ),
    "too_many_rows": (
        _("The sheet has more than {most} rows."),
        _("Remove rows that do not belong to the month."),
    ),
    "cell_empty": (_("The cell is empty."), _("Fill it in, or empty the whole line.")),
    "cell_formula": (
        _("A formula stands here, whose value may be an old one."),
        _("Copy the cell and paste it as a value."),
    ),
    "cell_error": (_("The spreadsheet shows an error here."), _("Enter the value itself.")),
    "cell_merged": (
        _("The cell is merged with others."),
        _("Undo the merging and fill in each cell."),
    ),
    "bad_day": (
        _("'{value}' is not a day."),
        _("Write it as 15/10/2025 or 2025-10-15."),
    ),
    "bad_time": (_("'{value}' is not a time."), _("Write it as 14:30.")),
    "bad_number": (_("'{value}' is not a number."), _("Write it as 1.5 or 1,5.")),
    "bad_count": (_("'{value}' is not a whole number."), _("Enter how many people took part.")),
    "too_fine": (
        _("'{value}' is finer than a hundredth of an hour."),
        _("Round to two decimals."),
    ),
    "bad_choice": (_("'{value}' is not in the list."), _("Choose one of the list.")),
    "too_long": (
        _("The text has more than {most} characters."),
        _("Shorten it; keep details in the minutes."),
    ),
    "day_outside_month": (
        _("{value} is not a day of this month."),
        _("Enter it in the return of its own month."),
    ),
    "day_to_come": (_("{value} is still to come."), _("Enter it when it has happened.")),
    "line_twice": (
        _("The same is said in row {value} already."),
        _("Keep one of the two lines."),
    ),
    "person_unknown": (
        _("Nobody of your unit has the number '{value}'."),
        _("Check the staff number; whoever left or came in the month must be in the unit then."),
    ),
    "name_differs": (
        _("The number belongs to somebody else than '{value}'."),
        _("Check number and name: one of them is wrong."),
    ),
    "organization_unknown": (
        _("'{value}' is not your chapter nor a branch of it."),
        _("Choose one of the list."),
    ),
    "member_already": (
        _("{value} is a member already on that day."),
        _("Remove the line, or correct the day."),
    ),
    "not_a_member": (
        _("{value} is not a member on the day before."),
        _("Remove the line, or correct the day."),
    ),
    "decided_elsewhere": (
        _("This line was made by another decision, which a return cannot take back."),
        _("Write the line again as it was: {value}."),
    ),
    "activity_unknown": (
        _("There is no activity '{value}' in this month."),
        _("Choose one of the list; new activities use the lines N1, N2, ..."),
    ),
    "activity_fixed": (
        _("What was planned cannot be changed in a return; on record is: {value}."),
        _("Write it as it was. If another one took place, call this one off and add a new line."),
    ),
    "ends_before_start": (
        _("The activity ends before it starts."),
        _("Check days and times."),
    ),
    "lasts_too_long": (
        _("The activity lasts longer than {most} days."),
        _("Enter a longer campaign as several activities."),
    ),
    "called_off_with_turnout": (
        _("A called off activity has nobody who took part, and no result."),
        _("Empty both cells, or mark it as held."),
    ),
    "new_called_off": (
        _("A new activity that was called off is nothing to return."),
        _("Empty the line."),
    ),
    "called_off_with_hours": (
        _("Hours are entered for {value}, which is called off."),
        _("Remove the hours, or mark the activity as held."),
    ),
    "officer_unknown": (
        _("Nobody with the number '{value}' held an office of your chapter in this month."),
        _("Choose one of the list. Hours of others are logged by themselves."),
    ),
    "post_unknown": (
        _("This person did not hold '{value}' in this month."),
        _("Choose one of the list that belongs to the person."),
    ),
    "post_not_held": (
        _("This person did not hold the post on {value}."),
        _("Check the day and the post."),
    ),
    "day_missing": (
        _("Office hours need a day."),
        _("Enter the day; only line hours are kept for a whole month."),
    ),
    "hours_not_positive": (
        _("{value} hours are not above 0."),
        _("Enter the hours, or empty the whole line."),
    ),
    "hours_over_a_day": (_("{value} hours do not fit into a day."), _("Enter at most 24 hours.")),
    "hours_over_the_month": (
        _("{value} hours do not fit into the month."),
        _("Enter at most 24 hours for each day of the month."),
    ),
    "day_too_full": (
        _("With this line the person has {value} hours on the day."),
        _("A day has 24 hours: correct this line or the others of the day."),
    ),
    "confirmed_already": (
        _("A superior has confirmed what is on record: {value}."),
        _("Write it so, or ask the superior to take the confirmation back first."),
    ),
    "changed_meanwhile": (
        _("Since you downloaded the form this was changed to: {value}."),
        _("Write it so, or download the form again and enter your change there."),
    ),
}


def chapter_owes_nothing() -> InvalidInput:
    return InvalidInput(
        "returns.chapter_owes_nothing",
        _("This organisation sends no return of its own."),
        remedy=_("Branches report through the chapter above them; committees collect returns."),
        field="organization",
    )


def month_not_begun(month: str) -> InvalidInput:
    return InvalidInput(
        "returns.month_not_begun",
        _("{month} has not begun."),
        remedy=_("Choose a month up to the present one."),
        field="month",
        params={"month": month},
    )


def month_not_over(month: str) -> InvalidInput:
    return InvalidInput(
        "returns.month_not_over",
        _("{month} is not over yet."),
        remedy=_("Send the return after the last day of the month."),
        field="month",
        params={"month": month},
    )


def bad_month(text: str) -> InvalidInput:
    return InvalidInput(
        "returns.bad_month",
        _("'{text}' is not a month that has returns."),
        remedy=_("Write it as 2025-10, between 2000 and the present month."),
        field="month",
        params={"text": text[:20]},
    )


def bad_period(text: str) -> InvalidInput:
    return InvalidInput(
        "returns.bad_period",
        _("'{text}' is not a period of a report."),
        remedy=_("Choose a month, a quarter or a half-year."),
        field="period",
        params={"text": text[:20]},
    )


def bad_due_day(day: int) -> InvalidInput:
    return InvalidInput(
        "returns.bad_due_day",
        _("Returns cannot be due on day {day}."),
        remedy=_("Choose a day from 1 to 28, which every month has."),
        field="due_day",
        params={"day": day},
    )


def not_a_head() -> InvalidInput:
    return InvalidInput(
        "returns.not_a_head",
        _("This organisation collects no returns."),
        remedy=_("Choose the committee that leads the line."),
        field="organization",
    )


def line_unknown() -> NotFound:
    return NotFound(
        "returns.line_unknown",
        _("There is no such committee here that collects returns."),
        remedy=_("Open the board of returns and choose one."),
    )


def submission_unknown() -> NotFound:
    return NotFound(
        "returns.submission_unknown",
        _("There is no such return here."),
        remedy=_("Open the list of returns and choose one."),
    )


def submission_has_problems(count: int) -> InvalidInput:
    return InvalidInput(
        "returns.submission_has_problems",
        _("The file has {count} mistakes; nothing of it was taken."),
        remedy=_("Correct them in the file and send it again."),
        field="file",
        params={"count": count},
    )


def submission_superseded() -> Conflict:
    return Conflict(
        "returns.submission_superseded",
        _("A later file was sent for this month."),
        remedy=_("Open the latest one; if this one is right, send it again."),
        field="file",
    )


def figure_unknown(figure: str, known: str) -> InvalidInput:
    return InvalidInput(
        "returns.figure_unknown",
        _("There is no figure '{figure}' in the report."),
        remedy=_("Use one of: {known}."),
        field="figure",
        params={"figure": figure[:40], "known": known},
    )


def category_unknown(category: str, known: str) -> InvalidInput:
    return InvalidInput(
        "returns.category_unknown",
        _("There is no kind of activity '{category}' in the report."),
        remedy=_("Use one of: {known}."),
        field="category",
        params={"category": category[:40], "known": known},
    )
