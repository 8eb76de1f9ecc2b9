"""`kiem demo --sample vinh`: in a folder of its own, the same again, never over another sample."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests.delivery.sample.conftest import MakeDatabase, using
from tests.delivery.sample.test_filling import count, fingerprint

from kiem.delivery.cli.demo import own_folder
from kiem.delivery.cli.main import build_parser, main
from kiem.delivery.sample.filling import Filled, SampleError, erase, fill
from kiem.domain.assembly.queries import own_bodies
from kiem.platform.access import Permission
from kiem.platform.access.queries.viewers import viewer_for
from kiem.platform.accounts.models import User
from kiem.platform.database import DatabaseUrl
from kiem.platform.kernel import clock

UNTIL = date(2020, 2, 3)
STAFF = 32 + sum(14 + place % 5 for place in range(16))


def vinh(until: date | None) -> Filled:
    return fill(until, name="vinh", tell=lambda line: None)


@pytest.fixture(scope="module")
def filled(
    make_database: MakeDatabase, django_db_blocker: DjangoDbBlocker, django_db_setup: None
) -> Iterator[DatabaseUrl]:
    from django.core.management import call_command

    url = make_database()
    with using(url, django_db_blocker):
        call_command("migrate", interactive=False, verbosity=0)
        assert vinh(UNTIL).made
        yield url


def test_secretary_of_the_shown_ward_works_on_its_tasks(filled: DatabaseUrl) -> None:
    secretary = User.objects.get(username="kiem-nhiem")
    with clock.travel(datetime(2020, 2, 3, 5, tzinfo=UTC)):
        viewer = viewer_for(secretary)
        assert viewer.can(Permission.WORK_TASKS)
        own = own_bodies(viewer=viewer, permission=Permission.WORK_TASKS, on=UNTIL)
    (name_of_chapter,) = [body.name_vi for body, _code in own]
    assert name_of_chapter.startswith("Chi đoàn Công an phường")


def test_vinh_is_the_same_again_after_an_erasure(filled: DatabaseUrl) -> None:
    before = fingerprint(filled)
    assert count(filled, "register_person") == STAFF
    assert erase() == UNTIL
    assert count(filled, "register_person") == 0
    assert vinh(UNTIL).made
    assert fingerprint(filled) == before


def test_sample_that_is_there_is_served_whatever_it_is(filled: DatabaseUrl) -> None:
    found = fill(None, name=None, tell=lambda line: None)
    assert (found.made, found.until) == (False, UNTIL)


def test_another_sample_is_refused_and_changes_nothing(filled: DatabaseUrl) -> None:
    before = fingerprint(filled)
    with pytest.raises(SampleError, match="holds the sample 'vinh', not 'hanoi'"):
        fill(None, name="hanoi", tell=lambda line: None)
    with pytest.raises(SampleError, match="holds a sample up to 2020-02-03"):
        vinh(date(2020, 3, 1))
    assert fingerprint(filled) == before


@pytest.mark.parametrize("until", [date(2020, 1, 1), date(2021, 2, 1)])
def test_day_outside_the_story_is_refused(filled: DatabaseUrl, until: date) -> None:
    with pytest.raises(SampleError, match=r"2020-01-01 to its last day \(2021-01-31\)"):
        vinh(until)


def test_vinh_at_national_scale_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--sample", "vinh", "--scale", "national", "--no-serve"]) == 2
    assert "Vinh is one city" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["demo"], None),
        (["demo", "--sample", "hanoi"], None),
        (["demo", "--sample", "vinh"], Path("/srv/kiem-vinh")),
        (["erase-demo", "--sample", "vinh"], Path("/srv/kiem-vinh")),
        (["demo", "--sample", "vinh", "--data", "here"], Path("here")),
    ],
)
def test_vinh_has_a_data_folder_beside_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, words: list[str], folder: Path | None
) -> None:
    monkeypatch.setenv("KIEM_DATA", "/srv/kiem")
    arguments = build_parser().parse_args(words)
    own_folder(arguments)
    assert arguments.data == folder
