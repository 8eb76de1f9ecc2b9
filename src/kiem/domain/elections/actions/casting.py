"""Casting: a delegate's own ballot, by account or by a code on paper.

What a ballot says is written to the urn alone. The mark that somebody has voted, the code that is
spent and the audit row hold no more than that; urn and codes are sorted, each in one row: see
decisions 0130 and 0134.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from kiem.domain.elections.actions.rights import note
from kiem.domain.elections.codes import key_of, read_code
from kiem.domain.elections.errors import (
    code_over,
    code_revoked,
    code_spent,
    code_unknown,
    missing,
    not_on_the_ballot,
    not_open,
    too_many_chosen,
    voted_already,
)
from kiem.domain.elections.models import CodeBook, Count, Ending, Round, VoteMark
from kiem.domain.elections.queries.facts import CongressFacts, congress_facts
from kiem.platform.access import Permission, Viewer
from kiem.platform.accounts import throttling
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import execute, fetch

CODE_HOLDER = Viewer(name="ballot code")  # nobody knows who


@dataclass(frozen=True, slots=True)
class CodePass:
    """A code that opens a ballot: its round, and what is kept of it."""

    round_id: int
    key: str


def cast_ballot(*, round_id: int, candidates: Collection[int], actor: Viewer) -> None:
    """Cast the actor's own ballot: at most as many names as seats, none for a blank one.

    Mark and ballot are one transaction: both are there, or neither. Raises NotFound for anybody
    who is not a voter of the round, Conflict for a second ballot or a round that is over.
    """
    actor.require(Permission.VIEW_ASSEMBLY)
    with transaction.atomic():
        row = Round.objects.select_for_update(no_key=True).filter(pk=round_id).first()
        delegate_id = _voter(row, actor)
        if row is None or delegate_id is None:
            raise missing("ballot")
        if row.mode != Round.Mode.ON_SITE or _is_over(row.pk):
            raise not_open()
        if VoteMark.objects.filter(round=row, delegate=delegate_id).exists():
            raise voted_already()
        mark = VoteMark.objects.create(
            round=row,
            delegate_id=delegate_id,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        _put_into_urn(row, candidates)
        note("cast_ballot", _congress_of(row), actor, votemark=[mark.pk])


def present_code(*, code: str, address: str) -> CodePass:
    """The ballot a code opens. Each code nobody drew counts against the address it came from, and
    against all together, so that guessing is hopeless.

    Raises InvalidInput for a text that is no code and for an unknown one, Conflict for one that is
    spent, revoked or of a ballot that is over, TooManyAttempts after too many unknown ones.
    """
    digits = read_code(code)
    attempt = throttling.count_code(address)
    key = key_of(digits)
    round_id = _round_of(key)
    if round_id is None:
        raise code_unknown()
    throttling.give_back(attempt)
    _guard_code(round_id, key)
    return CodePass(round_id, key)


def cast_with_code(*, code_pass: CodePass, candidates: Collection[int]) -> None:
    """Spend the code and put the ballot into the urn: both, or neither.

    The code is the right to vote; nothing says whose it was. Two at once with one code: one of
    them votes, the other is told that the code is spent.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update(no_key=True).get(pk=code_pass.round_id)
        _guard_code(row.pk, code_pass.key)
        _put_into_urn(row, candidates)
        execute(
            """UPDATE elections_codebook SET waiting = array_remove(waiting, %(key)s::varchar),
                spent = ARRAY(
                    SELECT k FROM unnest(spent || %(key)s::varchar) AS k ORDER BY k COLLATE "C")
            WHERE round_id = %(round)s""",
            {"key": code_pass.key, "round": row.pk},
        )
        note("cast_with_code", _congress_of(row), CODE_HOLDER, round=[row.pk])


def _put_into_urn(row: Round, candidates: Collection[int]) -> None:
    chosen = set(candidates)
    if not chosen <= set(row.candidates):
        raise not_on_the_ballot()
    if len(chosen) > row.seats:
        raise too_many_chosen(row.seats, len(chosen))
    execute(
        """UPDATE elections_urn SET papers = ARRAY(
            SELECT p FROM unnest(papers || %(paper)s::text) AS p ORDER BY p COLLATE "C")
        WHERE round_id = %(round)s""",
        {"paper": ",".join(str(key) for key in sorted(chosen)), "round": row.pk},
    )


def _guard_code(round_id: int, key: str) -> None:
    """The code waits in a round that is open."""
    book = CodeBook.objects.filter(round=round_id).first()
    if book is None:
        raise code_unknown()
    if key in book.spent:
        raise code_spent()
    if key in book.revoked:
        raise code_revoked()
    if key not in book.waiting:
        raise code_unknown()
    if _is_over(round_id):
        raise code_over()


def _is_over(round_id: int) -> bool:
    """It is counted, or ended without a result."""
    return any(model.objects.filter(round=round_id).exists() for model in (Count, Ending))


def _round_of(key: str) -> int | None:
    rows = fetch(
        """SELECT b.round_id FROM elections_codebook b
        WHERE %(key)s = ANY (b.waiting) OR %(key)s = ANY (b.spent) OR %(key)s = ANY (b.revoked)""",
        {"key": key},
    )
    return int(rows[0][0]) if rows else None


def _voter(row: Round | None, actor: Viewer) -> int | None:
    """The delegate the actor is among the voters of a round, or None."""
    if row is None or actor.person_id is None:
        return None
    found = fetch(
        """SELECT d.id FROM elections_delegate d
        WHERE d.id = ANY (%(voters)s) AND d.person_id = %(person)s""",
        {"voters": row.voter_ids, "person": actor.person_id},
    )
    return int(found[0][0]) if found else None


def _congress_of(row: Round) -> CongressFacts:
    (facts,) = congress_facts("c.id = %(congress)s", {"congress": row.contest.congress_id})
    return facts
