"""The sample in the database, up to December 2025: true at every stage, and every finding found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoDbBlocker
from tests.delivery.sample.conftest import MakeDatabase, using

from kiem.delivery.sample import units
from kiem.delivery.sample.chronicle import Chronicle
from kiem.delivery.sample.filling import play_story
from kiem.delivery.sample.planted import Planted
from kiem.delivery.sample.seeding import Seeder
from kiem.delivery.sample.stories import HANOI
from kiem.domain.continuity.queries import list_handovers
from kiem.domain.ledger.queries import (
    SheetState,
    list_findings,
    list_objections,
    load_picture,
    open_leave_requests,
    person_load,
    sheets_to_confirm,
    time_entries,
)
from kiem.domain.ledger.queries.verify import verify_ledger
from kiem.domain.register.queries.organizations import list_organizations
from kiem.domain.register.queries.units import count_units, list_units
from kiem.domain.register.queries.verify import verify_register
from kiem.domain.surveys.queries import SheetState as SurveySheet
from kiem.domain.surveys.queries import (
    Status,
    SurveyRow,
    compare_rounds,
    list_surveys,
    survey_board,
)
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.personas import list_personas
from kiem.platform.audit import verify_chain
from kiem.time.month import Month

UNTIL = date(2025, 12, 20)
CODES = {
    "activity on leave": "activity_on_leave",
    "branch under 3 members": "branch_too_small",
    "hours not logged for 14 days": "not_logged",
    "mandatory seat vacant over 30 days": "seat_vacant",
    "more offices than allowed": "too_many_offices",
    "no rule applies": "no_rule",
    "over the age limit": "over_age",
    "overloaded": "overloaded",
    "release exceeded": "release_exceeded",
    "term over without successor": "term_over",
    "two activities at once": "two_at_once",
    "under a quarter of the release used": "release_unused",
}
OF_A_WHOLE_MONTH = {"overloaded": date(2025, 11, 30), "release exceeded": date(2025, 11, 30)}


class Seeded:
    def __init__(self) -> None:
        migrate()
        self.lines: list[str] = []
        self.chronicle = Chronicle(UNTIL)
        self.steps, self.seeder = play_story(HANOI, self.chronicle, self.lines.append)


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def seeded(
    make_database: MakeDatabase, django_db_blocker: DjangoDbBlocker, django_db_setup: None
) -> Iterator[Seeded]:
    with using(make_database(), django_db_blocker):
        yield Seeded()


@pytest.mark.parametrize(
    ("day", "communes", "staff", "districts"),
    [
        (date(2025, 2, 15), 526, 8_490, 30),
        (date(2025, 2, 28), 526, 8_490, 30),
        (date(2025, 3, 1), 526, 11_164, 0),
        (date(2025, 6, 30), 526, 11_164, 0),
        (date(2025, 7, 1), 126, 11_164, 0),
        (date(2025, 10, 23), 126, 11_164, 0),
        (UNTIL, 126, 11_164, 0),
    ],
)
def test_units_and_staff_on_a_day_are_those_of_its_stage(
    seeded: Seeded, day: date, communes: int, staff: int, districts: int
) -> None:
    rows = list_units(viewer=SYSTEM, on=day, kind="commune", limit=None)
    assert (len(rows), sum(row.staff for row in rows)) == (communes, staff)
    assert len(list_units(viewer=SYSTEM, on=day, kind="district", limit=None)) == districts


def test_wards_and_communes_are_units_of_two_types(seeded: Seeded) -> None:
    for day, wards, communes in ((date(2025, 6, 30), 160, 366), (UNTIL, 51, 75)):
        counts = count_units(viewer=SYSTEM, on=day)
        assert (counts["ward_police"], counts["commune_police"]) == (wards, communes)


def test_staff_is_11164_at_the_end_of_every_month_since_the_merger(seeded: Seeded) -> None:
    for month in Month(2025, 7).through(Month(2025, 11)):
        day = date.fromordinal(month.end.toordinal() - 1)
        rows = list_units(viewer=SYSTEM, on=day, kind="commune", limit=None)
        assert sum(row.staff for row in rows) == 11_164, month


def test_filling_tells_of_the_reorganisations(seeded: Seeded) -> None:
    assert seeded.steps > 100
    assert "  2025-02-20  The 30 district police units end" in seeded.lines
    assert "  2025-06-20  526 commune-level police units become 126" in seeded.lines


def test_five_personas_can_be_entered(seeded: Seeded) -> None:
    roles = [persona.roles for persona in list_personas()]
    assert roles == [
        ("youth_officer",),
        ("unit_commander",),
        ("personnel",),
        ("dual_holder",),
        ("auditor",),
    ]


def test_register_and_audit_trail_are_without_a_fault(seeded: Seeded) -> None:
    assert [c for c in verify_register().checks if c.problems] == []
    report = verify_chain()
    assert report.first_broken is None
    assert report.rows > 100


def test_hours_are_in_every_state_a_superior_can_see(seeded: Seeded) -> None:
    november, october = Month(2025, 11), Month(2025, 10)
    rows = sheets_to_confirm(viewer=SYSTEM, month=november, state=None, limit=10_000)
    counts = Counter(row.state for row in rows if row.role_kind == "office")
    assert set(counts) == {SheetState.CONFIRMED, SheetState.WAITING, SheetState.ASKED}
    assert counts[SheetState.ASKED] == 1
    assert counts[SheetState.CONFIRMED] > 4 * counts[SheetState.WAITING] > 0
    objections = list_objections(viewer=SYSTEM, on=UNTIL)
    assert sorted(row.state for row in objections) == ["raised", "upheld"]
    assert {Month.of(row.day) for row in objections} == {october}
    assert len(open_leave_requests(viewer=SYSTEM, on=UNTIL)) == 1
    assert [check for check in verify_ledger() if check.problems] == []


def test_three_handovers_are_under_way(seeded: Seeded) -> None:
    begun = [h for h in list_handovers(viewer=SYSTEM, on=UNTIL) if h.given]
    assert len(begun) == 3
    assert [h.is_complete for h in begun] == [True, False, False]
    assert [(h.given, h.taken) for h in begun[1:]] == [(3, 1), (1, 0)]


def test_trade_union_chapters_end_in_mid_2025(seeded: Seeded) -> None:
    def chapters(day: date) -> int:
        found = list_organizations(viewer=SYSTEM, on=day, limit=None)
        return sum(row.family == "trade_union" for row in found)

    assert chapters(date(2025, 6, 30)) == 31
    assert chapters(date(2025, 7, 1)) == 0


def test_release_hours_by_law_exist_only_until_mid_2025(seeded: Seeded) -> None:
    spring = load_picture(viewer=SYSTEM, on=date(2025, 4, 15), kind="commune").totals.figures
    autumn = load_picture(viewer=SYSTEM, on=date(2025, 10, 23), kind="commune").totals.figures
    assert spring.release_hours_by_letter["C"] > 1_000
    assert set(autumn.release_hours_by_letter) == {"E"}
    assert autumn.unregulated_offices > 252


def test_load_picture_of_october_2025_has_all_three_statuses(seeded: Seeded) -> None:
    picture = load_picture(viewer=SYSTEM, on=date(2025, 10, 23), kind="commune")
    figures = picture.totals.figures
    assert (picture.totals.units, picture.totals.staff) == (126, 11_164)
    assert 0.08 < figures.dual_holders / 11_164 < 0.11
    assert figures.within > figures.strained > figures.overloaded > 0


@pytest.mark.parametrize("kind", sorted(CODES))
def test_planted_finding_is_found(seeded: Seeded, kind: str) -> None:
    planted = [p for p in seeded.chronicle.planter.planted if p.kind == kind]
    assert planted
    page = list_findings(
        viewer=SYSTEM,
        on=OF_A_WHOLE_MONTH.get(kind, UNTIL),
        code=CODES[kind],
        kind="commune",
        limit=100_000,
    )
    found = {(row.unit.id, row.person.id if row.person else None) for row in page.rows}
    missing = [p for p in planted if not _is_found(p, found, seeded.seeder)]
    assert missing == []


def _is_found(planted: Planted, found: set[tuple[int, int | None]], seeder: Seeder) -> bool:
    unit = seeder.organizations[units.new_key(planted.code)]
    if planted.person is None:
        return any(unit == found_unit for found_unit, _ in found)
    return (unit, seeder.people[planted.person]) in found


def test_late_correction_shows_at_known_at_and_leaves_the_closed_month(seeded: Seeded) -> None:
    (planted,) = (
        p
        for p in seeded.chronicle.planter.planted
        if p.kind == "corrected after the month was closed"
    )
    assert planted.person is not None
    person = seeded.seeder.people[planted.person]
    before = datetime(2025, 11, 1, tzinfo=UTC)  # closed in October, corrected on 5 November
    assert logged_in_september(person, None) - logged_in_september(person, before) == 2.5
    assert closed_september(person, None) == logged_in_september(person, before)
    assert closed_september(person, before) == logged_in_september(person, before)


def logged_in_september(person_id: int, known_at: datetime | None) -> float:
    entries = time_entries(
        viewer=SYSTEM, person_id=person_id, month=Month(2025, 9), on=UNTIL, known_at=known_at
    )
    return sum(float(entry.hours) for entry in entries if entry.role_kind == "office")


def closed_september(person_id: int, known_at: datetime | None) -> float:
    (month,) = person_load(
        viewer=SYSTEM, person_id=person_id, on=date(2025, 9, 30), known_at=known_at
    )
    return month.office_hours


def surveys_by_title(day: date) -> dict[str, SurveyRow]:
    rows = list_surveys(viewer=SYSTEM, on=day)
    return {row.title_en.removesuffix(" (sample data)"): row for row in rows}


def test_survey_before_the_forum_is_closed_and_takes_no_late_sheet(seeded: Seeded) -> None:
    row = surveys_by_title(UNTIL)["Survey of activities in the 126 chapters"]
    assert (row.status, row.asked, row.answered) == (Status.CLOSED, 126, 119)
    board = survey_board(viewer=SYSTEM, survey_id=row.id, on=UNTIL)
    states = {state.value: count for state, count in board.counts.items()}
    assert states == {"waiting": 5, "draft": 2, "reopened": 0, "sent": 119}
    before = survey_board(viewer=SYSTEM, survey_id=row.id, on=date(2025, 9, 25))
    assert before.counts[SurveySheet.SENT] == 119  # two of them opened again that day
    assert all(each.person_id for each in before.rows if each.state == SurveySheet.SENT)


def test_second_round_is_compared_with_the_one_before_the_forum(seeded: Seeded) -> None:
    row = surveys_by_title(UNTIL)["Second round after the forum, 42 chapters"]
    assert (row.status, row.asked, row.answered) == (Status.OPEN, 42, 39)
    found = compare_rounds(viewer=SYSTEM, survey_id=row.id, on=UNTIL)
    assert found.before.sheets == 119
    assert found.in_both is not None
    assert 35 <= found.in_both <= 39
    assert [q.key for q in found.now.survey.questions][-1] == "training"  # the new version's
    shares = [item.now for item in found.items if item.question.key == "model"]
    assert all(share is not None and 20 < share < 50 for share in shares)  # they do not all agree
