"""Contests and their lists: what was wrong."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def post_elsewhere() -> InvalidInput:
    return InvalidInput(
        "elections.post_elsewhere",
        _("The post is not an office of the organisation that holds the congress."),
        remedy=_("Choose one of its offices."),
        field="post",
    )


def more_seats_than_post(seats: int) -> InvalidInput:
    return InvalidInput(
        "elections.more_seats_than_post",
        _("The post has {seats} seats."),
        remedy=_("Elect at most so many, or let a decision change the post first."),
        field="seats",
        params={"seats": seats},
    )


def nominee_outside(name: str) -> InvalidInput:
    return InvalidInput(
        "elections.nominee_outside",
        _("{name} is not a member of the organisation on the day of the congress."),
        remedy=_("Nominate a member, or correct the membership first."),
        field="person",
        params={"name": name},
    )


def nominee_barred(name: str, rule: str, letter: str, age: int, limit: int) -> InvalidInput:
    return InvalidInput(
        "elections.nominee_barred",
        _("{name} would be {age}; the limit is {limit} years ({rule}, source: {letter})."),
        remedy=_("Nominate somebody within the limit, or correct the birth date first."),
        field="person",
        params={"name": name, "rule": rule, "letter": letter, "age": age, "limit": limit},
    )


def list_closed() -> Conflict:
    return Conflict(
        "elections.list_closed",
        _("The list of candidates is closed."),
        remedy=_("Candidates change no more once the congress has closed the list."),
    )


def list_not_closed() -> Conflict:
    return Conflict(
        "elections.list_not_closed",
        _("The list of candidates is still open."),
        remedy=_("Let the congress close it by a vote first."),
    )


def list_not_carried(needed: int, votes_for: int) -> Conflict:
    return Conflict(
        "elections.list_not_carried",
        _("{votes_for} hands do not close the list; it takes {needed}."),
        remedy=_("Talk about the list again, and vote again."),
        params={"needed": needed, "votes_for": votes_for},
    )


def too_few_candidates(candidates: int, seats: int) -> Conflict:
    return Conflict(
        "elections.too_few_candidates",
        _("There are {candidates} candidates for {seats} seats."),
        remedy=_("Nominate more before the list is closed."),
        params={"candidates": candidates, "seats": seats},
    )


def hands_impossible(present: int) -> InvalidInput:
    return InvalidInput(
        "elections.hands_impossible",
        _("More hands than the {present} delegates present."),
        remedy=_("Count the hands again."),
        field="votes_for",
        params={"present": present},
    )


def surplus_broken(candidates: int, seats: int, least: int, most: int, letter: str) -> Conflict:
    """`letter`: the standing of the rule, since an example is no law."""
    return Conflict(
        "elections.surplus_broken",
        _(
            "There are {candidates} candidates for {seats} seats; the rule of surplus candidates"
            " asks for {low} to {high} (standing of the rule: {letter})."
        ),
        remedy=_(
            "Nominate more or let candidates withdraw; or write why this list is an exception: the"
            " reason is kept and shown."
        ),
        field="exception_vi",
        params={
            "candidates": candidates,
            "seats": seats,
            "low": seats + least,
            "high": seats + most,
            "letter": letter,
        },
    )
