"""The mark of sample data."""

from datetime import date

import pytest
from django.db import IntegrityError

from kiem.platform.kernel.installation import (
    InstallationMark,
    mark_sample,
    read_installation,
    unmark_sample,
)
from kiem.platform.kernel.models import Installation

pytestmark = pytest.mark.django_db


def test_new_database_is_not_sample_data() -> None:
    assert read_installation() == InstallationMark(is_sample=False, sample_until=None)


def test_mark_is_kept_moved_and_taken_away() -> None:
    mark_sample(until=date(2025, 10, 23))
    mark_sample(until=date(2025, 10, 24))
    assert read_installation() == InstallationMark(True, date(2025, 10, 24))
    unmark_sample()
    assert read_installation() == InstallationMark(False, None)


def test_second_row_is_refused() -> None:
    with pytest.raises(IntegrityError, match="installation_is_one_row"):
        Installation.objects.create(id=2)
