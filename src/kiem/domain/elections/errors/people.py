"""Delegates, boards and who is there: what was wrong."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def without_mandate(name: str, chapter: str) -> InvalidInput:
    return InvalidInput(
        "elections.without_mandate",
        _("{name} is not a member of {chapter} on the day of the congress: there is no mandate."),
        remedy=_("Name a member of the chapter, or correct the membership first."),
        field="person",
        params={"name": name, "chapter": chapter},
    )


def not_ex_officio(name: str) -> InvalidInput:
    return InvalidInput(
        "elections.not_ex_officio",
        _("{name} holds no office of the outgoing committee on the day of the congress."),
        remedy=_("Name the person as a delegate of a chapter instead."),
        field="person",
        params={"name": name},
    )


def seats_taken(chapter: str, seats: int) -> Conflict:
    return Conflict(
        "elections.seats_taken",
        _("{chapter} sends {seats} delegates, and all of them are named."),
        remedy=_("Withdraw one of them first."),
        params={"chapter": chapter, "seats": seats},
    )


def named_twice(name: str) -> Conflict:
    return Conflict(
        "elections.named_twice",
        _("{name} is named already."),
        remedy=_("Open the list and see how."),
        params={"name": name},
    )


def not_a_delegate(name: str) -> InvalidInput:
    return InvalidInput(
        "elections.not_a_delegate",
        _("{name} is not a delegate of this congress."),
        remedy=_("Choose a delegate whose credentials were not refused."),
        field="person",
        params={"name": name},
    )


def candidate_counts(name: str) -> Conflict:
    return Conflict(
        "elections.candidate_counts",
        _("{name} is a candidate and cannot count the ballots."),
        remedy=_("Choose somebody else for the counting board, or let the candidate withdraw."),
        params={"name": name},
    )


def counter_stands(name: str) -> Conflict:
    return Conflict(
        "elections.counter_stands",
        _("{name} is on the counting board and cannot stand for election."),
        remedy=_("Put somebody else on the counting board first."),
        params={"name": name},
    )


def no_quorum(present: int, needed: int, convened: int) -> Conflict:
    return Conflict(
        "elections.no_quorum",
        _("{present} of {convened} delegates are there; it takes {needed}."),
        remedy=_("Record who is present, or wait until enough are."),
        params={"present": present, "needed": needed, "convened": convened},
    )
