"""Accounts with cheap passwords, requests with sessions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from kiem.platform.access import SYSTEM
from kiem.platform.accounts import create_account

PASSWORD = "thirteen red lanterns"


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.platform.accounts.hashing.CheapArgon2"]


@pytest.fixture
def make_request() -> Callable[[], HttpRequest]:
    def make() -> HttpRequest:
        request = RequestFactory().post("/sign-in/")
        request.session = SessionStore()
        return request

    return make


@pytest.fixture
def account_id(db: None) -> int:
    return create_account(
        username="Ánh", display_name="Ánh (invented)", password=PASSWORD, actor=SYSTEM
    )
