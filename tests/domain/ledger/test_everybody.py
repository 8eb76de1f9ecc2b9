"""A country read at once has the dual holders, staff and posts of a country read unit by unit."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiem.domain.ledger.queries import inputs
from kiem.domain.ledger.queries.everybody import everybody
from kiem.domain.ledger.queries.population import DUAL_KINDS, DUAL_KINDS_WITH_PARTY, population
from kiem.domain.ledger.queries.slots import Slots, case_parameters, make_slots
from kiem.time.month import Month
from tests.factories.ledger_world import World

JUNE = Month(2026, 6)
DAY = date(2026, 6, 15)


def country(world: World) -> Slots:
    """Two units asked about and one that is not; people of every kind."""
    one, two, outside = (world.unit(code) for code in ("U1", "U2", "U3"))
    chapter = world.chapter(one)
    world.dual(one, chapter)
    world.dual(two, chapter, role="deputy_secretary")
    world.dual(outside, chapter)
    world.officer(one)

    both, _ = world.officer(one)  # posts in two units, and an office
    world.appoint(both, world.post(two, "officer"), share=0)
    world.appoint(both, world.post(chapter, "committee_member", "office"))

    moved, _ = world.officer(two, start=DAY)  # in another unit before
    world.appoint(moved, world.post(outside, "officer"), end=DAY, share=50)
    world.appoint(moved, world.post(chapter, "committee_member", "office"))

    early, _ = world.officer(one)  # an office given up before the day
    world.appoint(early, world.post(chapter, "secretary", "office"), end=date(2026, 6, 10))

    cell = world.chapter(one, "party_cell")
    party, _ = world.officer(one)  # a party office alone
    world.appoint(party, world.post(cell, "party_secretary", "party"))

    seat, _ = world.officer(two)  # an external seat and a party office
    world.appoint(
        seat, world.post(world.chapter(two, "external_body"), "committee_member", "external")
    )
    world.appoint(seat, world.post(cell, "party_secretary", "party"))
    return make_slots([(one, JUNE, DAY), (two, JUNE, DAY)], None)


def test_everybody_at_once_is_everybody_unit_by_unit(world: World) -> None:
    slots = country(world)
    for kinds in (DUAL_KINDS, DUAL_KINDS_WITH_PARTY):
        cases, staff = population(slots, kinds)
        at_once = everybody(slots, kinds)
        assert at_once.cases == cases
        assert at_once.staff == staff
        held = inputs.holdings(slots, case_parameters(slots, cases))
        assert {i: sorted(h[1:] for h in rows) for i, rows in at_once.holdings.items()} == {
            i: sorted(h[1:] for h in rows) for i, rows in held.items()
        }
    assert (len(cases), sum(staff.values())) == (7, 9)


def test_everybody_is_nobody_before_anything_was_known(world: World) -> None:
    slots = country(world)
    before = datetime(2020, 1, 1, tzinfo=UTC)
    slots = make_slots([(slot.unit_id, JUNE, DAY) for slot in slots], before)
    assert everybody(slots, DUAL_KINDS) == ([], {}, {})
