"""Who holds which post from when on, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiem.domain.imports.columns import Column, Sort
from kiem.domain.imports.kinds.kind import Context, Effect, Item, Kind
from kiem.domain.imports.kinds.shared import (
    FULL_NAME,
    MODES,
    ORGANIZATION,
    STAFF_NUMBER,
    day_after,
    day_text,
    first_rows,
    match_organizations,
    match_people,
)
from kiem.domain.imports.records import Record
from kiem.domain.register.actions import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    candidates_within,
    end_appointments,
    staff_within,
)
from kiem.domain.register.queries.matching import (
    AppointmentMatch,
    PersonMatch,
    PostMatch,
    appointments_of_people,
    posts_of_organizations,
)
from kiem.platform.access import Permission
from kiem.platform.kernel.collation import fold

_TITLES_SHOWN = 6
COLUMNS = (
    STAFF_NUMBER,
    FULL_NAME,
    ORGANIZATION,
    Column(
        "post", "Chức vụ", "Post", Sort.TEXT,
        "Chức danh như trang của tổ chức, hoặc số của vị trí, ví dụ #123.",
        "The title as the organisation's page shows it, or the number of the post, such as #123.",
        is_required=True, also=("chức danh", "vị trí", "title", "position"),
    ),
    Column(
        "team", "Đội", "Team", Sort.TEXT,
        "Cần khi đơn vị có nhiều vị trí cùng tên.", "Where the unit has several posts of the name.",
        limit=40, also=("tổ",),
    ),
    Column(
        "start", "Từ ngày", "From", Sort.DAY,
        "Ngày đầu tiên giữ chức vụ.", "The first day in the post.",
        is_required=True, also=("ngày bổ nhiệm", "bắt đầu", "start", "since", "from day"),
    ),
    Column(
        "last_day", "Đến hết ngày", "Last day", Sort.DAY,
        "Ngày cuối cùng giữ chức vụ; để trống là chưa kết thúc.",
        "The last day in the post; empty while it goes on.",
        also=("đến ngày", "kết thúc", "until", "end"),
    ),
    Column(
        "mode", "Hình thức", "Mode", Sort.CHOICE,
        "Để trống: bổ nhiệm (chức vụ chuyên môn) hoặc bầu (đoàn thể).",
        "Empty: appointed to line posts, elected to offices.", choices=lambda: MODES,
    ),
    Column(
        "share", "Tỷ lệ", "Share", Sort.NUMBER,
        "Phần trăm thời gian làm việc; để trống: 100 cho chức vụ chuyên môn, 0 cho kiêm nhiệm.",
        "Per cent of the working time; empty: 100 for line posts, 0 for offices held beside.",
        low=0, high=100, decimals=2, also=("phần trăm", "share percent"),
    ),
    Column(
        "is_provisional", "Tạm giao", "Provisional", Sort.YES,
        "x nếu chờ công nhận.", "x while a recognition is awaited.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    record: Record
    person: PersonMatch
    post: PostMatch
    until: date | None


def _match(records: Sequence[Record], context: Context) -> list[Item]:
    keys = ("staff_number", "organization", "post", "team", "start")
    records = first_rows(records, context, keys, "staff_number")
    people = match_people(
        records,
        context,
        lambda ids: (
            staff_within(context.actor, ids, context.day)
            | candidates_within(context.actor, ids, context.day)
        ),
    )
    days = [record["start"] for record in records]
    organizations = match_organizations(records, context, days)
    posts = posts_of_organizations(
        {(organizations[r.row], r["start"]) for r in records if r.row in organizations}
    )
    rows = []
    for record in records:
        until = day_after(record["last_day"])
        if until is not None and until <= record["start"]:
            record.flag(context.problems, "last_day", "ends_before_start")
            continue
        if record.row not in people or record.row not in organizations:
            continue
        offered = posts[organizations[record.row], record["start"]]
        post = _post_meant(record, offered, context)
        if post is not None:
            rows.append(_Row(record, people[record.row], post, until))
    held = appointments_of_people({row.person.id for row in rows})
    items = (_item(row, held.get(row.person.id, ()), context) for row in rows)
    return [item for item in items if item is not None]


def _post_meant(record: Record, offered: Sequence[PostMatch], context: Context) -> PostMatch | None:
    """The one post of the title (and team); None when there is none or several: flagged."""
    text = record["post"]
    if text.startswith("#"):
        meant = [post for post in offered if text[1:] == str(post.id)]
    else:
        meant = [post for post in offered if fold(text) in post.titles]
        if record["team"]:
            meant = [post for post in meant if fold(post.team) == fold(record["team"])]
    if len(meant) == 1:
        return meant[0]
    if meant:
        record.flag(
            context.problems, "post", "several_posts", count=len(meant), day=record["start"]
        )
    else:
        titles = list(dict.fromkeys(post.title_vi for post in offered))[:_TITLES_SHOWN]
        record.flag(
            context.problems, "post", "unknown_post", day=record["start"],
            choices=", ".join(titles) or "–",
        )  # fmt: skip
    return None


def _item(row: _Row, held: Sequence[AppointmentMatch], context: Context) -> Item | None:
    record, start = row.record, row.record["start"]
    label = f"{row.person.staff_number} {row.person.full_name}: {row.post.title_vi}"
    same = [a for a in held if a.post_id == row.post.id]
    running = next((a for a in same if a.valid_from == start), None)
    if running is None:
        if over := next((a for a in same if a.holds_on(start)), None):
            record.flag(context.problems, "start", "holds_already", day=over.valid_from)
            return None
        return Item(record.row, Effect.NEW, label, day_text(start), _new(row))
    if row.until is None or row.until == running.valid_until:
        return Item(record.row, Effect.EQUAL, label)
    if running.valid_until is not None:
        record.flag(
            context.problems, "last_day", "ended_already", day=start, known=running.valid_until
        )
        return None
    detail = f"{day_text(start)} – {day_text(record['last_day'])}"
    return Item(record.row, Effect.CHANGE, label, detail, AppointmentEnd(running.id, row.until))


def _new(row: _Row) -> NewAppointment:
    record, is_line = row.record, row.post.kind == "line"
    share: Decimal | None = record["share"]
    return NewAppointment(
        person_id=row.person.id,
        post_id=row.post.id,
        valid_from=record["start"],
        mode=record["mode"] or ("appointed" if is_line else "elected"),
        share_percent=share if share is not None else Decimal(100 if is_line else 0),
        valid_until=row.until,
        is_provisional=bool(record["is_provisional"]),
    )


def _write(items: Sequence[Item], context: Context) -> None:
    ends = [item.given for item in items if isinstance(item.given, AppointmentEnd)]
    given = [item.given for item in items if isinstance(item.given, NewAppointment)]
    if ends:
        end_appointments(decision_id=context.decision_id(), ends=ends, actor=context.actor)
    if given:
        appoint(decision_id=context.decision_id(), appointments=given, actor=context.actor)


KIND = Kind(
    "appointments", "Chức vụ", "Appointments",
    (Permission.CHANGE_REGISTER,), True, COLUMNS, _match, _write,
)  # fmt: skip
