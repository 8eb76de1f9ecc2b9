"""What holders and superiors said about hours: confirmed, asked back, objected to; leave asked for.

Played after the story, at moments when all hours of the months in question were there: what is
confirmed are the sums known then.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from kiem.delivery.sample import codes
from kiem.delivery.sample.clerk import at
from kiem.delivery.sample.ground import SEED
from kiem.delivery.sample.identities import Identities
from kiem.delivery.sample.monthly_returns import month_returned
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.world import World
from kiem.domain.ledger import actions
from kiem.domain.ledger.queries import SheetRow, SheetState, month_sheet, sheets_to_confirm
from kiem.platform.access import Grant, Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

LEADER = Viewer(name="Thường trực Đoàn (dữ liệu mẫu)", is_system=True)
COMMANDER = Viewer(name="Chỉ huy đơn vị (dữ liệu mẫu)", is_system=True)
CONFIRMED_SHARE = 0.85
ALL_SHEETS = 100_000
SETTLED_DAYS = 8  # after the month: by then its hours and returns are here


def live_daily_work(seeder: Identities, world: World, until: date, code: str) -> None:
    """Play it. `code`: the commune of the unit and chapter a visitor can be in."""
    month = month_returned(until)
    before = month.shift(-1)
    secretary = _holder(seeder, world, code, codes.SECRETARY)
    if secretary is None:
        return
    # What the chapter's return of the last month will say is still the secretary's to say.
    spared = {n for key, n in seeder.posts.items() if key.startswith(f"{youth_key(code)}#")}
    _confirm(before, secretary, everybody=False)
    _object(before, secretary)
    _confirm(month, secretary, everybody=True, spared=spared)
    _ask_back(month, secretary)
    _ask_for_leave(seeder, world, until, code, secretary)


def _holder(seeder: Identities, world: World, code: str, role: str) -> int | None:
    holders = world.holders.get(f"{youth_key(code)}#{role}", ())
    return next((seeder.people[person] for person in holders), None)


def _self(person_id: int) -> Viewer:
    """The person at their own page."""
    grant = Grant(Permission.LOG_TIME, f"person:{person_id}")
    return Viewer(
        name="Cán bộ kiêm nhiệm (dữ liệu mẫu)", person_id=person_id, grants=frozenset({grant})
    )


def _settled(month: Month, days: int, hour: int) -> datetime:
    """A moment some days after all hours of the month were there."""
    return at(month.end + timedelta(days=SETTLED_DAYS + days), hour)


def _confirm(
    month: Month, secretary: int, *, everybody: bool, spared: Collection[int] = ()
) -> None:
    """The line's hours, most of them; of the visitor's those of the month before only.

    `spared`: posts whose hours stay unconfirmed.
    """
    random = Random(f"{SEED}:confirmed:{month}")
    with clock.travel(_settled(month, 0, 15)):
        sheets = [
            row
            for row in sheets_to_confirm(
                viewer=LEADER, month=month, state=SheetState.WAITING, limit=ALL_SHEETS
            )
            if row.role_kind == "office"
            and (row.person_id == secretary) != everybody
            and row.post_id not in spared
            and (not everybody or random.random() < CONFIRMED_SHARE)
        ]
        if sheets:
            actions.confirm_time(month=month, sheets=_seen(sheets), actor=LEADER)


def _seen(rows: list[SheetRow]) -> list[actions.Sheet]:
    return [actions.Sheet(row.person_id, row.post_id, row.hours) for row in rows]


def _object(month: Month, person_id: int) -> None:
    """Two objections to confirmed entries: one answered with other hours, one still open."""
    me = _self(person_id)
    with clock.travel(_settled(month, 2, 9)):
        sheet = month_sheet(viewer=me, person_id=person_id, on=month.start)
        entries = [e for e in sheet.entries if e.is_confirmed and e.activity_id and e.hours < 6]
        if len(entries) < 2:
            return
        answered, still_open = entries[0], entries[-1]
        objection = actions.object_to_entry(
            entry_id=answered.id,
            text="Buổi này kéo dài thêm nửa giờ, xem biên bản kèm theo (dữ liệu mẫu).",
            actor=me,
        )
        actions.attach_evidence(
            name="bien-ban-sinh-hoat.txt",
            content="Biên bản sinh hoạt chi đoàn. Dữ liệu mẫu: mọi người đều hư cấu.\n".encode(),
            entry_id=answered.id,
            actor=me,
        )
    with clock.travel(_settled(month, 4, 10)):
        actions.answer_objection(
            objection_id=objection,
            is_upheld=True,
            hours=answered.hours + Decimal("0.5"),
            text="Đã đối chiếu biên bản, đồng ý (dữ liệu mẫu).",
            actor=LEADER,
        )
    with clock.travel(_settled(month, 6, 9)):
        actions.object_to_entry(
            entry_id=still_open.id,
            text="Hôm đó tôi đi công tác, đề nghị kiểm tra lại (dữ liệu mẫu).",
            actor=me,
        )


def _ask_back(month: Month, person_id: int) -> None:
    with clock.travel(_settled(month, 0, 16)):
        rows = [
            row
            for row in sheets_to_confirm(
                viewer=LEADER, month=month, state=SheetState.WAITING, limit=ALL_SHEETS
            )
            if row.person_id == person_id and row.role_kind == "office"
        ]
        if rows:
            actions.ask_back(
                month=month,
                sheets=_seen(rows),
                note="Tháng này nhiều giờ hơn mọi tháng, đề nghị nêu rõ lý do (dữ liệu mẫu).",
                actor=LEADER,
            )


def _ask_for_leave(
    seeder: Identities, world: World, until: date, code: str, secretary: int
) -> None:
    """One request waits, one is approved, one refused."""
    deputy = _holder(seeder, world, code, codes.DEPUTY_SECRETARY)
    asked = at(until - timedelta(days=3), 8)
    first = until + timedelta(days=20)
    plans = [(secretary, first, first + timedelta(days=4), "")]
    if deputy is not None:
        plans.append((deputy, first, first + timedelta(days=3), "approved"))
        later = first + timedelta(days=40)
        plans.append((deputy, later, later + timedelta(days=10), "refused"))
    for minutes, (person_id, start, end, outcome) in enumerate(plans):
        with clock.travel(asked + timedelta(minutes=minutes)):
            number = _request(person_id, start, end)
        if outcome:
            with clock.travel(asked + timedelta(hours=4, minutes=minutes)):
                actions.decide_leave_request(
                    request_id=number,
                    is_approved=outcome == "approved",
                    note="" if outcome == "approved" else "Trùng đợt cao điểm, chọn ngày khác.",
                    actor=COMMANDER,
                    allow_clashes=True,
                )


def _request(person_id: int, start: date, end: date) -> int:
    """Ask for the days, or for those some weeks later when the person has leave on one of them."""
    taken = fetch(
        """SELECT lower(l.valid), coalesce(upper(l.valid), lower(l.valid) + 400) FROM ledger_leave l
        WHERE l.person_id = %(person)s AND upper_inf(l.recorded)""",
        {"person": person_id},
    )
    while any(first < end and start < after for first, after in taken):
        start, end = start + timedelta(days=7), end + timedelta(days=7)
    return actions.request_leave(
        leave=actions.NewLeave(person_id, "annual", start, end),
        note="Việc gia đình (dữ liệu mẫu)",
        actor=_self(person_id),
        allow_clashes=True,
    )
