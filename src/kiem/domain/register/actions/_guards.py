"""Checks of input that come before any writing, set-based: one query for a thousand rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import models

from kiem.domain.register.errors import (
    EARLIEST,
    LATEST,
    empty_interval,
    impossible_date,
    refusal,
    unknown,
)
from kiem.platform.kernel.sql import fetch


def guard_date(field: str, day: date) -> None:
    """Raise InvalidInput for what is no day of an organisation's life (year 25, year 20255)."""
    if not EARLIEST <= day < LATEST:
        raise impossible_date(field, day)


def guard_interval(field: str, start: date, end: date | None) -> None:
    guard_date(field, start)
    if end is not None:
        guard_date(field, end)
        if end <= start:
            raise empty_interval(field, start, end)


def guard_known(
    model: type[models.Model], keys: Iterable[object], *, what: str, field: str
) -> None:
    """Raise NotFound naming the first keys of `model` that do not exist."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return
    found = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    if missing := sorted(str(key) for key in wanted - found):
        raise unknown(what, list(missing), field)


def guard_text(field: str, text: str, row: int) -> None:
    if not text.strip():
        raise refusal(
            "text_missing",
            "Row {row}: '{field}' is empty.",
            "Fill it in.",
            field=field,
            row=row,
        )


def guard_choice(field: str, value: str, choices: Collection[str], row: int) -> None:
    if value not in choices:
        raise refusal(
            "unknown_choice",
            "Row {row}: '{value}' is not a value of '{field}'.",
            "Choose one of: {choices}.",
            field=field,
            value=value,
            row=row,
            choices=", ".join(sorted(choices)),
        )


def guard_distinct(field: str, values: Iterable[object]) -> None:
    """Raise when a value that must be unique comes twice in one input, naming both rows."""
    seen: dict[object, int] = {}
    for row, value in enumerate(values, start=1):
        if value in seen:
            raise refusal(
                "given_twice",
                "'{field}' is {value} in row {first} and again in row {row}.",
                "Keep one of them.",
                field=field,
                value=value,
                first=seen[value],
                row=row,
            )
        seen[value] = row


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def organizations_of_posts(post_ids: Collection[int]) -> dict[int, int]:
    """Post -> organisation; unknown posts are missing."""
    return dict(
        fetch(
            "SELECT id, organization_id FROM register_post WHERE id = ANY (%(ids)s)",
            {"ids": list(post_ids)},
        )
    )
