"""The last month's returns: most came in time, three late, one has mistakes, one is missing.

The missing one is that of the chapter whose secretary a visitor can be: there is something to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from kiem.delivery.sample.chapters import YOUTH_CITY
from kiem.delivery.sample.clerk import at
from kiem.delivery.sample.ground import SEED
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.returns.actions import receive_return
from kiem.domain.returns.form import layout
from kiem.domain.returns.form.contents import ActivityLine, Content, HoursLine
from kiem.domain.returns.form.identity import FormIdentity
from kiem.domain.returns.form.writing import write_form
from kiem.domain.returns.queries.board import BoardRow, returns_board
from kiem.domain.returns.queries.chapters import Chapter
from kiem.domain.returns.queries.state import chapter_month
from kiem.platform.kernel import clock
from kiem.time.month import Month

LATE = 3
DAYS_FOR_ALL = 9  # by then the late ones are here too
_RESULTS = {
    "meeting": ("Thông qua chương trình tháng tới", "Phân công nhiệm vụ cho từng phân đoàn"),
    "volunteering": ("Dọn vệ sinh một tuyến phố", "Trao 20 suất quà", "Làm sạch một khu dân cư"),
    "training": ("Tất cả người dự đạt yêu cầu",),
    "culture_sport": ("Giải nhì cụm thi đua",),
    "counter_support": ("Hướng dẫn dịch vụ công trực tuyến tại bộ phận một cửa",),
}


def month_returned(until: date) -> Month:
    """The last month whose returns have all had time to come."""
    month = Month.of(until).shift(-1)
    return month if month.end + timedelta(days=DAYS_FOR_ALL) <= until else month.shift(-1)


def send_returns(seeder: Identities, until: date, missing: str) -> int:
    """Send every chapter's file at its own moment; returns how many came. `missing`: the key of
    the chapter whose return does not come."""
    month = month_returned(until)
    head = seeder.organizations[YOUTH_CITY]
    rows = [
        row
        for row in returns_board(viewer=ACTOR, month=month, head_id=head).rows
        if row.id != seeder.organizations.get(missing)
    ]
    random = Random(f"{SEED}:returns:{month}")
    for row, day, hour in sorted(_moments(rows, random), key=lambda item: item[1:]):
        with clock.travel(at(month.end + timedelta(days=day - 1), hour, random.randrange(60))):
            _send(row, month, random, is_broken=row is rows[len(rows) // 2])
    return len(rows)


def _moments(rows: list[BoardRow], random: Random) -> Iterator[tuple[BoardRow, int, int]]:
    half = len(rows) // 2
    late = {row.id for row in random.sample(rows[:half], min(LATE, half))}
    for row in rows:
        day = random.choice((6, 7, 8)) if row.id in late else random.choice((1, 2, 3, 4, 4, 5))
        yield row, day, random.randrange(8, 17)


def _send(row: BoardRow, month: Month, random: Random, *, is_broken: bool) -> None:
    chapter = Chapter(
        row.id, row.code, row.name_vi, row.name_en, row.unit_id, "", row.unit_vi, row.unit_en,
        row.head_id, row.head_vi, row.head_en,
    )  # fmt: skip
    state = chapter_month(chapter, month)
    edited = replace(state, content=_filled_in(state.content, random, is_broken=is_broken))
    identity = FormIdentity(chapter.id, chapter.code, month, layout.VERSION, clock.now())
    receive_return(
        organization_id=row.id,
        month=month,
        name=f"bao-cao-{chapter.code}-{month}.xlsx",
        content=write_form(edited, identity, language="vi", is_invented=True, spare=False),
        actor=ACTOR,
    )


def _filled_in(content: Content, random: Random, *, is_broken: bool) -> Content:
    """With turnout and results; the broken one has a day of 25 hours."""
    activities = tuple(_with_result(line, random) for line in content.activities)
    hours = content.hours
    if is_broken and hours:
        days = [line for line in hours if line.day is not None]
        hours = (*hours, *(_too_many(line) for line in days[:2]))
    return replace(content, activities=activities, hours=hours)


def _with_result(line: ActivityLine, random: Random) -> ActivityLine:
    said = random.choice(_RESULTS.get(line.category, ("",)))
    return replace(line, turnout=random.randrange(6, 48), result=said)


def _too_many(line: HoursLine) -> HoursLine:
    return replace(line, category="reporting", hours=Decimal(25))
