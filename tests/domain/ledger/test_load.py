"""The load of a dual holder: the worked example, exact values, and what must hold for all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.ledger.actions import (
    NewActivity,
    NewLeave,
    NewTimeEntry,
    assign_calendar,
    close_month,
    grant_leave,
    log_time,
    plan_activities,
    set_load_policy,
)
from kiem.domain.ledger.queries import (
    MonthState,
    PersonMonth,
    Status,
    explain_figure,
    list_findings,
    load_picture,
    person_load,
    population,
    unit_load_series,
    unit_people_load,
)
from kiem.domain.ledger.queries.slots import Case, make_slots
from kiem.platform.access import SYSTEM, Grant, Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.errors import NotFound
from kiem.time.calendar import WorkingCalendar
from kiem.time.month import Month
from tests.factories.ledger_world import World

JUNE = Month(2026, 6)
LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _in_july():  # type: ignore[no-untyped-def]  # a generator fixture
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


class June:
    """One unit in June 2026, in which the secretary has a day of leave: 21 working days."""

    def __init__(self, world: World, members: int = 25) -> None:
        self.world = world
        self.unit = world.unit("U1")
        self.chapter = world.chapter(self.unit)
        world.members(self.chapter, members)
        self.person, self.line, self.office = world.dual(self.unit, self.chapter)
        day_off = NewLeave(self.person, "annual", date(2026, 6, 1), date(2026, 6, 2))
        grant_leave(leaves=[day_off], actor=SYSTEM)

    def plan(self, hours: str, day: date = date(2026, 6, 15)) -> None:
        activity = NewActivity(
            self.chapter,
            "volunteering",
            "Chiến dịch hè",
            "Summer campaign",
            datetime(day.year, day.month, day.day, 7, tzinfo=LOCAL_ZONE),
            datetime(day.year, day.month, day.day + 2, 17, tzinfo=LOCAL_ZONE),
            Decimal(hours),
            [(self.person, self.office, Decimal(hours))],
        )
        plan_activities(activities=[activity], actor=SYSTEM)

    def log(
        self,
        hours: str,
        day: date,
        kind: str = "office",
        total: bool = False,
        late_reason: str = "",
    ) -> None:
        post = self.line if kind == "line" else self.office
        entry = NewTimeEntry(
            self.person, post, kind, "duty" if kind == "line" else "meeting", day,
            Decimal(hours), None, total,
        )  # fmt: skip
        log_time(entries=[entry], actor=SYSTEM, late_reason=late_reason)

    def load(self, on: date = LAST, **asked: object) -> PersonMonth:
        (month,) = person_load(viewer=SYSTEM, person_id=self.person, on=on, **asked)  # type: ignore[arg-type]
        return month


@pytest.fixture
def june(world: World) -> June:
    return June(world)


def test_worked_example_with_a_rule(june: June) -> None:
    june.plan("52")
    month = june.load()
    assert (month.available_hours, month.line_hours) == (168.0, 168.0)
    assert (month.office_hours, month.release_hours) == (52.0, 33.6)
    assert month.uncovered_hours == 18.4
    assert month.load == pytest.approx(186.4 / 168, abs=1e-12)
    assert month.status == Status.STRAINED
    assert month.offices[0].letters == ("E",)


def test_worked_example_where_no_rule_applies(world: World) -> None:
    june = June(world, members=5)
    june.plan("52")
    month = june.load()
    assert (month.release_hours, month.uncovered_hours) == (0.0, 52.0)
    assert month.load == pytest.approx(220 / 168, abs=1e-12)
    assert month.status == Status.OVERLOADED
    findings = list_findings(viewer=SYSTEM, on=LAST, person_id=june.person)
    assert {"overloaded", "no_rule"} <= set(findings.by_code)


def test_worked_example_closed_with_recorded_hours(june: June) -> None:
    june.log("175", LAST, "line", total=True)
    for day in range(2, 7):
        june.log("10", date(2026, 6, day))
    close_month(organization_ids=[june.unit], month=JUNE, actor=SYSTEM)
    month = june.load()
    assert month.month_state == MonthState.CLOSED
    assert (month.line_hours, month.line_is_recorded) == (175.0, True)
    assert month.office_hours == 50.0
    assert month.load == pytest.approx(225 / 168, abs=1e-12)


def test_recorded_line_hours_count_only_when_the_month_is_closed(june: June) -> None:
    june.log("175", LAST, "line", total=True)
    assert (june.load().line_hours, june.load().line_is_recorded) == (168.0, False)


def test_planned_hours_count_after_the_last_logged_day(june: June) -> None:
    june.plan("6", date(2026, 6, 9))  # three days of 2 hours: 9, 10 and 11 June
    june.log("1.5", date(2026, 6, 10))
    month = june.load()
    assert month.office_hours == 3.5  # 1.5 logged, 2 planned for the 11th
    assert (month.offices[0].logged_hours, month.offices[0].planned_hours) == (1.5, 2.0)


def test_office_held_for_part_of_the_month_gets_part_of_the_hours(world: World) -> None:
    june = June(world)
    person, _ = world.officer(june.unit)
    office = world.post(june.chapter, "deputy_secretary", "office")
    world.appoint(person, office, date(2026, 6, 16), date(2026, 7, 16))
    (month,) = person_load(viewer=SYSTEM, person_id=person, on=LAST)
    assert month.available_hours == 176.0
    assert month.release_hours == 8.8  # 10 % of 176 for 15 of 30 days
    assert month.offices[0].days_held == 15


def test_office_worth_part_of_the_employment_leaves_the_line_post_the_rest(world: World) -> None:
    unit = world.unit("U1")
    chapter = world.chapter(unit)
    world.members(chapter, 25)
    person = world.person(employment=50)
    world.appoint(person, world.post(unit, "officer"), share=60)
    world.appoint(person, world.post(chapter, "secretary", "office"), share=40)
    (month,) = person_load(viewer=SYSTEM, person_id=person, on=LAST)
    assert month.available_hours == 88.0
    assert month.line_hours == 52.8
    assert month.release_hours == 0.0  # the example rule is for concurrent offices only


def test_person_who_left_within_the_month_has_the_days_before(world: World) -> None:
    unit = world.unit("U1")
    end = date(2026, 6, 16)
    person = world.person(end=end)
    world.appoint(person, world.post(unit, "officer"), end=end, share=100)
    (month,) = person_load(viewer=SYSTEM, person_id=person, on=LAST)
    assert (month.available_hours, month.line_hours) == (88.0, 88.0)
    assert (month.load, month.is_dual) == (1.0, False)


def test_month_of_leave_has_no_available_hours(june: June) -> None:
    rest = NewLeave(june.person, "maternity", date(2026, 6, 2), date(2026, 7, 1))
    grant_leave(leaves=[rest], actor=SYSTEM)
    month = june.load()
    assert (month.available_hours, month.release_hours, month.load) == (0.0, 0.0, None)
    assert month.status == Status.WITHIN


def test_calendar_and_thresholds_come_from_the_nearest_unit_above(june: June) -> None:
    assign_calendar(
        organization_id=june.world.city,
        calendar=WorkingCalendar("1111110", 800, "VN"),
        valid_from=date(2026, 1, 1),
        actor=SYSTEM,
    )
    set_load_policy(
        organization_id=june.unit,
        strained_above_percent=Decimal(90),
        overloaded_above_percent=Decimal(95),
        valid_from=date(2026, 1, 1),
        actor=SYSTEM,
    )
    month = june.load()
    assert month.available_hours == 200.0  # 26 days less the day of leave
    assert month.status == Status.OVERLOADED


def test_trade_union_hours_carry_the_letter_of_law(world: World) -> None:
    unit = world.unit("U1")
    chapter = world.chapter(unit, "trade_union_grassroots")
    person, _, _ = world.dual(unit, chapter, "chair")
    (month,) = person_load(viewer=SYSTEM, person_id=person, on=date(2025, 6, 30))
    assert (month.release_hours, month.offices[0].letters) == (24.0, ("C",))
    assert month.offices[0].rule_ids == ("vn.trade_union.release.leader@2013-01-01",)


def test_late_entry_leaves_a_closed_month_alone(june: June) -> None:
    june.log("3", date(2026, 6, 10))
    close_month(organization_ids=[june.unit], month=JUNE, actor=SYSTEM)
    late = datetime(2026, 7, 8, 9, tzinfo=UTC)
    with clock.travel(late):
        june.log("4", date(2026, 6, 11), late_reason="sheet found late")
        assert june.load().office_hours == 3.0
        assert june.load(known_at=late).office_hours == 7.0
        assert june.load(known_at=datetime(2026, 7, 6, tzinfo=UTC)).office_hours == 3.0
        picture = load_picture(viewer=SYSTEM, on=LAST)
    assert picture.month_state == MonthState.CLOSED
    assert picture.totals.figures.office_hours == 3.0


@pytest.mark.parametrize("is_everybody", [True, False])
@pytest.mark.parametrize("few", [40, 0])
def test_units_with_knowledge_of_their_own_count_alike_whichever_way_they_are_read(
    june: June, monkeypatch: pytest.MonkeyPatch, few: int, is_everybody: bool
) -> None:
    other = june.world.unit("U2")
    both, _, _ = june.world.dual(other, june.world.chapter(other))
    june.world.officer(other)
    before = datetime(2020, 1, 1, tzinfo=UTC)  # nobody was known yet
    close_month(organization_ids=[june.unit], month=JUNE, known_at=before, actor=SYSTEM)
    slots = make_slots([(june.unit, JUNE, LAST), (other, JUNE, LAST)], None)
    monkeypatch.setattr(population, "FEW_UNITS", few)
    cases, staff = population.population(slots, is_everybody=is_everybody)
    assert cases == [Case(1, both)]
    assert staff == {1: 2}


def test_month_to_come_says_so(june: June) -> None:
    assert load_picture(viewer=SYSTEM, on=date(2026, 8, 1)).month_state == MonthState.TO_COME
    assert load_picture(viewer=SYSTEM, on=LAST).month_state == MonthState.RUNNING


def test_population_is_that_of_the_day_shown(world: World) -> None:
    unit = world.unit("U1")
    chapter = world.chapter(unit)
    leaves_on = date(2026, 6, 20)
    person, _ = world.officer(unit)
    office = world.post(chapter, "secretary", "office", end=leaves_on)
    world.appoint(person, office, end=leaves_on)
    world.officer(unit)
    (before,) = load_picture(viewer=SYSTEM, on=date(2026, 6, 19)).units
    (after,) = load_picture(viewer=SYSTEM, on=leaves_on).units
    assert (before.staff, before.dual_holders) == (2, 1)
    assert (after.staff, after.dual_holders) == (2, 0)


def test_external_seat_counts_and_party_office_does_not(world: World, settings: object) -> None:
    unit = world.unit("U1")
    outside = world.chapter(unit, "external_body")
    cell = world.chapter(unit, "party_cell")
    seated, _ = world.officer(unit)
    world.appoint(seated, world.post(outside, "committee_member", "external"))
    secretary, _ = world.officer(unit)
    world.appoint(secretary, world.post(cell, "party_secretary", "party"))
    assert [row.person_id for row in unit_people_load(viewer=SYSTEM, unit_id=unit, on=LAST)] == [
        seated
    ]
    settings.COUNT_PARTY_OFFICES = True  # type: ignore[attr-defined]
    assert len(unit_people_load(viewer=SYSTEM, unit_id=unit, on=LAST)) == 2


def test_headquarters_are_apart_unless_asked_for(june: June) -> None:
    assert [unit.unit_code for unit in load_picture(viewer=SYSTEM, on=LAST).units] == ["U1"]
    every = load_picture(viewer=SYSTEM, on=LAST, kind="all").units
    assert {unit.unit_code for unit in every} == {"HN", "U1"}
    below = load_picture(viewer=SYSTEM, on=LAST, unit_id=june.world.city).units
    assert {unit.unit_code for unit in below} == {"HN", "U1"}


def test_unit_sums_are_the_sums_of_its_people(june: June) -> None:
    june.plan("52")
    for _ in range(3):
        june.world.dual(june.unit, june.chapter, "committee_member")
    (unit,) = load_picture(viewer=SYSTEM, on=LAST).units
    people = unit_people_load(viewer=SYSTEM, unit_id=june.unit, on=LAST)
    for name in ("available_hours", "line_hours", "office_hours", "release_hours"):
        of_people = sum(Decimal(str(getattr(row.month, name))) for row in people)
        assert Decimal(str(getattr(unit, name))) == of_people
    assert sum(unit.release_hours_by_letter.values()) == unit.release_hours
    assert unit.within + unit.strained + unit.overloaded == unit.dual_holders == 4


def test_series_agrees_with_the_picture_of_each_month(june: June) -> None:
    june.log("3", date(2026, 6, 10))
    series = unit_load_series(viewer=SYSTEM, unit_id=june.unit, on=date(2026, 7, 4), months=24)
    assert len(series) == 24
    assert series[-2].month == JUNE
    (unit,) = load_picture(viewer=SYSTEM, on=LAST).units
    assert series[-2].figures == unit.figures
    assert series[0].figures.dual_holders == 1


def _queries(world: World, units: int) -> dict[str, int]:
    """Statements of each page with so many units, each with two dual holders."""
    made = []
    for number in range(units):
        unit = world.unit(f"Q{number}-{units}")
        chapter = world.chapter(unit)
        made.append((unit, world.dual(unit, chapter)[0]))
        world.dual(unit, chapter, "committee_member")
    unit, person = made[0]
    pages = {
        "picture": lambda: load_picture(viewer=SYSTEM, on=LAST),
        "findings": lambda: list_findings(viewer=SYSTEM, on=LAST),
        "people": lambda: unit_people_load(viewer=SYSTEM, unit_id=unit, on=LAST),
        "person": lambda: person_load(viewer=SYSTEM, person_id=person, on=LAST, months=24),
        "series": lambda: unit_load_series(viewer=SYSTEM, unit_id=unit, on=LAST, months=24),
        "one month": lambda: unit_load_series(viewer=SYSTEM, unit_id=unit, on=LAST, months=1),
        "explained": lambda: explain_figure(viewer=SYSTEM, subject="all", figure="load", on=LAST),
    }
    counts = {}
    for name, page in pages.items():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page()
        counts[name] = len(captured)
    return counts


def test_number_of_statements_does_not_depend_on_the_number_of_rows(world: World) -> None:
    few = _queries(world, 1)
    assert _queries(world, 30) == few
    assert few["series"] == few["one month"]


def viewer(scope: str, person_id: int | None = None) -> Viewer:
    return Viewer("v", 1, person_id, frozenset({Grant(Permission.VIEW_LOAD, scope)}))


def test_commander_sees_the_own_unit_only(june: June) -> None:
    other = june.world.unit("U2")
    stranger, _ = june.world.officer(other)
    commander = viewer(f"unit:{june.unit}")
    assert [unit.unit_code for unit in load_picture(viewer=commander, on=LAST).units] == ["U1"]
    with pytest.raises(NotFound):
        load_picture(viewer=commander, on=LAST, unit_id=other)
    with pytest.raises(NotFound):
        person_load(viewer=commander, person_id=stranger, on=LAST)
    with pytest.raises(NotFound):
        unit_people_load(viewer=commander, unit_id=other, on=LAST)
    with pytest.raises(NotFound):
        unit_load_series(viewer=commander, unit_id=other, on=LAST)
    with pytest.raises(NotFound):
        explain_figure(viewer=commander, subject=f"unit:{other}", figure="load", on=LAST)
    with pytest.raises(NotFound):
        explain_figure(viewer=commander, subject=f"person:{stranger}", figure="load", on=LAST)


def test_line_reaches_the_units_that_host_its_chapters(june: June) -> None:
    june.world.unit("U2")
    officer = viewer(f"line:{june.chapter}")
    assert [unit.unit_code for unit in load_picture(viewer=officer, on=LAST).units] == ["U1"]


def test_dual_holder_sees_only_the_own_hours(june: June) -> None:
    june.plan("52")
    june.world.dual(june.unit, june.chapter, "committee_member")
    me = viewer(f"person:{june.person}", june.person)
    (unit,) = load_picture(viewer=me, on=LAST).units
    assert (unit.dual_holders, unit.office_hours) == (1, 52.0)
    (row,) = unit_people_load(viewer=me, unit_id=june.unit, on=LAST)
    assert row.person_id == june.person
    findings = list_findings(viewer=me, on=LAST).rows
    assert {finding.person.id for finding in findings if finding.person} == {june.person}


def test_line_counts_the_findings_it_may_list_and_no_others(june: June) -> None:
    women = june.world.chapter(june.unit, "women_branch")
    june.world.dual(june.unit, women, "branch_head")
    officer = viewer(f"line:{june.chapter}")
    counted = load_picture(viewer=officer, on=LAST).totals.findings
    assert counted == list_findings(viewer=officer, on=LAST).total
    assert counted < load_picture(viewer=SYSTEM, on=LAST).totals.findings
