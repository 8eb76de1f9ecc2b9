"""The slips of a ballot held by codes, for whoever draws them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kiem.domain.documents.slips import SlipSheet
from kiem.domain.elections.codes import written
from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries import congress_board
from kiem.platform.access import Viewer
from kiem.platform.kernel.installation import read_installation


def slip_sheet(
    *,
    viewer: Viewer,
    congress_id: int,
    round_id: int,
    codes: Sequence[str],
    address: str,
    on: date,
    known_at: datetime | None = None,
) -> SlipSheet:
    """The sheet for codes just drawn. NotFound for anybody who does not hold the congress."""
    board = congress_board(viewer=viewer, congress_id=congress_id, on=on, known_at=known_at)
    if not board.may_hold:
        raise missing("congress")
    facts = board.facts
    for contest in board.contests:
        for state in contest.rounds:
            if state.id == round_id:
                return SlipSheet(
                    congress_vi=facts.title_vi,
                    congress_en=facts.title_en or facts.title_vi,
                    held_on=facts.held_on,
                    contest_vi=contest.title_vi,
                    contest_en=contest.title_en or contest.title_vi,
                    round_number=state.number,
                    seats=state.seats,
                    address=address,
                    codes=tuple(written(code) for code in codes),
                    is_invented=read_installation().is_sample,
                )
    raise missing("round")
