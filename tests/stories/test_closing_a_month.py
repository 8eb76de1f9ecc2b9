"""Close the month of 126 units, three late, one with a broken file - without a phone call."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pypdf
import pytest
from django.contrib.auth import get_user_model
from python_calamine import CalamineWorkbook

from kiem.delivery.web.reportfiles import Links, report_pdf, report_xlsx
from kiem.domain.ledger import actions as ledger
from kiem.domain.ledger.queries import closed_months
from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    found_issuer,
    found_organizations,
    load_catalogue,
    register_people,
)
from kiem.domain.returns.actions import receive_return, remind_missing
from kiem.domain.returns.actions.receiving import Received
from kiem.domain.returns.queries.board import (
    Board,
    ReturnState,
    missing_returns,
    returns_board,
)
from kiem.domain.returns.queries.figures import figure_records
from kiem.domain.returns.queries.forms import make_form
from kiem.domain.returns.queries.periods import parse_period
from kiem.domain.returns.queries.report import consolidated_report
from kiem.platform.access import SYSTEM, Viewer, grant_access, viewer_for
from kiem.platform.accounts import create_account
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.notices import inbox
from kiem.time.month import Month
from tests.factories.register import START, organization, person, post
from tests.factories.return_forms import Form

UNITS = 126
FEBRUARY = Month(2025, 2)


@dataclass(frozen=True)
class City:
    """126 units, each with a chapter, its secretary and one meeting in February."""

    units: list[int]
    chapters: list[int]
    people: list[int]
    offices: list[int]
    youth: int
    officer: Viewer

    def secretary(self, number: int) -> Viewer:
        """Whoever holds the secretary's office: the right follows the post, not the account."""
        user_id = create_account(
            username=f"secretary-{number}",
            display_name=f"Bí thư {number}",
            password=None,
            person_id=self.people[number],
            actor=SYSTEM,
        )
        grant_access(
            principal=f"post:{self.offices[number]}",
            role="chapter_secretary",
            scope=f"line:{self.chapters[number]}",
            valid_from=START,
            actor=SYSTEM,
        )
        return viewer_for(get_user_model()._default_manager.get(pk=user_id))


@pytest.fixture
def city(db: None) -> City:
    with clock.travel(datetime(2025, 1, 1, 8, tzinfo=LOCAL_ZONE)):
        load_catalogue()
        top, decision = found_issuer(
            organization=organization("HN", type="city_police"),
            number="01/QĐ", signed_on=START, title_vi="Mở sổ", title_en="Open", actor=SYSTEM,
        )  # fmt: skip
        codes = [f"U{number:03d}" for number in range(UNITS)]
        units = found_organizations(
            decision_id=decision,
            organizations=[organization(code, parent_id=top) for code in codes],
            actor=SYSTEM,
        )
        (youth,) = found_organizations(
            decision_id=decision,
            organizations=[
                organization("HN-Y", category="member", type="youth_city", parent_id=top)
            ],
            actor=SYSTEM,
        )
        chapters = found_organizations(
            decision_id=decision,
            organizations=[
                organization(
                    f"{code}-Y", category="member", type="youth_grassroots", parent_id=unit,
                    higher_id=youth,
                )
                for code, unit in zip(codes, units, strict=True)
            ],
            actor=SYSTEM,
        )  # fmt: skip
        lines = create_posts(
            decision_id=decision, posts=[post(unit) for unit in units], actor=SYSTEM
        )
        offices = create_posts(
            decision_id=decision,
            posts=[
                post(c, kind="office", role="secretary", title_vi="Bí thư", is_mandatory=True)
                for c in chapters
            ],
            actor=SYSTEM,
        )
        people = register_people(
            decision_id=decision,
            people=[person(number) for number in range(1, UNITS + 1)],
            actor=SYSTEM,
        )
        appoint(
            decision_id=decision,
            appointments=[
                *(
                    NewAppointment(holder, line, START, "appointed", 100)
                    for holder, line in zip(people, lines, strict=True)
                ),
                *(
                    NewAppointment(holder, office, START, "elected", 0)
                    for holder, office in zip(people, offices, strict=True)
                ),
            ],
            actor=SYSTEM,
        )
        admit_members(
            decision_id=decision,
            members=[NewMembership(p, c, START) for p, c in zip(people, chapters, strict=True)],
            actor=SYSTEM,
        )
        user_id = create_account(
            username="officer", display_name="Thành Đoàn", password=None, actor=SYSTEM
        )
        grant_access(
            principal=f"user:{user_id}", role="youth_officer", scope=f"line:{youth}",
            valid_from=START, actor=SYSTEM,
        )  # fmt: skip
    with clock.travel(datetime(2025, 2, 20, 8, tzinfo=LOCAL_ZONE)):
        _meet(chapters, people, offices)
        officer = viewer_for(get_user_model()._default_manager.get(pk=user_id))
    return City(units, chapters, people, offices, youth, officer)


def _meet(chapters: list[int], people: list[int], offices: list[int]) -> None:
    starts, ends = (datetime(2025, 2, 14, hour, tzinfo=LOCAL_ZONE) for hour in (14, 16))
    ids = ledger.plan_activities(
        activities=[
            ledger.NewActivity(
                chapter, "meeting", "Sinh hoạt", "Meeting", starts, ends, Decimal(2),
                [(p, o, Decimal(2))],
            )
            for chapter, p, o in zip(chapters, people, offices, strict=True)
        ],
        actor=SYSTEM,
    )  # fmt: skip
    ledger.log_time(
        entries=[
            ledger.NewTimeEntry(p, o, "office", "meeting", date(2025, 2, 14), Decimal(2), activity)
            for p, o, activity in zip(people, offices, ids, strict=True)
        ],
        actor=SYSTEM,
    )


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=LOCAL_ZONE)


def form_of(city: City, number: int, sender: Viewer = SYSTEM) -> Form:
    made = make_form(
        viewer=sender, organization_id=city.chapters[number], month=FEBRUARY, language="vi"
    )
    form = Form(made.content)
    form.set("activities", 5, turnout=10 + number % 5, result="Đã thống nhất")
    return form


def send(city: City, number: int, form: Form, sender: Viewer = SYSTEM) -> Received:
    return receive_return(
        organization_id=city.chapters[number],
        month=FEBRUARY,
        name=f"{number}.xlsx",
        content=form.saved(),
        actor=sender,
    )


def board(city: City) -> Board:
    return returns_board(viewer=city.officer, month=FEBRUARY)


def test_month_of_126_units_is_closed_without_a_phone_call(city: City) -> None:
    broken, late = 7, (3, 50, 101)
    with clock.travel(at(3)):
        for number in range(UNITS):
            if number not in (broken, *late):
                assert send(city, number, form_of(city, number)).is_return

    # One secretary types 25 hours into a day and a colleague's number that does not exist.
    with clock.travel(at(4)):
        secretary = city.secretary(broken)
        form = form_of(city, broken, secretary)
        form.set("hours", 5, hours=25)
        form.add(
            "members", staff_number="99999", full_name="Ai Đó", change="in",
            day=date(2025, 2, 3), organization=f"U{broken:03d}-Y",
        )  # fmt: skip
        received = send(city, broken, form, secretary)
        assert [(p.sheet, p.row, p.column, p.code) for p in received.problems] == [
            ("members", 5, "staff_number", "person_unknown"),
            ("hours", 5, "hours", "hours_over_a_day"),
        ]
        assert board(city).by_state == {
            ReturnState.RECEIVED: 122, ReturnState.WITH_ERRORS: 1, ReturnState.NOT_BEGUN: 3,
        }  # fmt: skip

    # On the last day she corrects the same file; the officer reminds the three others.
    with clock.travel(at(5)):
        form.set("hours", 5, hours=2.5)
        form.empty("members", 5)
        assert send(city, broken, form, secretary).is_return
        assert remind_missing(head_id=city.youth, month=FEBRUARY, actor=city.officer) == 3
        (notice,) = inbox(viewer=Viewer("late", user_id=1, person_id=city.people[late[0]]))
        assert notice.code == "returns.missing"
    with clock.travel(at(6)):
        warned = missing_returns(viewer=city.officer, month=FEBRUARY, unit_ids=city.units)
        assert {row.unit_id for row in warned} == {city.units[number] for number in late}
        assert all(row.is_overdue for row in warned)
        for number in late:
            assert send(city, number, form_of(city, number)).is_return
        whole = board(city)
        assert whole.by_state == {ReturnState.RECEIVED: 123, ReturnState.LATE: 3}
        assert (whole.arrived, whole.overdue) == (UNITS, 0)

    # Nothing is missing: the month is closed, and the report made of it.
    with clock.travel(at(8)):
        assert missing_returns(viewer=city.officer, month=FEBRUARY, unit_ids=city.units) == ()
        ledger.close_month(organization_ids=city.units, month=FEBRUARY, actor=SYSTEM)
        (closed,) = closed_months(viewer=SYSTEM, unit_id=city.units[0], on=date(2025, 3, 8))
        assert closed.month == FEBRUARY
    tells_what_the_units_returned(city)


def tells_what_the_units_returned(city: City) -> None:
    """Every figure of the report is the sum of its records; Excel and PDF link to them."""
    period = parse_period("2025-02")
    report = consolidated_report(viewer=city.officer, period=period)
    totals = report.totals
    assert (totals.returns, totals.members_end, totals.activities) == (UNITS, UNITS, UNITS)
    assert totals.turnout == sum(10 + number % 5 for number in range(UNITS))
    assert totals.office_hours == Decimal(2 * UNITS) + Decimal("0.50")
    (row,) = [row for row in report.rows if row.id == city.chapters[7]]
    records = figure_records(
        viewer=city.officer, organization_id=row.id, figure="office_hours", period=period
    )
    assert [(r.day, r.value) for r in records.records] == [(date(2025, 2, 14), Decimal("2.50"))]

    def href(chapter: int, figure: str) -> str:
        return f"https://kiem.invalid/returns/chapters/{chapter}/{figure}/?period=2025-02"

    def total_href(figure: str, category: str) -> str:
        return f"https://kiem.invalid/returns/report/{figure}/?period=2025-02&category={category}"

    links_to = Links(href, total_href)
    book = report_xlsx(report, links_to, today=date(2025, 3, 8), is_invented=True)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + UNITS + 1
    assert rows[-1][-1] == float(UNITS)
    pdf = pypdf.PdfReader(
        io.BytesIO(report_pdf(report, links_to, today=date(2025, 3, 8), is_invented=True))
    )
    links = {
        annotation.get_object()["/A"]["/URI"]
        for page in pdf.pages
        for annotation in page.get("/Annots") or ()
        if "/A" in annotation.get_object()
    }
    assert href(city.chapters[7], "office_hours") in links
    assert {total_href("members_end", ""), total_href("turnout", "meeting")} <= links
