"""A small town to import into."""

from __future__ import annotations

import pytest

from tests.factories.register import Town, found_town


@pytest.fixture
def town(db: None) -> Town:
    return found_town()
