"""The second sample, played once for all who walk it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from kiem.delivery.sample.filling import play_story
from kiem.delivery.sample.seeding import Seeder
from kiem.delivery.sample.stories import VINH
from kiem.delivery.sample.vinh.chronicle import LAST, VinhChronicle
from tests.delivery.sample.conftest import MakeDatabase, make_database, using

__all__ = ["make_database"]  # a fixture here too


@dataclass(frozen=True)
class Vinh:
    """The story in its database: `ids` by the names of the plan."""

    tale: VinhChronicle
    ids: Seeder


@pytest.fixture(scope="module")
def vinh(
    make_database: MakeDatabase, django_db_blocker: DjangoDbBlocker, django_db_setup: None
) -> Iterator[Vinh]:
    with using(make_database(), django_db_blocker):
        call_command("migrate", interactive=False, verbosity=0)
        tale = VinhChronicle(LAST)
        _steps, ids = play_story(VINH, tale, lambda line: None)
        yield Vinh(tale, ids)
