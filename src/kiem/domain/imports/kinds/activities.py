"""Activities of member organisations with who took part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from kiem.domain.imports.columns import Column, Sort
from kiem.domain.imports.kinds.kind import Context, Effect, Item, Kind
from kiem.domain.imports.kinds.shared import (
    ORGANIZATION,
    categories_of_activities,
    day_text,
    first_rows,
    match_organizations,
)
from kiem.domain.imports.records import Record
from kiem.domain.ledger.actions import (
    NewActivity,
    Participant,
    organizations_within,
    plan_activities,
)
from kiem.domain.ledger.queries.choices import activities_planned
from kiem.domain.register.queries.matching import (
    AppointmentMatch,
    appointments_of_people,
    people_by_staff_number,
)
from kiem.platform.access import Permission
from kiem.platform.kernel.clock import LOCAL_ZONE

_BETWEEN = re.compile(r"[,;\s]+")
COLUMNS = (
    ORGANIZATION,
    Column(
        "category", "Loại hoạt động", "Category", Sort.CHOICE,
        "Chọn trong danh sách.", "Choose from the list.",
        is_required=True, choices=categories_of_activities, also=("loại",),
    ),
    Column(
        "title_vi", "Tên hoạt động", "Title", Sort.TEXT,
        "Tên tiếng Việt.", "The Vietnamese title.",
        is_required=True, also=("hoạt động", "nội dung", "activity"),
    ),
    Column(
        "title_en", "Tên tiếng Anh", "English title", Sort.TEXT,
        "Để trống: như tên tiếng Việt.", "Empty: the Vietnamese title.",
    ),
    Column(
        "starts_at", "Bắt đầu", "Starts", Sort.MOMENT,
        "Ngày và giờ, ví dụ 05/03/2025 08:00.", "Day and time, such as 05/03/2025 08:00.",
        is_required=True, also=("thời gian bắt đầu", "start"),
    ),
    Column(
        "ends_at", "Kết thúc", "Ends", Sort.MOMENT,
        "Ngày và giờ.", "Day and time.",
        is_required=True, also=("thời gian kết thúc", "end"),
    ),
    Column(
        "planned_hours", "Số giờ", "Hours", Sort.NUMBER,
        "Số giờ của một người tham gia.", "Hours of one participant.",
        is_required=True, low=0, high=744, decimals=2, also=("giờ", "số giờ dự kiến"),
    ),
    Column(
        "participants", "Người tham gia", "Participants", Sort.TEXT,
        "Số hiệu của những người tham gia, cách nhau bằng dấu phẩy.",
        "Staff numbers of those who take part, separated by commas.",
        limit=8000, also=("thành phần",),
    ),
)  # fmt: skip


def _match(records: Sequence[Record], context: Context) -> list[Item]:
    keys = ("organization", "title_vi", "starts_at", "ends_at")
    records = first_rows(records, context, keys, "title_vi")
    days = [record["starts_at"].date() for record in records]
    organizations = match_organizations(
        records, context, days, lambda ids: organizations_within(context.actor, ids)
    )
    numbers = {number for record in records for number in _numbers(record)}
    people = people_by_staff_number(numbers)
    held = appointments_of_people({person.id for person in people.values()})
    planned = activities_planned(set(organizations.values()))
    items = []
    for record in records:
        if record["ends_at"] <= record["starts_at"]:
            record.flag(context.problems, "ends_at", "ends_before_start")
            continue
        if unknown := [number for number in _numbers(record) if number not in people]:
            record.flag(
                context.problems, "participants", "unknown_participants",
                numbers=", ".join(unknown[:10]),
            )  # fmt: skip
            continue
        if record.row not in organizations:
            continue
        organization = organizations[record.row]
        label = f"{record['title_vi']} ({day_text(record['starts_at'].date())})"
        start, end = _local(record["starts_at"]), _local(record["ends_at"])
        if (organization, record["title_vi"], start, end) in planned:
            items.append(Item(record.row, Effect.EQUAL, label))
            continue
        taking = {number: held.get(people[number].id, []) for number in _numbers(record)}
        participants = _participants(record, organization, taking, context)
        if participants is not None:
            given = NewActivity(
                organization, record["category"], record["title_vi"], record["title_en"] or "",
                start, end, record["planned_hours"], participants,
            )  # fmt: skip
            items.append(Item(record.row, Effect.NEW, label, str(len(participants)), given))
    return items


def _numbers(record: Record) -> list[str]:
    given = _BETWEEN.split(record["participants"] or "")
    return list(dict.fromkeys(number for number in given if number))


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=LOCAL_ZONE)


def _participants(
    record: Record, organization: int, taking: dict[str, list[AppointmentMatch]], context: Context
) -> list[Participant] | None:
    """Everybody by the office held in that organisation that day, else by the line post."""
    day, hours = record["starts_at"].date(), record["planned_hours"]
    found, without = [], []
    for number, held in taking.items():
        post = _post_on(held, organization, day)
        if post is None:
            without.append(number)
        else:
            found.append(Participant(post.person_id, post.post_id, hours))
    if without:
        record.flag(
            context.problems, "participants", "participant_without_post",
            day=day, numbers=", ".join(without[:10]),
        )  # fmt: skip
        return None
    return found


def _post_on(
    held: Sequence[AppointmentMatch], organization: int, day: date
) -> AppointmentMatch | None:
    on_day = [a for a in held if a.holds_on(day)]
    own = [a for a in on_day if a.organization_id == organization]
    return next(iter(own or [a for a in on_day if a.kind == "line"]), None)


def _write(items: Sequence[Item], context: Context) -> None:
    activities = [item.given for item in items if item.given is not None]
    if activities:
        plan_activities(activities=activities, actor=context.actor)


KIND = Kind(
    "activities", "Hoạt động", "Activities",
    (Permission.CHANGE_LEDGER,), False, COLUMNS, _match, _write,
)  # fmt: skip
