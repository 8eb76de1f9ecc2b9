"""Dates ahead in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.domain.continuity.queries import DateKind, DateRow

_KINDS = {
    DateKind.ACTIVITY: gettext_noop("Activity"),
    DateKind.TERM_ENDS: gettext_noop("Term ends"),
    DateKind.AGE_RUNS_OUT: gettext_noop("Age limit reached"),
    DateKind.APPOINTMENT_ENDS: gettext_noop("Appointment ends"),
    DateKind.SEAT_DUE: gettext_noop("Seat to be filled by"),
    DateKind.EVENT: gettext_noop("Event"),
    DateKind.DEADLINE: gettext_noop("Due"),
}


def kind_words(kind: DateKind) -> str:
    return gettext(_KINDS[kind])


def title_of(row: DateRow) -> str:
    """What a calendar shows: an activity by its name, everything else with what happens."""
    title = wording.name_of(row.title_vi, row.title_en)
    if row.kind is DateKind.ACTIVITY:
        return title
    place = wording.name_of(row.place_vi, row.place_en)
    return ", ".join(part for part in (f"{kind_words(row.kind)}: {title}", place) if part)
