"""A ballot as its voter sees it: by account, or by a code on paper."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts, people
from kiem.domain.elections.queries.rows import Ballot
from kiem.domain.elections.queries.state import contests_of
from kiem.domain.elections.queries.visible import seen_congress
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch


def ballot_of(
    *, viewer: Viewer, round_id: int, on: date, known_at: datetime | None = None
) -> Ballot:
    """A round cast on site, for one of its voters; NotFound for everybody else."""
    viewer.require(Permission.VIEW_ASSEMBLY)
    rows = fetch(
        """SELECT c.congress_id, d.id FROM elections_round r
        JOIN elections_contest c ON c.id = r.contest_id
        JOIN elections_delegate d ON d.id = ANY (r.voter_ids) AND d.person_id = %(person)s
        WHERE r.id = %(round)s AND r.mode = 'on_site'""",
        {"round": round_id, "person": viewer.person_id},
    )
    if not rows:
        raise missing("ballot")
    congress_id, delegate_id = rows[0]
    facts = seen_congress(viewer, congress_id, on, known_at)
    voted = fetch(
        """SELECT FROM elections_votemark
        WHERE round_id = %(round)s AND delegate_id = %(delegate)s""",
        {"round": round_id, "delegate": delegate_id},
    )
    return _ballot(facts, round_id, known_at, has_voted=bool(voted))


def ballot_by_code(*, round_id: int, key: str) -> Ballot:
    """The round a code opens, for whoever holds the code: no account is asked for. `has_voted`:
    the code is spent. NotFound for a code that is not one of the round."""
    rows = fetch(
        """SELECT c.congress_id, %(key)s = ANY (b.spent) FROM elections_codebook b
        JOIN elections_round r ON r.id = b.round_id JOIN elections_contest c ON c.id = r.contest_id
        WHERE b.round_id = %(round)s AND %(key)s = ANY (b.waiting || b.spent || b.revoked)""",
        {"round": round_id, "key": key},
    )
    if not rows:
        raise missing("ballot")
    (facts,) = congress_facts("c.id = %(congress)s", {"congress": rows[0][0]})
    return _ballot(facts, round_id, None, has_voted=rows[0][1])


def _ballot(
    facts: CongressFacts, round_id: int, known_at: datetime | None, *, has_voted: bool
) -> Ballot:
    rounds = ((c, r) for c in contests_of(facts, known_at) for r in c.rounds if r.id == round_id)
    found = next(rounds, None)
    if found is None:  # asked about before it was opened
        raise missing("ballot")
    contest, state = found
    names = people(state.candidates, facts.held_on, known_at)
    return Ballot(
        facts=facts,
        round_id=round_id,
        title_vi=contest.title_vi,
        title_en=contest.title_en,
        number=state.number,
        seats=state.seats,
        candidates=tuple(names[key] for key in state.candidates),
        has_voted=has_voted,
        is_open=state.is_open,
    )
