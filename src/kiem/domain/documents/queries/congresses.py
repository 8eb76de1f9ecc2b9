"""What a congress leaves behind: its record, and the minutes of each counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from kiem.domain.assembly.queries import event_detail
from kiem.domain.documents.model import OfficialDocument
from kiem.domain.documents.queries.papers import paper_of
from kiem.domain.documents.queries.sessions import named_event, paragraphs
from kiem.domain.documents.templates.congresses import Ballot, congress_record
from kiem.domain.documents.templates.counting import Counting, counting_minutes
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.templates.sessions import Attendance, Session
from kiem.domain.elections.errors import missing
from kiem.domain.elections.queries import (
    CongressBoard,
    ContestState,
    EarlierCount,
    Named,
    RoundState,
    congress_board,
)
from kiem.domain.register.queries.issuers import issuer_header
from kiem.platform.access import Viewer

_BASES = {
    "convened": "số đại biểu được triệu tập",
    "issued": "số phiếu phát ra",
    "collected": "số phiếu thu vào",
    "valid": "số phiếu hợp lệ",
}
_BOARDS_VI = {
    "presidium": "Đoàn Chủ tịch",
    "secretariat": "Đoàn Thư ký",
    "credentials": "Ban Thẩm tra tư cách đại biểu",
    "counting": "Ban Kiểm phiếu",
}
_HOW = {
    "by_hand": "phiếu giấy",
    "on_site": "trên thiết bị của đại biểu, phiếu không ghi tên",
    "by_code": "bằng mã in trên phiếu giấy, không ghi ai nhận mã nào",
}


def congress_document(
    *, viewer: Viewer, congress_id: int, on: date, known_at: datetime | None = None
) -> OfficialDocument:
    """The record of a congress, for those who may be told names. NotFound for others."""
    board = _named_board(viewer, congress_id, on, known_at)
    facts = board.facts
    detail = event_detail(viewer=viewer, event_id=facts.event_id, on=on, known_at=known_at)
    ballots = [
        _ballot(contest, each, board.names)
        for contest in board.contests
        for each in contest.rounds
        if each.tally is not None
    ]
    given_up = [
        f"{contest.title_vi} (lượt {each.number}): kết thúc không có kết quả, {each.cast} phiếu đã"
        f" bỏ không kiểm; lý do: {each.ended}."
        for contest in board.contests
        for each in contest.rounds
        if each.ended
    ]
    session = Session(
        name_vi=named_event("congress", facts.title_vi),
        begins_at=datetime.combine(facts.held_on, detail.starts_at or time()),
        ends_at=None,
        venue_vi=detail.place,
        chair_vi=_served(board, "presidium") or detail.chair_name,
        chair_body_vi="Đoàn Chủ tịch",
        secretary_vi=_served(board, "secretariat") or detail.secretary_name,
        attendance=Attendance(
            board.quorum.convened, board.quorum.present, who_vi="đại biểu được triệu tập"
        ),
        boards=tuple((name_vi, _serving(board, code)) for code, name_vi in _BOARDS_VI.items()),
        is_draft=facts.held_on > on or not board.quorum.present,
        approved_on=detail.minutes.approved_on,
        approved_by_vi=detail.minutes.approved_by and f"đồng chí {detail.minutes.approved_by}",
    )
    agenda = [title_vi for _number, title_vi, _title_en in detail.agenda]
    resolutions = [conclusion.text_vi for conclusion in detail.conclusions]
    return congress_record(
        _paper(board, known_at),
        session,
        agenda,
        ballots,
        resolutions,
        ended=given_up,
        words=paragraphs(detail.minutes_vi),
        elected=[
            (contest.title_vi, [_with_unit(board.names[key]) for key in contest.elected])
            for contest in board.contests
        ],
    )


def counting_document(
    *,
    viewer: Viewer,
    congress_id: int,
    round_id: int,
    on: date,
    known_at: datetime | None = None,
) -> OfficialDocument:
    """The minutes of counting of one ballot that was counted."""
    board = _named_board(viewer, congress_id, on, known_at)
    for contest in board.contests:
        for each in contest.rounds:
            if each.id == round_id and each.tally is not None:
                return counting_minutes(
                    _paper(board, known_at),
                    _counting(board, contest, each),
                    _ballot(contest, each, board.names),
                )
    raise missing("round")


def _named_board(
    viewer: Viewer, congress_id: int, on: date, known_at: datetime | None
) -> CongressBoard:
    board = congress_board(viewer=viewer, congress_id=congress_id, on=on, known_at=known_at)
    if not board.sees_names:
        raise missing("congress")
    return board


def _counting(board: CongressBoard, contest: ContestState, state: RoundState) -> Counting:
    more = "quá" if state.majority.strictly else "từ"
    notes = []
    if contest.exception_vi:
        notes.append(f"Danh sách bầu cử là ngoại lệ về số dư: {contest.exception_vi.rstrip('.')}.")
    if state.codes is not None:
        notes.append(
            f"Mã bỏ phiếu có hiệu lực: {state.codes.live}; đã sử dụng: {state.codes.spent}."
        )
        notes += [f"Thay {count} mã: {why.rstrip('.')}." for count, why in state.codes.replaced]
    if state.outcome is not None and state.outcome.tied:
        tied = ", ".join(board.names[key].full_name for key in state.outcome.tied)
        notes.append(f"Bằng phiếu ở vị trí cuối: {tied}.")
    if state.lot_vi:
        notes.append(f"Xử lý bằng phiếu: {state.lot_vi.rstrip('.')}.")
    if state.recount_reason:
        notes.append(f"Kiểm lại phiếu: {state.recount_reason.rstrip('.')}.")
    notes += [_replaced(each, state, board.names) for each in state.earlier]
    return Counting(
        congress_vi=named_event("congress", board.facts.title_vi),
        held_on=board.facts.held_on,
        number=state.number,
        seats=state.seats,
        convened=state.convened,
        voters=len(state.voter_ids),
        rule_vi=f"được {more} {state.majority.share} {_BASES[state.majority.base]}",
        board=tuple(
            board.names[person].full_name
            for body, person, _head in board.functionaries
            if body == "counting"
        ),
        presidium_head=_served(board, "presidium"),
        how_vi=_HOW[state.mode],
        notes_vi=tuple(notes),
    )


def _replaced(count: EarlierCount, state: RoundState, names: Mapping[int, Named]) -> str:
    """A count that the recount replaced."""
    tally, labels = count.tally, _labels(state.candidates, names)
    votes = "; ".join(f"{labels[key]}: {tally.votes[key]}" for key in state.candidates)
    return (
        f"Kết quả kiểm trước đó ({count.counted_by} nhập ngày {count.counted_at:%d/%m/%Y}), được"
        f" thay vì {count.why}: phát ra {tally.issued}, thu vào {tally.collected}, không hợp lệ"
        f" {tally.invalid}; {votes}."
    )


def _ballot(contest: ContestState, state: RoundState, names: Mapping[int, Named]) -> Ballot:
    tally, outcome = state.tally, state.outcome
    if tally is None or outcome is None:
        raise missing("round")
    labels = _labels(state.candidates, names)
    return Ballot(
        about_vi=contest.title_vi
        if state.number == 1
        else f"{contest.title_vi} (lượt {state.number})",
        issued=tally.issued,
        collected=tally.collected,
        valid=tally.valid,
        invalid=tally.invalid,
        candidates=tuple((labels[s.key], s.votes) for s in outcome.standings),
        elected=tuple(labels[key] for key in outcome.elected),
        base=tally.size_of(state.majority.base),
        base_vi=_BASES[state.majority.base],
    )


def _labels(keys: Sequence[int], names: Mapping[int, Named]) -> dict[int, str]:
    """Names; with the unit, and the number at last, where two candidates share one."""
    often = Counter(names[key].full_name for key in keys)
    units = Counter((names[key].full_name, names[key].unit_vi) for key in keys)
    labels = {}
    for key in keys:
        name, unit = names[key].full_name, names[key].unit_vi
        if often[name] == 1:
            labels[key] = name
        elif unit and units[name, unit] == 1:
            labels[key] = f"{name} ({unit})"
        else:
            labels[key] = f"{name} ({keys.index(key) + 1})"
    return labels


def _served(board: CongressBoard, body: str) -> str:
    """The head of a body of the congress."""
    for name, person, is_head in board.functionaries:
        if name == body and is_head:
            return board.names[person].full_name
    return ""


def _serving(board: CongressBoard, body: str) -> tuple[str, ...]:
    """Everybody on a body of the congress, its head first and named as such."""
    people = sorted(
        ((not is_head, person) for name, person, is_head in board.functionaries if name == body),
    )
    return tuple(
        board.names[person].full_name + ("" if is_other or len(people) == 1 else " (phụ trách)")
        for is_other, person in people
    )


def _with_unit(person: Named) -> str:
    return f"{person.full_name} ({person.unit_vi})" if person.unit_vi else person.full_name


def _paper(board: CongressBoard, known_at: datetime | None) -> Paper:
    """The organisation's paper; its registry writes the number in."""
    facts = board.facts
    header = issuer_header(
        organization_id=facts.organization_id, on=facts.held_on, known_at=known_at
    )
    is_state = header.header_family == "state"
    return paper_of(
        issuer_id=facts.organization_id,
        on=facts.held_on,
        known_at=known_at,
        number=f"/BB-{header.symbol}" if is_state else f"-BB/{header.symbol}",
        signed_on=None,
        made_on=facts.held_on,
    )
