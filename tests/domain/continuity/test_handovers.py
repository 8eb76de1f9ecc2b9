"""Handovers: what is found, who may see and tick it, and that no side overwrites the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.continuity import matters
from kiem.domain.continuity.actions import Tick, tick_handover
from kiem.domain.continuity.matters import PAPERS, Matter, register_matters
from kiem.domain.continuity.models import HandoverMark
from kiem.domain.continuity.queries import Handover, handover_of, list_handovers
from kiem.domain.ledger.actions import (
    NewActivity,
    NewTimeEntry,
    Participant,
    log_time,
    plan_activities,
)
from kiem.domain.register.actions import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    end_appointments,
)
from kiem.domain.register.queries.leaving import LeavingRow
from kiem.platform import notices
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.audit import list_trail
from kiem.platform.kernel.errors import Conflict, Forbidden, NotFound
from tests.factories.register import START, Town

ENDS = date(2025, 3, 1)
DAY = date(2025, 2, 20)
SEES = (Permission.VIEW_STRUCTURE, Permission.VIEW_OFFICES, Permission.VIEW_LOAD)
PAPER_KEYS = [("paper", key) for key, _, _ in PAPERS]


def viewer(
    scope: str, *, person_id: int | None = None, more: tuple[Permission, ...] = ()
) -> Viewer:
    grants = frozenset(Grant(p, scope) for p in (*SEES, *more))
    return Viewer(name="v", user_id=person_id or 1, person_id=person_id, grants=grants)


@dataclass(frozen=True)
class Change:
    """The secretary of A's youth leaves on 1 March 2025; a colleague follows that day."""

    giver: int
    taker: int
    appointment: int
    post: int

    @property
    def giving(self) -> Viewer:
        return viewer(f"person:{self.giver}", person_id=self.giver)

    @property
    def taking(self) -> Viewer:
        return viewer(f"person:{self.taker}", person_id=self.taker)


@pytest.fixture
def change(town: Town) -> Change:
    giver, taker = town.people[:2]
    numbers = appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(giver, town.officer, START, "appointed", 100),
            NewAppointment(taker, town.officer, START, "appointed", 100),
            NewAppointment(giver, town.secretary, START, "elected", 0, valid_until=ENDS),
            NewAppointment(taker, town.secretary, ENDS, "elected", 0),
        ],
        actor=SYSTEM,
    )
    return Change(giver, taker, numbers[2], town.secretary)


def found(change: Change, seen_by: Viewer = SYSTEM) -> Handover:
    return handover_of(viewer=seen_by, post_id=change.post, person_id=change.giver, on=DAY)


def keys(handover: Handover) -> list[tuple[str, str]]:
    return [(line.matter.kind, line.matter.key) for line in handover.lines]


def tick(change: Change, actor: Viewer, *ticks: tuple[str, str, str]) -> int:
    return tick_handover(
        post_id=change.post,
        person_id=change.giver,
        ticks=[Tick(*each) for each in ticks],
        on=DAY,
        actor=actor,
    )


def test_handover_names_who_leaves_and_who_follows(town: Town, change: Change) -> None:
    row = found(change).leaving
    assert (row.person_id, row.leaves_on, row.post_id) == (change.giver, ENDS, town.secretary)
    assert (row.successor_id, row.successor_from) == (change.taker, ENDS)
    assert keys(found(change)) == PAPER_KEYS
    assert not found(change).is_complete


def test_activities_to_come_and_unconfirmed_hours_are_found(town: Town) -> None:
    giver = town.people[0]
    _, office = appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(giver, town.officer, START, "appointed", 100),
            NewAppointment(giver, town.secretary, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    before, after = (datetime(2025, 2, 22, 1, tzinfo=UTC), datetime(2025, 3, 8, 1, tzinfo=UTC))
    _, to_come = plan_activities(
        activities=[
            NewActivity(
                organization_id=town.chapter,
                category="meeting",
                title_vi="Họp",
                title_en="Meeting",
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                planned_hours=Decimal(2),
                participants=[Participant(giver, town.secretary, Decimal(2))],
            )
            for starts in (before, after)
        ],
        actor=SYSTEM,
    )
    log_time(
        entries=[
            NewTimeEntry(
                giver, town.secretary, "office", "meeting", date(2025, 2, day), Decimal(hours)
            )
            for day, hours in ((3, "2"), (4, "1.5"))
        ],
        actor=SYSTEM,
    )
    end_appointments(decision_id=town.decision, ends=[AppointmentEnd(office, ENDS)], actor=SYSTEM)
    lines = handover_of(viewer=SYSTEM, post_id=town.secretary, person_id=giver, on=DAY).lines
    assert [(x.matter.kind, x.matter.key, x.matter.title_en) for x in lines[:2]] == [
        ("activity", str(to_come), "Meeting (2025-03-08)"),
        ("hours", "unconfirmed", "2 entries, 3.5 hours not confirmed"),
    ]
    assert lines[1].matter.title_vi == "2 mục, 3,5 giờ chưa được xác nhận"


def test_each_side_ticks_its_own_and_leaves_the_others(change: Change) -> None:
    assert tick(change, change.giving, ("paper", "minutes", "giver")) == 1
    assert tick(change, change.taking, ("paper", "funds", "taker")) == 1
    assert tick(change, change.taking, ("paper", "funds", "taker")) == 0
    handover = found(change)
    assert [(line.matter.key, line.given, line.taken) for line in handover.lines] == [
        ("minutes", True, False),
        ("members", False, False),
        ("funds", False, True),
        ("goods", False, False),
    ]
    assert (handover.given, handover.taken) == (1, 1)
    assert tick(change, change.giving) == 1
    assert found(change).given == 0


def test_other_sides_tick_is_refused_and_nothing_written(change: Change) -> None:
    with pytest.raises(Forbidden):
        tick(change, change.giving, ("paper", "minutes", "giver"), ("paper", "minutes", "taker"))
    with pytest.raises(Forbidden):
        tick(change, viewer("all"), ("paper", "minutes", "giver"))
    assert HandoverMark.objects.count() == 0


def test_whoever_decides_on_the_organisation_ticks_for_either(town: Town, change: Change) -> None:
    officer = viewer(f"line:{town.youth}", more=(Permission.CHANGE_REGISTER,))
    both = [("paper", key, side) for key, _, _ in PAPERS for side in ("giver", "taker")]
    assert tick(change, officer, *both) == 8
    assert found(change).is_complete
    employer = viewer(f"unit:{town.unit}", more=(Permission.CHANGE_REGISTER,))
    assert (found(change, employer).may_give, found(change, employer).may_take) == (False, False)


def test_matter_that_is_not_listed_is_a_conflict(change: Change) -> None:
    with pytest.raises(Conflict):
        tick(change, change.giving, ("paper", "treasure", "giver"))


def test_ticked_matter_stays_when_the_records_know_it_no_more(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_tasks = [Matter(change.appointment, "task", "5", "Việc", "Task", "/tasks/5/")]

    def source(rows: list[LeavingRow]) -> list[Matter]:
        assert [row.appointment_id for row in rows] == [change.appointment]
        return open_tasks

    monkeypatch.setattr(matters, "_sources", [])
    register_matters(source)  # type: ignore[arg-type]  # a list is a sequence
    register_matters(source)  # type: ignore[arg-type]  # a list is a sequence
    assert keys(found(change)) == [("task", "5"), *PAPER_KEYS]
    tick(change, change.giving, ("task", "5", "giver"))
    open_tasks.clear()
    last = found(change).lines[-1]
    assert (last.matter.key, last.matter.title_en, last.given, last.is_settled) == (
        "5",
        "Task",
        True,
        True,
    )


def test_first_tick_tells_whoever_follows_once(change: Change) -> None:
    tick(change, change.giving, ("paper", "minutes", "giver"))
    tick(change, change.giving, ("paper", "minutes", "giver"), ("paper", "funds", "giver"))
    (notice,) = notices.inbox(viewer=change.taking)
    assert notice.code == "continuity.handed_over"
    assert notice.link == f"/handovers/{change.post}/{change.giver}/"
    assert notice.params["person_id"] == change.giver
    assert notices.inbox(viewer=change.giving) == []


def test_handover_is_seen_by_both_sides_and_those_above(town: Town, change: Change) -> None:
    stranger = viewer(f"person:{town.people[2]}", person_id=town.people[2])
    elsewhere = viewer(f"unit:{town.other_unit}")
    for seen_by in (change.giving, change.taking, viewer(f"unit:{town.unit}"),
                    viewer(f"line:{town.youth}")):  # fmt: skip
        assert found(change, seen_by).leaving.appointment_id == change.appointment
        assert len(list_handovers(viewer=seen_by, on=DAY)) == 1
    for seen_by in (stranger, elsewhere):
        with pytest.raises(NotFound):
            found(change, seen_by)
        assert list_handovers(viewer=seen_by, on=DAY) == ()


def test_list_covers_sixty_days_around(change: Change) -> None:
    listed = [len(list_handovers(viewer=SYSTEM, on=ENDS + timedelta(days=days)))
              for days in (-61, -60, 0, 60, 61)]  # fmt: skip
    assert listed == [0, 1, 1, 1, 0]


def test_appointment_that_goes_on_has_no_handover(town: Town, change: Change) -> None:
    with pytest.raises(NotFound):
        handover_of(viewer=SYSTEM, post_id=town.officer, person_id=change.giver, on=DAY)


def test_ticks_outlive_a_correction_of_the_day(town: Town, change: Change) -> None:
    tick(change, change.giving, ("paper", "minutes", "giver"))
    end_appointments(
        decision_id=town.decision,
        ends=[AppointmentEnd(change.appointment, ENDS - timedelta(days=3))],
        actor=SYSTEM,
    )
    handover = found(change)
    assert handover.leaving.leaves_on == ENDS - timedelta(days=3)
    assert handover.leaving.appointment_id != change.appointment
    assert handover.given == 1


def test_ticks_are_audited_and_never_change(change: Change) -> None:
    tick(change, change.giving, ("paper", "minutes", "giver"))
    (entry,) = list_trail(viewer=SYSTEM, action="continuity.tick_handover")
    assert entry.subject == f"post:{change.post}"
    with pytest.raises(DatabaseError, match="never change"):
        HandoverMark.objects.update(is_done=False)


def test_statements_do_not_grow_with_handovers(
    town: Town, change: Change, make_leavers: Callable[[int], None]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list_handovers(viewer=viewer("all"), on=DAY)
        return len(captured)

    before = queries()
    make_leavers(20)
    assert queries() == before
    assert len(list_handovers(viewer=viewer("all"), on=DAY)) == 21


@pytest.fixture
def make_leavers(town: Town) -> Callable[[int], None]:
    from kiem.domain.register.actions import create_posts, register_people
    from tests.factories.register import person, post

    def make(count: int) -> None:
        posts = create_posts(
            decision_id=town.decision,
            posts=[post(town.chapter, kind="office", role="committee_member")] * count,
            actor=SYSTEM,
        )
        people = register_people(
            decision_id=town.decision,
            people=[person(n) for n in range(500, 500 + count)],
            actor=SYSTEM,
        )
        appoint(
            decision_id=town.decision,
            appointments=[
                NewAppointment(one, post_id, START, "elected", 0, valid_until=ENDS)
                for one, post_id in zip(people, posts, strict=True)
            ],
            actor=SYSTEM,
        )

    return make
