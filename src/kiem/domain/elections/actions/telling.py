"""Who is told of a congress, and what: heads of chapters, delegates, voters, the higher body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.elections.queries.owed import ChapterSeats, chapter_seats
from kiem.domain.elections.queries.state import ContestState, RoundState, delegates_of
from kiem.domain.register.queries.heads import heads_of
from kiem.platform import notices
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch


def tell(
    code: str,
    facts: CongressFacts,
    people: Collection[int],
    actor: Viewer,
    *,
    below: str = "",
    occasion: str = "",
    more: Mapping[str, str | int] | None = None,
) -> int:
    """One notice to people, not to the actor; how many are new."""
    return notices.notify(
        code=code,
        params={
            "title_vi": facts.title_vi,
            "title_en": facts.title_en or facts.title_vi,
            **(more or {}),
        },
        link=f"/congresses/{facts.id}/{below}",
        person_ids=set(people) - {actor.person_id or 0},
        occasion=f"congress {facts.id} {occasion}".strip(),
        actor=actor,
    )


def tell_convened(facts: CongressFacts, actor: Viewer) -> None:
    """Heads of chapters, of how many delegates theirs sends."""
    by_number: dict[tuple[int, date], list[int]] = defaultdict(list)
    for row in chapter_seats("c.id = %(congress)s", {"congress": facts.id}):
        by_number[row.seats, row.due_on].append(row.organization_id)
    for (seats, due_on), chapters in by_number.items():
        tell(
            "elections.convened",
            facts,
            heads_of(chapters, clock.today()),
            actor,
            below="delegates/",
            more={
                "count": seats,
                "held_on": facts.held_on.isoformat(),
                "due_on": due_on.isoformat(),
            },
        )


def tell_named(facts: CongressFacts, people: Collection[int], actor: Viewer) -> None:
    """Delegates, that they are; and whoever heads the organisation, that credentials wait, once
    a day."""
    tell("elections.named", facts, people, actor, more={"held_on": facts.held_on.isoformat()})
    tell(
        "elections.credentials_asked",
        facts,
        heads_of([facts.organization_id], clock.today()),
        actor,
        below="delegates/",
        occasion=clock.today().isoformat(),
    )


def tell_not_confirmed(facts: CongressFacts, people: Collection[int], actor: Viewer) -> None:
    tell("elections.not_confirmed", facts, people, actor, below="delegates/")


def tell_ballot(
    facts: CongressFacts,
    contest: ContestState,
    round_id: int,
    voters: Collection[int],
    actor: Viewer,
) -> None:
    """Voters of a ballot cast by account; a slip of paper needs no notice."""
    tell(
        "elections.ballot_opened",
        facts,
        [d.person_id for d in delegates_of(facts.id) if d.id in voters],
        actor,
        below=f"rounds/{round_id}/ballot/",
        more=_post(contest),
    )


def tell_declared(
    facts: CongressFacts, contest: ContestState, state: RoundState, count_id: int, actor: Viewer
) -> None:
    """Delegates, when a ballot is counted, and again when it is counted again."""
    tell(
        "elections.declared",
        facts,
        [d.person_id for d in delegates_of(facts.id) if d.counts],
        actor,
        below=f"contests/{contest.number}/",
        occasion=f"count {count_id}",
        more={**_post(contest), "number": state.number},
    )


def tell_asked(facts: CongressFacts, issuer_id: int, draft_id: int, actor: Viewer) -> None:
    """Whoever heads the higher body, that a recognition is drafted."""
    tell(
        "elections.recognition_asked",
        facts,
        heads_of([issuer_id], clock.today()),
        actor,
        occasion=f"draft {draft_id}",
    )


def tell_recognised(facts: CongressFacts, decision_id: int, actor: Viewer) -> int:
    """Delegates and heads of chapters, once the recognition was issued."""
    chapters = fetch(
        """SELECT DISTINCT organization_id FROM elections_delegate
        WHERE congress_id = %(congress)s AND organization_id IS NOT NULL""",
        {"congress": facts.id},
    )
    people = {d.person_id for d in delegates_of(facts.id) if d.counts}
    people |= heads_of([row[0] for row in chapters], clock.today())
    return tell("elections.recognised", facts, people, actor, occasion=f"decision {decision_id}")


def tell_owing(
    code: str, facts: CongressFacts, row: ChapterSeats, occasion: str, actor: Viewer
) -> int:
    """Whoever heads a chapter that has delegates still to name."""
    return tell(
        code,
        facts,
        heads_of([row.organization_id], clock.today()),
        actor,
        below="delegates/",
        occasion=f"chapter {row.organization_id} {occasion}",
        more={"due_on": row.due_on.isoformat()},
    )


def _post(contest: ContestState) -> dict[str, str]:
    return {"post_vi": contest.title_vi, "post_en": contest.title_en or contest.title_vi}
