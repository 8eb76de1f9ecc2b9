"""What the queries of elections return, in the shapes the API gives: nobody is named whom the
reader may not be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from kiem.delivery.api.reasons import reason_given
from kiem.domain.elections import queries
from kiem.domain.elections.allocation import Share
from kiem.domain.elections.counting import Quorum, Standing
from kiem.domain.elections.rules import ElectionRule

Names = Mapping[int, queries.Named]
Json = dict[str, Any]


def congress(facts: queries.CongressFacts) -> Json:
    return {
        "id": facts.id,
        "event_id": facts.event_id,
        "organization": {
            "id": facts.organization_id,
            "category": facts.category,
            "name_vi": facts.name_vi,
            "name_en": facts.name_en,
        },
        "held_on": facts.held_on,
        "title_vi": facts.title_vi,
        "title_en": facts.title_en,
    }


def rule(found: ElectionRule) -> Json:
    return {
        "key": found.key,
        "value": found.value,
        "letter": found.letter.value,
        "start": found.valid.start,
        "source_vi": found.source_vi,
        "source_en": found.source_en,
        "set_by": found.set_by,
    }


def board(found: queries.CongressBoard) -> Json:
    served: dict[str, list[int]] = {}
    for body, person_id, _is_head in found.functionaries:
        served.setdefault(body, []).append(person_id)
    return {
        "congress": congress(found.facts),
        "plan": found.scheme,
        "members": found.members,
        "chapters": found.chapters,
        "seats": found.seats,
        "delegates": found.delegates,
        "confirmed": found.confirmed,
        "quorum": quorum(found.quorum),
        "boards": [
            {"body": body, "people": _named(people, found.names)} for body, people in served.items()
        ],
        "contests": [contest(each, found.names) for each in found.contests],
        "shares": found.shares,
        "recognition": found.recognition,
        "ballots": found.ballots,
        "may_hold": found.may_hold,
        "sees_names": found.sees_names,
    }


def quorum(found: Quorum) -> Json:
    return {**asdict(found), "is_met": found.is_met}


def contest(found: queries.ContestState, names: Names) -> Json:
    present, votes_for = found.closing or (None, None)
    return {
        "id": found.id,
        "number": found.number,
        "post_id": found.post_id,
        "role": found.role,
        "title_vi": found.title_vi,
        "title_en": found.title_en,
        "seats": found.seats,
        "seats_left": found.seats_left,
        "status": found.status.value,
        "nominated": len(found.nominated),
        "present": present,
        "votes_for": votes_for,
        "elected": _named(found.elected, names),
        "rounds": [_round(each, names) for each in found.rounds],
    }


def contest_detail(found: queries.ContestDetail) -> Json:
    return {
        "congress": congress(found.facts),
        "contest": contest(found.contest, found.names),
        "candidates": [
            {
                "person": row.person,
                "by_vi": row.by_vi,
                "by_en": row.by_en,
                "is_withdrawn": row.is_withdrawn,
                "reason": row.reason,
                "reasons": [reason_given(reason) for reason in row.reasons],
            }
            for row in found.candidates
        ],
        "listed": _named(found.contest.listed, found.names),
        "quorum": quorum(found.quorum),
        "may_hold": found.may_hold,
    }


def allocation(found: queries.AllocationDetail) -> Json:
    made = found.allocation
    return {
        "method": found.method,
        "rule": rule(found.rule),
        "counted_on": found.counted_on,
        "base": found.base,
        "seats": None if made is None else made.given,
        "quota": None if made is None else _exact(made.quota),
        "chapters": found.chapters,
        "shares": [] if made is None else [_share(share) for share in made.shares],
        "awards": []
        if made is None
        else [
            {"number": each.number, "chapter_id": each.key, "quotient": _exact(each.quotient)}
            for each in made.awards
        ],
        "bands": [{"members_from": start, "seats": seats} for start, seats in found.bands],
        "lots": found.lots,
        "tie": None
        if made is None or made.tie is None
        else {"chapter_ids": made.tie.keys, "seats": made.tie.seats},
        "may_hold": found.may_hold,
    }


def delegate(found: queries.DelegateRow) -> Json:
    state = found.delegate
    return {
        "id": state.id,
        "person": found.person,
        "kind": state.kind,
        "chapter_id": state.organization_id,
        "chapter_vi": found.chapter_vi,
        "chapter_en": found.chapter_en,
        "mandate_vi": state.mandate_vi,
        "verdict": state.verdict,
        "reason": state.reason,
        "is_present": state.is_present,
    }


def ballot(found: queries.Ballot) -> Json:
    return {
        "congress_id": found.facts.id,
        "round_id": found.round_id,
        "number": found.number,
        "title_vi": found.title_vi,
        "title_en": found.title_en,
        "seats": found.seats,
        "candidates": found.candidates,
        "has_voted": found.has_voted,
        "is_open": found.is_open,
    }


def _round(state: queries.RoundState, names: Names) -> Json:
    outcome, tally = state.outcome, state.tally
    return {
        "id": state.id,
        "number": state.number,
        "mode": state.mode,
        "seats": state.seats,
        "voters": len(state.voter_ids),
        "convened": state.convened,
        "majority_base": state.majority.base.value,
        "majority_share": str(state.majority.share),
        "blank_is_valid": state.blank_is_valid,
        "cast": state.cast,
        "codes": state.codes and _codes(state.codes),
        "counts": None
        if tally is None or outcome is None
        else {
            "issued": tally.issued,
            "collected": tally.collected,
            "invalid": tally.invalid,
            "valid": tally.valid,
            "of": outcome.of,
            "needed": outcome.needed,
        },
        "standings": [] if outcome is None else [_standing(s, names) for s in outcome.standings],
        "tied": 0 if outcome is None else len(outcome.tied),
        "seats_in_tie": 0 if outcome is None else outcome.seats_in_tie,
        "unfilled": state.seats if outcome is None else outcome.unfilled,
        "lot": _named(state.lot, names),
        "lot_vi": state.lot_vi,
        "recount_reason": state.recount_reason,
        "ended": state.ended,
    }


def _codes(found: queries.CodesState) -> Json:
    return {
        "waiting": found.waiting,
        "spent": found.spent,
        "replaced": [{"count": count, "reason": reason} for count, reason in found.replaced],
    }


def _standing(found: Standing, names: Names) -> Json:
    known = names.get(found.key)
    return {
        "person_id": known.id if known else None,
        "full_name": known.full_name if known else "",
        "place": found.place,
        "votes": found.votes,
        "has_majority": found.has_majority,
        "is_elected": found.is_elected,
        "is_tied": found.is_tied,
    }


def _share(share: Share) -> Json:
    return {
        "chapter_id": share.key,
        "members": share.weight,
        "base": share.base,
        "whole": share.whole,
        "extra": share.extra,
        "quotient": _exact(share.quotient),
        "remainder": _exact(share.remainder),
        "seats": share.seats,
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _named(person_ids: Iterable[int], names: Names) -> list[queries.Named]:
    return [names[key] for key in person_ids if key in names]
