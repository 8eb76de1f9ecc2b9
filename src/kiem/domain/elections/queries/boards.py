"""One congress at a glance, and the list of those a viewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries.facts import (
    CongressFacts,
    Named,
    chapters_below,
    officers_among,
    people,
    rules_of,
)
from kiem.domain.elections.queries.recognised import recognition_of
from kiem.domain.elections.queries.rows import (
    CongressBoard,
    MyBallot,
    SchemeRow,
    Shares,
)
from kiem.domain.elections.queries.state import (
    ContestState,
    DelegateState,
    contests_of,
    delegates_of,
    quorum_in,
    seats_by_chapter,
)
from kiem.domain.elections.queries.visible import (
    holds,
    is_own_side,
    seen_congress,
    seen_congresses,
    shown_until,
)
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch, known

YOUNG_UNTIL_YEARS = 30


def list_congresses(
    *, viewer: Viewer, on: date, known_at: datetime | None = None, event_id: int | None = None
) -> tuple[CongressFacts, ...]:
    """Congresses whose event the viewer sees, or that of one event; the latest first."""
    return seen_congresses(viewer, on, known_at, event_ids=None if event_id is None else [event_id])


def congress_board(
    *, viewer: Viewer, congress_id: int, on: date, known_at: datetime | None = None
) -> CongressBoard:
    """Everything about a congress the viewer may see; NotFound out of scope."""
    facts = seen_congress(viewer, congress_id, on, known_at)
    may_see_at, known_at = known_at, shown_until(facts, on, known_at)
    delegates = delegates_of(congress_id, known_at)
    contests = contests_of(facts, known_at)
    sees_names = may_see_names(viewer, facts, delegates, on, may_see_at)
    seats = seats_by_chapter(congress_id, known_at)
    chapters = chapters_below(facts.organization_id, facts.held_on, known_at)
    functionaries = _functionaries(congress_id, known_at)
    elected = [person for contest in contests for person in contest.elected]
    told = set(elected)
    if sees_names:
        told |= {person for contest in contests for person in contest.nominated}
        told |= {person for contest in contests for person in contest.listed}
        told |= {person for _body, person, _head in functionaries}
    names = people(told, facts.held_on, known_at)
    return CongressBoard(
        facts=facts,
        scheme=_scheme(congress_id, known_at),
        rules=rules_of(facts, known_at),
        members=sum(chapter.members for chapter in chapters),
        chapters=len(chapters),
        seats=None if seats is None else sum(seats.values()),
        delegates=sum(delegate.counts for delegate in delegates),
        confirmed=sum(delegate.verdict == "confirmed" for delegate in delegates),
        quorum=quorum_in(facts, delegates, known_at),
        functionaries=functionaries if sees_names else (),
        contests=contests,
        names=names,
        shares=_shares(facts, sorted(set(elected)), names, known_at),
        recognition=recognition_of(facts, known_at),
        ballots=_ballots(viewer, contests),
        may_hold=holds(viewer, facts.organization_id),
        sees_names=sees_names,
        exception_vi=_exception(congress_id, known_at),
    )


def may_see_names(
    viewer: Viewer,
    facts: CongressFacts,
    delegates: Sequence[DelegateState],
    on: date,
    known_at: datetime | None = None,
) -> bool:
    """Whether the viewer is of the organisation's own side, or a delegate of the congress."""
    if any(d.person_id == viewer.person_id and d.counts for d in delegates):
        return True
    return is_own_side(viewer, facts.organization_id, on, known_at)


def _scheme(congress_id: int, known_at: datetime | None) -> SchemeRow:
    rows = fetch(
        f"""SELECT s.term_label, s.planned_from, s.planned_until, s.women_percent,
            s.young_percent, s.new_percent, s.delegates_due_on, s.nominations_from,
            s.nominations_until
        FROM elections_scheme s WHERE s.congress_id = %(congress)s AND {known("s", known_at)}""",
        {"congress": congress_id, "known_at": known_at},
    )
    if not rows:
        raise missing("congress")  # asked about before it was prepared
    return SchemeRow(*rows[0])


def _exception(congress_id: int, known_at: datetime | None) -> str:
    rows = fetch(
        f"""SELECT a.exception_vi FROM elections_apportionment a
        WHERE a.congress_id = %(congress)s AND {known("a", known_at)}""",
        {"congress": congress_id, "known_at": known_at},
    )
    return str(rows[0][0]) if rows else ""


def _functionaries(
    congress_id: int, known_at: datetime | None
) -> tuple[tuple[str, int, bool], ...]:
    return tuple(
        fetch(
            f"""SELECT f.body, f.person_id, f.is_head FROM elections_functionary f
            WHERE f.congress_id = %(congress)s AND {known("f", known_at)}
            ORDER BY f.body, f.is_head DESC, f.id""",
            {"congress": congress_id, "known_at": known_at},
        )
    )


def _shares(
    facts: CongressFacts,
    elected: Sequence[int],
    names: dict[int, Named],
    known_at: datetime | None,
) -> Shares | None:
    """Whole per cent of the elected; None while nobody is."""
    if not elected:
        return None
    old = len(_officers_before(facts, elected, known_at))
    of = len(elected)
    women = sum(names[key].sex == "female" for key in elected)
    young = sum((names[key].age or 999) <= YOUNG_UNTIL_YEARS for key in elected)
    return Shares(
        women=round(100 * women / of),
        young=round(100 * young / of),
        new=round(100 * (of - old) / of),
    )


def _officers_before(
    facts: CongressFacts, elected: Sequence[int], known_at: datetime | None
) -> frozenset[int]:
    """Who of the elected held a post of the organisation on the eve of the congress."""
    eve = facts.held_on - timedelta(days=1)
    return officers_among(facts.organization_id, elected, eve, known_at)


def _ballots(viewer: Viewer, contests: Sequence[ContestState]) -> tuple[MyBallot, ...]:
    """Rounds open on site in which the viewer is a voter."""
    open_rounds = {
        each.id: (contest, each)
        for contest in contests
        for each in contest.rounds
        if each.mode == "on_site" and each.is_open
    }
    if viewer.person_id is None or not open_rounds:
        return ()
    rows = fetch(
        """SELECT r.id, EXISTS (SELECT FROM elections_votemark m
            WHERE m.round_id = r.id AND m.delegate_id = d.id)
        FROM elections_round r JOIN elections_delegate d ON d.id = ANY (r.voter_ids)
        WHERE r.id = ANY (%(rounds)s) AND d.person_id = %(person)s ORDER BY r.id""",
        {"rounds": list(open_rounds), "person": viewer.person_id},
    )
    return tuple(
        MyBallot(
            round_id=round_id,
            contest_number=open_rounds[round_id][0].number,
            title_vi=open_rounds[round_id][0].title_vi,
            title_en=open_rounds[round_id][0].title_en,
            has_voted=has_voted,
        )
        for round_id, has_voted in rows
    )
