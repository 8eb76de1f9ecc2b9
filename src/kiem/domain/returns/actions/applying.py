"""Writes what a return changes, by the register's and the ledger's own actions.

The sender may send the return, not change register and ledger: for the time of the transaction
the actor is lent the rights that exactly these lines need, in this chapter and for these people.
The audit trail names the sender.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from kiem.domain.ledger import actions as ledger
from kiem.domain.register import actions as register
from kiem.domain.register.actions import MembershipEnd, NewMembership
from kiem.domain.returns.form.contents import JOINED, ActivityLine, HoursLine, MemberLine, Problem
from kiem.domain.returns.models import ActivityResult
from kiem.domain.returns.queries.chapters import last_day
from kiem.domain.returns.queries.checking import Checked
from kiem.domain.returns.queries.differences import Differences
from kiem.platform.access import Grant, Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from kiem.platform.kernel.temporal import close_recorded


class Refused(Exception):
    """An action refused a line; rolls the transaction back."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(slots=True)
class Written:
    """What was written: for the acceptance and the audit trail."""

    decision_id: int | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)

    def note(self, sheet: str, row: int, verb: str, table: str, record: int, key: str = "") -> None:
        self.changes.append(
            {"sheet": sheet, "row": row, "verb": verb, "table": table, "id": record, "key": key}
        )


def lend_rights(actor: Viewer, checked: Checked) -> Viewer:
    """The actor with what the lines need, and for nobody else."""
    chapter = checked.state.chapter
    grants = {
        Grant(Permission.CHANGE_REGISTER, f"line:{chapter.id}"),
        Grant(Permission.CHANGE_LEDGER, f"line:{chapter.id}"),
        # The return is the unit's own record, so that it may correct a month's total of it.
        Grant(Permission.CHANGE_LEDGER, f"unit:{chapter.unit_id}"),
        *(Grant(Permission.LOG_TIME, f"person:{post.person_id}") for post in checked.state.posts),
    }
    kept = {g for g in actor.grants if g.permission not in {grant.permission for grant in grants}}
    return replace(actor, grants=frozenset(kept | grants), is_system=False)


def apply_changes(checked: Checked, *, number: str, actor: Viewer) -> Written:
    """Write all differences, in the caller's transaction. Raises Refused.

    `number`: what the decision about memberships is called.
    """
    written = Written()
    lent = lend_rights(actor, checked)
    differences = checked.differences
    reason = f"{number} {checked.state.chapter.code}"
    _write_members(checked, differences, number, lent, written)
    made = _write_activities(checked, differences, reason, lent, written)
    _write_hours(checked, differences, made, reason, lent, written)
    return written


# members


def _write_members(
    checked: Checked, differences: Differences, number: str, actor: Viewer, written: Written
) -> None:
    state = checked.state
    if differences.withdrawn:
        decision = _decision(checked, f"{number}-ĐC", "correction", actor)
        _withdraw(checked, differences.withdrawn, decision, actor, written)
    if not (differences.joined or differences.left):
        return
    written.decision_id = _decision(checked, number, "membership", actor)
    organizations = state.organization_ids
    if differences.joined:
        with _about("members", differences.joined):
            ids = register.admit_members(
                decision_id=written.decision_id,
                members=[
                    NewMembership(
                        checked.people[line.staff_number].person_id,
                        organizations[line.organization],
                        line.day,
                    )
                    for line in differences.joined
                ],
                actor=actor,
            )
        for line, record in zip(differences.joined, ids, strict=True):
            written.note("members", line.row, "joined", "register_membership", record)
    for line in differences.left:
        person = checked.people[line.staff_number].person_id
        organization = organizations[line.organization]
        with _about("members", [line]):
            register.end_memberships(
                decision_id=written.decision_id,
                ends=[MembershipEnd(person, organization, line.day)],
                actor=actor,
            )
        written.note("members", line.row, "left", "register_person", person)


def _decision(checked: Checked, number: str, kind: str, actor: Viewer) -> int:
    month = checked.state.month
    with _about("members", []):
        return register.record_decision(
            issuer_id=checked.state.chapter.id,
            number=number,
            signed_on=clock.today(),
            kind=kind,
            title_vi=f"Biến động đoàn viên, hội viên tháng {month.number:02d}/{month.year}",
            title_en=f"Members joined and left in {month}",
            reason=f"Báo cáo tháng {month} gửi lại" if kind == "correction" else "",
            actor=actor,
        )


def _withdraw(
    checked: Checked, lines: Sequence[MemberLine], decision: int, actor: Viewer, written: Written
) -> None:
    """Take back what an earlier return said: who joined never did, who left stays."""
    records = [line.record for line in lines if line.record is not None]
    starts = dict(
        fetch(
            "SELECT id, (person_id, organization_id, lower(valid)) FROM register_membership"
            " WHERE id = ANY (%(ids)s)",
            {"ids": records},
        )
    )
    with _about("members", lines):
        register.withdraw_memberships(
            decision_id=decision, membership_ids=sorted(set(records)), actor=actor
        )
        stayed = [line for line in lines if line.change != JOINED and line.record in starts]
        if stayed:
            members = [NewMembership(*_parts(starts[line.record])) for line in stayed]
            register.admit_members(decision_id=decision, members=members, actor=actor)
    for line in lines:
        written.note("members", line.row, "withdrawn", "register_membership", line.record or 0)


# activities


def _write_activities(
    checked: Checked, differences: Differences, reason: str, actor: Viewer, written: Written
) -> dict[str, int]:
    """Returns new reference -> the activity that came of it."""
    for line in differences.called_off:
        activity = line.activity_id or 0
        with _about("activities", [line]):
            ledger.call_off_activity(activity_id=activity, reason=reason, actor=actor)
        written.note("activities", line.row, "called_off", "ledger_activity", activity, line.ref)
    made: dict[str, int] = {}
    if differences.planned:
        with _about("activities", differences.planned):
            ids = ledger.plan_activities(
                activities=[_new_activity(checked, line) for line in differences.planned],
                actor=actor,
            )
        for line, activity in zip(differences.planned, ids, strict=True):
            made[line.ref] = activity
            written.note("activities", line.row, "planned", "ledger_activity", activity, line.ref)
    outcomes = [(made[line.ref], line) for line in differences.planned]
    outcomes += [(line.activity_id or 0, line) for line in differences.results]
    _write_results(outcomes, actor, written)
    return made


def _new_activity(checked: Checked, line: ActivityLine) -> ledger.NewActivity:
    hours = Decimal((line.ends_at - line.starts_at).total_seconds()) / 3600
    return ledger.NewActivity(
        organization_id=checked.state.chapter.id,
        category=line.category,
        title_vi=line.title_vi,
        title_en=line.title_en,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        planned_hours=hours.quantize(Decimal("0.01")),
    )


def _write_results(
    outcomes: Sequence[tuple[int, ActivityLine]], actor: Viewer, written: Written
) -> None:
    moment = clock.now()
    old = ActivityResult.objects.filter(
        activity_id__in=[activity for activity, _ in outcomes], recorded__upper_inf=True
    )
    close_recorded(ActivityResult, list(old.values_list("pk", flat=True)), moment)
    said = [(a, line) for a, line in outcomes if line.turnout is not None or line.result]
    rows = ActivityResult.objects.bulk_create(
        ActivityResult(
            activity_id=activity,
            turnout=line.turnout,
            result=line.result,
            recorded=DateTimeTZRange(moment, None),
            recorded_by=actor.name,
        )
        for activity, line in said
    )
    for (_activity, line), row in zip(said, rows, strict=True):
        written.note(
            "activities", line.row, "result", "returns_activityresult", int(row.pk), line.ref
        )


# hours


def _write_hours(
    checked: Checked,
    differences: Differences,
    made: dict[str, int],
    reason: str,
    actor: Viewer,
    written: Written,
) -> None:
    for line in differences.struck:
        with _about("hours", [line]):
            ledger.correct_time_entry(
                entry_id=line.record or 0, hours=None, reason=reason, actor=actor
            )
        written.note("hours", line.row, "struck", "ledger_timeentry", line.record or 0)
    for before, after in differences.corrected:
        with _about("hours", [after]):
            entry = ledger.correct_time_entry(
                entry_id=before.record or 0, hours=after.hours, reason=reason, actor=actor
            )
        written.note("hours", after.row, "corrected", "ledger_timeentry", entry or 0)
    if not differences.logged:
        return
    with _about("hours", differences.logged):
        logged = ledger.log_time(
            entries=[_new_entry(checked, line, made) for line in differences.logged],
            actor=actor,
            late_reason=reason,
        )
    for line, entry in zip(differences.logged, logged.ids, strict=True):
        written.note("hours", line.row, "logged", "ledger_timeentry", entry)


def _new_entry(checked: Checked, line: HoursLine, made: dict[str, int]) -> ledger.NewTimeEntry:
    post = next(post for post in checked.state.posts if post.post_id == line.post_id)
    activity = line.activity
    return ledger.NewTimeEntry(
        person_id=checked.state.person_ids[line.staff_number],
        post_id=line.post_id,
        role_kind="line" if post.kind == "line" else "office",
        category=line.category,
        day=line.day or last_day(checked.state.month),
        hours=line.hours,
        activity_id=(made[activity] if activity in made else int(activity[1:]))
        if activity
        else None,
        is_month_total=line.day is None,
    )


Line = MemberLine | ActivityLine | HoursLine


@contextmanager
def _about(sheet: str, lines: Sequence[Line]) -> Iterator[None]:
    """What an action refuses in the block is told of the line it counts, else of the first one."""
    try:
        yield
    except DomainError as error:
        raise Refused(Problem.of_error(error, sheet, _row(error, lines))) from error


def _row(error: DomainError, lines: Sequence[Line]) -> int:
    number = error.params.get("row")
    if isinstance(number, int) and 1 <= number <= len(lines):
        return lines[number - 1].row
    return lines[0].row if len(lines) == 1 else 0


def _parts(row: Any) -> tuple[int, int, Any]:
    person, organization, start = row
    return person, organization, start
