"""Notices as sentences in the reader's language (see `platform.notices.texts`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.domain.register.queries.names import names_of_people
from kiem.platform.notices import NoticeRow, text_of
from kiem.time.month import Month

_PERSON = "person_id"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the inbox shows it."""

    id: int
    sentence: str
    sent_at: datetime
    has_link: bool
    is_read: bool


def notice_lines(rows: Sequence[NoticeRow]) -> list[NoticeLine]:
    """The sentences of a page of notices; one query for all names they need."""
    wanted = {
        int(value)
        for row in rows
        for name, value in row.params.items()
        if _is_person(name) and isinstance(value, int)
    }
    names = names_of_people(wanted)
    return [
        NoticeLine(row.id, sentence_of(row, names), row.sent_at, bool(row.link), row.is_read)
        for row in rows
    ]


def sentence_of(row: NoticeRow, names: Mapping[int, str]) -> str:
    """One notice in words; a code this version does not know any more is shown as it is."""
    try:
        text = gettext(text_of(row.code))
    except KeyError:
        return row.code
    return text.format_map(_Fields(_fields(row.params, names)))


class _Fields(dict[str, str]):
    """What an older notice did not say yet is a dash, not an error."""

    def __missing__(self, key: str) -> str:
        return wording.NO_VALUE


def _fields(params: Mapping[str, str | int | float], names: Mapping[int, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in params.items():
        if name.endswith(("_vi", "_en")):
            base = name[:-3]
            pair = (str(params.get(f"{base}_vi", "")), str(params.get(f"{base}_en", "")))
            fields[base] = wording.name_of(*pair)
        elif _is_person(name) and isinstance(value, int):
            fields[name.removesuffix("_id")] = names.get(value) or gettext("somebody")
        else:
            fields[name] = _written(name, value)
    return fields


def _written(name: str, value: str | int | float) -> str:
    if not isinstance(value, str):
        return wording.number(value, 0 if float(value).is_integer() else 1)
    try:
        if name == "on" or name.endswith("_on"):
            return wording.day(date.fromisoformat(value))
        if name == "month" or name.endswith("_month"):
            return wording.month(Month.parse(value))
    except ValueError:
        return value
    return value


def _is_person(name: str) -> bool:
    return name == _PERSON or name.endswith(f"_{_PERSON}")
