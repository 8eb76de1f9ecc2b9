"""The consolidated report: each figure is what its records add up to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from kiem.domain.register.actions import (
    MembershipEnd,
    NewMembership,
    admit_members,
    end_memberships,
    found_organizations,
)
from kiem.domain.returns.actions import receive_return
from kiem.domain.returns.queries.figures import FigureRecord, figure_records, total_records
from kiem.domain.returns.queries.periods import parse_period, periods_around
from kiem.domain.returns.queries.report import FIGURES, Figures, consolidated_report
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden, InvalidInput, NotFound
from kiem.time.month import Month
from tests.domain.returns.conftest import MONTH, Chapter
from tests.factories.register import organization

FEBRUARY = parse_period("2025-02")


def returned(chapter: Chapter) -> None:
    form = chapter.form()
    form.add(
        "members", staff_number="00005", full_name="Nguyễn Văn Giang", change="in",
        day=date(2025, 2, 3), organization="A-Y",
    )  # fmt: skip
    form.add(
        "members", staff_number="00002", full_name="Nguyễn Văn Bình", change="out",
        day=date(2025, 2, 15), organization="A-Y",
    )  # fmt: skip
    form.set("activities", 5, turnout=21)
    form.add(
        "activities", title_vi="Hiến máu", category="volunteering", first_day=date(2025, 2, 22),
        to=time(11), status="held", turnout=14, **{"from": time(8)},
    )  # fmt: skip
    line = "Chuyên môn · Cán bộ · Công an xã A"
    form.add("hours", staff_number="00001", post=line, category="duty", hours=150)
    received = receive_return(
        organization_id=chapter.id, month=MONTH, name="a.xlsx", content=form.saved(),
        actor=chapter.sender,
    )  # fmt: skip
    assert received.problems == ()


def test_report_adds_up_the_month(chapter: Chapter) -> None:
    returned(chapter)
    report = consolidated_report(viewer=chapter.officer, period=FEBRUARY)
    (row,) = report.rows
    assert row.figures == Figures(2, 1, 1, 2, 2, 35, 1, Decimal("2.00"), Decimal("150.00"), 1)
    assert report.totals == row.figures
    assert [(c.category, c.activities, c.turnout) for c in report.categories] == [
        ("meeting", 1, 21),
        ("volunteering", 1, 14),
    ]


@pytest.mark.parametrize("text", ["2025-02", "2025-Q1", "2025-H1", "2025"])
def test_every_figure_is_the_sum_of_its_records(chapter: Chapter, text: str) -> None:
    returned(chapter)
    period = parse_period(text)
    (row,) = consolidated_report(viewer=chapter.officer, period=period).rows
    for figure in FIGURES:
        found = figure_records(
            viewer=chapter.officer, organization_id=chapter.id, figure=figure, period=period
        )
        assert found.total == getattr(row.figures, figure), figure
    counted = row.figures
    assert counted.members_start + counted.members_in - counted.members_out == counted.members_end


@pytest.mark.parametrize("text", ["2025-02", "2025"])
def test_every_total_is_the_sum_of_its_records(chapter: Chapter, text: str) -> None:
    returned(chapter)
    period = parse_period(text)
    report = consolidated_report(viewer=SYSTEM, period=period)
    assert len(report.rows) == 2
    for figure in FIGURES:
        found = total_records(viewer=SYSTEM, figure=figure, period=period)
        assert found.total == sum(record.value for record in found.records), figure
        assert (found.total, found.count) == (
            getattr(report.totals, figure), len(found.records),
        ), figure  # fmt: skip
        assert set(found.names) == {row.id for row in report.rows}
        for row in report.rows:
            own = figure_records(
                viewer=SYSTEM, organization_id=row.id, figure=figure, period=period
            )
            mine = {record for record in found.records if record.chapter_id == row.id}
            assert mine == set(own.records), figure


def test_kind_of_activity_is_the_sum_of_its_records(chapter: Chapter) -> None:
    returned(chapter)
    report = consolidated_report(viewer=chapter.officer, period=FEBRUARY)
    figures = ("activities", "turnout", "office_hours")
    for category in report.categories:
        for figure in figures:
            found = total_records(
                viewer=chapter.officer, figure=figure, period=FEBRUARY, category=category.category
            )
            assert found.total == getattr(category, figure), (category, figure)
            assert {record.category for record in found.records} <= {category.category}
    assert [c.turnout for c in report.categories] == [21, 14]


def test_records_of_a_total_come_in_pages(chapter: Chapter) -> None:
    returned(chapter)
    for figure in FIGURES:
        whole = total_records(viewer=SYSTEM, figure=figure, period=FEBRUARY)
        paged: list[FigureRecord] = []
        after = None
        while True:
            page = total_records(
                viewer=SYSTEM, figure=figure, period=FEBRUARY, after=after, limit=1
            )
            assert (page.count, page.total) == (whole.count, whole.total)
            if not page.records:
                break
            paged += page.records
            after = page.places[-1]
        assert tuple(paged) == whole.records, figure


def test_total_ends_at_the_scope_and_the_line(chapter: Chapter) -> None:
    for viewer, head, chapters in (
        (SYSTEM, None, {chapter.id, chapter.sides.women_b}),
        (SYSTEM, chapter.sides.youth, {chapter.id}),
        (SYSTEM, chapter.sides.women, {chapter.sides.women_b}),
        (chapter.officer, None, {chapter.id}),
        (chapter.officer, chapter.sides.women, set()),
    ):
        found = total_records(viewer=viewer, figure="members_end", period=FEBRUARY, head_id=head)
        assert set(found.names) == chapters
        assert {record.chapter_id for record in found.records} <= chapters
    with pytest.raises(InvalidInput):
        total_records(viewer=SYSTEM, figure="age", period=FEBRUARY)


def test_employers_side_gets_the_records_of_a_total_without_names(chapter: Chapter) -> None:
    returned(chapter)
    for figure in ("members_start", "members_in", "members_out", "members_end"):
        found = total_records(viewer=chapter.commander, figure=figure, period=FEBRUARY)
        assert found.count >= 1
        assert not found.is_named
        assert {(r.name_vi, r.person_id, r.id, r.decision_id) for r in found.records} == {
            ("", None, 0, None)
        }
    hours = total_records(viewer=chapter.commander, figure="line_hours", period=FEBRUARY)
    assert [(r.name_vi, r.value) for r in hours.records] == [("Nguyễn Văn Ánh", Decimal("150.00"))]


def test_who_leaves_and_comes_back_the_same_day_never_moved(chapter: Chapter) -> None:
    binh, day = chapter.sides.people["Bình"], date(2025, 2, 10)
    end_memberships(
        decision_id=chapter.sides.decision, ends=[MembershipEnd(binh, chapter.id, day)],
        actor=SYSTEM,
    )  # fmt: skip
    admit_members(
        decision_id=chapter.sides.decision, members=[NewMembership(binh, chapter.id, day)],
        actor=SYSTEM,
    )  # fmt: skip
    (row,) = consolidated_report(viewer=chapter.officer, period=FEBRUARY).rows
    assert (row.figures.members_in, row.figures.members_out, row.figures.members_end) == (0, 0, 2)
    for figure in ("members_in", "members_out"):
        found = figure_records(
            viewer=chapter.officer, organization_id=chapter.id, figure=figure, period=FEBRUARY
        )
        assert found.records == ()


def test_move_between_branches_is_neither_in_nor_out(chapter: Chapter) -> None:
    (branch,) = found_organizations(
        decision_id=chapter.sides.decision,
        organizations=[
            organization(
                "A-Y1", category="member", type="youth_branch", parent_id=chapter.sides.a,
                higher_id=chapter.id,
            )
        ],
        actor=SYSTEM,
    )  # fmt: skip
    binh, day = chapter.sides.people["Bình"], date(2025, 2, 10)
    end_memberships(
        decision_id=chapter.sides.decision, ends=[MembershipEnd(binh, chapter.id, day)],
        actor=SYSTEM,
    )  # fmt: skip
    admit_members(
        decision_id=chapter.sides.decision, members=[NewMembership(binh, branch, day)], actor=SYSTEM
    )
    (row,) = consolidated_report(viewer=chapter.officer, period=FEBRUARY).rows
    assert (row.figures.members_in, row.figures.members_out, row.figures.members_end) == (0, 0, 2)
    for figure in ("members_in", "members_out"):
        found = figure_records(
            viewer=chapter.officer, organization_id=chapter.id, figure=figure, period=FEBRUARY
        )
        assert found.records == ()
    assert chapter.form().rows("members") == []


def test_employers_side_gets_figures_of_members_and_no_names(chapter: Chapter) -> None:
    returned(chapter)
    (row,) = consolidated_report(viewer=chapter.commander, period=FEBRUARY).rows
    assert row.figures.members_in == 1
    for figure in ("members_start", "members_in", "members_out", "members_end"):
        found = figure_records(
            viewer=chapter.commander, organization_id=chapter.id, figure=figure, period=FEBRUARY
        )
        assert not found.is_named
        assert {(r.name_vi, r.person_id, r.id, r.decision_id) for r in found.records} == {
            ("", None, 0, None)
        }
    own = figure_records(
        viewer=chapter.officer, organization_id=chapter.id, figure="members_in", period=FEBRUARY
    )
    assert [r.name_vi for r in own.records] == ["Nguyễn Văn Giang"]


def test_employers_side_reads_the_hours_of_officers(chapter: Chapter) -> None:
    returned(chapter)
    found = figure_records(
        viewer=chapter.commander, organization_id=chapter.id, figure="line_hours", period=FEBRUARY
    )
    assert [(r.name_vi, r.value) for r in found.records] == [("Nguyễn Văn Ánh", Decimal("150.00"))]


def test_report_ends_at_the_scope(chapter: Chapter) -> None:
    assert [r.id for r in consolidated_report(viewer=chapter.officer, period=FEBRUARY).rows] == [
        chapter.id
    ]
    everybody = consolidated_report(viewer=SYSTEM, period=FEBRUARY)
    assert {row.id for row in everybody.rows} == {chapter.id, chapter.sides.women_b}
    with pytest.raises(NotFound):
        figure_records(
            viewer=chapter.officer, organization_id=chapter.sides.women_b, figure="returns",
            period=FEBRUARY,
        )  # fmt: skip
    with pytest.raises(InvalidInput):
        figure_records(
            viewer=chapter.officer, organization_id=chapter.id, figure="age", period=FEBRUARY
        )


def test_report_needs_its_right(chapter: Chapter) -> None:
    from tests.domain.returns.conftest import viewer_with

    dual = viewer_with("anh", "dual_holder", f"person:{chapter.sides.people['Ánh']}")
    with pytest.raises(Forbidden):
        consolidated_report(viewer=dual, period=FEBRUARY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-02", Month(2025, 2), Month(2025, 2)),
        ("2025-Q1", Month(2025, 1), Month(2025, 3)),
        ("2025-H2", Month(2025, 7), Month(2025, 12)),
        ("2024", Month(2024, 1), Month(2024, 12)),
    ],
)
def test_periods_are_whole_months(text: str, first: Month, last: Month) -> None:
    period = parse_period(text)
    assert (period.first, period.last, str(period.text)) == (first, last, text)


@pytest.mark.parametrize("text", ["", "2025-13", "2025-Q5", "2025-H3", "1999-01", "2099-01", "x"])
def test_period_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_period(text)


def test_periods_around_a_month_grow() -> None:
    assert [p.text for p in periods_around(Month(2025, 8))] == [
        "2025-08", "2025-Q3", "2025-H2", "2025",
    ]  # fmt: skip


def test_periods_around_a_month_to_come_begin_with_the_present_one() -> None:
    with clock.travel(datetime(2026, 11, 22, tzinfo=UTC)):
        assert [p.text for p in periods_around(Month(2026, 12))] == [
            "2026-11", "2026-Q4", "2026-H2", "2026",
        ]  # fmt: skip
