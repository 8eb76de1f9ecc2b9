"""Columns and look-ups that several kinds have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from kiem.domain.imports.columns import Choice, Column, Sort
from kiem.domain.imports.kinds.kind import Context
from kiem.domain.imports.records import Record
from kiem.domain.ledger.queries.choices import activity_categories, time_categories
from kiem.domain.register.actions import changeable_within
from kiem.domain.register.queries import catalogue
from kiem.domain.register.queries.matching import (
    PersonMatch,
    organizations_by_code,
    people_by_staff_number,
)

Within = frozenset[int]

STAFF_NUMBER = Column(
    "staff_number", "Số hiệu", "Staff number", Sort.CODE,
    "Số hiệu cán bộ; mỗi người một số.", "Everyone has a number of their own.",
    is_required=True, limit=20,
    also=("mã cán bộ", "mã nhân viên", "mã cb", "số hiệu cand", "sh cand", "staff no", "id"),
)  # fmt: skip
ORGANIZATION = Column(
    "organization", "Mã tổ chức", "Organisation code", Sort.CODE,
    "Mã của đơn vị hoặc tổ chức vào ngày đó.", "The code of the unit or organisation that day.",
    is_required=True, limit=40,
    also=("mã đơn vị", "mã chi đoàn", "unit code", "unit", "organisation", "organization", "mã tc"),
)  # fmt: skip
FULL_NAME = Column(
    "full_name", "Họ và tên", "Full name", Sort.TEXT,
    "Họ trước, tên sau.", "In Vietnamese order: family name first.",
    limit=140, also=("họ tên", "tên", "name"),
)  # fmt: skip


def choices_of(entries: Collection[tuple[str, str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(*entry) for entry in entries)


def ranks() -> Sequence[Choice]:
    return [Choice(r.code, r.name_vi, r.name_en) for r in catalogue.ranks().values()]


def categories_of_activities() -> Sequence[Choice]:
    return [Choice(*entry) for entry in activity_categories()]


def categories_of_time() -> Sequence[Choice]:
    return [Choice(*entry) for entry in time_categories()]


SEXES = choices_of([("male", "Nam", "Male"), ("female", "Nữ", "Female")])
MODES = choices_of(
    [
        ("appointed", "Bổ nhiệm", "Appointed"),
        ("elected", "Bầu", "Elected"),
        ("designated", "Chỉ định", "Designated"),
        ("recognised", "Công nhận", "Recognised"),
        ("seconded", "Biệt phái", "Seconded"),
    ]
)
ROLE_KINDS = choices_of([("line", "Chuyên môn", "Line post"), ("office", "Đoàn thể", "Office")])


def match_people(
    records: Sequence[Record], context: Context, within: Callable[[Collection[int]], Within]
) -> dict[int, PersonMatch]:
    """Row -> person; rows whose staff number is nobody's are flagged and missing.

    `within` says which of the people the actor may change; the others do not exist.
    """
    known = people_by_staff_number({record["staff_number"] for record in records})
    mine = within([person.id for person in known.values()])
    found = {}
    for record in records:
        person = known.get(record["staff_number"])
        if person is None or person.id not in mine:
            record.flag(context.problems, "staff_number", "unknown_person")
        else:
            found[record.row] = person
    return found


def match_organizations(
    records: Sequence[Record],
    context: Context,
    days: Sequence[date],
    within: Callable[[Collection[int]], Within] | None = None,
) -> dict[int, int]:
    """Row -> organisation with the row's code on the row's day; others are flagged.

    `within` says which of them the actor may change, None asks the register for each day.
    """
    named = {
        (record["organization"], day)
        for record, day in zip(records, days, strict=True)
        if record["organization"]
    }
    known = organizations_by_code(named)
    if within is not None:
        mine = within(set(known.values()))
        known = {pair: organization for pair, organization in known.items() if organization in mine}
    else:
        known = _changeable(known, context)
    found = {}
    for record, day in zip(records, days, strict=True):
        if not record["organization"]:
            continue
        organization = known.get((record["organization"], day))
        if organization is None:
            record.flag(context.problems, "organization", "unknown_organization", day=day)
        else:
            found[record.row] = organization
    return found


def _changeable(
    known: dict[tuple[str, date], int], context: Context
) -> dict[tuple[str, date], int]:
    """Those the actor may change on the days they are named for."""
    if context.actor.is_system:
        return known
    by_day: dict[date, set[int]] = {}
    for (_, day), organization in known.items():
        by_day.setdefault(day, set()).add(organization)
    mine = {
        (organization, day)
        for day, organizations in by_day.items()
        for organization in changeable_within(context.actor, organizations, day)
    }
    return {pair: found for pair, found in known.items() if (found, pair[1]) in mine}


def first_rows(
    records: Sequence[Record], context: Context, keys: tuple[str, ...], flagged: str
) -> list[Record]:
    """Records without those that repeat an earlier one; these are flagged."""
    seen: dict[tuple[object, ...], int] = {}
    kept = []
    for record in records:
        identity = tuple(record[key] for key in keys)
        if identity in seen:
            record.flag(context.problems, flagged, "given_twice", first=seen[identity])
        else:
            seen[identity] = record.row
            kept.append(record)
    return kept


def day_after(day: date | None) -> date | None:
    """The files say the last day on which it holds, the register the first day without."""
    return day + timedelta(days=1) if day else None


def day_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
