"""Members admitted to member organisations, and memberships that end."""

from __future__ import annotations

from collections.abc import Sequence

from kiem.domain.imports.columns import Column, Sort
from kiem.domain.imports.kinds.kind import Context, Effect, Item, Kind
from kiem.domain.imports.kinds.shared import (
    FULL_NAME,
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
    MembershipEnd,
    NewMembership,
    admit_members,
    candidates_within,
    end_memberships,
)
from kiem.domain.register.queries.matching import (
    MembershipMatch,
    PersonMatch,
    memberships_of_people,
)
from kiem.platform.access import Permission

COLUMNS = (
    STAFF_NUMBER,
    FULL_NAME,
    ORGANIZATION,
    Column(
        "start", "Ngày kết nạp", "Admitted on", Sort.DAY,
        "Ngày đầu tiên là thành viên.", "The first day as a member.",
        is_required=True, also=("từ ngày", "vào đoàn", "from", "since", "ngày vào"),
    ),
    Column(
        "last_day", "Ngày ra", "Last day", Sort.DAY,
        "Ngày cuối cùng là thành viên; để trống là còn sinh hoạt.",
        "The last day as a member; empty while it goes on.",
        also=("đến hết ngày", "đến ngày", "until", "left on"),
    ),
)  # fmt: skip


def _match(records: Sequence[Record], context: Context) -> list[Item]:
    keys = ("staff_number", "organization", "start")
    records = first_rows(records, context, keys, "staff_number")
    people = match_people(
        records, context, lambda ids: candidates_within(context.actor, ids, context.day)
    )
    days = [record["start"] for record in records]
    organizations = match_organizations(records, context, days)
    known = memberships_of_people(
        {person.id for person in people.values()}, set(organizations.values())
    )
    items = []
    for record in records:
        if record["last_day"] and record["last_day"] < record["start"]:
            record.flag(context.problems, "last_day", "ends_before_start")
        elif record.row in people and record.row in organizations:
            person, organization = people[record.row], organizations[record.row]
            held = known.get((person.id, organization), ())
            if item := _item(record, person, organization, held, context):
                items.append(item)
    return items


def _item(
    record: Record,
    person: PersonMatch,
    organization: int,
    held: Sequence[MembershipMatch],
    context: Context,
) -> Item | None:
    start, until = record["start"], day_after(record["last_day"])
    label = f"{person.staff_number} {person.full_name}: {record['organization']}"
    running = next((m for m in held if m.valid_from == start), None)
    if running is None:
        if over := next((m for m in held if m.holds_on(start)), None):
            record.flag(context.problems, "start", "holds_already", day=over.valid_from)
            return None
        given = NewMembership(person.id, organization, start, until)
        return Item(record.row, Effect.NEW, label, day_text(start), given)
    if until is None or until == running.valid_until:
        return Item(record.row, Effect.EQUAL, label)
    if running.valid_until is not None:
        record.flag(
            context.problems, "last_day", "ended_already", day=start, known=running.valid_until
        )
        return None
    detail = f"{day_text(start)} – {day_text(record['last_day'])}"
    end = MembershipEnd(person.id, organization, until)
    return Item(record.row, Effect.CHANGE, label, detail, end)


def _write(items: Sequence[Item], context: Context) -> None:
    ends = [item.given for item in items if isinstance(item.given, MembershipEnd)]
    given = [item.given for item in items if isinstance(item.given, NewMembership)]
    if ends:
        end_memberships(decision_id=context.decision_id(), ends=ends, actor=context.actor)
    if given:
        admit_members(decision_id=context.decision_id(), members=given, actor=context.actor)


KIND = Kind(
    "memberships", "Đoàn viên, hội viên", "Members",
    (Permission.CHANGE_REGISTER,), True, COLUMNS, _match, _write,
)  # fmt: skip
