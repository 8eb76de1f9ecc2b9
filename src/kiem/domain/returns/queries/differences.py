"""What a file changes: three sides compared, line by line.

*Now* is what register and ledger hold, *base* what the sender started from (the form as it was
filled in, or the return this file corrects), *file* what was sent. A line the sender did not touch
changes nothing, even when somebody else changed it since; a line both changed is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from kiem.domain.returns.form.contents import (
    CALLED_OFF,
    JOINED,
    ActivityLine,
    Content,
    HoursLine,
    MemberLine,
    Problem,
)
from kiem.domain.returns.queries.colleagues import Colleague
from kiem.domain.returns.queries.state import ChapterMonth
from kiem.platform.kernel.clock import LOCAL_ZONE

GONE = "–"


@dataclass(slots=True)
class Differences:
    """What accepting the file would write. New references (`N3`) of activities that are on record
    already are replaced by theirs (`A71`)."""

    joined: list[MemberLine] = field(default_factory=list)
    left: list[MemberLine] = field(default_factory=list)
    withdrawn: list[MemberLine] = field(default_factory=list)  # as on record, with the sheet's row
    planned: list[ActivityLine] = field(default_factory=list)
    called_off: list[ActivityLine] = field(default_factory=list)
    results: list[ActivityLine] = field(default_factory=list)
    logged: list[HoursLine] = field(default_factory=list)
    corrected: list[tuple[HoursLine, HoursLine]] = field(default_factory=list)  # before, after
    struck: list[HoursLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(
            len(part)
            for part in (
                self.joined, self.left, self.withdrawn, self.planned, self.called_off,
                self.results, self.logged, self.corrected, self.struck,
            )
        )  # fmt: skip


def compare(
    *,
    file: Content,
    base: Content,
    now: ChapterMonth,
    people: Mapping[str, Colleague],
    made: Mapping[str, int],
) -> Differences:
    """`made`: new references of the base (`N3`) -> the activities that came of them."""
    found = Differences()
    _compare_members(file, base, now, people, found)
    refs = _compare_activities(file, base, now, made, found)
    _compare_hours(file, _with_refs(base, made), now, refs, found)
    return found


# members


def _compare_members(
    file: Content,
    base: Content,
    now: ChapterMonth,
    people: Mapping[str, Colleague],
    found: Differences,
) -> None:
    recorded = {line.key: line for line in now.content.members}
    started = {line.key: line for line in base.members}
    sent = {line.key: line for line in file.members}
    for key, line in sent.items():
        there = recorded.get(key)
        if there is not None and there.day == line.day:
            continue
        if there is not None and there.is_decided:
            _wrong(found, "members", line.row, "day", "decided_elsewhere", there.day.isoformat())
        elif there is not None:
            found.withdrawn.append(replace(there, row=line.row))
            _add_member(line, now, people, found, instead_of=there)
        elif key in started and started[key].day == line.day:
            _wrong(found, "members", line.row, "", "changed_meanwhile", GONE)
        else:
            _add_member(line, now, people, found)
    for key in started.keys() - sent.keys():
        there = recorded.get(key)
        if there is None:
            continue
        if there.is_decided:
            value = f"{there.staff_number}, {there.full_name}, {there.day.isoformat()}"
            _wrong(found, "members", 0, "", "decided_elsewhere", value)
        else:
            found.withdrawn.append(there)


def _add_member(
    line: MemberLine,
    now: ChapterMonth,
    people: Mapping[str, Colleague],
    found: Differences,
    instead_of: MemberLine | None = None,
) -> None:
    colleague = people[line.staff_number]
    organization = now.organization_ids[line.organization]
    if line.change == JOINED:
        if instead_of is None and colleague.is_member(organization, line.day):
            _wrong(found, "members", line.row, "staff_number", "member_already", line.full_name)
            return
        found.joined.append(line)
        return
    day_before = line.day.fromordinal(line.day.toordinal() - 1)
    joins = any(
        j.key == (line.staff_number, JOINED, line.organization) and j.day < line.day
        for j in found.joined
    )
    if instead_of is None and not joins and not colleague.is_member(organization, day_before):
        _wrong(found, "members", line.row, "staff_number", "not_a_member", line.full_name)
        return
    found.left.append(line)


# activities


def _compare_activities(
    file: Content,
    base: Content,
    now: ChapterMonth,
    made: Mapping[str, int],
    found: Differences,
) -> dict[str, str]:
    """Adds what changes; returns new reference -> reference of the activity on record."""
    recorded = {line.ref: line for line in now.content.activities}
    by_content = {line.fixed: line.ref for line in now.content.activities}
    started = {line.ref for line in base.activities}
    refs: dict[str, str] = {}
    for line in file.activities:
        if line.activity_id is None:
            before = recorded.get(f"A{made[line.ref]}") if line.ref in made else None
            if before is not None and before.fixed != line.fixed:
                found.called_off.append(before)
            same = by_content.get(line.fixed)
            if same is None:
                found.planned.append(line)
            else:
                refs[line.ref] = same
                _compare_result(line, recorded[same], found)
            continue
        there = recorded.get(line.ref)
        if there is None:
            if line.status != CALLED_OFF or line.ref not in started:
                _wrong(found, "activities", line.row, "", "changed_meanwhile", GONE)
        elif there.fixed != line.fixed:
            _wrong(found, "activities", line.row, "", "activity_fixed", _described(there))
        elif line.status == CALLED_OFF:
            found.called_off.append(replace(there, row=line.row))
        else:
            _compare_result(line, there, found)
    sent = {line.ref for line in file.activities}
    for ref in made.keys() - sent:
        if (there := recorded.get(f"A{made[ref]}")) is not None:
            found.called_off.append(there)
    return refs


def _compare_result(line: ActivityLine, there: ActivityLine, found: Differences) -> None:
    if (line.turnout, line.result) != (there.turnout, there.result):
        outcome = replace(there, row=line.row, turnout=line.turnout, result=line.result)
        found.results.append(outcome)


def _described(line: ActivityLine) -> str:
    starts, ends = (moment.astimezone(LOCAL_ZONE) for moment in (line.starts_at, line.ends_at))
    return f"{line.title_vi}, {starts:%d/%m/%Y %H:%M} – {ends:%d/%m/%Y %H:%M}"


# hours


def _compare_hours(
    file: Content, base: Content, now: ChapterMonth, refs: Mapping[str, str], found: Differences
) -> None:
    recorded = {line.key: line for line in now.content.hours}
    started = {line.key: line.hours for line in base.hours}
    sent = {line.key: line for line in (_with_ref(line, refs) for line in file.hours)}
    for key, line in sent.items():
        there = recorded.get(key)
        if there is None:
            if started.get(key) == line.hours:
                _wrong(found, "hours", line.row, "", "changed_meanwhile", GONE)
            else:
                found.logged.append(line)
        elif there.hours != line.hours:
            if started.get(key) != there.hours:
                _wrong(found, "hours", line.row, "hours", "changed_meanwhile", there.hours)
            elif there.is_confirmed:
                _wrong(found, "hours", line.row, "hours", "confirmed_already", there.hours)
            else:
                found.corrected.append((there, line))
    for key in started.keys() - sent.keys():
        there = recorded.get(key)
        if there is None:
            continue
        value = f"{there.full_name}, {there.day or now.month}: {there.hours}"
        if there.hours != started[key]:
            _wrong(found, "hours", 0, "", "changed_meanwhile", value)
        elif there.is_confirmed:
            _wrong(found, "hours", 0, "", "confirmed_already", value)
        else:
            found.struck.append(there)


def _with_ref(line: HoursLine, refs: Mapping[str, str]) -> HoursLine:
    return replace(line, activity=refs[line.activity]) if line.activity in refs else line


def _with_refs(base: Content, made: Mapping[str, int]) -> Content:
    refs = {ref: f"A{activity}" for ref, activity in made.items()}
    return Content(
        base.members, base.activities, tuple(_with_ref(line, refs) for line in base.hours)
    )


def _wrong(found: Differences, sheet: str, row: int, column: str, code: str, value: object) -> None:
    if isinstance(value, datetime | Decimal):
        value = str(value)
    found.problems.append(Problem(code, sheet, row, column, {"value": value}))
