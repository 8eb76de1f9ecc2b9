"""Codes on paper: drawn once for a ballot, and later only in the place of spoiled ones.

The codes are returned to be printed and are kept nowhere; see decision 0134.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kiem.domain.assembly.actions.guards import text_of
from kiem.domain.elections.actions.rights import note
from kiem.domain.elections.actions.voting import held_round
from kiem.domain.elections.codes import draw, key_of, keys_of, read_code
from kiem.domain.elections.errors import (
    board_missing,
    codes_drawn_already,
    codes_in_use,
    codes_not_drawn,
    codes_not_waiting,
    counted_already,
    ended_already,
    not_by_code,
    reason_missing,
)
from kiem.domain.elections.models import CodeBook, CodeDrawing, Functionary, Round
from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.elections.queries.state import RoundState
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock

MOST_SPOILED = 1_000


def draw_codes(*, round_id: int, actor: Viewer) -> tuple[str, ...]:
    """Draw a code for each voter of a ballot, once; returns them in an order of chance.

    Whoever holds the congress draws them for its counting board; without one it is refused.
    """
    with transaction.atomic():
        facts, state = _open_round(round_id, actor)
        if state.codes is not None:
            raise codes_drawn_already()
        if not Functionary.objects.filter(
            congress=facts.id, body=Functionary.Body.COUNTING, recorded__upper_inf=True
        ).exists():
            raise board_missing()
        codes = draw(len(state.voter_ids))
        CodeBook.objects.create(round_id=round_id, waiting=keys_of(codes))
        _note_drawing(facts, state, len(codes), 0, "", actor)
    return tuple(codes)


def replace_codes(
    *, round_id: int, spoiled: Sequence[str] = (), reason: str, actor: Viewer
) -> tuple[str, ...]:
    """Revoke spoiled codes and draw as many new ones; the reason goes into the minutes.

    Without `spoiled` all of them are replaced, which is for a sheet that was lost before anybody
    voted. A slip that is not at hand cannot be replaced: nobody knows its code.
    """
    text = text_of("reason", reason, most=300, may_be_empty=True)
    if not text:
        raise reason_missing()
    with transaction.atomic():
        facts, state = _open_round(round_id, actor)
        if state.codes is None:
            raise codes_not_drawn()
        if not spoiled and state.codes.spent:
            raise codes_in_use(state.codes.spent)
        book = CodeBook.objects.select_for_update().get(round=round_id)
        gone = {key_of(read_code(code)) for code in spoiled[:MOST_SPOILED]} or set(book.waiting)
        if wrong := gone - set(book.waiting):
            raise codes_not_waiting(len(wrong))
        codes = draw(len(gone))
        book.revoked = sorted({*book.revoked, *gone})
        book.waiting = sorted({*book.waiting, *keys_of(codes)} - gone)
        book.save(update_fields=["revoked", "waiting"])
        _note_drawing(facts, state, len(codes), len(gone), text, actor)
    return tuple(codes)


def _open_round(round_id: int, actor: Viewer) -> tuple[CongressFacts, RoundState]:
    facts, _contest, state = held_round(round_id, actor)
    if state.mode != Round.Mode.BY_CODE:
        raise not_by_code()
    if state.tally is not None:
        raise counted_already()
    if state.ended:
        raise ended_already()
    return facts, state


def _note_drawing(
    facts: CongressFacts, state: RoundState, drawn: int, revoked: int, reason: str, actor: Viewer
) -> None:
    row = CodeDrawing.objects.create(
        round_id=state.id,
        drawn=drawn,
        revoked=revoked,
        reason=reason,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )
    note("replace_codes" if revoked else "draw_codes", facts, actor, codedrawing=[row.pk])
