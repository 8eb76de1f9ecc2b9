"""The time ruler: a band of 24 months with today, the day shown and what happened on it.

Positions are per cent of the band, so that an SVG without a view box can stretch to any width
while its text does not. Everything works as links and a form; a script adds dragging and keys.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import FIRST_DAY, Asked, last_day
from kiem.delivery.web.rulerband import DrawnMark, RulerMonth, draw_marks, draw_months
from kiem.time.month import Month

MONTHS_SHOWN = 24
MONTHS_BEFORE_TODAY = 19


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened (or will) on a day: `kind` names the drawn shape."""

    day: date
    kind: str  # reorganisation, term_opens, term_closes
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """A link by a fixed distance, beside the band."""

    label: str
    symbol: str
    href: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """All a template needs to draw the band; `today_x` None: today is not on it."""

    first: date
    last: date
    shown: date
    shown_x: str
    shown_text: str
    words: str
    tense: str
    today: date
    today_x: str | None
    past_width: str
    future_width: str
    months: tuple[RulerMonth, ...]
    marks: tuple[DrawnMark, ...]
    steps_back: tuple[Step, ...]
    steps_on: tuple[Step, ...]
    today_href: str | None
    base_query: str

    @property
    def drawn_months(self) -> SafeString:
        return draw_months(self.months)

    @property
    def drawn_marks(self) -> SafeString:
        return draw_marks(self.marks)


def window_of(asked: Asked) -> tuple[Month, Month]:
    """First and last month of the band: today and the day shown, when 24 months hold both."""
    today = Month.of(asked.today)
    first = today.shift(-MONTHS_BEFORE_TODAY)
    if first <= asked.month <= first.shift(MONTHS_SHOWN - 1):
        return first, first.shift(MONTHS_SHOWN - 1)
    apart = (asked.month.year - today.year) * 12 + asked.month.number - today.number
    spare = MONTHS_SHOWN - 1 - abs(apart)
    earlier = min(today, asked.month)
    first = earlier.shift(-(spare // 2)) if spare >= 0 else asked.month.shift(-(MONTHS_SHOWN // 2))
    return first, first.shift(MONTHS_SHOWN - 1)


def build_ruler(
    asked: Asked,
    path: str,
    *,
    kept: Sequence[tuple[str, str]] = (),
    marks: Sequence[Mark] = (),
    closed_months: Collection[Month] = frozenset(),
) -> Ruler:
    """The band for a page at `path`; `kept` are the parameters its links keep beside the time."""
    first, last = window_of(asked)
    days = (last.end - first.start).days

    def x_of(day: date) -> str:
        return f"{100 * (day - first.start).days / days:.3f}"

    def href_of(day: date) -> str:
        there = Asked(on=day, known_at=asked.known_at, today=asked.today)
        return there.link(path, **dict(kept))

    months = []
    for month in first.through(last):
        width = 100 * month.days / days
        middle = 100 * (month.start - first.start).days / days + width / 2
        there = asked.today if month == Month.of(asked.today) else _same_day_in(month, asked.on)
        closed = month in closed_months
        months.append(
            RulerMonth(
                label=str(month.number),
                title=wording.month(month) + (", " + gettext("closed") if closed else ""),
                href=href_of(there),
                x=x_of(month.start),
                middle=f"{middle:.3f}",
                width=f"{width:.3f}",
                is_closed=closed,
                is_shown=month == asked.month,
                is_past=month.end <= asked.today,
                opens_year=str(month.year) if month.number == 1 or month == first else "",
            )
        )
    today_x = x_of(asked.today) if first.start <= asked.today < last.end else None
    past = float(today_x) if today_x else 0.0 if asked.today < first.start else 100.0
    return Ruler(
        first=first.start,
        last=date.fromordinal(last.end.toordinal() - 1),
        shown=asked.on,
        shown_x=x_of(asked.on),
        shown_text=asked.on.strftime("%d/%m/%Y"),  # a form the field itself reads back
        words=words_of(asked),
        tense=asked.tense,
        today=asked.today,
        today_x=today_x,
        past_width=f"{past:.3f}",
        future_width=f"{100 - past:.3f}",
        months=tuple(months),
        marks=tuple(
            DrawnMark(x_of(m.day), m.kind, f"{wording.day(m.day)}: {m.label}", href_of(m.day))
            for m in marks
            if first.start <= m.day < last.end
        ),
        steps_back=_steps(asked, href_of, (-12, -1)),
        steps_on=_steps(asked, href_of, (1, 12)),
        today_href=None if asked.tense == "today" else href_of(asked.today),
        base_query=Asked(on=asked.today, known_at=asked.known_at, today=asked.today).link(
            "", **dict(kept)
        ),
    )


def words_of(asked: Asked) -> str:
    """The words that keep a past page from being taken for today's."""
    if asked.tense == "today":
        return gettext("today, {day}").format(day=wording.long_day(asked.on))
    if asked.tense == "past":
        return gettext("as of {day}").format(day=wording.long_day(asked.on))
    return gettext("ahead: {day}").format(day=wording.long_day(asked.on))


def _same_day_in(month: Month, day: date) -> date:
    return date(month.year, month.number, min(day.day, monthrange(month.year, month.number)[1]))


def _steps(
    asked: Asked, href_of: Callable[[date], str], distances: Sequence[int]
) -> tuple[Step, ...]:
    names = {
        -12: (gettext("A year back"), "«"),
        -1: (gettext("A month back"), "‹"),
        1: (gettext("A month on"), "›"),
        12: (gettext("A year on"), "»"),
    }
    steps = []
    for distance in distances:
        there = _same_day_in(asked.month.shift(distance), asked.on)
        if FIRST_DAY <= there <= last_day():
            label, symbol = names[distance]
            steps.append(Step(label, symbol, href_of(there)))
    return tuple(steps)
