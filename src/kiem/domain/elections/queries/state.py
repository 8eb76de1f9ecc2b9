"""Where a congress stands, computed from what was recorded: nothing of it is stored.

No viewer here; actions and checked queries share it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from kiem.domain.elections.counting import (
    Base,
    Majority,
    Outcome,
    Quorum,
    Tally,
    decide,
    quorum_of,
)
from kiem.domain.elections.queries.facts import CongressFacts, rules_of
from kiem.platform.kernel.sql import fetch, known

_SAID = "{0}.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity')"


class ContestStatus(StrEnum):
    """What happens next in a contest."""

    NOMINATING = "nominating"  # the list is open
    READY = "ready"  # closed, nothing voted yet
    VOTING = "voting"  # a round is not counted
    TIED = "tied"  # equal votes for the last seats
    AGAIN = "again"  # seats are left without a majority
    FILLED = "filled"  # every seat is


@dataclass(frozen=True, slots=True)
class CodesState:
    """The codes of a ballot. `replaced`: codes revoked, and why, in the order it was done."""

    waiting: int
    spent: int
    replaced: tuple[tuple[int, str], ...]

    @property
    def live(self) -> int:
        """Codes that count: spent, or still to be."""
        return self.waiting + self.spent


@dataclass(frozen=True, slots=True)
class EarlierCount:
    """A count that a recount replaced: who entered it and when, and `why` it was replaced."""

    tally: Tally
    counted_at: datetime
    counted_by: str
    why: str


@dataclass(frozen=True, slots=True)
class RoundState:
    """One ballot. `cast`: ballots in the urn so far, None on paper; `tally`, `outcome`: None until
    it is counted; `codes`: None unless some are drawn; `ended`: why it ended without a result."""

    id: int
    number: int
    mode: str
    seats: int
    candidates: tuple[int, ...]
    voter_ids: tuple[int, ...]
    convened: int
    majority: Majority
    blank_is_valid: bool
    cast: int | None
    tally: Tally | None
    outcome: Outcome | None
    lot: tuple[int, ...] = ()
    lot_vi: str = ""
    recount_reason: str = ""
    codes: CodesState | None = None
    ended: str = ""
    counted_at: datetime | None = None
    counted_by: str = ""
    earlier: tuple[EarlierCount, ...] = ()

    @property
    def is_open(self) -> bool:
        """Ballots are still cast, or wait to be counted."""
        return self.tally is None and not self.ended


@dataclass(frozen=True, slots=True)
class ContestState:
    """One contest: `nominated` people whose nomination stands; `closing`: (present, hands for),
    None while the list is open; `exception_vi`: why it has too few or too many candidates."""

    id: int
    congress_id: int
    number: int
    post_id: int
    role: str
    title_vi: str
    title_en: str
    seats: int
    nominated: tuple[int, ...]
    closing: tuple[int, int] | None
    listed: tuple[int, ...]
    rounds: tuple[RoundState, ...]
    exception_vi: str = ""

    @property
    def deciding(self) -> RoundState | None:
        """The last ballot that was not ended without a result: what the contest stands on."""
        return next((each for each in reversed(self.rounds) if not each.ended), None)

    @property
    def elected(self) -> tuple[int, ...]:
        return tuple(
            key for each in self.rounds if each.outcome is not None for key in each.outcome.elected
        )

    @property
    def seats_left(self) -> int:
        return self.seats - len(self.elected)

    @property
    def candidates_left(self) -> tuple[int, ...]:
        """Who may stand in the next round: after a tie, those who are tied."""
        last = self.deciding.outcome if self.deciding is not None else None
        if last is not None and last.tied:
            return last.tied
        return tuple(key for key in self.listed if key not in self.elected)

    @property
    def status(self) -> ContestStatus:
        if self.closing is None:
            return ContestStatus.NOMINATING
        if self.deciding is None:
            return ContestStatus.READY
        last = self.deciding.outcome
        if last is None:
            return ContestStatus.VOTING
        if last.tied:
            return ContestStatus.TIED
        return ContestStatus.AGAIN if self.seats_left else ContestStatus.FILLED

    @property
    def has_result(self) -> bool:
        return self.status in (ContestStatus.FILLED, ContestStatus.AGAIN)


def contests_of(
    facts: CongressFacts, known_at: datetime | None = None, *, contest_id: int | None = None
) -> tuple[ContestState, ...]:
    """The contests of a congress in order, or the one of that id."""
    asked = {
        "congress": facts.id,
        "contest": contest_id,
        "on": facts.held_on,
        "known_at": known_at,
    }
    rows = fetch(
        f"""
        SELECT c.id, c.number, c.post_id, s.role_id, s.title_vi, s.title_en, c.seats,
            ARRAY(SELECT n.person_id FROM elections_nomination n
                WHERE n.contest_id = c.id AND NOT n.is_withdrawn AND {known("n", known_at)}
                ORDER BY n.id),
            l.present, l.votes_for, coalesce(l.candidates, '{{}}'), coalesce(l.exception_vi, '')
        FROM elections_contest c
        JOIN LATERAL (SELECT s.role_id, s.title_vi, s.title_en FROM register_poststate s
            WHERE s.post_id = c.post_id AND {known("s", known_at)}
            ORDER BY s.valid @> %(on)s::date DESC, abs(lower(s.valid) - %(on)s::date) LIMIT 1
        ) s ON true
        LEFT JOIN elections_listclosing l ON l.contest_id = c.id AND {_SAID.format("l")}
        WHERE c.congress_id = %(congress)s AND {_SAID.format("c")}
          AND (%(contest)s::bigint IS NULL OR c.id = %(contest)s)
        ORDER BY c.number
        """,
        asked,
    )
    rounds = _rounds([row[0] for row in rows], known_at)
    return tuple(
        ContestState(
            id=row[0],
            congress_id=facts.id,
            number=row[1],
            post_id=row[2],
            role=row[3],
            title_vi=row[4],
            title_en=row[5],
            seats=row[6],
            nominated=tuple(row[7]),
            closing=None if row[8] is None else (row[8], row[9]),
            listed=tuple(row[10]),
            rounds=tuple(rounds.get(row[0], ())),
            exception_vi=row[11],
        )
        for row in rows
    )


def _rounds(contest_ids: list[int], known_at: datetime | None) -> dict[int, list[RoundState]]:
    rows = fetch(
        f"""
        SELECT r.contest_id, r.id, r.number, r.mode, r.seats, r.candidates, r.voter_ids,
            r.convened, r.majority_base, r.majority_share, r.majority_strictly, r.blank_is_valid,
            cardinality(u.papers), c.issued, c.collected, c.invalid, c.votes, c.reason,
            coalesce(t."order", '{{}}'), coalesce(t.how_vi, ''),
            cardinality(b.waiting), cardinality(b.spent),
            (SELECT json_agg(json_build_array(d.revoked, d.reason) ORDER BY d.id)
                FROM elections_codedrawing d WHERE d.round_id = r.id AND d.revoked > 0),
            coalesce(e.reason, ''), lower(c.recorded), coalesce(c.recorded_by, '')
        FROM elections_round r
        LEFT JOIN elections_urn u ON u.round_id = r.id
        LEFT JOIN elections_codebook b ON b.round_id = r.id
        LEFT JOIN elections_count c ON c.round_id = r.id AND {known("c", known_at)}
        LEFT JOIN elections_tiebreak t ON t.round_id = r.id AND {_SAID.format("t")}
        LEFT JOIN elections_ending e ON e.round_id = r.id AND {_SAID.format("e")}
        WHERE r.contest_id = ANY (%(contests)s) AND {_SAID.format("r")}
        ORDER BY r.contest_id, r.number
        """,
        {"contests": contest_ids, "known_at": known_at},
    )
    earlier = _earlier([row[1] for row in rows], known_at)
    found: dict[int, list[RoundState]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_round(row, earlier.get(row[1], [])))
    return found


def _earlier(
    round_ids: list[int], known_at: datetime | None
) -> dict[int, list[tuple[int, int, int, Any, datetime, str, str]]]:
    """Counts that were replaced, in order, each with the reason its successor gives."""
    if not round_ids:
        return {}
    rows = fetch(
        """SELECT * FROM (
            SELECT c.round_id, c.issued, c.collected, c.invalid, c.votes::text, lower(c.recorded),
                c.recorded_by, lead(c.reason) OVER (PARTITION BY c.round_id ORDER BY c.id) AS why
            FROM elections_count c WHERE c.round_id = ANY (%(rounds)s)
              AND (%(known_at)s::timestamptz IS NULL OR lower(c.recorded) <= %(known_at)s)
            ORDER BY c.id) AS counted
        WHERE why IS NOT NULL""",
        {"rounds": round_ids, "known_at": known_at},
    )
    found: dict[int, list[tuple[int, int, int, Any, datetime, str, str]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1:])
    return found


def _tally(row: tuple[Any, ...], issued: int, collected: int, invalid: int, votes: Any) -> Tally:
    """What was counted in the round of `row`."""
    counted = {int(person): int(found) for person, found in _read(votes)}
    return Tally(
        convened=row[7],
        voters=len(row[6]),
        issued=issued,
        collected=collected,
        invalid=invalid,
        votes={person: counted.get(person, 0) for person in row[5]},
    )


def _round(row: tuple[Any, ...], earlier: Sequence[tuple[Any, ...]]) -> RoundState:
    majority = Majority(Base(row[8]), Fraction(row[9]), row[10])
    tally = None if row[13] is None else _tally(row, *row[13:17])
    return RoundState(
        id=row[1],
        number=row[2],
        mode=row[3],
        seats=row[4],
        candidates=tuple(row[5]),
        voter_ids=tuple(row[6]),
        convened=row[7],
        majority=majority,
        blank_is_valid=row[11],
        cast=row[12],
        tally=tally,
        outcome=None if tally is None else decide(tally, row[4], majority, lot=row[18]),
        lot=tuple(row[18]),
        lot_vi=row[19],
        recount_reason=row[17] or "",
        codes=None
        if row[20] is None
        else CodesState(
            row[20], row[21], tuple((count, why) for count, why in _read(row[22]) or ())
        ),
        ended=row[23],
        counted_at=row[24],
        counted_by=row[25],
        earlier=tuple(
            EarlierCount(_tally(row, *before[:4]), before[4], before[5], before[6])
            for before in earlier
        ),
    )


def _read(value: Any) -> Any:
    """JSON columns come as text through plain cursors."""
    import json

    return json.loads(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class DelegateState:
    """A delegate with what the credentials board found."""

    id: int
    person_id: int
    kind: str
    organization_id: int | None
    mandate_vi: str
    verdict: str
    reason: str
    is_present: bool

    @property
    def counts(self) -> bool:
        """Whether the delegate is among those convened."""
        return self.verdict not in ("refused", "withdrawn")

    @property
    def may_vote(self) -> bool:
        return self.verdict == "confirmed" and self.is_present


def delegates_of(congress_id: int, known_at: datetime | None = None) -> tuple[DelegateState, ...]:
    rows = fetch(
        f"""
        SELECT d.id, d.person_id, d.kind, d.organization_id, d.mandate_vi, c.verdict, c.reason,
            c.is_present
        FROM elections_delegate d
        JOIN elections_credential c ON c.delegate_id = d.id AND {known("c", known_at)}
        WHERE d.congress_id = %(congress)s ORDER BY d.id
        """,
        {"congress": congress_id, "known_at": known_at},
    )
    return tuple(DelegateState(*row) for row in rows)


def quorum_in(
    facts: CongressFacts, delegates: tuple[DelegateState, ...], known_at: datetime | None = None
) -> Quorum:
    """Of those convened at least the rule's share is there."""
    share = rules_of(facts, known_at)["quorum_share"].share
    return quorum_of(
        sum(delegate.counts for delegate in delegates),
        sum(delegate.may_vote for delegate in delegates),
        share,
    )


def seats_by_chapter(
    congress_id: int, known_at: datetime | None = None
) -> Mapping[int, int] | None:
    """Chapter -> delegates it sends; None before anything is allocated."""
    rows = fetch(
        f"""SELECT a.seats FROM elections_apportionment a
        WHERE a.congress_id = %(congress)s AND {known("a", known_at)}""",
        {"congress": congress_id, "known_at": known_at},
    )
    if not rows:
        return None
    return {int(chapter): int(seats) for chapter, seats in _read(rows[0][0])}
