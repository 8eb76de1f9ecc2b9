"""What can be wrong with good models, regulations and requests."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def not_yet(field: str, day: date, today: date) -> InvalidInput:
    return InvalidInput(
        "assembly.not_yet",
        _("{day} has not come yet."),
        remedy=_("Choose {today} or an earlier day."),
        field=field,
        params={"day": day.isoformat(), "today": today.isoformat()},
    )


def after_not_later(before: date, after: date) -> InvalidInput:
    return InvalidInput(
        "assembly.after_not_later",
        _("The figures 'after' are of {after}, which is not later than {before}."),
        remedy=_("Choose a later month for 'after'."),
        field="after_on",
        params={"after": after.isoformat(), "before": before.isoformat()},
    )


def own_model() -> InvalidInput:
    return InvalidInput(
        "assembly.own_model",
        _("A body does not adopt its own model."),
        remedy=_("Choose another body."),
        field="organization",
    )


def model_adopted_already() -> Conflict:
    return Conflict(
        "assembly.model_adopted_already",
        _("This body has adopted the model already."),
        remedy=_("Open the model, and record what came of it."),
    )


def partner_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.partner_missing",
        _("A regulation of coordination is between two bodies at least."),
        remedy=_("Write the code of another body."),
        field="codes",
    )


def next_review_not_later(day: date, before: date) -> InvalidInput:
    return InvalidInput(
        "assembly.next_review_not_later",
        _("The next review on {day} is not later than {before}."),
        remedy=_("Choose a later day."),
        field="review_on",
        params={"day": day.isoformat(), "before": before.isoformat()},
    )


def regulation_ended() -> Conflict:
    return Conflict(
        "assembly.regulation_ended",
        _("The regulation has ended."),
        remedy=_("Choose another one, or none."),
    )


def to_itself() -> InvalidInput:
    return InvalidInput(
        "assembly.to_itself",
        _("A body does not send a request to itself."),
        remedy=_("Choose another body."),
        field="addressee",
    )


def not_a_party() -> InvalidInput:
    return InvalidInput(
        "assembly.not_a_party",
        _("Both bodies must be parties of the regulation."),
        remedy=_("Choose another regulation, or none."),
        field="regulation",
    )


def days_impossible(days: int, most: int) -> InvalidInput:
    return InvalidInput(
        "assembly.days_impossible",
        _("{days} working days to answer in are impossible."),
        remedy=_("Write a number between 1 and {most}."),
        field="answer_working_days",
        params={"days": days, "most": most},
    )
