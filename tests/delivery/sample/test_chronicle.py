"""The plan of the story, before it touches a database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from kiem.delivery.sample import codes, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.chronicle import Chronicle
from kiem.delivery.sample.names import excluded_hashes, name_hash
from kiem.delivery.sample.plan import CloseMonth, LogTime, OpenTerms, Promote, Step
from kiem.delivery.sample.world import World

UNTIL = date(2026, 4, 15)
MERGED = date(2025, 7, 1)


class Told:
    """The whole story with what was counted on the way, told once for all tests here."""

    def __init__(self) -> None:
        self.chronicle = Chronicle(UNTIL)
        self.steps: list[Step] = []
        self.staff_after: list[tuple[date, Counter[str]]] = []
        for step in self.chronicle.steps():
            self.steps.append(step)
            if step.decision is not None:
                self.staff_after.append((step.day, staff_by_type(self.chronicle.world)))

    @property
    def world(self) -> World:
        return self.chronicle.world

    def operations(self, kind: type) -> Iterator[tuple[Step, object]]:
        for step in self.steps:
            for operation in step.operations:
                if isinstance(operation, kind):
                    yield step, operation


def staff_by_type(world: World) -> Counter[str]:
    return Counter(
        world.organizations[world.posts[post].organization].type
        for post in world.line_post.values()
    )


def at_commune_level(staff: Counter[str]) -> int:
    """In wards, communes and towns."""
    return sum(staff[code] for code in codes.COMMUNE_LEVEL)


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


def test_staff_at_each_stage_is_as_allocated(told: Told) -> None:
    opening = dict(told.staff_after)[date(2025, 1, 1)]
    assert (at_commune_level(opening), opening[codes.DISTRICT_POLICE]) == (8_490, 2_854)
    spring = [staff for day, staff in told.staff_after if day == date(2025, 3, 1)][-1]
    assert (at_commune_level(spring), spring[codes.DISTRICT_POLICE]) == (11_164, 0)


def test_commune_staff_is_11164_after_every_decision_since_the_merger(told: Told) -> None:
    since = [at_commune_level(staff) for day, staff in told.staff_after if day > MERGED]
    assert len(since) > 15
    assert set(since) == {11_164}


def test_every_unit_keeps_its_strength_and_its_command(told: Told) -> None:
    for code, strength in strengths().items():
        unit = units.new_key(code)
        roles = Counter(
            told.world.posts[told.world.line_post[p]].role for p in told.world.staff(unit)
        )
        assert sum(roles.values()) == strength
        assert (roles[codes.CHIEF], roles[codes.DEPUTY_CHIEF], roles[codes.TEAM_LEADER]) == (
            1,
            5,
            5,
        )


def test_no_seat_has_more_holders_than_seats(told: Told) -> None:
    world = told.world
    assert all(len(world.holders[key]) <= post.seats for key, post in world.posts.items())


def test_women_are_13_percent(told: Told) -> None:
    staff = [p for code in strengths() for p in told.world.staff(units.new_key(code))]
    share = sum(told.world.is_woman(p) for p in staff) / len(staff)
    assert abs(share - 0.13) < 0.002


def test_dual_holders_are_8_to_11_percent(told: Told) -> None:
    staff = [p for code in strengths() for p in told.world.staff(units.new_key(code))]
    dual = [p for p in staff if told.world.dual_offices(p)]
    assert 0.08 < len(dual) / len(staff) < 0.11


def test_every_unit_has_its_external_seat_filled(told: Told) -> None:
    seats = [key for key, post in told.world.posts.items() if post.kind == "external"]
    assert len(seats) == 126
    assert all(len(told.world.holders[key]) == 1 for key in seats)


def test_youth_members_are_at_most_30_unless_they_lead(told: Told) -> None:
    world, day = told.world, told.world.day
    for key, members in world.members.items():
        if key.startswith("youth:") and not key.startswith("youth:department"):
            for person in members:
                is_young = world.age(person, day) <= 30
                assert is_young or world.offices[person], (key, person)


def test_moments_rise_and_end_with_the_story(told: Told) -> None:
    moments = [step.moment for step in told.steps]
    assert moments == sorted(set(moments))
    assert moments[-1] <= told.chronicle.end


def test_hours_lie_before_the_end_and_in_offices_held(told: Told) -> None:
    world = told.world
    for step, operation in told.operations(LogTime):
        assert isinstance(operation, LogTime)
        for entry in operation.entries:
            assert entry.day < UNTIL
            assert entry.day <= step.moment.date()
            if entry.kind == "office":
                tenures = world.tenures[entry.person, entry.post]
                assert any(tenure.holds_on(entry.day) for tenure in tenures)


def test_seasons_show_in_the_hours(told: Told) -> None:
    by_month: Counter[tuple[int, int]] = Counter()
    for _, operation in told.operations(LogTime):
        assert isinstance(operation, LogTime)
        for entry in operation.entries:
            if entry.kind == "office":
                by_month[entry.day.year, entry.day.month] += round(2 * entry.hours)
    assert by_month[2026, 3] > 1.4 * by_month[2026, 1]
    assert by_month[2026, 2] < 0.9 * by_month[2026, 1]
    assert by_month[2025, 12] > 1.1 * by_month[2025, 11]


def test_every_month_since_january_2025_is_closed_by_every_unit_once(told: Told) -> None:
    closed: Counter[date] = Counter()
    for _, operation in told.operations(CloseMonth):
        assert isinstance(operation, CloseMonth)
        closed[operation.month] += len(operation.organizations)
    assert closed[date(2025, 1, 1)] == 556
    assert closed[date(2025, 3, 1)] == 526
    assert {closed[date(2025, month, 1)] for month in range(7, 13)} == {126}
    assert date(2026, 4, 1) not in closed


def test_city_term_is_cut_short_by_the_congress_of_2025(told: Told) -> None:
    terms = [
        (step.day, term.label)
        for step, operation in told.operations(OpenTerms)
        if isinstance(operation, OpenTerms)
        for term in operation.terms
        if term.organization == "youth:city"
    ]
    assert terms == [
        (date(2025, 1, 1), "XXV, 2022-2027"),
        (date(2025, 10, 30), "XXVI, 2025-2030"),
    ]


def test_decisions_are_marked_as_sample_and_numbered_once(told: Told) -> None:
    decisions = [step.decision for step in told.steps if step.decision is not None]
    assert all(d.title_vi.endswith("(dữ liệu mẫu)") for d in decisions)
    numbers = [(d.issuer, d.number, d.signed_on.year) for d in decisions]
    assert len(numbers) == len(set(numbers))


def test_nobody_bears_an_excluded_name(told: Told) -> None:
    names = {name_hash(person.name.full) for person in told.world.people.values()}
    assert not names & excluded_hashes()


def test_people_rise_in_rank(told: Told) -> None:
    promoted = sum(
        len(operation.ranks)
        for _, operation in told.operations(Promote)
        if isinstance(operation, Promote)
    )
    assert 300 < promoted < 2_000


def test_findings_of_every_kind_are_planted(told: Told) -> None:
    kinds = {planted.kind for planted in told.chronicle.planter.planted}
    assert kinds == {
        "activity on leave",
        "branch under 3 members",
        "corrected after the month was closed",
        "hours not logged for 14 days",
        "mandatory seat vacant over 30 days",
        "more offices than allowed",
        "no rule applies",
        "over the age limit",
        "overloaded",
        "release exceeded",
        "term over without successor",
        "two activities at once",
        "under a quarter of the release used",
    }


def test_story_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="2025-01-01"):
        Chronicle(date(2025, 1, 1))


_FINGERPRINT = """
import hashlib
from datetime import date
from kiem.delivery.sample.chronicle import Chronicle
digest = hashlib.sha256()
for step in Chronicle(date(2025, 9, 20)).steps():
    digest.update(repr(step).encode())
print(digest.hexdigest())
"""


def test_story_is_the_same_in_every_process() -> None:
    found = set()
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        run = subprocess.run(
            [sys.executable, "-c", _FINGERPRINT],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout.strip())
    assert len(found) == 1
    assert len(found.pop()) == 64
