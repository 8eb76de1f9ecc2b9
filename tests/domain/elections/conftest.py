from __future__ import annotations

import pytest

from tests.factories.congress import Congress, build_congress


@pytest.fixture
def world(db: None) -> Congress:
    return build_congress()
