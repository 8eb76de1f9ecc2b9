"""What somebody should look at: each finding with severity, evidence and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from kiem.domain.ledger.queries import coincidences
from kiem.domain.ledger.queries.accounts import Account, PostAccount, Status
from kiem.domain.ledger.queries.gathering import Gathered, gather, office_kinds
from kiem.domain.ledger.queries.hundredths import to_hours
from kiem.domain.ledger.queries.raw_findings import Raw
from kiem.domain.ledger.queries.register_findings import register_findings
from kiem.domain.ledger.queries.slots import Case, Slot, case_parameters, make_slots
from kiem.domain.ledger.queries.units import Visible
from kiem.domain.regimes.queries import Rule, age_limit, most_offices
from kiem.domain.register.queries.scopes import nameable
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.time.month import Month

SILENT_DAYS = 14
UNUSED_MONTHS = 3


def listed_findings(
    viewer: Viewer, visible: Visible, gathered: Gathered, on: date, known_at: datetime | None
) -> list[Raw]:
    """The findings a viewer may read, in no order: counts and lists both stand on these.

    About people only those the viewer may be shown by name; where units are visible through people
    alone, nothing but what is about people.
    """
    found = [
        finding
        for finding in raw_findings(gathered, on, known_at)
        if finding.unit_id not in visible.people or finding.person_id is not None
    ]
    people = {finding.person_id for finding in found if finding.person_id is not None}
    named = nameable(viewer, Permission.VIEW_LOAD, people, on, known_at)
    return [f for f in found if f.person_id is None or f.person_id in named]


def raw_findings(gathered: Gathered, on: date, known_at: datetime | None) -> list[Raw]:
    """Every finding of the units and people gathered, in no order."""
    found = _of_accounts(gathered, on)
    found += _unused(gathered, known_at)
    found += _silent(gathered, on)
    found += _clashes(gathered)
    found += register_findings({slot.unit_id for slot in gathered.slots}, on, known_at)
    return found


def _of_accounts(gathered: Gathered, on: date) -> list[Raw]:
    """Findings that follow from one person's month alone."""
    limit = most_offices(on=on)
    most = 0 if limit is None else limit.value_hundredths // 100
    slots, within = gathered.slots, Status.WITHIN
    found: list[Raw] = []
    for case, account in zip(gathered.cases, gathered.accounts, strict=True):
        if account.status is not within:
            slot = slots[case.slot]
            found.append(_person(account.status.value, slot, case, _load_params(account)))
        if account.office > account.release > 0:
            params = {"office": to_hours(account.office), "release": to_hours(account.release)}
            found.append(_person("release_exceeded", slots[case.slot], case, params))
        if account.unregulated:
            found += _unregulated(slots[case.slot], case, account)
        if limit is not None and len(account.posts) > most:
            found += _too_many(slots[case.slot], case, account, limit)
    for index, born in gathered.born.items():
        case = gathered.cases[index]
        found += _over_age(gathered, slots[case.slot], case, gathered.accounts[index], born)
    return found


def _load_params(account: Account) -> dict[str, Any]:
    available = account.available
    return {
        "load": round(account.demand / available, 3) if available else None,
        "demand": to_hours(account.demand),
        "available": to_hours(available),
    }


def _too_many(slot: Slot, case: Case, account: Account, limit: Rule) -> Iterator[Raw]:
    offset = (slot.day - slot.month.start).days
    held = len(
        {
            post.holding.post_id
            for post in account.posts
            if post.holding.start <= offset < post.holding.end
        }
    )
    if held * 100 > limit.value_hundredths:
        params = {"offices": held, "limit": int(limit.value), "letter": limit.letter.value}
        yield _person("too_many_offices", slot, case, params)


def _unregulated(slot: Slot, case: Case, account: Account) -> list[Raw]:
    posts: dict[int, PostAccount] = {}
    for post in account.posts:
        if not post.parts:
            posts.setdefault(post.holding.post_id, post)
    return [
        Raw(
            "no_rule",
            slot.unit_id,
            case.person_id,
            post.holding.organization_id,
            post_id,
            {"office": to_hours(post.office_hours)},
        )
        for post_id, post in posts.items()
    ]


def _over_age(
    gathered: Gathered, slot: Slot, case: Case, account: Account, born: date
) -> Iterator[Raw]:
    day = slot.day
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    offset = (day - slot.month.start).days
    for post in account.posts:
        holding = post.holding
        if not holding.start <= offset < holding.end:
            continue
        head = gathered.heads[case.slot, holding.organization_id]
        if head.category != "member":
            continue
        rule = age_limit(
            family=head.family, organization_type=head.type, role=holding.role or "", on=day
        )
        if rule is not None and age * 100 > rule.value_hundredths:
            yield Raw(
                "over_age",
                slot.unit_id,
                case.person_id,
                holding.organization_id,
                holding.post_id,
                {"age": age, "limit": int(rule.value), "letter": rule.letter.value},
            )


def _unused(gathered: Gathered, known_at: datetime | None) -> Iterator[Raw]:
    """Under a quarter of the release hours used in this month and in the two before.

    The two months are worked out only for people who used under a quarter in this one.
    """
    candidates = [index for index, account in enumerate(gathered.accounts) if _hardly_used(account)]
    slots, cases = gathered.slots, gathered.cases
    used = sorted({cases[index].slot for index in candidates})
    keys: list[tuple[int, Month, date]] = []
    places: dict[tuple[int, int], int] = {}
    for slot_index in used:
        for back in range(1, UNUSED_MONTHS):
            slot = slots[slot_index]
            month = slot.month.shift(-back)
            places[slot_index, back] = len(keys)
            keys.append((slot.unit_id, month, month.end - timedelta(days=1)))
    earlier_cases = [
        Case(places[cases[index].slot, back], cases[index].person_id)
        for index in candidates
        for back in range(1, UNUSED_MONTHS)
    ]
    earlier = gather(make_slots(keys, known_at), earlier_cases)
    for position, index in enumerate(candidates):
        begin = position * (UNUSED_MONTHS - 1)
        before = earlier.accounts[begin : begin + UNUSED_MONTHS - 1]
        if not all(_hardly_used(account) for account in before):
            continue
        shares = [
            f"{account.office / account.release:.0%}"
            for account in (*reversed(before), gathered.accounts[index])
        ]
        case = cases[index]
        yield _person(
            "release_unused",
            slots[case.slot],
            case,
            {"first": shares[0], "second": shares[1], "third": shares[2]},
        )


def _hardly_used(account: Account) -> bool:
    return account.release > 0 and account.office * 4 < account.release


def _silent(gathered: Gathered, on: date) -> Iterator[Raw]:
    """People who logged no office hours in the 14 days up to the day shown, or up to today when
    that is earlier, though they held an office all along and were not away all month."""
    last = min(on, clock.today())
    first = last - timedelta(days=SILENT_DAYS - 1)
    first_offset = (first - Month.of(on).start).days
    candidates = []
    cases, hours = gathered.cases, gathered.hours
    for index, account in enumerate(gathered.accounts):
        logged = -1
        for row in hours.get(index, ()):
            if row.last_logged > logged:
                logged = row.last_logged
        if account.available and (logged < 0 or logged < first_offset):
            candidates.append(cases[index])
    found = coincidences.silent(gathered.slots, candidates, first, last, office_kinds())
    for index in sorted(found):
        case = candidates[index]
        slot = gathered.slots[case.slot]
        if last >= slot.month.start:
            params = {"first": first.isoformat(), "last": last.isoformat()}
            yield _person("not_logged", slot, case, params)


def _clashes(gathered: Gathered) -> Iterator[Raw]:
    for clash in coincidences.clashes(
        gathered.slots, case_parameters(gathered.slots, gathered.cases)
    ):
        case = gathered.cases[clash.case]
        yield Raw(
            "two_at_once" if clash.leave_id is None else "activity_on_leave",
            gathered.slots[case.slot].unit_id,
            case.person_id,
            None,
            clash.post_id,
            {
                "day": clash.day.isoformat(),
                "activity": clash.activity_id,
                "other": clash.other_id,
                "leave": clash.leave_id,
            },
        )


def _person(code: str, slot: Slot, case: Case, params: Mapping[str, Any]) -> Raw:
    return Raw(code, slot.unit_id, case.person_id, None, None, params)
