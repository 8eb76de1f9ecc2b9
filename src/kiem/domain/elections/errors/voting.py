"""Ballots, counts, ties and the recognition: what was wrong."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.domain.elections.counting import Trouble
from kiem.platform.kernel.errors import Conflict, InvalidInput


def round_running() -> Conflict:
    return Conflict(
        "elections.round_running",
        _("A ballot of this contest is not counted yet."),
        remedy=_("Count it first."),
    )


def nothing_to_elect() -> Conflict:
    return Conflict(
        "elections.nothing_to_elect",
        _("Every seat of this contest is filled, or no candidate is left."),
        remedy=_("Go on to the next contest."),
    )


def candidates_not_left() -> InvalidInput:
    return InvalidInput(
        "elections.candidates_not_left",
        _("Somebody chosen is not a candidate who is left."),
        remedy=_("Choose from those who were not elected yet; after a tie, all who are tied."),
        field="candidates",
    )


def too_few_for_secrecy(fewest: int, found: int) -> Conflict:
    return Conflict(
        "elections.too_few_for_secrecy",
        _("{found} ballots are too few to keep secret who cast which; it takes {fewest}."),
        remedy=_("Wait for more voters, or vote on paper and enter the counts."),
        params={"fewest": fewest, "found": found},
    )


def too_few_to_count(fewest: int, found: int) -> Conflict:
    return Conflict(
        "elections.too_few_to_count",
        _("{found} ballots are too few to keep secret who cast which; it takes {fewest}."),
        remedy=_(
            "Wait for more; or end this ballot without a result, with the reason, and hold another"
            " one, on paper if you like."
        ),
        params={"fewest": fewest, "found": found},
    )


def nobody_can_cast(able: int, voters: int, fewest: int) -> Conflict:
    return Conflict(
        "elections.nobody_can_cast",
        _(
            "{able} of the {voters} voters have an account to cast a ballot with; it takes"
            " {fewest} ballots to count an urn."
        ),
        remedy=_("Vote on paper or by codes on slips, or let the accounts be made first."),
        params={"able": able, "voters": voters, "fewest": fewest},
    )


def enough_to_count(cast: int, fewest: int) -> Conflict:
    return Conflict(
        "elections.enough_to_count",
        _("{cast} ballots are cast: the urn can be counted."),
        remedy=_("End the ballot and count; only an urn with fewer than {fewest} is given up."),
        params={"cast": cast, "fewest": fewest},
    )


def not_cast_here() -> Conflict:
    return Conflict(
        "elections.not_cast_here",
        _("The ballots of this round are on paper."),
        remedy=_("Enter what the counting board counted, were it nothing."),
    )


def ended_already() -> Conflict:
    return Conflict(
        "elections.ended_already",
        _("This ballot was ended without a result."),
        remedy=_("Open another ballot of this contest."),
    )


def not_open() -> Conflict:
    return Conflict(
        "elections.not_open",
        _("This ballot is not open for casting."),
        remedy=_("Ask the presidium when it opens; once counted it is over."),
    )


def voted_already() -> Conflict:
    return Conflict(
        "elections.voted_already",
        _("You have voted in this round already."),
        remedy=_("Each delegate votes once; a ballot cannot be taken back."),
    )


def too_many_chosen(seats: int, chosen: int) -> InvalidInput:
    return InvalidInput(
        "elections.too_many_chosen",
        _("{chosen} names are chosen for {seats} seats: the ballot would be invalid."),
        remedy=_("Choose at most {seats}."),
        field="candidates",
        params={"seats": seats, "chosen": chosen},
    )


def not_on_the_ballot() -> InvalidInput:
    return InvalidInput(
        "elections.not_on_the_ballot",
        _("Somebody chosen is not on this ballot."),
        remedy=_("Choose from the names shown."),
        field="candidates",
    )


_TROUBLES = {
    "more_issued_than_voters": (
        _("{found} ballots issued are more than the {most} voters."),
        _("Count the ballots handed out again; each voter gets one."),
    ),
    "more_collected_than_issued": (
        _("{found} ballots collected are more than the {most} issued."),
        _("Count again; ballots the counting board did not issue are taken out and noted."),
    ),
    "more_invalid_than_collected": (
        _("{found} invalid ballots are more than the {most} collected."),
        _("Count the invalid ballots again."),
    ),
    "more_votes_than_valid": (
        _("{found} votes for one candidate are more than the {most} valid ballots."),
        _("Count this candidate's votes again."),
    ),
    "more_votes_than_places": (
        _("{found} votes in all are more than the {most} names the valid ballots can carry."),
        _("A ballot with more names than seats is invalid; count again."),
    ),
}


def counts_contradict(trouble: Trouble) -> InvalidInput:
    message, remedy = _TROUBLES[trouble.code]
    return InvalidInput(
        f"elections.{trouble.code}",
        message,
        remedy=remedy,
        field=trouble.field,
        params={"found": trouble.found, "most": trouble.most},
    )


def counted_already() -> Conflict:
    return Conflict(
        "elections.counted_already",
        _("Somebody entered the counts of this round meanwhile."),
        remedy=_("Open the result; a recount replaces it and says why."),
    )


def not_counted() -> Conflict:
    return Conflict(
        "elections.not_counted",
        _("This round is not counted yet."),
        remedy=_("Enter the counts first."),
    )


def result_used() -> Conflict:
    return Conflict(
        "elections.result_used",
        _("Something was built on this result: a later round or a settled tie."),
        remedy=_("What is built on it is taken back by a decision, not by another count."),
    )


def urn_counts_itself() -> Conflict:
    return Conflict(
        "elections.urn_counts_itself",
        _("Ballots cast on site are counted by the program, and cannot be entered by hand."),
        remedy=_("Close the urn; it can be counted as often as you like and says the same."),
    )


def not_tied() -> Conflict:
    return Conflict(
        "elections.not_tied",
        _("There is no tie to settle in this round, or the names are not those who are tied."),
        remedy=_("Name all who are tied, in the order drawn."),
    )


def not_finished() -> Conflict:
    return Conflict(
        "elections.not_finished",
        _("A contest has no result yet: it is not voted on, not counted, or tied."),
        remedy=_("Finish every contest first; a seat nobody wins may stay vacant."),
    )


def drafted_already(draft_id: int) -> Conflict:
    return Conflict(
        "elections.drafted_already",
        _("The recognition is drafted already (draft {draft})."),
        remedy=_("Open that draft; discard it to change the result or to make another."),
        params={"draft": draft_id},
    )


def recognised_already(number: str, day: date) -> Conflict:
    return Conflict(
        "elections.recognised_already",
        _("The result was recognised by decision {number} of {day}: the congress is closed."),
        remedy=_("Where the result was wrong, revoke that decision first, with the reason."),
        params={"number": number, "day": day},
    )
