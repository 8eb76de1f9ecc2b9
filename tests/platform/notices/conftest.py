"""Sentences of these tests' own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiem.platform.notices import register_texts, texts


@pytest.fixture(autouse=True)
def sentences() -> Iterator[None]:
    before = dict(texts._texts)
    register_texts(
        {"test.appointed": "You are appointed {title} from {effective_on}.", "test.due": "Due."}
    )
    yield
    texts._texts.clear()
    texts._texts.update(before)
