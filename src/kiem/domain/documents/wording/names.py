"""How people, posts and days are put into a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from kiem.domain.documents.layout.texts import long_day
from kiem.domain.documents.model import Span
from kiem.domain.documents.wording.sayings import Named, Saying, Seat


def seat_name(seat: Seat) -> str:
    """Title and organisation in one: "Phó Trưởng Công an phường Ba Đình", "Trưởng phòng Hậu cần".

    Words that end the title and begin the organisation's name are said once. A team stands before
    the unit, after a comma.
    """
    if seat.is_in_team:
        return f"{seat.title_vi}, {seat.organization_vi}"
    title, organization = seat.title_vi.split(), seat.organization_vi.split()
    for count in range(min(len(title), len(organization)), 0, -1):
        if [w.casefold() for w in title[-count:]] == [w.casefold() for w in organization[:count]]:
            return " ".join([*title, *organization[count:]])
    return " ".join([*title, *organization])


def introduced(person: Named, *, with_seat: bool = True, capital: bool = False) -> tuple[Span, ...]:
    """ "đồng chí **Nguyễn Văn A**, Thiếu tá, Cán bộ Tổ 2, Công an phường B"."""
    spans = [Span("Đồng chí " if capital else "đồng chí "), Span(person.name, bold=True)]
    rest = [person.rank_vi] if person.rank_vi else []
    if with_seat and person.seat:
        rest.append(seat_name(person.seat))
    if rest:
        spans.append(Span(", " + ", ".join(rest)))
    return tuple(spans)


def since(saying: Saying) -> str:
    """ " kể từ ngày ... đến hết ngày ...", or nothing where no day is given."""
    text = f" kể từ {long_day(saying.on)}" if saying.on else ""
    if saying.until:
        text += f" đến hết {last_day(saying.until)}"
    return text


def last_day(until: date) -> str:
    """The day before the first day no longer."""
    return long_day(until - timedelta(days=1))


def comrades(count: int) -> str:
    """ "01 đồng chí", "12 đồng chí": numbers below ten are written with a zero."""
    return f"{count:02d} đồng chí"
