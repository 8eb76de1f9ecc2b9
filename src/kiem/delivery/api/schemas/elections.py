"""Congresses: their plan and rules, who is there, what is elected and with what result."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kiem.delivery.api.schemas.assembly import Body
from kiem.delivery.api.schemas.continuity import Reason
from kiem.delivery.api.schemas.elections_taken import Mode
from kiem.delivery.api.schemas.shape import Shape


class Congress(Shape):
    """A congress, with its event's day and its organisation as of that day."""

    id: int
    event_id: int
    organization: Body
    held_on: date
    title_vi: str
    title_en: str


class CongressPlan(Shape):
    """The term that opens, and aims in per cent of the committee; null: no aim, or no day."""

    term_label: str
    planned_from: date
    planned_until: date
    women_percent: int | None
    young_percent: int | None
    new_percent: int | None
    delegates_due_on: date | None
    nominations_from: date | None
    nominations_until: date | None


class ElectionRule(Shape):
    """A rule in force on the congress's day. `set_by`: the organisation that set it for itself and
    those below; null: a packaged one."""

    key: str
    value: str
    letter: str
    start: date
    source_vi: str
    source_en: str
    set_by: int | None


class Quorum(Shape):
    """Of `convened` delegates `needed` must be there; `present` with confirmed credentials."""

    convened: int
    present: int
    needed: int
    is_met: bool


class PersonNamed(Shape):
    """Somebody as known on the congress's day, with the unit they serve in."""

    id: int
    full_name: str
    unit_vi: str
    unit_en: str


class CongressBoard(Shape):
    """A body that serves the congress, its head first."""

    body: str
    """`presidium`, `secretariat`, `credentials` or `counting`."""
    people: list[PersonNamed]


class Standing(Shape):
    """A candidate in the order of votes; nobody is named whom you may not be told. `place` from 1;
    those with equal votes share it."""

    person_id: int | None
    full_name: str
    place: int
    votes: int
    has_majority: bool
    is_elected: bool
    is_tied: bool


class Counts(Shape):
    """What was counted. `of`: the size of the majority's base, of which `needed` votes reach it."""

    issued: int
    collected: int
    invalid: int
    valid: int
    of: int
    needed: int


class CodesReplaced(Shape):
    count: int
    reason: str


class Codes(Shape):
    """Codes on paper slips: how many wait, are spent, and were replaced for what reason. Which
    code opened which ballot nobody knows."""

    waiting: int
    spent: int
    replaced: list[CodesReplaced]


class Round(Shape):
    """One ballot of a contest. `majority_share` exact, such as `1/2`: more than that is needed.

    `cast`: ballots cast so far, null on paper; `codes` null unless some are drawn. `counts` null
    before they are counted. `tied` share
    `seats_in_tie` seats: settled by lot (`lot` in the order drawn) or by another ballot; `unfilled`
    seats are left, those of a tie included.
    """

    id: int
    number: int
    mode: Mode
    seats: int
    voters: int
    convened: int
    majority_base: str
    """`convened`, `issued`, `collected` or `valid`."""
    majority_share: str
    blank_is_valid: bool
    cast: int | None
    codes: Codes | None
    counts: Counts | None
    standings: list[Standing]
    tied: int
    seats_in_tie: int
    unfilled: int
    lot: list[PersonNamed]
    lot_vi: str
    recount_reason: str
    ended: str
    """Why it ended without a result; empty unless it did."""


class Contest(Shape):
    """So many seats of one post. `nominated`: how many stand; `present`, `votes_for`: the show of
    hands that closed the list, null while it is open."""

    id: int
    number: int
    post_id: int
    role: str
    title_vi: str
    title_en: str
    seats: int
    seats_left: int
    status: Literal["nominating", "ready", "voting", "tied", "again", "filled"]
    """`again`: seats are left."""
    nominated: int
    present: int | None
    votes_for: int | None
    elected: list[PersonNamed]
    rounds: list[Round]


class ElectedShares(Shape):
    """What the elected are, in whole per cent: women, up to 30 years old, new in office."""

    women: int
    young: int
    new: int


class Recognition(Shape):
    """The recognition of the committee: `draft_id` of one drafted from the result; `decision_id`
    with `number` and `signed_on` once it is decided."""

    draft_id: int | None
    state: str
    decision_id: int | None
    number: str
    signed_on: date | None


class OpenBallot(Shape):
    """A ballot open to you; `has_voted` says that, and nothing more."""

    round_id: int
    contest_number: int
    title_vi: str
    title_en: str
    has_voted: bool


class CongressDetail(Shape):
    """A congress as you may see it: others than its own side and its delegates are told numbers,
    and who was elected. `seats`: delegates allocated, null before that."""

    congress: Congress
    plan: CongressPlan
    members: int
    chapters: int
    seats: int | None
    delegates: int
    confirmed: int
    quorum: Quorum
    boards: list[CongressBoard]
    contests: list[Contest]
    shares: ElectedShares | None
    recognition: Recognition | None
    ballots: list[OpenBallot]
    may_hold: bool
    sees_names: bool


class Chapter(Shape):
    """An organisation below, with the members of it and of those below it."""

    id: int
    name_vi: str
    name_en: str
    members: int


class ChapterSeats(Shape):
    """What a chapter gets, and why: `base` everybody has, `whole` by the quota or won by quotients,
    `extra` by the remainder.

    `quotient`: members / quota, or the last quotient that won; `remainder`: what is left of it, or
    the next one, which did not win. Both are exact, such as `125/3`; Huntington-Hill's squared.
    """

    chapter_id: int
    members: int
    base: int
    whole: int
    extra: int
    quotient: str | None
    remainder: str | None
    seats: int


class SeatAwarded(Shape):
    """One seat of a divisor method, in the order given; `quotient` null: a first seat, before all
    others."""

    number: int
    chapter_id: int
    quotient: str | None


class SeatsTied(Shape):
    """Chapters with equal right to fewer seats than they are; nobody gets these until lots are
    drawn."""

    chapter_ids: list[int]
    seats: int


class SizeBand(Shape):
    members_from: int
    seats: int


class Allocation(Shape):
    """How many delegates each chapter sends, worked out again from what was kept. `seats` null
    before there is one: then `method` is what the rule says."""

    method: str
    """`hare`, `droop`, `sainte_lague`, `dhondt`, `adams`, `huntington_hill` or `bands`."""
    rule: ElectionRule
    counted_on: date
    base: int
    seats: int | None
    quota: str | None
    chapters: list[Chapter]
    shares: list[ChapterSeats]
    awards: list[SeatAwarded]
    bands: list[SizeBand]
    lots: list[int]
    tie: SeatsTied | None
    may_hold: bool


class Delegate(Shape):
    """Somebody with a mandate. `chapter_id` null: by office. `reason`: why refused or withdrawn."""

    id: int
    person: PersonNamed
    kind: Literal["elected", "designated", "ex_officio"]
    chapter_id: int | None
    chapter_vi: str
    chapter_en: str
    mandate_vi: str
    verdict: str
    """`open`, `confirmed`, `refused` or `withdrawn`."""
    reason: str
    is_present: bool


class Nominee(Shape):
    """Somebody put forward, with every reason the rules give; empty names: by themselves."""

    person: PersonNamed
    by_vi: str
    by_en: str
    is_withdrawn: bool
    reason: str
    reasons: list[Reason]


class ContestDetail(Shape):
    """A contest with candidates; `listed` in the order of the ballot, once the list is closed."""

    congress: Congress
    contest: Contest
    candidates: list[Nominee]
    listed: list[PersonNamed]
    quorum: Quorum
    may_hold: bool


class PostToElect(Shape):
    """An office of the organisation that no contest fills yet."""

    post_id: int
    title_vi: str
    title_en: str
    seats: int


class Issuer(Shape):
    """A body that may recognise the result."""

    id: int
    name_vi: str
    name_en: str


class BallotPaper(Shape):
    """A ballot as its voter sees it: names in the order of the ballot, at most `seats` of them."""

    congress_id: int
    round_id: int
    number: int
    title_vi: str
    title_en: str
    seats: int
    candidates: list[PersonNamed]
    has_voted: bool
    is_open: bool
