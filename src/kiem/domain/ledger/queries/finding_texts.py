"""What each finding is called, what it says, and what to do about it.

English source sentences with `{fields}` filled from the finding's parameters; they are translated
where they are shown. A person is never named in a sentence: the finding carries a reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _


class Severity(StrEnum):
    """How soon somebody should look."""

    SERIOUS = "serious"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class FindingText:
    severity: Severity
    title: str
    evidence: str
    remedy: str


TEXTS: dict[str, FindingText] = {
    "overloaded": FindingText(
        Severity.SERIOUS,
        _("Overloaded"),
        _("Load {load}: {demand} of {available} available hours are asked for."),
        _("Release hours from the line post, move an activity, or hand an office on."),
    ),
    "strained": FindingText(
        Severity.WARNING,
        _("Strained"),
        _("Load {load}: {demand} of {available} available hours are asked for."),
        _("Look at next month's plan before adding to it."),
    ),
    "release_exceeded": FindingText(
        Severity.WARNING,
        _("Release hours exceeded"),
        _("{office} office hours against {release} release hours."),
        _("Agree on more release hours or on fewer activities."),
    ),
    "release_unused": FindingText(
        Severity.NOTICE,
        _("Release hours hardly used"),
        _("Under a quarter used for three months: {first}, {second} and {third} of the hours."),
        _("Ask whether the hours are granted in practice, and whether office hours are logged."),
    ),
    "no_rule": FindingText(
        Severity.NOTICE,
        _("No rule applies"),
        _("The office took {office} hours; no rule in force gives it release hours."),
        _("Ask the policy department to regulate the office."),
    ),
    "seat_vacant": FindingText(
        Severity.WARNING,
        _("Mandatory seat vacant"),
        _("{vacant} of {seats} seats vacant for {days} days, since {since}."),
        _("Propose somebody for the seat."),
    ),
    "term_over": FindingText(
        Severity.WARNING,
        _("Term over without successor"),
        _("The term {label} ended on {ended}; no other has begun."),
        _("Hold the congress, or have the term prolonged."),
    ),
    "over_age": FindingText(
        Severity.WARNING,
        _("Over the age limit of the office"),
        _("{age} years; the office may be held until {limit} (letter {letter})."),
        _("Prepare a successor."),
    ),
    "branch_too_small": FindingText(
        Severity.WARNING,
        _("Branch below the fewest members"),
        _("{members} members; a branch needs {fewest} (letter {letter})."),
        _("Admit members, or join the branch with another."),
    ),
    "committee_below_quorum": FindingText(
        Severity.SERIOUS,
        _("Committee below its quorum"),
        _(
            "{held} of {seats} seats held since {since}; {needed} are needed to decide "
            "(letter {letter})."
        ),
        _("Fill the seats: a by-election, a co-option, or a congress."),
    ),
    "two_at_once": FindingText(
        Severity.SERIOUS,
        _("Two activities at once"),
        _("Two activities overlap on {day}."),
        _("Move one of them, or send somebody else."),
    ),
    "activity_on_leave": FindingText(
        Severity.WARNING,
        _("Activity on leave"),
        _("An activity falls on leave on {day}."),
        _("Take the person off the activity, or correct the leave."),
    ),
    "too_many_offices": FindingText(
        Severity.WARNING,
        _("More offices in one hand than allowed"),
        _("{offices} offices and external seats; {limit} are allowed (letter {letter})."),
        _("Hand one of the offices on."),
    ),
    "not_logged": FindingText(
        Severity.NOTICE,
        _("Hours not logged for 14 days"),
        _("No office hours from {first} to {last}."),
        _("Ask for the hours, or note that there were none."),
    ),
}

ORDER = {code: number for number, code in enumerate(TEXTS)}
SEVERITY_ORDER = {severity: number for number, severity in enumerate(Severity)}
