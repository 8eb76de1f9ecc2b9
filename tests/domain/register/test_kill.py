"""kill -9 in the middle of a change event leaves all of it or nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from kiem.domain.register.actions import NewAppointment, appoint, create_posts, register_people
from kiem.domain.register.models import ChangeEvent
from kiem.domain.register.queries.holdings import staff_counts
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.sql import fetch
from tests.domain.register.reorganise_and_die import DAY
from tests.factories.register import START, Town, found_town, person, post

ROOT = Path(__file__).resolve().parents[3]
STAFF = 400
KILLS = 6


def staffed_town() -> tuple[Town, list[int]]:
    town = found_town()
    people = register_people(
        decision_id=town.decision, people=[person(1000 + n) for n in range(STAFF)], actor=SYSTEM
    )
    (seat,) = create_posts(
        decision_id=town.decision, posts=[post(town.unit, seats=STAFF)], actor=SYSTEM
    )
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(p, seat, START, "appointed", 100) for p in people],
        actor=SYSTEM,
    )
    return town, people


def environment() -> dict[str, str]:
    """For a program that is to work on the database of this test."""
    settings = connection.settings_dict
    url = (
        (
            f"postgres://{quote(settings['USER'], safe='')}:{quote(settings['PASSWORD'], safe='')}"
            f"@{quote(settings['HOST'], safe='')}:{settings['PORT']}/{settings['NAME']}"
        )
        .replace(":/", "/")
        .replace("postgres/", "postgres:/", 1)
    )
    return {
        **os.environ,
        "DATABASE_URL": url,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def start(town: Town, people: list[int]) -> subprocess.Popen[str]:
    ids = (town.decision, town.city, town.unit, town.other_unit, town.chapter, *people)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.domain.register.reorganise_and_die", *map(str, ids)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


def backends() -> set[int]:
    return {
        pid
        for (pid,) in fetch(
            """SELECT pid FROM pg_stat_activity WHERE datname = current_database()
               AND backend_type = 'client backend'"""
        )
    }


def wait_for_death(alive_before: set[int]) -> None:
    """The server notices the death of a client when it next talks to it: a few milliseconds."""
    deadline = time.monotonic() + 20
    while backends() - alive_before:
        assert time.monotonic() < deadline, "a backend of a killed process is still there"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_killed_at_random_moments_leaves_all_or_nothing() -> None:
    town, people = staffed_town()
    outcomes = []
    for _ in range(KILLS):
        alive = backends()
        process = start(town, people)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0, 0.4))
        process.kill()
        process.communicate()
        wait_for_death(alive)
        happened = ChangeEvent.objects.exists()
        outcomes.append(happened)
        counts = staff_counts(None, DAY)
        if happened:
            assert sorted(counts.values()) == [STAFF]
            assert town.unit not in counts
            break
        assert counts == {town.unit: STAFF}
    assert [c for c in verify_register().checks if c.problems] == []
    if not outcomes[-1]:
        process = start(town, people)
        assert process.communicate(timeout=60)[0] == "ready\ndone\n"
    assert ChangeEvent.objects.count() == 1
    assert town.unit not in staff_counts(None, DAY)
    assert [c for c in verify_register().checks if c.problems] == []
