"""Hours by person, day and role."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kiem.domain.imports.columns import Column, Sort
from kiem.domain.imports.kinds.kind import Context, Effect, Item, Kind
from kiem.domain.imports.kinds.shared import (
    FULL_NAME,
    ORGANIZATION,
    ROLE_KINDS,
    STAFF_NUMBER,
    categories_of_time,
    day_text,
    first_rows,
    match_organizations,
    match_people,
)
from kiem.domain.imports.records import Record
from kiem.domain.ledger.actions import NewTimeEntry, log_time_for_others, posts_to_log
from kiem.domain.ledger.queries.choices import hours_logged
from kiem.domain.register.queries.matching import AppointmentMatch, appointments_of_people
from kiem.platform.access import Permission

COLUMNS = (
    STAFF_NUMBER,
    FULL_NAME,
    Column(
        "day", "Ngày", "Day", Sort.DAY, "Ngày làm việc.", "The day worked.",
        is_required=True, also=("date",),
    ),
    Column(
        "role_kind", "Vai trò", "Role", Sort.CHOICE,
        "Chuyên môn hoặc đoàn thể.", "Line post or office.",
        is_required=True, choices=lambda: ROLE_KINDS,
    ),
    Column(
        "organization", "Mã tổ chức", "Organisation code", Sort.CODE,
        "Cần khi người đó giữ nhiều chức vụ cùng vai trò.",
        "Where the person holds several posts of that role.",
        limit=40, also=ORGANIZATION.also,
    ),
    Column(
        "category", "Loại việc", "Category", Sort.CHOICE,
        "Chọn trong danh sách.", "Choose from the list.",
        is_required=True, choices=categories_of_time, also=("loại",),
    ),
    Column(
        "hours", "Số giờ", "Hours", Sort.NUMBER,
        "Đến phần trăm giờ, ví dụ 7,5.", "To the hundredth, such as 7.5.",
        is_required=True, low=0, high=24, decimals=2, also=("giờ", "số giờ làm việc"),
    ),
)  # fmt: skip


def _match(records: Sequence[Record], context: Context) -> list[Item]:
    keys = ("staff_number", "day", "role_kind", "organization", "category")
    records = first_rows(records, context, keys, "day")
    held: dict[int, list[AppointmentMatch]] = {}

    def within(person_ids: Collection[int]) -> frozenset[int]:
        held.update(_held_within(person_ids, context))
        return frozenset(held)

    people = match_people(records, context, within)
    days = [record["day"] for record in records]
    stand = frozenset(post.organization_id for posts in held.values() for post in posts)
    organizations = match_organizations(
        records, context, days, frozenset if context.actor.is_system else stand.intersection
    )
    entries = []
    for record in records:
        is_lost = record["organization"] and record.row not in organizations
        if record.row not in people or is_lost:
            continue
        person = people[record.row]
        post = _post_meant(record, organizations.get(record.row), held.get(person.id, ()), context)
        if post is not None:
            label = f"{person.staff_number} {person.full_name}"
            entry = NewTimeEntry(
                person.id, post.post_id, record["role_kind"], record["category"], record["day"],
                record["hours"],
            )  # fmt: skip
            entries.append((record.row, label, entry))
    logged = hours_logged([entry for _, _, entry in entries])
    return [
        Item(row, Effect.EQUAL, label)
        if logged.get((e.person_id, e.post_id, e.category, e.day)) == e.hours
        else Item(row, Effect.NEW, label, f"{day_text(e.day)}: {e.hours:g} h", e)
        for row, label, e in entries
    ]


def _held_within(
    person_ids: Collection[int], context: Context
) -> dict[int, list[AppointmentMatch]]:
    """Person -> the posts for which the importer may log hours; who has none does not exist."""
    held = appointments_of_people(person_ids)
    if context.actor.is_system:
        return {person: held.get(person, []) for person in person_ids}
    mine = posts_to_log(
        context.actor, {(a.person_id, a.post_id) for posts in held.values() for a in posts}
    )
    found = {
        person: [a for a in posts if (person, a.post_id) in mine] for person, posts in held.items()
    }
    return {person: posts for person, posts in found.items() if posts}


def _post_meant(
    record: Record, organization: int | None, held: Sequence[AppointmentMatch], context: Context
) -> AppointmentMatch | None:
    """The post of that role the person holds on the day; None when flagged."""
    is_line = record["role_kind"] == "line"
    meant = [
        a
        for a in held
        if a.holds_on(record["day"])
        and (a.kind == "line") == is_line
        and organization in (None, a.organization_id)
    ]
    if len(meant) == 1:
        return meant[0]
    code = "several_posts_held" if meant else "no_post_that_day"
    record.flag(context.problems, "role_kind", code, day=record["day"], count=len(meant))
    return None


def _write(items: Sequence[Item], context: Context) -> None:
    entries = [item.given for item in items if item.given is not None]
    if entries:
        log_time_for_others(entries=entries, actor=context.actor)


KIND = Kind(
    "time", "Giờ làm việc", "Hours", (Permission.CHANGE_LEDGER, Permission.CONFIRM_TIME), False,
    COLUMNS, _match, _write,
)  # fmt: skip
