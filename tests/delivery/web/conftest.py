"""Accounts to sign in with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account
from kiem.platform.kernel.installation import mark_sample

PASSWORD = "thirteen red lanterns"


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.platform.accounts.hashing.CheapArgon2"]


@pytest.fixture
def account_id(db: None) -> int:
    return create_account(
        username="binh", display_name="Bình (invented)", password=PASSWORD, actor=SYSTEM
    )


@pytest.fixture
def sample_database(db: None) -> None:
    mark_sample(until=date(2025, 10, 23))


@pytest.fixture
def persona_id(sample_database: None) -> int:
    """An auditor of everything, invented."""
    user_id = create_account(
        username="auditor",
        display_name="Auditor (invented)",
        password=None,
        is_sample=True,
        actor=SYSTEM,
    )
    grant_access(
        principal=f"user:{user_id}",
        role="auditor",
        scope="all",
        valid_from=date(2025, 1, 1),
        actor=SYSTEM,
    )
    return user_id


@pytest.fixture
def signed_in(client: Client, account_id: int) -> Callable[[], Client]:
    def enter() -> Client:
        response = client.post("/sign-in/", {"username": "binh", "password": PASSWORD})
        assert response.status_code == 302
        return client

    return enter
