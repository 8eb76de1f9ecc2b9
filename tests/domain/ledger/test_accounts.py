"""What must hold for every account, whatever the hours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.ledger.queries.accounts import (
    Account,
    MonthBasis,
    Status,
    make_account,
    month_days,
    status_of,
)
from kiem.domain.ledger.queries.inputs import Holding, Hours, Part
from kiem.domain.ledger.queries.settings_by_unit import Thresholds
from kiem.domain.ledger.queries.sums import Sum
from kiem.domain.regimes.queries import EntitlementPart, OfficeKey, entitlement_parts, release_terms
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month

MONTH = Month(2026, 6)
WORKED = month_days(WorkingCalendar("1111100", 800, ""), MONTH)
ROLES = ("secretary", "deputy_secretary", "committee_member", "unknown")

parts = st.tuples(st.integers(0, 29), st.integers(1, 30)).map(
    lambda pair: (pair[0], min(30, pair[0] + pair[1]))
)
posts = st.lists(st.tuples(parts, st.sampled_from(ROLES)), min_size=0, max_size=4)
amounts = st.integers(0, 30_000)


def account(
    offices: list[tuple[tuple[int, int], str]],
    hours: list[int],
    line: int | None = None,
    leave: list[tuple[int, int]] | None = None,
) -> Account:
    holdings = [Holding(1, 1, 1, "line", 1, 0, 30, 10_000, "")]
    holdings += [
        Holding(1, 10 + n, 10 + n, "office", 2, start, end, 0, role)
        for n, ((start, end), role) in enumerate(offices)
    ]
    rows = [Hours(1, 10 + n, 0, 0, amount, 0, 0) for n, amount in enumerate(hours)]
    if line is not None:
        rows.append(Hours(1, 1, line, 1, 0, 0, -1))
    return make_account(
        MonthBasis(30, WORKED, 800, Thresholds(), line is not None, ("office", "external")),
        holdings=holdings,
        hours=rows,
        service=None,
        leave=[Part(start, end, 10_000) for start, end in leave or ()],
        parts_of=_parts_of,
    )


def _parts_of(office: Holding, available: int) -> tuple[EntitlementPart, ...]:
    key = OfficeKey("member", "youth", "youth_branch", office.role, 25)
    return entitlement_parts(release_terms(key, MONTH), office.start, office.end, available)


@given(posts, st.lists(amounts, max_size=4), amounts)
def test_more_office_hours_never_lower_the_load(
    offices: list[tuple[tuple[int, int], str]], hours: list[int], more: int
) -> None:
    before, after = account(offices, hours), account(offices, [*hours, more])
    assert after.demand >= before.demand
    assert after.available == before.available
    order = list(Status)
    assert order.index(after.status) >= order.index(before.status)


@given(posts, st.lists(amounts, max_size=4), st.none() | amounts, st.lists(parts, max_size=2))
def test_figures_hang_together(
    offices: list[tuple[tuple[int, int], str]],
    hours: list[int],
    line: int | None,
    leave: list[tuple[int, int]],
) -> None:
    made = account(offices, hours, line, leave)
    assert made.uncovered == max(0, made.office - made.release) >= 0
    assert made.release == sum(post.release for post in made.posts)
    assert made.office == sum(hours)
    assert 0 <= made.available <= 17_600
    expected = made.line + (made.office if line is not None else made.uncovered)
    assert made.demand == expected
    assert made.line == (line if line is not None else made.available)


@given(posts)
def test_entitlement_for_all_days_is_not_below_that_for_some(
    offices: list[tuple[tuple[int, int], str]],
) -> None:
    whole = [((0, 30), role) for _, role in offices]
    assert account(whole, []).release >= account(offices, []).release


@given(st.lists(st.tuples(posts, st.lists(amounts, max_size=3)), max_size=5))
def test_letters_add_up_to_the_release_hours(
    people: list[tuple[list[tuple[tuple[int, int], str]], list[int]]],
) -> None:
    total, accounts = Sum(), [account(*person) for person in people]
    for made in accounts:
        total.add(made)
    figures = total.figures()
    assert round(sum(figures.release_hours_by_letter.values()) * 100) == sum(
        made.release for made in accounts
    )
    assert figures.within + figures.strained + figures.overloaded == len(people)


def test_load_on_the_threshold_is_still_within() -> None:
    assert status_of(10_500, 10_000, Thresholds()) == Status.WITHIN
    assert status_of(10_501, 10_000, Thresholds()) == Status.STRAINED
    assert status_of(12_000, 10_000, Thresholds()) == Status.STRAINED
    assert status_of(12_001, 10_000, Thresholds()) == Status.OVERLOADED


def test_demand_without_available_hours_is_too_much() -> None:
    assert status_of(0, 0, Thresholds()) == Status.WITHIN
    assert status_of(1, 0, Thresholds()) == Status.OVERLOADED


def test_office_taken_up_again_counts_its_hours_once() -> None:
    holdings = [
        Holding(1, 5, 9, "office", 2, 0, 5, 0, "secretary"),
        Holding(1, 6, 9, "office", 2, 10, 20, 0, "secretary"),
    ]
    made = make_account(
        MonthBasis(30, WORKED, 800, Thresholds(), False, ("office",)),
        holdings=holdings,
        hours=[Hours(1, 9, 0, 0, 400, 100, 3)],
        service=None,
        leave=(),
        parts_of=lambda office, available: (),
    )
    assert made.office == 500
    assert [post.office_hours for post in made.posts] == [500, 0]
    assert made.unregulated == 1
