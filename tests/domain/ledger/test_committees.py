"""Committees below their quorum: the finding, the figures, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from kiem.domain.ledger.queries import (
    Explanation,
    Finding,
    explain_figure,
    figure_unit,
    list_findings,
)
from kiem.domain.register.models import Appointment, Decision
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput, NotFound
from kiem.platform.kernel.temporal import close_recorded, recorded_from
from tests.factories.ledger_world import BEGINNING, KNOWN_SINCE, World

LAST = date(2026, 6, 30)
GONE = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(datetime(2026, 7, 5, 9, tzinfo=UTC)):
        yield


class Committees:
    """A youth branch with three seats in U1, and one with two in U2, both in a line of the city's;
    two of the three left on 15 June by a decision."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.one, self.two = world.unit("U1"), world.unit("U2")
        self.top = world.chapter(world.city, "youth_grassroots")
        self.weak = world.chapter(self.one, higher=self.top)
        self.sound = world.chapter(self.two, higher=self.top)
        self.order = Decision.objects.create(
            issuer_id=world.city,
            number="12/QĐ",
            signed_on=date(2026, 6, 10),
            kind="personnel",
            title_vi="Điều động",
            recorded_at=KNOWN_SINCE,
            recorded_by="tests",
        )
        self.people = [
            self.officer(self.one, self.weak, role, end)
            for role, end in (
                ("secretary", None),
                ("deputy_secretary", GONE),
                ("committee_member", GONE),
            )
        ]
        for role in ("secretary", "deputy_secretary"):
            self.officer(self.two, self.sound, role, None)

    def officer(self, unit: int, chapter: int, role: str, end: date | None) -> int:
        person, _line = self.world.officer(unit)
        Appointment.objects.create(
            person_id=person,
            post_id=self.world.post(chapter, role, "office"),
            mode="elected",
            share_percent=0,
            valid=DateRange(BEGINNING, end, "[)"),
            recorded=recorded_from(KNOWN_SINCE),
            decision=self.world.decision,
            ended_by=None if end is None else self.order,
        )
        return person


@pytest.fixture
def committees(world: World) -> Committees:
    return Committees(world)


def found(viewer: Viewer = SYSTEM, on: date = LAST) -> list[Finding]:
    return list(list_findings(viewer=viewer, on=on, code="committee_below_quorum").rows)


def explain(
    subject: str, figure: str, on: date = LAST, viewer: Viewer = SYSTEM,
    known_at: datetime | None = None,
) -> Explanation:  # fmt: skip
    return explain_figure(viewer=viewer, subject=subject, figure=figure, on=on, known_at=known_at)


def of_unit(unit: int, *more: Permission) -> Viewer:
    grants = {Grant(p, f"unit:{unit}") for p in (Permission.VIEW_LOAD, *more)}
    return Viewer("Chỉ huy", user_id=1, grants=frozenset(grants))


def test_committee_that_cannot_decide_is_found_with_what_is_needed(committees: Committees) -> None:
    (finding,) = found()
    assert finding.params == {
        "held": 1, "seats": 3, "needed": 2, "since": GONE.isoformat(), "letter": "E",
    }  # fmt: skip
    assert finding.unit.id == committees.one
    assert finding.organization is not None
    assert finding.organization.id == committees.weak
    assert finding.severity == "serious"


@pytest.mark.parametrize(("day", "count"), [(date(2026, 6, 14), 0), (GONE, 1)])
def test_committee_is_weak_from_the_day_the_seats_are_free(
    committees: Committees, day: date, count: int
) -> None:
    assert len(found(on=day)) == count
    assert explain("all", "committees_below_quorum", day).value == count


def test_half_of_the_seats_is_not_more_than_half(world: World) -> None:
    unit = world.unit("U1")
    chapter = world.chapter(unit)
    world.dual(unit, chapter)
    world.post(chapter, "deputy_secretary", "office", start=date(2026, 2, 1))
    (finding,) = found()
    assert (finding.params["held"], finding.params["needed"]) == (1, 2)
    # It never had two: it counts from its first office.
    assert finding.params["since"] == "2024-01-01"


def test_head_of_a_group_alone_is_no_committee(world: World) -> None:
    unit = world.unit("U1")
    world.post(world.chapter(unit, "women_branch"), "branch_head", "office")
    assert found() == []
    assert explain("all", "committees").value == 0


def test_finding_is_for_whoever_may_see_the_unit(committees: Committees) -> None:
    assert len(found(of_unit(committees.one))) == 1
    assert found(of_unit(committees.two)) == []
    own = Viewer("Bí thư", grants=frozenset({
        Grant(Permission.VIEW_LOAD, f"person:{committees.people[0]}")
    }))  # fmt: skip
    assert found(own) == []
    assert explain("all", "committees", viewer=own).value == 0


def test_figures_count_committees_of_units_and_lines(committees: Committees) -> None:
    assert explain("all", "committees").value == 2
    whole = explain("all", "committees_below_quorum")
    assert [(part.subject, part.value) for part in whole.inputs] == [(f"unit:{committees.one}", 1)]
    assert whole.letter == "E"
    unit = explain(f"unit:{committees.one}", "committees_below_quorum")
    assert [(p.subject, p.figure, p.value) for p in unit.inputs] == [
        (f"organization:{committees.weak}", "seats_held", 1)
    ]
    assert explain(f"unit:{committees.two}", "committees_below_quorum").value == 0
    line = explain(f"organization:{committees.top}", "committees_below_quorum")
    assert (line.value, len(line.inputs)) == (1, 1)
    assert explain(f"organization:{committees.top}", "committees").value == 2


def test_seats_held_say_who_sits_and_who_left_by_which_decision(committees: Committees) -> None:
    told = explain(f"organization:{committees.weak}", "seats_held")
    assert {part.figure: part.value for part in told.inputs} == {"seats": 3, "seats_needed": 2}
    assert told.value == 1
    assert [part.letter for part in told.inputs] == [None, "E"]
    sits, *left = told.records
    assert (sits.kind, sits.decision_id) == ("appointment", None)
    assert [(r.kind, r.until, r.decision_id) for r in left] == [
        ("left", GONE, committees.order.pk),
        ("left", GONE, committees.order.pk),
    ]
    assert all(" · Nguyễn Văn " in r.label_vi and "12/QĐ" in r.label_vi for r in left)


def test_names_on_a_committee_are_for_whoever_may_see_offices(committees: Committees) -> None:
    subject = f"organization:{committees.weak}"
    told = explain(subject, "seats_held", viewer=of_unit(committees.one))
    assert [r.label_vi for r in told.records] == [
        "secretary", "deputy_secretary · 12/QĐ", "committee_member · 12/QĐ",
    ]  # fmt: skip
    viewer = of_unit(committees.one, Permission.VIEW_OFFICES)
    assert "Nguyễn" in explain(subject, "seats_held", viewer=viewer).records[0].label_vi


def test_organisation_outside_the_scope_does_not_exist(committees: Committees) -> None:
    with pytest.raises(NotFound):
        explain(f"organization:{committees.weak}", "seats_held", viewer=of_unit(committees.two))


def test_figure_with_earlier_knowledge_stays_after_a_correction(committees: Committees) -> None:
    """In July it turns out that one of the two did not leave: what was known in June stays."""
    (row,) = Appointment.objects.filter(person_id=committees.people[1], post__kind="office")
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    close_recorded(Appointment, [row.pk], moment)
    row.pk, row.valid, row.ended_by_id = None, DateRange(row.valid.lower, None, "[)"), None
    row.recorded = recorded_from(moment)
    row.save(force_insert=True)
    then = datetime(2026, 6, 30, 12, tzinfo=UTC)
    assert explain("all", "committees_below_quorum").value == 0
    assert explain("all", "committees_below_quorum", known_at=then).value == 1
    held = explain(f"organization:{committees.weak}", "seats_held", known_at=then)
    assert (held.value, len(held.records)) == (1, 3)


@pytest.mark.parametrize(
    ("subject", "figure"),
    [("unit", "seats_held"), ("organization", "load"), ("group", "seats_held"), ("all", "seats")],
)
def test_figure_that_a_subject_does_not_have_is_refused(
    world: World, subject: str, figure: str
) -> None:
    unit = world.unit("U1")
    group = world.chapter(unit, "women_branch")
    subjects = {"unit": f"unit:{unit}", "organization": f"organization:{group}", "all": "all",
                "group": f"organization:{group}"}  # fmt: skip
    with pytest.raises(InvalidInput):
        explain(subjects[subject], figure)


def test_units_of_figures_of_committees() -> None:
    units = [figure_unit(name) for name in ("committees", "committees_below_quorum", "seats_held")]
    assert units == ["committees", "committees", "seats"]
