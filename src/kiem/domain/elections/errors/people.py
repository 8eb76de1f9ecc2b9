"""Delegates, boards and who is there: what was wrong."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def without_mandate(name: str, chapter: str, chapter_en: str) -> InvalidInput:
    return InvalidInput(
        "elections.without_mandate",
        _("{name} is not a member of {chapter} on the day of the congress: there is no mandate."),
        remedy=_("Name a member of the chapter, or correct the membership first."),
        field="person",
        params={"name": name, "chapter": chapter, "chapter_en": chapter_en},
    )


def not_ex_officio(name: str) -> InvalidInput:
    return InvalidInput(
        "elections.not_ex_officio",
        _("{name} holds no office of the outgoing committee on the day of the congress."),
        remedy=_("Name the person as a delegate of a chapter instead."),
        field="person",
        params={"name": name},
    )


def seats_taken(chapter: str, chapter_en: str, seats: int, named: int, more: int) -> Conflict:
    """`named`: who are already; `more`: who were to be."""
    params = {
        "chapter": chapter,
        "chapter_en": chapter_en,
        "seats": seats,
        "named": named,
        "more": more,
        "free": seats - named,
    }
    if named < seats:
        return Conflict(
            "elections.seats_taken",
            _(
                "{more} are chosen for {chapter}, which has {free} of its {seats} delegates left to"
                " name."
            ),
            remedy=_("Choose at most {free}."),
            params=params,
        )
    return Conflict(
        "elections.seats_taken",
        _("{chapter} sends {seats} delegates, and all of them are named."),
        remedy=_("Withdraw one of them first."),
        params=params,
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
    if not convened:
        return Conflict(
            "elections.no_quorum",
            _("No delegate is named yet: the congress cannot decide."),
            remedy=_("Name the delegates, confirm their credentials and record who is present."),
            params={"present": present, "needed": needed, "convened": convened},
        )
    return Conflict(
        "elections.no_quorum",
        _("{present} of {convened} delegates are there; it takes {needed}."),
        remedy=_("Record who is present, or wait until enough are."),
        params={"present": present, "needed": needed, "convened": convened},
    )
