"""What holding a congress takes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kiem.delivery.api.schemas.shape import Code, Day, Id, Taken

MOST_PEOPLE = 2000
Line = Annotated[str, Field(min_length=1, max_length=300, examples=["Biên bản đại hội chi đoàn"])]
MoreLine = Annotated[str, Field(max_length=300, examples=[""])]
Reason = Annotated[str, Field(min_length=1, max_length=300, examples=["Xin rút"])]
People = Annotated[list[Id], Field(min_length=1, max_length=MOST_PEOPLE, examples=[[12]])]
Aim = Annotated[int | None, Field(ge=0, le=100, examples=[30])]
Count = Annotated[int, Field(ge=0, le=10**6, examples=[12])]
PersonNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,18}$")]  # a key of an object
Mode = Literal["by_hand", "on_site", "by_code"]
Seats = Annotated[int, Field(ge=1, le=1000, examples=[1])]


class PlanTaken(Taken):
    """The term that opens, and aims for the committee in per cent; null: no aim. Chapters name
    their delegates and put candidates forward by the days given, at the latest that of the
    congress."""

    term_label: Annotated[str, Field(min_length=1, max_length=40, examples=["2025-2030"])]
    planned_from: Day
    planned_until: Annotated[Day, Field(examples=["2030-07-01"])]
    women_percent: Aim = None
    young_percent: Aim = None
    new_percent: Aim = None
    delegates_due_on: Day | None = None
    nominations_from: Day | None = None
    nominations_until: Day | None = None


class RuleTaken(Taken):
    """A value the organisation sets for its congresses and those below it, from a day on.
    `organization_type`: for organisations of that type alone."""

    key: Annotated[str, Field(max_length=40, examples=["quorum_share"])]
    value: Annotated[str, Field(min_length=1, max_length=40, examples=["2/3"])]
    valid_from: Day
    letter: Literal["C", "S", "E", "M"]
    source_vi: Line
    organization_type: Code = ""


class BandTaken(Taken):
    members_from: Count
    seats: Count


class AllocationTaken(Taken):
    """`total` delegates by `method`, `base` for each chapter before; or by `bands` of size. After
    a tie the same again with `lots`: the tied chapters in the order drawn. `exception_vi`: why
    delegates meet, or all members, where the rule has it otherwise."""

    method: Literal["sainte_lague", "dhondt", "hare", "droop", "adams", "huntington_hill", "bands"]
    total: Annotated[int, Field(ge=0, le=10_000, examples=[120])] = 0
    base: Annotated[int, Field(ge=0, le=10_000, examples=[1])] = 0
    bands: Annotated[list[BandTaken], Field(max_length=100)] = []
    lots: Annotated[list[Id], Field(max_length=10_000)] = []
    counted_on: Day | None = None
    exception_vi: MoreLine = ""


class DelegatesTaken(Taken):
    """Delegates of a chapter, or with `organization_id` null by office. `mandate_vi`: what shows
    their mandate."""

    organization_id: Id | None
    person_ids: People
    kind: Literal["elected", "designated", "ex_officio"] = "elected"
    mandate_vi: Line


class CredentialsTaken(Taken):
    """What the credentials board found; refusing and withdrawing take a reason."""

    delegate_ids: People
    verdict: Literal["open", "confirmed", "refused", "withdrawn"]
    reason: MoreLine = ""


class PresenceTaken(Taken):
    """Delegates who are there; all others are not."""

    delegate_ids: Annotated[list[Id], Field(max_length=MOST_PEOPLE)]


class BoardTaken(Taken):
    """A body of the congress, its head first; empty: nobody serves in it."""

    person_ids: Annotated[list[Id], Field(max_length=200)]


class ContestTaken(Taken):
    """So many seats of one of the organisation's offices."""

    post_id: Id
    seats: Seats


class NominationTaken(Taken):
    """`by_organization_id` null: somebody who puts themselves forward."""

    person_id: Id
    by_organization_id: Id | None = None


class WithdrawalTaken(Taken):
    reason: Reason


class ListClosed(Taken):
    """Hands for closing the list, of the delegates there. `exception_vi`: why it has fewer or more
    candidates than the rule of surplus asks for."""

    votes_for: Count
    exception_vi: MoreLine = ""


class RoundTaken(Taken):
    """`candidates`: of those left; all of them if left out. `mode`: `by_hand` (paper),
    `on_site` (each delegate on a device of their own) or `by_code` (codes on paper slips)."""

    mode: Mode
    candidates: Annotated[list[Id], Field(max_length=MOST_PEOPLE)] = []


class CountTaken(Taken):
    """What the counting board counted. `votes`: of every candidate of the ballot, by the number of
    the person. `reason`: of a recount."""

    issued: Count
    collected: Count
    invalid: Count
    votes: Annotated[
        dict[PersonNumber, Count],
        Field(max_length=MOST_PEOPLE, examples=[{"12": 61, "41": 58}]),
    ]
    reason: MoreLine = ""


class UrnClosed(Taken):
    """`issued`: how many slips with codes were handed out; null for a ballot without codes."""

    issued: Count | None = None


class TieTaken(Taken):
    """All who are tied, in the order drawn, and how it was settled."""

    order: People
    how_vi: Annotated[str, Field(min_length=1, max_length=300, examples=["Bốc thăm"])]


class BallotTaken(Taken):
    """At most as many people as there are seats; none: a blank ballot."""

    candidates: Annotated[list[Id], Field(max_length=1000, examples=[[12]])]


class RecognitionTaken(Taken):
    """`issuer_id`: the higher body, that above in the line if left out; `effective_on`: the day of
    the congress if left out."""

    issuer_id: Id | None = None
    effective_on: Day | None = None
