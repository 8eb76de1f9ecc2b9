"""Errors of elections, in one place: code, English source sentence, remedy, fields."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _

from kiem.domain.elections.counting import Trouble
from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def missing(what: str) -> NotFound:
    """Nothing of that number in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "elections.missing",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def not_a_congress() -> InvalidInput:
    return InvalidInput(
        "elections.not_a_congress",
        _("Only an event of the kind congress elects a committee."),
        remedy=_("Plan an event of that kind first."),
        field="event",
    )


def already_prepared() -> Conflict:
    return Conflict(
        "elections.already_prepared",
        _("The congress of this event is prepared already."),
        remedy=_("Open it from the event's page."),
    )


def term_without_end(first: date, until: date) -> InvalidInput:
    return InvalidInput(
        "elections.term_without_end",
        _("A term from {first} cannot end on {until}."),
        remedy=_("Let it end at least a year after it begins, and within ten years."),
        field="planned_until",
        params={"first": first.isoformat(), "until": until.isoformat()},
    )


def percent_out_of_range(field: str, value: int) -> InvalidInput:
    return InvalidInput(
        "elections.percent_out_of_range",
        _("{value} is not a share in per cent."),
        remedy=_("Write a whole number from 0 to 100, or leave the field empty."),
        field=field,
        params={"value": value},
    )


def rule_value_wrong(key: str, value: str, example: str) -> InvalidInput:
    return InvalidInput(
        "elections.rule_value_wrong",
        _("'{value}' is no value of the rule '{key}'."),
        remedy=_("Write a value such as: {example}."),
        field="value",
        params={"key": key[:40], "value": value[:40], "example": example},
    )


def letter_wrong(letter: str) -> InvalidInput:
    return InvalidInput(
        "elections.letter_wrong",
        _("'{letter}' is no letter of a source."),
        remedy=_("Use C (confirmed), S (one secondary source), E (example) or M (from memory)."),
        field="letter",
        params={"letter": letter[:10]},
    )


def allocation_wrong(what: str) -> InvalidInput:
    """`what`: what `allocation.check` found."""
    message, remedy, field = {
        "claims": (
            _("There is no chapter to send delegates."),
            _("Choose a day on which chapters stand below the organisation."),
            "counted_on",
        ),
        "weights": (
            _("No chapter has a member on that day."),
            _("Choose another day, or enter the members first."),
            "counted_on",
        ),
        "seats": (
            _("The number of delegates is not between 1 and 10,000."),
            _("Write another number."),
            "total",
        ),
        "base": (
            _("So many delegates for each chapter are more than there are in all."),
            _("Give each chapter fewer, or invite more delegates."),
            "base",
        ),
        "bands": (
            _("The size bands are not pairs of members and delegates, smallest first."),
            _("Write one band a line, such as: 30 2."),
            "bands",
        ),
    }.get(what, (_("A chapter is named twice."), _("Name each chapter once."), "lots"))
    return InvalidInput("elections.allocation_wrong", message, remedy=remedy, field=field)


def lots_unknown() -> InvalidInput:
    return InvalidInput(
        "elections.lots_unknown",
        _("The lots name a chapter that is not among those that send delegates."),
        remedy=_("Name the tied chapters in the order in which they were drawn."),
        field="lots",
    )


def not_allocated() -> Conflict:
    return Conflict(
        "elections.not_allocated",
        _("The chapters have no seats yet."),
        remedy=_("Allocate the delegates first."),
    )


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


def reason_missing() -> InvalidInput:
    return InvalidInput(
        "elections.reason_missing",
        _("A reason is missing."),
        remedy=_("Write why, in a sentence."),
        field="reason",
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


def no_quorum(present: int, needed: int, convened: int) -> Conflict:
    return Conflict(
        "elections.no_quorum",
        _("{present} of {convened} delegates are there; it takes {needed}."),
        remedy=_("Record who is present, or wait until enough are."),
        params={"present": present, "needed": needed, "convened": convened},
    )


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
        _("Something was built on this result: a later round, a settled tie or a draft."),
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
        remedy=_("Open that draft; discard it to make another."),
        params={"draft": draft_id},
    )


def no_scheme() -> Conflict:
    return Conflict(
        "elections.no_scheme",
        _("The plan of the congress is missing."),
        remedy=_("Write the term and its days first."),
    )
