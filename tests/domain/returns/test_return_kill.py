"""kill -9 while a return is taken leaves all of it or nothing; sent again, it is taken."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from django.conf import settings

from kiem.domain.register.queries.verify import verify_register
from kiem.domain.returns.actions import submit_return
from kiem.domain.returns.models import Acceptance, ActivityResult
from kiem.platform.kernel.sql import fetch
from tests.domain.register.test_kill import ROOT, backends, environment, wait_for_death
from tests.domain.returns.conftest import MONTH, Chapter, build_chapter
from tests.domain.returns.test_return_corruptions import filled_in, fingerprint

KILLS = 3
LONGEST_S = 0.25  # taking this form lasts about a tenth of a second


def start(chapter: Chapter, submission_id: int) -> subprocess.Popen[str]:
    words = (str(chapter.sender.user_id), str(submission_id))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.domain.returns.return_and_die", *words],
        cwd=ROOT,
        env={**environment(), "KIEM_SECRET_KEY": settings.SECRET_KEY},  # it signed the form
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(chapter: Chapter, submission_id: int) -> bool:
    """Kill it at a random moment; whether the return had been taken by then."""
    alive = backends()
    process = start(chapter, submission_id)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.uniform(0, LONGEST_S))
    process.kill()
    process.communicate()
    wait_for_death(alive)
    return Acceptance.objects.exists()


def kill_until_taken(kills: int) -> None:
    chapter = build_chapter()
    sent = submit_return(
        organization_id=chapter.id, month=MONTH, name="a.xlsx",
        content=filled_in(chapter).saved(), actor=chapter.sender,
    )  # fmt: skip
    assert sent.problems == ()
    before = fingerprint()
    for _ in range(kills):
        if killed(chapter, sent.submission_id):
            break
        assert fingerprint() == before
    else:
        process = start(chapter, sent.submission_id)
        assert process.communicate(timeout=60)[0] == "ready\ndone\n"
    assert Acceptance.objects.count() == 1
    assert sorted(ActivityResult.objects.values_list("turnout", flat=True)) == [14, 21]
    (line_hours,) = fetch(
        "SELECT sum(hours) FROM ledger_timeentry WHERE role_kind = 'line' AND upper_inf(recorded)"
    )
    assert line_hours == (150,)
    assert [check for check in verify_register().checks if check.problems] == []


@pytest.mark.django_db(transaction=True)
def test_return_killed_at_a_random_moment_is_taken_whole_or_not_at_all() -> None:
    kill_until_taken(KILLS)


@pytest.mark.soak
@pytest.mark.parametrize("_attempt", range(20))
@pytest.mark.django_db(transaction=True)
def test_returns_killed_again_and_again_are_taken_whole_or_not_at_all(_attempt: int) -> None:
    kill_until_taken(10)
