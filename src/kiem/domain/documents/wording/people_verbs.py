"""Articles on people: one in the sentence, a few as clauses, many in a list that is attached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiem.domain.documents.model import (
    Alignment,
    Annex,
    Article,
    Clause,
    Column,
    Span,
    Table,
    Text,
)
from kiem.domain.documents.wording.names import comrades, introduced, seat_name, since
from kiem.domain.documents.wording.sayings import Placement, Saying, Seat

MOST_AS_CLAUSES = 5

Tail = Callable[[Placement], str]


@dataclass(frozen=True, slots=True)
class Said:
    """An article, and the list attached to it where it names many."""

    article: Article
    annex: Annex | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a verb is said. `opening`: "Bổ nhiệm"; `tail`: what follows each person ("giữ chức vụ
    ..."); `ending`: what ends the sentence ("kể từ ngày ..."). `opening_one`, where given, opens
    the sentence on one person and says what `tail` would."""

    opening: str
    tail: Tail
    ending: str
    with_seat: bool = True
    opening_one: Tail | None = None


def say_people(number: int, saying: Saying, phrase: Phrase) -> Said:
    """The article in the form its number of people asks for."""
    placements = saying.placements
    if len(placements) == 1:
        return Said(Article(number, _one(placements[0], phrase)))
    total = comrades(len(placements))
    if len(placements) <= MOST_AS_CLAUSES:
        lead = f"{phrase.opening} {total} có tên sau đây{phrase.ending}:"
        last = len(placements) - 1
        clauses = tuple(
            Clause(_clause(placement, phrase, "." if index == last else ";"))
            for index, placement in enumerate(placements)
        )
        return Said(Article(number, lead, clauses))
    lead = f"{phrase.opening} {total} có tên trong danh sách kèm theo{phrase.ending}."
    title = f"Danh sách {total} theo Điều {number}"
    return Said(Article(number, lead), Annex(title, (list_of(placements),), is_landscape=True))


def _one(placement: Placement, phrase: Phrase) -> Text:
    person = introduced(placement.person, with_seat=phrase.with_seat)
    opening, tail = phrase.opening, _tail(placement, phrase)
    if phrase.opening_one:
        opening, tail = phrase.opening_one(placement), ""
    return (Span(f"{opening} "), *person, Span(f"{tail}{phrase.ending}."))


def _clause(placement: Placement, phrase: Phrase, stop: str) -> Text:
    person = introduced(placement.person, with_seat=phrase.with_seat, capital=True)
    return (*person, Span(f"{_tail(placement, phrase)}{stop}"))


def _tail(placement: Placement, phrase: Phrase) -> str:
    tail = phrase.tail(placement)
    return f", {tail}" if tail else ""


def list_of(placements: tuple[Placement, ...]) -> Table:
    """The people with rank, present post and new post; columns nobody fills are left out."""
    rows = [
        (
            str(index),
            placement.person.name,
            placement.person.rank_vi,
            _seat(placement.from_seat or placement.person.seat),
            _seat(placement.to_seat),
        )
        for index, placement in enumerate(placements, start=1)
    ]
    columns = (
        Column("STT", 1, Alignment.CENTER),
        Column("Họ và tên", 4),
        Column("Cấp bậc", 2),
        Column("Chức vụ, đơn vị hiện nay", 6),
        Column("Chức vụ, đơn vị mới", 6),
    )
    used = [i for i in range(len(columns)) if i < 2 or any(row[i] for row in rows)]
    return Table(
        columns=tuple(columns[i] for i in used),
        rows=tuple(tuple(row[i] for i in used) for row in rows),
    )


def _seat(seat: Seat | None) -> str:
    return seat_name(seat) if seat else ""


def appoint(number: int, saying: Saying) -> Said:
    opening = "Tạm giao" if saying.is_provisional else "Bổ nhiệm"
    return say_people(number, saying, Phrase(opening, _takes, since(saying)))


def relieve(number: int, saying: Saying) -> Said:
    def of_what(placement: Placement) -> str:
        return f"Miễn nhiệm chức vụ {_seat(placement.from_seat)} đối với"

    def what(placement: Placement) -> str:
        return f"chức vụ {_seat(placement.from_seat)}"

    opening = "Miễn nhiệm chức vụ đối với"
    phrase = Phrase(opening, what, since(saying), with_seat=False, opening_one=of_what)
    return say_people(number, saying, phrase)


def transfer(number: int, saying: Saying) -> Said:
    return say_people(number, saying, Phrase("Điều động", _moves, since(saying)))


def second(number: int, saying: Saying) -> Said:
    return say_people(number, saying, Phrase("Biệt phái", _moves, since(saying)))


def nominate(number: int, saying: Saying) -> Said:
    term = f" nhiệm kỳ {saying.term_vi}" if saying.term_vi else ""

    def stands(placement: Placement) -> str:
        return f"để giữ chức danh {_seat(placement.to_seat)}{term}"

    return say_people(number, saying, Phrase("Giới thiệu", stands, since(saying)))


def admit(number: int, saying: Saying) -> Said:
    phrase = Phrase("Kết nạp", _nothing, f" vào {saying.organization_vi}{since(saying)}")
    return say_people(number, saying, phrase)


def release(number: int, saying: Saying) -> Said:
    why = f", {saying.detail_vi}" if saying.detail_vi else ""
    ending = f" thôi sinh hoạt tại {saying.organization_vi}{why}{since(saying)}"
    return say_people(number, saying, Phrase("Cho", _nothing, ending))


def grant_leave(number: int, saying: Saying) -> Said:
    kind = saying.detail_vi or "nghỉ phép"
    return say_people(number, saying, Phrase("Cho", _nothing, f" {kind}{since(saying)}"))


def _nothing(_: Placement) -> str:
    return ""


def _takes(placement: Placement) -> str:
    return f"giữ chức vụ {_seat(placement.to_seat)}"


def _moves(placement: Placement) -> str:
    seat = placement.to_seat
    if seat is None:
        return ""
    if seat.is_in_team:
        return f"đến nhận công tác tại {seat.organization_vi}, vị trí {seat.title_vi}"
    return f"đến nhận công tác, giữ chức vụ {seat_name(seat)}"
