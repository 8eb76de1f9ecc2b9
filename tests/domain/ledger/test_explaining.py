"""Explanations: values are the page's, records lead back, rules carry letter and source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kiem.domain.ledger.actions import NewLeave, NewTimeEntry, grant_leave, log_time
from kiem.domain.ledger.queries import Explanation, explain_figure, load_picture, person_load
from kiem.domain.ledger.queries.committee_explanation import COUNTS
from kiem.domain.ledger.queries.explanation import FIGURES
from kiem.domain.ledger.queries.person_explanation import EXPLAINERS
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput
from tests.factories.ledger_world import World

LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def person(world: World) -> int:
    unit = world.unit("U1")
    chapter = world.chapter(unit)
    world.members(chapter, 25)
    person, _, office = world.dual(unit, chapter)
    entries = [
        NewTimeEntry(person, office, "office", "meeting", date(2026, 6, day), Decimal("20.5"))
        for day in (3, 4)
    ]
    log_time(entries=entries, actor=SYSTEM)
    grant_leave(
        leaves=[NewLeave(person, "annual", date(2026, 6, 1), date(2026, 6, 2))], actor=SYSTEM
    )
    return person


def explain(subject: str, figure: str) -> Explanation:
    return explain_figure(viewer=SYSTEM, subject=subject, figure=figure, on=LAST)


def leaves(node: Explanation) -> list[Explanation]:
    return [node] if not node.inputs else [leaf for part in node.inputs for leaf in leaves(part)]


@pytest.mark.parametrize("figure", sorted(EXPLAINERS))
def test_figure_of_a_person_is_that_of_the_page(person: int, figure: str) -> None:
    (month,) = person_load(viewer=SYSTEM, person_id=person, on=LAST)
    explained = explain(f"person:{person}", figure)
    assert explained.value == getattr(month, figure)
    assert explained.formula
    assert explained.inputs or explained.records


@pytest.mark.parametrize("figure", sorted(set(FIGURES) - set(COUNTS)))
def test_figure_of_all_units_is_that_of_the_page_and_of_its_parts(person: int, figure: str) -> None:
    totals = load_picture(viewer=SYSTEM, on=LAST).totals.figures
    explained = explain("all", figure)
    if figure != "demand_hours":
        assert explained.value == getattr(totals, figure)
    if explained.unit != "ratio":
        parts = sum(Decimal(str(part.value)) for part in explained.inputs)
        assert parts == Decimal(str(explained.value))


def test_release_hours_open_to_rule_letter_and_source(person: int) -> None:
    (office,) = explain(f"person:{person}", "release_hours").inputs
    assert office.value == 33.6
    assert office.formula == "20 % x 168 h x 30/30"
    assert office.letter == "E"
    assert office.rule is not None
    assert office.rule.source_en == "An example value of Kiem's, not law"
    assert [record.kind for record in office.records] == ["appointment"]


def test_office_hours_open_to_their_entries(person: int) -> None:
    (post,) = explain(f"person:{person}", "office_hours").inputs
    entries = [record for record in post.records if record.kind == "time_entry"]
    assert [record.hours for record in entries] == [20.5, 20.5]
    assert post.value == sum(record.hours for record in entries if record.hours)


def test_available_hours_name_leave_and_calendar(person: int) -> None:
    explained = explain(f"person:{person}", "available_hours")
    assert explained.params == {"days": 22, "hours": "8"}
    assert {record.kind for record in explained.records} == {"service", "leave"}


def test_holidays_of_the_month_are_named(person: int) -> None:
    explained = explain_figure(
        viewer=SYSTEM, subject=f"person:{person}", figure="available_hours", on=date(2026, 4, 1)
    )
    names = [r.label_vi for r in explained.records if r.kind == "holiday"]
    assert "Ngày Chiến thắng" in names


def test_unit_opens_to_people_and_all_to_units(person: int) -> None:
    (unit,) = explain("all", "office_hours").inputs
    assert unit.subject.startswith("unit:")
    (part,) = explain(unit.subject, "office_hours").inputs
    assert (part.subject, part.value) == (f"person:{person}", 41.0)


@pytest.mark.parametrize(
    ("subject", "figure"), [("all", "beauty"), ("moon:1", "load"), ("unit:x", "load")]
)
def test_unknown_subject_or_figure_is_named(db: None, subject: str, figure: str) -> None:
    with pytest.raises(InvalidInput):
        explain(subject, figure)
