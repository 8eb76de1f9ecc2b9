"""People who enter service, and ranks of those who are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiem.domain.imports.columns import Column, Sort
from kiem.domain.imports.kinds.kind import Context, Effect, Item, Kind
from kiem.domain.imports.kinds.shared import (
    FULL_NAME,
    SEXES,
    STAFF_NUMBER,
    day_text,
    first_rows,
    ranks,
)
from kiem.domain.imports.records import Record
from kiem.domain.register.actions import (
    NewPerson,
    NewRank,
    register_people,
    set_ranks,
    staff_within,
)
from kiem.domain.register.queries import catalogue
from kiem.domain.register.queries.matching import PersonMatch, people_by_staff_number
from kiem.platform.access import Permission

COLUMNS = (
    STAFF_NUMBER,
    FULL_NAME,
    Column(
        "family_name", "Họ", "Family name", Sort.TEXT,
        "Thay cho cột họ và tên.", "Instead of the full name.", limit=40, also=("surname",),
    ),
    Column(
        "middle_name", "Tên đệm", "Middle name", Sort.TEXT,
        "Thay cho cột họ và tên.", "Instead of the full name.", limit=60, also=("đệm", "họ đệm"),
    ),
    Column(
        "given_name", "Tên gọi", "Given name", Sort.TEXT,
        "Thay cho cột họ và tên.", "Instead of the full name.", limit=40, also=("first name",),
    ),
    Column(
        "birth_date", "Ngày sinh", "Date of birth", Sort.DAY,
        "Ngày trước tháng sau, ví dụ 05/03/1995.", "Day before month, such as 05/03/1995.",
        also=("sinh ngày", "năm sinh", "birth date", "born", "dob"),
    ),
    Column(
        "sex", "Giới tính", "Sex", Sort.CHOICE, "Nam hoặc nữ.", "Male or female.",
        is_required=True, choices=lambda: SEXES, also=("phái", "gender"),
    ),
    Column(
        "rank", "Cấp bậc hàm", "Rank", Sort.CHOICE,
        "Cấp bậc hàm hiện nay.", "The present rank.", choices=ranks, also=("cấp bậc", "cấp hàm"),
    ),
    Column(
        "rank_from", "Ngày phong hàm", "Rank since", Sort.DAY,
        "Cần khi cấp bậc thay đổi.", "Needed where the rank changes.", also=("ngày lên hàm",),
    ),
    Column(
        "entered_on", "Ngày vào ngành", "In service since", Sort.DAY,
        "Ngày đầu tiên công tác; cần với người mới.", "The first day of service; for new people.",
        is_required=True, also=("vào ngành", "ngày tuyển dụng", "entry", "entered on", "hired on"),
    ),
    Column(
        "employment_share", "Tỷ lệ làm việc", "Share of employment", Sort.NUMBER,
        "Phần trăm thời gian; để trống là 100.", "Per cent of full time; empty is 100.",
        low=1, high=100, decimals=2, also=("employment",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def _match(records: Sequence[Record], context: Context) -> list[Item]:
    records = first_rows(records, context, ("staff_number",), "staff_number")
    known = people_by_staff_number({record["staff_number"] for record in records})
    mine = staff_within(context.actor, [person.id for person in known.values()], context.day)
    items = []
    for record in records:
        name = _name(record)
        if name is None:
            record.flag(context.problems, "full_name", "full_name_missing")
            continue
        person = known.get(record["staff_number"])
        if person is None:
            items.append(_new(record, name))
        elif person.id not in mine:
            record.flag(context.problems, "staff_number", "staff_number_taken")
        elif (item := _compared(record, name, person, context)) is not None:
            items.append(item)
    return items


def _name(record: Record) -> _Name | None:
    """From its parts, else the full name: the first word is the family's, the last one given."""
    if record["family_name"] and record["given_name"]:
        return _Name(record["family_name"], record["middle_name"] or "", record["given_name"])
    words = (record["full_name"] or "").split()
    if len(words) < 2:
        return None
    return _Name(words[0], " ".join(words[1:-1]), words[-1])


def _new(record: Record, name: _Name) -> Item:
    person = NewPerson(
        staff_number=record["staff_number"],
        family_name=name.family,
        middle_name=name.middle,
        given_name=name.given,
        birth_date=record["birth_date"],
        sex=record["sex"],
        valid_from=record["entered_on"],
        employment_share_percent=record["employment_share"] or Decimal(100),
        rank=record["rank"] or None,
    )
    return Item(record.row, Effect.NEW, f"{person.staff_number} {name.full}", "", person)


def _compared(record: Record, name: _Name, person: PersonMatch, context: Context) -> Item | None:
    """What is new about somebody who is there; None when the row is flagged."""
    label = f"{person.staff_number} {person.full_name}"
    differences = [
        (key, known, written)
        for key, known, written in (
            ("full_name", person.full_name, name.full),
            ("birth_date", person.birth_date, record["birth_date"]),
            ("sex", person.sex, record["sex"]),
            ("entered_on", person.valid_from, record["entered_on"]),
            ("employment_share", person.employment_share_percent, record["employment_share"]),
        )
        if written is not None and written != known
    ]
    for key, known, written in differences:
        if key == "full_name" and "full_name" not in record.columns:
            key = "given_name"
        context.problems.at(
            record.sheet, record.row, record.columns.get(key, 0), "details_differ",
            _shown(written), known=_shown(known),
        )  # fmt: skip
    if person.valid_until is not None:
        record.flag(context.problems, "staff_number", "left_service", day=person.valid_until)
        return None
    rank = record["rank"]
    if differences:
        return None
    if not rank or rank == person.rank:
        return Item(record.row, Effect.EQUAL, label)
    return _promoted(record, rank, person, label, context)


def _promoted(
    record: Record, rank: str, person: PersonMatch, label: str, context: Context
) -> Item | None:
    names = catalogue.ranks()
    known = names[person.rank].name_vi if person.rank else "–"
    if record["rank_from"] is None:
        record.flag(context.problems, "rank", "rank_needs_a_day", known=known)
        return None
    if person.rank_from is not None and record["rank_from"] <= person.rank_from:
        record.flag(
            context.problems, "rank_from", "rank_before_known", known=known, day=person.rank_from
        )
        return None
    detail = f"{known} → {names[rank].name_vi} ({day_text(record['rank_from'])})"
    given = NewRank(person.id, rank, record["rank_from"])
    return Item(record.row, Effect.CHANGE, label, detail, given)


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:g}"
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)


def _write(items: Sequence[Item], context: Context) -> None:
    entering = [item.given for item in items if isinstance(item.given, NewPerson)]
    promoted = [item.given for item in items if isinstance(item.given, NewRank)]
    if entering:
        register_people(decision_id=context.decision_id(), people=entering, actor=context.actor)
    if promoted:
        set_ranks(decision_id=context.decision_id(), ranks=promoted, actor=context.actor)


KIND = Kind(
    "people", "Cán bộ", "People", (Permission.CHANGE_REGISTER,), True, COLUMNS, _match, _write
)
