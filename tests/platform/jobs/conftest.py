"""Work to do, and an account that may ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from tests.platform.jobs import work

from kiem.platform.access import SYSTEM, Viewer, grant_access, viewer_for
from kiem.platform.accounts import create_account
from kiem.platform.jobs import kinds
from kiem.platform.kernel.sql import execute


@pytest.fixture
def worker_kinds() -> Iterator[None]:
    before = dict(kinds._kinds)
    work.register_all()
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)
    work.between.clear()


def account(username: str) -> Viewer:
    user_id = create_account(username=username, display_name=username, password=None, actor=SYSTEM)
    grant_access(
        principal=f"user:{user_id}",
        role="youth_officer",
        scope="line:40",
        valid_from=date(2025, 1, 1),
        actor=SYSTEM,
    )
    return viewer_for(get_user_model()._default_manager.get(pk=user_id))


@pytest.fixture
def officer(worker_kinds: None, transactional_db: None) -> Iterator[Viewer]:
    yield account("officer")
    execute("DELETE FROM procrastinate_jobs")  # no model of Django's: its flush leaves them
