"""Recomputes every invariant of elections from the rows alone, for `kiem verify`.

It trusts neither constraints nor triggers, and no code that wrote the rows.
"""

from __future__ import annotations

import json
from collections import Counter

from kiem.domain.elections.allocation import Claim, Method, allocate, allocate_by_bands
from kiem.domain.elections.queries.verify_results import verify_results
from kiem.domain.register.queries.verify import SHOWN, CheckResult
from kiem.platform.kernel.sql import fetch

# name -> (statement that counts what is looked at, statement that yields a sentence per problem)
_STATEMENTS: dict[str, tuple[str, str]] = {
    "as many ballots in an urn as voters marked or codes spent": (
        "SELECT count(*) FROM elections_urn",
        """
        SELECT format('round %%s: %%s ballots, %%s marked, %%s codes spent', round_id, ballots,
            marks, spent)
        FROM (SELECT u.round_id, r.mode, cardinality(u.papers) AS ballots,
                (SELECT count(*) FROM elections_votemark m WHERE m.round_id = r.id) AS marks,
                (SELECT coalesce(sum(cardinality(b.spent)), 0) FROM elections_codebook b
                    WHERE b.round_id = r.id) AS spent
            FROM elections_urn u JOIN elections_round r ON r.id = u.round_id) AS urn
        WHERE ballots <> CASE mode WHEN 'by_code' THEN spent ELSE marks END
           OR CASE mode WHEN 'by_code' THEN marks ELSE spent END > 0
        """,
    ),
    "codes are spent or revoked once, and no more than voters": (
        "SELECT count(*) FROM elections_codebook",
        """
        SELECT format('round %%s: %%s waiting, %%s spent, %%s revoked, %%s drawn, %%s voters',
            b.round_id, cardinality(b.waiting), cardinality(b.spent), cardinality(b.revoked),
            (SELECT sum(d.drawn) FROM elections_codedrawing d WHERE d.round_id = r.id),
            cardinality(r.voter_ids))
        FROM elections_codebook b JOIN elections_round r ON r.id = b.round_id
        WHERE cardinality(b.waiting) + cardinality(b.spent) > cardinality(r.voter_ids)
           OR cardinality(b.waiting || b.spent || b.revoked) IS DISTINCT FROM
                (SELECT sum(d.drawn) FROM elections_codedrawing d WHERE d.round_id = r.id)
           OR cardinality(b.revoked) IS DISTINCT FROM
                (SELECT sum(d.revoked) FROM elections_codedrawing d WHERE d.round_id = r.id)
           OR cardinality(b.waiting || b.spent || b.revoked) <> (SELECT count(DISTINCT k)
                FROM unnest(b.waiting || b.spent || b.revoked) AS k)
           OR (SELECT max(c.collected) FROM elections_count c WHERE c.round_id = r.id)
                <> cardinality(b.spent)
        """,
    ),
    "only voters of a round are marked, each once": (
        "SELECT count(*) FROM elections_votemark",
        """
        SELECT format('round %%s: delegate %%s', m.round_id, m.delegate_id)
        FROM elections_votemark m JOIN elections_round r ON r.id = m.round_id
        GROUP BY m.round_id, m.delegate_id, r.voter_ids
        HAVING count(*) > 1 OR NOT m.delegate_id = ANY (r.voter_ids)
        """,
    ),
    "ballots of an urn lie in no order but their own": (
        "SELECT count(*) FROM elections_urn",
        """
        SELECT format('urn of round %%s is not sorted', round_id) FROM elections_urn
        WHERE papers <> ARRAY(SELECT p FROM unnest(papers) p ORDER BY p COLLATE "C")
        """,
    ),
    "no more ballots than voters, no more votes than ballots": (
        "SELECT count(*) FROM elections_count",
        """
        SELECT format('round %%s: %%s voters, %%s issued, %%s collected, %%s invalid', c.round_id,
            cardinality(r.voter_ids), c.issued, c.collected, c.invalid)
        FROM elections_count c JOIN elections_round r ON r.id = c.round_id
        WHERE c.issued > cardinality(r.voter_ids) OR c.collected > c.issued
           OR c.invalid > c.collected OR EXISTS (
                SELECT FROM jsonb_array_elements(c.votes) AS v
                WHERE (v ->> 1)::int NOT BETWEEN 0 AND c.collected - c.invalid
                   OR NOT (v ->> 0)::bigint = ANY (r.candidates))
        """,
    ),
    "chapters send no more delegates than they were given": (
        "SELECT count(*) FROM elections_delegate WHERE organization_id IS NOT NULL",
        """
        SELECT format('congress %%s: organisation %%s sends %%s', d.congress_id,
            d.organization_id, count(*))
        FROM elections_delegate d JOIN elections_credential c ON c.delegate_id = d.id
            AND upper_inf(c.recorded) AND c.verdict IN ('open', 'confirmed')
        WHERE d.organization_id IS NOT NULL
        GROUP BY d.congress_id, d.organization_id
        HAVING count(*) > (SELECT max((s ->> 1)::int)
            FROM elections_apportionment a CROSS JOIN jsonb_array_elements(a.seats) AS s
            WHERE a.congress_id = d.congress_id AND (s ->> 0)::bigint = d.organization_id)
        """,
    ),
    "a ballot ended without result was not counted, and few were cast": (
        "SELECT count(*) FROM elections_ending",
        """
        SELECT format('round %%s: %%s cast, %%s in the urn', e.round_id, e.ballots,
            cardinality(u.papers))
        FROM elections_ending e LEFT JOIN elections_urn u ON u.round_id = e.round_id
        WHERE e.ballots IS DISTINCT FROM cardinality(u.papers) OR e.ballots >= 5
           OR EXISTS (SELECT FROM elections_count c WHERE c.round_id = e.round_id)
        """,
    ),
    "nobody counts ballots and stands for election": (
        "SELECT count(*) FROM elections_functionary WHERE body = 'counting'",
        """
        SELECT format('congress %%s: person %%s', f.congress_id, f.person_id)
        FROM elections_functionary f JOIN elections_contest c ON c.congress_id = f.congress_id
        JOIN elections_nomination n ON n.contest_id = c.id AND n.person_id = f.person_id
        WHERE f.body = 'counting' AND upper_inf(f.recorded) AND upper_inf(n.recorded)
          AND NOT n.is_withdrawn
        """,
    ),
}
_GUARDED = (
    "congress", "scheme", "ruleoverride", "apportionment", "delegate", "credential", "functionary",
    "contest", "nomination", "listclosing", "round", "votemark", "urn", "count", "tiebreak",
    "recognition", "codebook", "codedrawing", "ending",
)  # fmt: skip


def verify_elections() -> tuple[CheckResult, ...]:
    """Every check with what it counted and the first problems it found."""
    checks = [
        CheckResult(
            f"elections: {name}",
            fetch(count, {})[0][0],
            tuple(row[0] for row in fetch(problems, {})[:SHOWN]),
        )
        for name, (count, problems) in _STATEMENTS.items()
    ]
    return (*checks, _urns(), _apportionments(), *verify_results(), _guards_in_place())


def _urns() -> CheckResult:
    """Each urn counted again says what was recorded."""
    rows = fetch(
        """SELECT r.id, r.candidates, r.seats, r.blank_is_valid, u.papers, c.collected, c.invalid,
            c.votes::text
        FROM elections_urn u JOIN elections_round r ON r.id = u.round_id
        JOIN elections_count c ON c.round_id = r.id AND upper_inf(c.recorded) ORDER BY r.id""",
        {},
    )
    problems = []
    for number, candidates, seats, blank_is_valid, papers, collected, invalid, votes in rows:
        named: Counter[int] = Counter()
        bad = 0
        for paper in papers:
            chosen = [int(key) for key in paper.split(",") if key]
            if not chosen:
                bad += not blank_is_valid
            elif len(chosen) > seats or not set(chosen) <= set(candidates):
                bad += 1
            else:
                named.update(chosen)
        recorded = {key: count for key, count in json.loads(votes) if count}
        if (len(papers), bad, recorded) != (collected, invalid, dict(named)):
            problems.append(f"round {number}: the urn says something else than the count")
    return CheckResult(
        "elections: urns counted again say the same", len(rows), tuple(problems[:SHOWN])
    )


def _apportionments() -> CheckResult:
    """Each allocation made again from its inputs comes out as it was kept."""
    rows = fetch(
        """SELECT congress_id, method, total, base, weights::text, bands::text, lots::text,
            seats::text FROM elections_apportionment ORDER BY id""",
        {},
    )
    problems = []
    for congress, method, total, base, weights, bands, lots, seats in rows:
        claims = [Claim(key, weight) for key, weight in json.loads(weights)]
        if method == "bands":
            found = allocate_by_bands(claims, [(a, b) for a, b in json.loads(bands)])
        else:
            found = allocate(claims, total, Method(method), base=base, lots=json.loads(lots))
        if [[share.key, share.seats] for share in found.shares] != json.loads(seats):
            problems.append(f"congress {congress}: the delegates are not what {method} gives")
    return CheckResult(
        "elections: delegates are what the method gives", len(rows), tuple(problems[:SHOWN])
    )


def _guards_in_place() -> CheckResult:
    """Every table of elections refuses rewriting."""
    rows = fetch(
        """
        SELECT c.relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE tgname = 'append_only' AND tgenabled = 'O' AND c.relname LIKE 'elections%%'
        """,
        {},
    )
    guarded = {name for (name,) in rows}
    problems = tuple(
        f"elections_{table} can be rewritten: its trigger is missing or off"
        for table in _GUARDED
        if f"elections_{table}" not in guarded
    )
    return CheckResult("elections: guards are in place", len(_GUARDED), problems)
