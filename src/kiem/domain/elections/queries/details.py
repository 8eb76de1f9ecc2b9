"""Pages of a congress: allocation, delegates, one contest, and whom one may choose."""

from __future__ import annotations

import json
from datetime import date, datetime

from kiem.domain.elections.allocation import Claim
from kiem.domain.elections.apportioning import BANDS, apportion
from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries.boards import may_see_names
from kiem.domain.elections.queries.eligibility import reasons_for
from kiem.domain.elections.queries.facts import (
    Chapter,
    CongressFacts,
    Named,
    chapters_below,
    people,
    rules_of,
)
from kiem.domain.elections.queries.recognised import recognition_of
from kiem.domain.elections.queries.rows import (
    AllocationDetail,
    CandidateRow,
    ContestDetail,
    DelegateRow,
)
from kiem.domain.elections.queries.state import contests_of, delegates_of, quorum_in
from kiem.domain.elections.queries.visible import (
    holds,
    is_own_side,
    may_do,
    seen_congress,
    shown_until,
)
from kiem.domain.register.queries.trees import line_below
from kiem.platform.access import Permission, Viewer
from kiem.platform.accounts.lookup import who_can_sign_in
from kiem.platform.kernel.sql import fetch, holding, known


def allocation_detail(
    *, viewer: Viewer, congress_id: int, on: date, known_at: datetime | None = None
) -> AllocationDetail:
    """The allocation, worked again from its inputs, so that each step can be shown."""
    facts = seen_congress(viewer, congress_id, on, known_at)
    known_at = shown_until(facts, on, known_at)
    rows = fetch(
        f"""SELECT a.method, a.total, a.base, a.counted_on, a.weights::text, a.bands::text,
            a.lots::text, a.exception_vi
        FROM elections_apportionment a
        WHERE a.congress_id = %(congress)s AND {known("a", known_at)}""",
        {"congress": congress_id, "known_at": known_at},
    )
    rule = rules_of(facts, known_at)["allocation_method"]
    counted_on = rows[0][3] if rows else facts.held_on
    chapters = chapters_below(facts.organization_id, counted_on, known_at)
    if not rows:
        return AllocationDetail(
            facts, rule, counted_on, chapters, None, rule.value, 0, (), (),
            holds(viewer, facts.organization_id),
        )  # fmt: skip
    method, total, base, _day, weights, bands, lots, exception = rows[0]
    pairs = [(low, seats) for low, seats in json.loads(bands)]
    claims = [Claim(key, weight) for key, weight in json.loads(weights)]
    drawn = json.loads(lots)
    return AllocationDetail(
        facts=facts,
        rule=rule,
        counted_on=counted_on,
        chapters=_named(claims, chapters),
        allocation=apportion(claims, method, total, base, pairs, drawn),
        method=method,
        base=base,
        bands=tuple(pairs) if method == BANDS else (),
        lots=tuple(drawn),
        exception_vi=exception,
        may_hold=holds(viewer, facts.organization_id),
    )


def list_delegates(
    *, viewer: Viewer, congress_id: int, on: date, known_at: datetime | None = None
) -> tuple[CongressFacts, tuple[DelegateRow, ...]]:
    """Delegates by chapter and name. Those of the viewer's own chapters for whoever is not of the
    congress's own side; nobody's for others."""
    facts = seen_congress(viewer, congress_id, on, known_at)
    known_at = shown_until(facts, on, known_at)
    delegates = delegates_of(congress_id, known_at)
    if not may_see_names(viewer, facts, delegates, on, known_at):
        delegates = tuple(
            delegate
            for delegate in delegates
            if delegate.organization_id is not None
            and is_own_side(viewer, delegate.organization_id, on, known_at)
        )
    names = people([d.person_id for d in delegates], facts.held_on, known_at)
    chapters = {c.id: c for c in chapters_below(facts.organization_id, facts.held_on, known_at)}
    none = Chapter(0, "", "", 0)
    rows = [
        DelegateRow(
            d,
            names[d.person_id],
            chapters.get(d.organization_id or 0, none).name_vi,
            chapters.get(d.organization_id or 0, none).name_en,
        )
        for d in delegates
        if d.person_id in names
    ]
    rows.sort(key=lambda row: (row.chapter_vi, row.person.sort_key, row.delegate.id))
    return facts, tuple(rows)


def contest_detail(
    *, viewer: Viewer, congress_id: int, number: int, on: date, known_at: datetime | None = None
) -> ContestDetail:
    """One contest with candidates, reasons and rounds; for those who may be told names."""
    facts = seen_congress(viewer, congress_id, on, known_at)
    known_at = shown_until(facts, on, known_at)
    delegates = delegates_of(congress_id, known_at)
    contest = next((c for c in contests_of(facts, known_at) if c.number == number), None)
    if contest is None or not may_see_names(viewer, facts, delegates, on, known_at):
        raise missing("contest")
    rows = fetch(
        f"""SELECT n.person_id, n.is_withdrawn, n.reason, coalesce(o.name_vi, ''),
            coalesce(o.name_en, '')
        FROM elections_nomination n
        LEFT JOIN register_organizationstate o ON o.organization_id = n.by_organization_id
            AND {holding("o", known_at)}
        WHERE n.contest_id = %(contest)s AND {known("n", known_at)} ORDER BY n.id""",
        {"contest": contest.id, "on": facts.held_on, "known_at": known_at},
    )
    names = people([row[0] for row in rows], facts.held_on, known_at)
    found = reasons_for(facts, contest.role, [row[0] for row in rows], known_at)
    return ContestDetail(
        facts=facts,
        contest=contest,
        candidates=tuple(
            CandidateRow(names[row[0]], row[3], row[4], row[1], row[2], found.get(row[0], ()))
            for row in rows
            if row[0] in names
        ),
        names=names,
        rules=rules_of(facts, known_at),
        quorum=quorum_in(facts, delegates, known_at),
        voted={each.id: each.cast or 0 for each in contest.rounds},
        recognition=recognition_of(facts, known_at),
        may_hold=holds(viewer, facts.organization_id),
        can_cast=len(who_can_sign_in([d.person_id for d in delegates if d.may_vote])),
    )


def may_name_for(viewer: Viewer, facts: CongressFacts, chapter_id: int, on: date) -> bool:
    """Whether the viewer names delegates of a chapter: holding the congress, or working for it."""
    return holds(viewer, facts.organization_id) or (
        may_do(viewer, Permission.WORK_TASKS, chapter_id) and is_own_side(viewer, chapter_id, on)
    )


def chapters_to_name_for(
    *, viewer: Viewer, congress_id: int, on: date
) -> tuple[CongressFacts, tuple[Chapter, ...]]:
    """The chapters whose delegates the viewer names; NotFound where there is none."""
    facts = seen_congress(viewer, congress_id, on)
    chapters = chapters_below(facts.organization_id, facts.held_on)
    if not holds(viewer, facts.organization_id):
        chapters = tuple(c for c in chapters if may_name_for(viewer, facts, c.id, on))
    if not chapters:
        raise missing("organisation")
    return facts, chapters


def members_of(
    *, viewer: Viewer, congress_id: int, organization_id: int | None, on: date
) -> tuple[Named, ...]:
    """Members of a chapter (or of the whole line) on the day of the congress, by name, for whoever
    names its delegates or candidates. NotFound for others."""
    facts = seen_congress(viewer, congress_id, on)
    root = organization_id or facts.organization_id
    if root not in line_below([facts.organization_id], facts.held_on, None) or not may_name_for(
        viewer, facts, root, on
    ):
        raise missing("organisation")
    rows = fetch(
        f"""SELECT DISTINCT m.person_id FROM register_membership m
        WHERE m.organization_id = ANY (%(line)s) AND {holding("m", None)}""",
        {"line": line_below([root], facts.held_on, None), "on": facts.held_on},
    )
    found = people([row[0] for row in rows], facts.held_on)
    return tuple(sorted(found.values(), key=lambda person: (person.sort_key, person.id)))


def officers_of(*, viewer: Viewer, congress_id: int, on: date) -> tuple[Named, ...]:
    """Who holds a post of the organisation on the day: delegates by office."""
    facts = seen_congress(viewer, congress_id, on)
    if not holds(viewer, facts.organization_id):
        raise missing("congress")
    rows = fetch(
        f"""SELECT DISTINCT a.person_id FROM register_appointment a
        JOIN register_post p ON p.id = a.post_id
        WHERE p.organization_id = %(organization)s AND {holding("a", None)}""",
        {"organization": facts.organization_id, "on": facts.held_on},
    )
    found = people([row[0] for row in rows], facts.held_on)
    return tuple(sorted(found.values(), key=lambda person: (person.sort_key, person.id)))


def posts_to_elect(
    *, viewer: Viewer, congress_id: int, on: date
) -> tuple[tuple[int, str, str, int], ...]:
    """Offices of the organisation that no contest fills yet: id, titles, seats."""
    facts = seen_congress(viewer, congress_id, on)
    if not holds(viewer, facts.organization_id):
        raise missing("congress")
    rows = fetch(
        f"""SELECT p.id, s.title_vi, s.title_en, s.seats FROM register_post p
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        JOIN register_role r ON r.code = s.role_id
        WHERE p.organization_id = %(organization)s AND p.kind <> 'line' AND NOT EXISTS (
            SELECT FROM elections_contest c
            WHERE c.congress_id = %(congress)s AND c.post_id = p.id)
        ORDER BY r."order", p.id""",
        {
            "organization": facts.organization_id,
            "congress": congress_id,
            "on": facts.held_on,
        },
    )
    return tuple(rows)


def issuers_for(*, viewer: Viewer, congress_id: int, on: date) -> tuple[tuple[int, str, str], ...]:
    """Bodies that may recognise the result: those above in the line, and bodies outside of the
    same family that the host's top unit knows; id and names."""
    facts = seen_congress(viewer, congress_id, on)
    if not holds(viewer, facts.organization_id):
        raise missing("congress")
    rows = fetch(
        f"""
        WITH RECURSIVE up (id, depth) AS (
            SELECT s.higher_id, 1 FROM register_organizationstate s
            WHERE s.organization_id = %(organization)s AND {holding("s", None)}
              AND s.higher_id IS NOT NULL
            UNION
            SELECT s.higher_id, up.depth + 1 FROM up JOIN register_organizationstate s
                ON s.organization_id = up.id AND {holding("s", None)}
            WHERE s.higher_id IS NOT NULL AND up.depth < 20),
        outside (id, depth) AS (
            SELECT o.id, 99 FROM register_organization o
            JOIN register_organizationstate s ON s.organization_id = o.id AND {holding("s", None)}
            JOIN register_organizationtype t ON t.code = s.type_id AND t.family = %(family)s
            WHERE o.category = 'external' AND s.parent_id IS NOT DISTINCT FROM %(host)s)
        SELECT s.organization_id, s.name_vi, s.name_en
        FROM (SELECT * FROM up UNION SELECT * FROM outside) AS b
        JOIN register_organizationstate s ON s.organization_id = b.id AND {holding("s", None)}
        ORDER BY b.depth, s.name_vi
        """,
        {
            "organization": facts.organization_id,
            "family": facts.family,
            "host": facts.host_id,
            "on": facts.held_on,
        },
    )
    return tuple(rows)


def _named(claims: list[Claim], chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Chapters in the order of the claims, with the members counted then."""
    known_by = {chapter.id: chapter for chapter in chapters}
    return tuple(
        (
            known_by.get(claim.key) or Chapter(claim.key, f"#{claim.key}", f"#{claim.key}", 0)
        )._replace(members=claim.weight)
        for claim in claims
    )
