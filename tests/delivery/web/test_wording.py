"""The language settled for a page is that of its beginning, and of that page only."""

from __future__ import annotations

import pytest
from django.utils import translation

from kiem.delivery.web import wording


def test_language_settled_for_a_block_writes_as_without() -> None:
    for language, written in (("vi", "1.234,5"), ("en", "1,234.5")):
        with translation.override(language):
            assert wording.number(1234.5, 1) == written
            with wording.one_language():
                assert wording.number(1234.5, 1) == written


def test_language_after_a_settled_block_follows_the_reader_again() -> None:
    with (
        pytest.raises(RuntimeError, match="page broke"),
        translation.override("en"),
        wording.one_language(),
    ):
        raise RuntimeError("page broke")
    with translation.override("vi"):
        assert wording.name_of("Công an", "Police") == "Công an"
    with translation.override("en"):
        assert wording.name_of("Công an", "Police") == "Police"
