"""The figures of one person's month, opened up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_noop as _

from kiem.domain.ledger.queries.accounts import Account, PostAccount, month_days
from kiem.domain.ledger.queries.explained import Explanation, RecordRef
from kiem.domain.ledger.queries.hundredths import to_hours, to_ratio
from kiem.domain.ledger.queries.person_records import Records
from kiem.domain.ledger.queries.settings_by_unit import UnitSettings
from kiem.domain.ledger.queries.slots import Slot
from kiem.domain.regimes.queries import EntitlementPart, Unit
from kiem.time.calendar import public_holidays


@dataclass(frozen=True, slots=True)
class PersonMonthFacts:
    """Everything the explanation of one person's month needs."""

    person_id: int
    slot: Slot
    settings: UnitSettings
    account: Account
    records: Records

    @property
    def subject(self) -> str:
        return f"person:{self.person_id}"


def available_hours(facts: PersonMonthFacts) -> Explanation:
    calendar, month = facts.settings.calendar, facts.slot.month
    worked = month_days(calendar, month)[-1]
    holidays = tuple(
        RecordRef(
            "holiday",
            None,
            holiday.day,
            holiday.day + timedelta(days=1),
            None,
            holiday.name_vi,
            holiday.name_en,
        )
        for holiday in public_holidays(calendar.holidays, month.year)
        if holiday.day in month.interval
    )
    rows = [*facts.records.get(("service", 0), ()), *facts.records.get(("leave", 0), ())]
    if facts.settings.calendar_id is not None:
        week = f"{calendar.weekdays}, {calendar.daily_hundredths / 100:g} h"
        rows.append(RecordRef("calendar", facts.settings.calendar_id, None, None, None, week, week))
    return Explanation(
        "available_hours",
        facts.subject,
        to_hours(facts.account.available),
        "hours",
        _("Available hours"),
        "A = (working days - holidays - leave) x daily hours x employment share",
        records=(*rows, *holidays),
        note=_("{days} working days of {hours} hours in the calendar of the unit."),
        params={"days": worked, "hours": f"{calendar.daily_hundredths / 100:g}"},
    )


def line_hours(facts: PersonMonthFacts) -> Explanation:
    posts = [
        record
        for (group, _post), records in facts.records.items()
        if group == "appointment"
        for record in records
    ]
    if facts.account.recorded_line:
        records = _group(facts.records, "line_entry")
        formula, note = "L = recorded hours", _("The month is closed with recorded line hours.")
        inputs: tuple[Explanation, ...] = ()
    else:
        records = tuple(posts)
        formula, note = "L = line share x A", _("No line hours are recorded: the post's norm.")
        inputs = (available_hours(facts),)
    return Explanation(
        "line_hours",
        facts.subject,
        to_hours(facts.account.line),
        "hours",
        _("Line hours"),
        formula,
        inputs,
        records,
        note=note,
    )


def office_hours(facts: PersonMonthFacts) -> Explanation:
    posts = {group_post[1] for group_post in facts.records if group_post[0] in _OFFICE_GROUPS}
    counted = {post.holding.post_id for post in facts.account.posts if post.logged or post.planned}
    inputs = tuple(
        _office_of(facts, post_id)
        for post_id in sorted(posts)
        if post_id in counted or not facts.account.posts
    )
    return Explanation(
        "office_hours",
        facts.subject,
        to_hours(facts.account.office),
        "hours",
        _("Office hours"),
        "O = logged + planned after the last logged day",
        inputs,
        note=_("All offices and external seats together."),
    )


_OFFICE_GROUPS = ("office_entry", "participation")


def _office_of(facts: PersonMonthFacts, post_id: int) -> Explanation:
    records = tuple(
        record for group in _OFFICE_GROUPS for record in facts.records.get((group, post_id), ())
    )
    hundredths = sum(
        post.office_hours for post in facts.account.posts if post.holding.post_id == post_id
    )
    return Explanation(
        "office_hours",
        f"post:{post_id}",
        to_hours(hundredths),
        "hours",
        _("Office hours of the post"),
        "logged + planned",
        records=(*records, *facts.records.get(("appointment", post_id), ())),
    )


def release_hours(facts: PersonMonthFacts) -> Explanation:
    inputs = tuple(
        explained for post in facts.account.posts for explained in _release_of(facts, post)
    )
    return Explanation(
        "release_hours",
        facts.subject,
        to_hours(facts.account.release),
        "hours",
        _("Release hours"),
        "R = sum over offices",
        inputs,
    )


def _release_of(facts: PersonMonthFacts, post: PostAccount) -> Sequence[Explanation]:
    held = tuple(facts.records.get(("appointment", post.holding.post_id), ()))
    subject = f"post:{post.holding.post_id}"
    if not post.parts:
        return (
            Explanation(
                "release_hours",
                subject,
                0.0,
                "hours",
                _("Release hours of the office"),
                "0",
                records=held,
                note=_("No rule applies."),
            ),
        )
    return [
        Explanation(
            "release_hours",
            subject,
            to_hours(part.hours_hundredths),
            "hours",
            _("Release hours of the office"),
            _rule_formula(part, facts.account.available),
            records=held,
            rule=part.rule,
            note=_("Held on {days} of {month_days} days."),
            params={"days": part.days, "month_days": part.month_days},
        )
        for part in post.parts
    ]


def _rule_formula(part: EntitlementPart, available: int) -> str:
    days = f"{part.days}/{part.month_days}"
    if part.rule.unit == Unit.HOURS_PER_MONTH:
        return f"{part.rule.value:g} h x {days}"
    return f"{part.rule.value:g} % x {to_hours(available):g} h x {days}"


def uncovered_hours(facts: PersonMonthFacts) -> Explanation:
    return Explanation(
        "uncovered_hours",
        facts.subject,
        to_hours(facts.account.uncovered),
        "hours",
        _("Uncovered hours"),
        "max(0, O - R)",
        (office_hours(facts), release_hours(facts)),
    )


def load(facts: PersonMonthFacts) -> Explanation:
    account = facts.account
    inputs = (
        line_hours(facts),
        office_hours(facts) if account.recorded_line else uncovered_hours(facts),
        available_hours(facts),
    )
    thresholds = facts.settings.thresholds
    records: tuple[RecordRef, ...] = ()
    if facts.settings.policy_id is not None:
        records = (RecordRef("policy", facts.settings.policy_id, None, None, None, "", ""),)
    return Explanation(
        "load",
        facts.subject,
        to_ratio(account.demand, account.available),
        "ratio",
        _("Load"),
        "(L + O) / A" if account.recorded_line else "(L + uncovered) / A",
        inputs,
        records,
        note=_("Strained above {strained}, overloaded above {overloaded}."),
        params={
            "strained": thresholds.strained_above / 10_000,
            "overloaded": thresholds.overloaded_above / 10_000,
        },
    )


def office_share(facts: PersonMonthFacts) -> Explanation:
    account = facts.account
    return Explanation(
        "office_share",
        facts.subject,
        to_ratio(account.office, account.line + account.office),
        "ratio",
        _("Office share"),
        "O / (L + O)",
        (office_hours(facts), line_hours(facts)),
    )


def _group(records: Records, wanted: str) -> tuple[RecordRef, ...]:
    return tuple(
        record for (group, _post), rows in records.items() if group == wanted for record in rows
    )


EXPLAINERS: Mapping[str, Callable[[PersonMonthFacts], Explanation]] = {
    "load": load,
    "available_hours": available_hours,
    "line_hours": line_hours,
    "office_hours": office_hours,
    "release_hours": release_hours,
    "uncovered_hours": uncovered_hours,
    "office_share": office_share,
}
