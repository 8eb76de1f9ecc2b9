"""Checks that several actions share: texts, choices, bodies that exist."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from kiem.domain.assembly.errors import (
    body_twice,
    choice_unknown,
    not_an_organization,
    text_missing,
    text_too_long,
    too_many,
)
from kiem.platform.kernel.sql import fetch

LONGEST_TEXT = 4000
LONGEST_TITLE = 300
MOST_AT_ONCE = 10_000


def text_of(field: str, text: str, *, most: int = LONGEST_TEXT, may_be_empty: bool = False) -> str:
    """The text, trimmed and composed (NFC). Raises InvalidInput when it is empty or too long."""
    cleaned = unicodedata.normalize("NFC", text.replace("\x00", "")).strip()
    if not cleaned and not may_be_empty:
        raise text_missing(field)
    if len(cleaned) > most:
        raise text_too_long(field, most)
    return cleaned


def choice_of(field: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise choice_unknown(field, value, list(known))
    return value


def guard_bodies(organization_ids: Collection[int], day: date) -> None:
    """Every body exists on `day` among what is known now, and is named once."""
    if len(organization_ids) > MOST_AT_ONCE:
        raise too_many(MOST_AT_ONCE)
    if len(set(organization_ids)) < len(organization_ids):
        raise body_twice()
    if not organization_ids:
        return
    rows: list[tuple[Any, ...]] = fetch(
        """SELECT count(DISTINCT organization_id) FROM register_organizationstate
        WHERE organization_id = ANY (%(ids)s) AND valid @> %(day)s::date AND upper_inf(recorded)""",
        {"ids": list(organization_ids), "day": day},
    )
    if rows[0][0] < len(organization_ids):
        raise not_an_organization(day)
