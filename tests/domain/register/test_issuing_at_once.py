"""Two processes issue at once, and one is killed: numbers without gaps, all of a decision or
nothing of it."""

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

from kiem.domain.register.actions import (
    NewAppointment,
    appoint,
    create_posts,
    register_people,
)
from kiem.domain.register.actions.articles import Appoint, Move, Transfer
from kiem.domain.register.actions.drafts import issue_draft
from kiem.domain.register.models import Appointment, Decision, DecisionCounter, DecisionDraft
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from tests.domain.register.test_kill import backends, wait_for_death
from tests.factories.decisions import DAY, Staffed, draft, staffed_town
from tests.factories.register import START, person, post

ROOT = Path(__file__).resolve().parents[3]
EACH = 4
STAFF = 300
KILLS = 4


def start(*draft_ids: int) -> subprocess.Popen[str]:
    """A process that waits for a line before it issues."""
    settings = connection.settings_dict
    parts = (quote(str(settings[name]), safe="") for name in ("USER", "PASSWORD", "HOST"))
    user, password, host = parts
    login = f"{user}:{password}" if password else user
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.register.issue_and_die", *map(str, draft_ids)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"postgres://{login}@{host}{port}/{settings['NAME']}",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.django_db(transaction=True)
def test_two_processes_number_one_series_without_gap_or_repeat() -> None:
    place = staffed_town()
    (seat,) = create_posts(
        decision_id=place.town.decision, posts=[post(place.town.city, seats=50)], actor=SYSTEM
    )
    newcomers = register_people(
        decision_id=place.town.decision,
        people=[person(200 + n) for n in range(2 * EACH)],
        actor=SYSTEM,
    )
    drafts = [draft(place, Appoint(person_id, seat, DAY)) for person_id in newcomers]
    processes = [start(*drafts[:EACH]), start(*drafts[EACH:])]
    for process in processes:
        go(process)
    for process in processes:
        out, _ = process.communicate(timeout=60)
        assert len(out.split()) == EACH
    numbers = Decision.objects.filter(draft__isnull=False).values_list("number", flat=True)
    assert sorted(numbers) == [f"{n:02d}/QĐ-HN" for n in range(1, 2 * EACH + 1)]


@pytest.mark.django_db(transaction=True)
def test_one_draft_issued_by_two_processes_is_one_decision() -> None:
    place = staffed_town()
    draft_id = draft(place, Appoint(place.town.people[4], place.town.chief, DAY))
    processes = [start(draft_id), start(draft_id)]
    for process in processes:
        go(process)
    said = {process.communicate(timeout=60)[0] for process in processes}
    decision_id = DecisionDraft.objects.get(pk=draft_id).decision_id
    assert said == {f"{decision_id}\n"}
    assert Decision.objects.filter(draft__isnull=False).count() == 1


def batch(place: Staffed) -> int:
    """A draft that moves 300 people at once: long enough to be killed in the middle."""
    town = place.town
    origin, target = create_posts(
        decision_id=town.decision,
        posts=[post(town.unit, seats=STAFF), post(town.other_unit, seats=STAFF)],
        actor=SYSTEM,
    )
    people = register_people(
        decision_id=town.decision, people=[person(1000 + n) for n in range(STAFF)], actor=SYSTEM
    )
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(p, origin, START, "appointed", 100) for p in people],
        actor=SYSTEM,
    )
    return draft(place, Transfer(DAY, tuple(Move(p, target, origin) for p in people)))


@pytest.mark.django_db(transaction=True)
def test_killed_while_issuing_leaves_all_or_nothing() -> None:
    place = staffed_town()
    draft_id = batch(place)
    moved = Appointment.objects.known().filter(valid__startswith=DAY)
    for _ in range(KILLS):
        alive = backends()
        process = start(draft_id)
        go(process)
        time.sleep(random.uniform(0, 0.3))
        process.kill()
        process.communicate()
        wait_for_death(alive)
        kept = DecisionDraft.objects.get(pk=draft_id)
        happened = kept.state == "issued"
        assert moved.count() == (STAFF if happened else 0)
        assert DecisionCounter.objects.exists() == happened
        assert Decision.objects.filter(draft__isnull=False).exists() == happened
        if happened:
            break
    decision_id = issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)
    assert Decision.objects.get(pk=decision_id).number == "01/QĐ-HN"
    assert moved.count() == STAFF
    assert [c for c in verify_register().checks if c.problems] == []
