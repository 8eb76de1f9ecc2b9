"""Verification finds what constraints would have refused, once somebody has switched them off."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from kiem.domain.register.actions import NewAppointment, appoint
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from tests.factories.register import START, Town

TABLES = ("appointment", "organizationstate", "poststate", "personstate", "post")


@pytest.fixture
def unguarded(town: Town) -> Town:
    """The chief sits; triggers are off and exclusions gone."""
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(town.people[0], town.chief, START, "appointed", 100)],
        actor=SYSTEM,
    )
    assert verify_register().is_sound
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE register_{table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE register_appointment DROP CONSTRAINT register_appointed_once")
    return town


def broken(statement: str) -> dict[str, int]:
    """Names of the checks that find something after `statement`, besides the missing guards."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
    report = verify_register()
    return {
        check.name: len(check.problems)
        for check in report.checks
        if check.problems and check.name != "guards are in place"
    }


def insert(person: int, post: int, start: date, share: int, decision: int) -> str:
    return f"""INSERT INTO register_appointment (person_id, post_id, mode, share_percent,
        is_provisional, decision_id, valid, recorded) VALUES ({person}, {post}, 'appointed',
        {share}, false, {decision}, daterange('{start}', NULL),
        tstzrange(clock_timestamp(), NULL))"""


def test_missing_guards_are_named(unguarded: Town) -> None:
    (guards,) = (check for check in verify_register().checks if check.problems)
    assert guards.name == "guards are in place"
    assert "exclusion constraints: 9 of 10 are in place" in guards.problems
    assert "trigger append_only: 10 of 15 are in place" in guards.problems


def test_second_holder_of_one_seat_is_found(unguarded: Town) -> None:
    town = unguarded
    assert broken(insert(town.people[1], town.chief, date(2025, 5, 1), 0, town.decision)) == {
        "seats are enough": 1
    }


def test_same_post_twice_is_found(unguarded: Town) -> None:
    town = unguarded
    found = broken(insert(town.people[0], town.chief, date(2025, 5, 1), 0, town.decision))
    assert found["appointment: one at a time for person_id, post_id"] == 1


def test_share_over_100_is_found(unguarded: Town) -> None:
    town = unguarded
    assert broken(insert(town.people[0], town.officer, date(2025, 5, 1), 1, town.decision)) == {
        "shares add up to 100 % at most": 1
    }


def test_appointment_outside_post_and_service_is_found(unguarded: Town) -> None:
    town = unguarded
    assert broken(insert(town.people[1], town.officer, date(2024, 5, 1), 0, town.decision)) == {
        "appointments lie within posts": 1,
        "appointments lie within service": 1,
    }


def test_superior_circle_is_found(unguarded: Town) -> None:
    town = unguarded
    found = broken(
        f"""UPDATE register_organizationstate SET parent_id = {town.unit}
            WHERE organization_id = {town.city}"""
    )
    assert set(found) == {"nobody stands under itself"}


def test_organisation_cut_under_its_posts_is_found(unguarded: Town) -> None:
    town = unguarded
    found = broken(
        f"""UPDATE register_organizationstate SET valid = daterange(lower(valid), '2025-06-01')
            WHERE organization_id = {town.unit}"""
    )
    assert found == {"posts lie within organisations": 2, "superiors exist": 1}


def test_type_out_of_force_is_found(unguarded: Town) -> None:
    town = unguarded
    found = broken(
        f"""UPDATE register_organizationstate SET type_id = 'trade_union_grassroots'
            WHERE organization_id = {town.chapter}"""
    )
    assert found == {"types were in force": 1}


def test_unit_of_a_member_type_is_found(unguarded: Town) -> None:
    town = unguarded
    found = broken(
        f"""UPDATE register_organizationstate SET type_id = 'youth_branch'
            WHERE organization_id = {town.unit}"""
    )
    assert found == {"organisations fit their category": 1}


def test_post_of_a_foreign_kind_is_found(unguarded: Town) -> None:
    found = broken(f"UPDATE register_post SET kind = 'office' WHERE id = {unguarded.chief}")
    assert found == {"posts fit their organisation": 1}


def test_name_changed_without_its_sort_key_is_found(unguarded: Town) -> None:
    town = unguarded
    found = broken(
        f"""UPDATE register_personstate SET given_name = 'Khác'
            WHERE person_id = {town.people[0]}"""
    )
    assert found == {"sort keys and search texts of people": 1}
