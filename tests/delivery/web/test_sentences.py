"""Refusals in the reader's words: days and names as the reader writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from kiem.delivery.web.states import sentence
from kiem.platform.kernel.errors import DomainError


def said(language: str, value: object, name: str = "day", **names: str) -> str:
    error = DomainError("x.y", f"On {{{name}}}.", params={name: value})
    with translation.override(language):
        return sentence(error.message, error, names)


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        (date(2026, 12, 1), "1 Dec 2026", "01/12/2026"),
        ("2026-12-01", "1 Dec 2026", "01/12/2026"),
        (datetime(2026, 12, 1, 1, 5, tzinfo=UTC), "1 Dec 2026 08:05", "01/12/2026 08:05"),
        ("[2026-12-01,2027-01-01)", "1 Dec 2026 – 31 Dec 2026", "01/12/2026 – 31/12/2026"),
        ("[2026-12-01,)", "1 Dec 2026 – …", "01/12/2026 – …"),
        ("2026-02-31", "2026-02-31", "2026-02-31"),
        ("12-2026", "12-2026", "12-2026"),
        (7, "7", "7"),
    ],
)
def test_day_is_written_as_the_reader_writes_days(
    value: object, english: str, vietnamese: str
) -> None:
    assert (said("en", value), said("vi", value)) == (f"On {english}.", f"On {vietnamese}.")


def test_what_was_typed_stays_as_it_was_typed() -> None:
    assert said("en", "1900-01-01", "value") == "On 1900-01-01."


def test_name_in_the_readers_language_replaces_the_one_given() -> None:
    assert said("en", "Bí thư", "post", post="Secretary") == "On Secretary."
