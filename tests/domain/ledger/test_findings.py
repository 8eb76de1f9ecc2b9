"""Findings: each is planted once and found with its evidence, and its neighbour is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from string import Formatter

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from kiem.domain.ledger.actions import (
    NewActivity,
    NewLeave,
    NewTimeEntry,
    grant_leave,
    log_time,
    plan_activities,
)
from kiem.domain.ledger.queries import (
    FINDING_TEXTS,
    Finding,
    list_findings,
    load_picture,
)
from kiem.domain.register.models import Term
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.errors import InvalidInput
from tests.factories.ledger_world import World

LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(world: World) -> int:
    return world.unit("U1")


def found(code: str, on: date = LAST) -> list[Finding]:
    return list(list_findings(viewer=SYSTEM, on=on, code=code).rows)


def log(person: int, post: int, day: date, hours: str = "1") -> None:
    entry = NewTimeEntry(person, post, "office", "meeting", day, Decimal(hours))
    log_time(entries=[entry], actor=SYSTEM)


def plan(chapter: int, person: int, post: int, start: datetime, hours: int = 2) -> None:
    activity = NewActivity(
        chapter, "meeting", f"Họp {start:%d %H}", "Meeting", start,
        start + timedelta(hours=hours), Decimal(hours), [(person, post, Decimal(hours))],
    )  # fmt: skip
    plan_activities(activities=[activity], actor=SYSTEM, allow_clashes=True)


def test_every_text_is_filled_by_the_finding_that_uses_it(world: World, unit: int) -> None:
    chapter = world.chapter(unit)
    world.members(chapter, 25)
    person, _, office = world.dual(unit, chapter)
    log(person, office, date(2026, 6, 3), "24")
    log(person, office, date(2026, 6, 4), "24")
    for finding in list_findings(viewer=SYSTEM, on=LAST).rows:
        for text in (finding.title, finding.evidence, finding.remedy):
            fields = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert fields <= set(finding.params)
    assert {text.severity.value for text in FINDING_TEXTS.values()} == {
        "serious", "warning", "notice",
    }  # fmt: skip


def test_release_exceeded_shows_both_hours(world: World, unit: int) -> None:
    chapter = world.chapter(unit)
    world.members(chapter, 25)
    person, _, office = world.dual(unit, chapter)
    log(person, office, date(2026, 6, 3), "24")
    assert found("release_exceeded") == []
    log(person, office, date(2026, 6, 4), "24")
    (finding,) = found("release_exceeded")
    assert finding.params == {"office": 48.0, "release": 35.2}
    assert finding.person is not None
    assert finding.person.id == person


def test_release_hardly_used_needs_three_months(world: World, unit: int) -> None:
    chapter = world.chapter(unit)
    world.members(chapter, 25)
    person, _, office = world.dual(unit, chapter)
    for day in (date(2026, 4, 10), date(2026, 5, 12), date(2026, 6, 11)):
        log(person, office, day, "2")
    (finding,) = found("release_unused")
    assert finding.params == {"first": "6%", "second": "6%", "third": "6%"}
    log(person, office, date(2026, 4, 13), "20")
    assert found("release_unused") == []


def test_office_without_a_rule_is_found_once_an_office(world: World, unit: int) -> None:
    chapter = world.chapter(unit, "women_branch")
    person, _, office = world.dual(unit, chapter, "branch_head")
    log(person, office, date(2026, 6, 3), "3")
    (finding,) = found("no_rule")
    assert finding.params == {"office": 3.0}
    assert (finding.post.id, finding.organization.id) == (office, chapter)  # type: ignore[union-attr]


@pytest.mark.parametrize(("days", "count"), [(30, 0), (31, 1)])
def test_mandatory_seat_vacant_more_than_30_days(
    world: World, unit: int, days: int, count: int
) -> None:
    left = LAST - timedelta(days=days)
    chapter = world.chapter(unit)
    seat = world.post(chapter, "secretary", "office", is_mandatory=True)
    person, _ = world.officer(unit)
    world.appoint(person, seat, end=left)
    findings = found("seat_vacant")
    assert len(findings) == count
    if findings:
        assert findings[0].params == {
            "seats": 1, "vacant": 1, "days": days, "since": left.isoformat(),
        }  # fmt: skip
        assert findings[0].unit.id == unit


def test_seat_that_was_never_held_is_vacant_since_it_was_made(world: World, unit: int) -> None:
    world.post(unit, "chief", is_mandatory=True, start=date(2026, 5, 1))
    assert found("seat_vacant")[0].params["since"] == "2026-05-01"


def test_term_over_without_successor(world: World, unit: int) -> None:
    chapter = world.chapter(unit)

    def term(label: str, start: date, planned_end: date, end: date | None) -> None:
        Term.objects.create(
            organization_id=chapter,
            label=label,
            planned=DateRange(start, planned_end),
            valid=DateRange(start, end),
            recorded=DateTimeTZRange(world.known_since, None),
            decision=world.decision,
        )

    term("2024-2026", date(2024, 1, 1), date(2026, 6, 1), date(2026, 6, 30))
    (finding,) = found("term_over")
    assert finding.params == {"label": "2024-2026", "ended": "2026-06-01"}
    assert found("term_over", date(2026, 5, 31)) == []
    term("2026-2031", date(2026, 6, 30), date(2031, 6, 30), None)
    assert found("term_over") == []


@pytest.mark.parametrize(("born", "count"), [(date(1990, 6, 30), 1), (date(1990, 7, 1), 0)])
def test_officer_past_the_age_limit(world: World, unit: int, born: date, count: int) -> None:
    chapter = world.chapter(unit, "youth_grassroots")
    person = world.person(born=born)
    world.appoint(person, world.post(unit, "officer"), share=100)
    world.appoint(person, world.post(chapter, "secretary", "office"))
    findings = found("over_age")
    assert len(findings) == count
    if findings:
        assert findings[0].params == {"age": 36, "limit": 35, "letter": "S"}


@pytest.mark.parametrize(("members", "count"), [(2, 1), (3, 0)])
def test_branch_needs_three_members(world: World, unit: int, members: int, count: int) -> None:
    world.members(world.chapter(unit, "youth_branch"), members)
    assert len(found("branch_too_small")) == count


def test_two_activities_at_once_and_one_on_leave(world: World, unit: int) -> None:
    chapter = world.chapter(unit)
    person, _, office = world.dual(unit, chapter)
    morning = datetime(2026, 6, 10, 8, tzinfo=LOCAL_ZONE)
    plan(chapter, person, office, morning)
    plan(chapter, person, office, morning + timedelta(hours=2))
    assert found("two_at_once") == []
    plan(chapter, person, office, morning + timedelta(hours=3))
    (clash,) = found("two_at_once")
    assert clash.params["day"] == "2026-06-10"
    assert found("activity_on_leave") == []
    rest = NewLeave(person, "annual", date(2026, 6, 20), date(2026, 6, 23))
    grant_leave(leaves=[rest], actor=SYSTEM)
    plan(chapter, person, office, datetime(2026, 6, 22, 8, tzinfo=LOCAL_ZONE))
    (away,) = found("activity_on_leave")
    assert away.params["day"] == "2026-06-22"


def test_third_office_is_one_too_many(world: World, unit: int) -> None:
    person, _, _ = world.dual(unit, world.chapter(unit))
    world.appoint(person, world.post(world.chapter(unit), "committee_member", "office"))
    assert found("too_many_offices") == []
    outside = world.chapter(unit, "external_body")
    world.appoint(person, world.post(outside, "committee_member", "external"))
    (finding,) = found("too_many_offices")
    assert finding.params == {"offices": 3, "limit": 2, "letter": "E"}


@pytest.mark.parametrize(("day", "count"), [(date(2026, 6, 16), 1), (date(2026, 6, 17), 0)])
def test_hours_not_logged_for_14_days(world: World, unit: int, day: date, count: int) -> None:
    person, _, office = world.dual(unit, world.chapter(unit))
    log(person, office, day)
    findings = found("not_logged")
    assert len(findings) == count
    if findings:
        assert findings[0].params == {"first": "2026-06-17", "last": "2026-06-30"}


def test_new_officer_is_not_asked_for_hours_before_the_office(world: World, unit: int) -> None:
    person, _ = world.officer(unit)
    office = world.post(world.chapter(unit), "secretary", "office")
    world.appoint(person, office, date(2026, 6, 25))
    assert found("not_logged") == []


def test_pages_of_findings_join_to_the_whole_and_counts_agree(world: World, unit: int) -> None:
    chapter = world.chapter(unit, "women_branch")
    for _ in range(5):
        world.dual(unit, chapter, "branch_head")
    whole = list_findings(viewer=SYSTEM, on=LAST, limit=1000)
    pieces: list[Finding] = []
    after = None
    while True:
        page = list_findings(viewer=SYSTEM, on=LAST, after=after, limit=3)
        pieces += page.rows
        after = page.after
        if after is None:
            break
    assert pieces == list(whole.rows)
    assert whole.total == len(whole.rows) == 10
    assert load_picture(viewer=SYSTEM, on=LAST).totals.findings == whole.total
    assert sum(whole.by_code.values()) == sum(whole.by_severity.values()) == whole.total


@pytest.mark.parametrize("asked", [{"severity": "awful"}, {"code": "nothing"}])
def test_unknown_filter_lists_the_known_ones(db: None, asked: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="Use one of"):
        list_findings(viewer=SYSTEM, on=LAST, **asked)  # type: ignore[arg-type]  # one filter
