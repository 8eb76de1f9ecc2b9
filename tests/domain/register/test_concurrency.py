"""Two people at once: the rules hold whatever the order of commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from kiem.domain.register.actions import (
    NewAppointment,
    OrganizationEnd,
    appoint,
    create_posts,
    end_organizations,
    register_transaction,
)
from kiem.domain.register.models import Appointment
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import DomainError
from tests.factories.register import START, Town, found_town, post

LATER = date(2025, 2, 1)


@pytest.fixture
def committed_town(transactional_db: None) -> Town:
    return found_town()


def race(*actions: Callable[[], Any]) -> list[str]:
    """Run the actions at once, each in its own connection, writing before any of them commits.

    Returns the codes of the refusals; "" for what succeeded.
    """
    barrier = threading.Barrier(len(actions))
    outcomes = [""] * len(actions)

    def run(number: int) -> None:
        try:
            with register_transaction(SYSTEM):
                actions[number]()
                barrier.wait(timeout=20)
        except DomainError as error:
            outcomes[number] = error.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def appointing(
    town: Town, person_id: int, post_id: int, share: int = 0, start: date = START
) -> Callable[[], Any]:
    given = NewAppointment(person_id, post_id, start, "appointed", share)
    return lambda: appoint(decision_id=town.decision, appointments=[given], actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_two_people_for_one_seat_at_once_seat_one(committed_town: Town) -> None:
    town = committed_town
    outcomes = race(
        appointing(town, town.people[0], town.chief), appointing(town, town.people[1], town.chief)
    )
    assert outcomes == ["", "register.seat_taken"]
    assert Appointment.objects.known().filter(post_id=town.chief).count() == 1
    assert verify_register().is_sound


@pytest.mark.django_db(transaction=True)
def test_shares_given_away_at_once_stay_within_100(committed_town: Town) -> None:
    town = committed_town
    outcomes = race(
        appointing(town, town.people[0], town.officer, 60),
        appointing(town, town.people[0], town.other_officer, 60),
    )
    assert outcomes == ["", "register.share_over_100"]


@pytest.mark.django_db(transaction=True)
def test_four_people_for_three_seats_at_once_seat_three(committed_town: Town) -> None:
    town = committed_town
    outcomes = race(*(appointing(town, person_id, town.officer) for person_id in town.people[:4]))
    assert outcomes == ["", "", "", "register.seat_taken"]


@pytest.mark.django_db(transaction=True)
def test_post_created_while_its_unit_ends_is_refused_one_way_or_the_other(
    committed_town: Town,
) -> None:
    town = committed_town
    outcomes = race(
        lambda: create_posts(
            decision_id=town.decision,
            posts=[post(town.other_unit, valid_from=LATER)],
            actor=SYSTEM,
        ),
        lambda: end_organizations(
            decision_id=town.decision,
            ends=[OrganizationEnd(town.other_unit, LATER)],
            actor=SYSTEM,
        ),
    )
    assert outcomes == ["", "register.post_outside_organization"]
    assert verify_register().is_sound


@pytest.mark.django_db(transaction=True)
def test_crossed_appointments_do_not_lock_each_other_out(committed_town: Town) -> None:
    """Both touch the same people and posts in opposite order: one order of locks for everybody."""
    town = committed_town
    first, second = town.people[:2]

    def both(one: int, other: int) -> Callable[[], Any]:
        given = [
            NewAppointment(one, town.officer, START, "appointed", 0),
            NewAppointment(other, town.other_officer, START, "appointed", 0),
        ]
        return lambda: appoint(decision_id=town.decision, appointments=given, actor=SYSTEM)

    assert race(both(first, second), both(second, first)) == ["", ""]


@pytest.mark.django_db(transaction=True)
def test_repeatable_read_is_refused_because_it_could_not_see_the_other(
    committed_town: Town,
) -> None:
    town = committed_town
    blind = appointing(town, town.people[0], town.chief)

    def under_repeatable_read() -> None:
        with register_transaction(SYSTEM):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            blind()

    with pytest.raises(DatabaseError, match="REPEATABLE READ"):
        under_repeatable_read()
