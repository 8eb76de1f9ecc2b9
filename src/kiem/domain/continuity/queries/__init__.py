"""Reads what lies ahead: seats to fill and who comes into question."""

from kiem.domain.continuity.queries.calendar_addresses import (
    Subscriber,
    address_made_at,
    subscriber_of,
)
from kiem.domain.continuity.queries.candidates import Candidate, Candidates, candidates_for
from kiem.domain.continuity.queries.dates import (
    DAYS_AHEAD,
    DateKind,
    DateRow,
    all_day,
    dates_ahead,
    register_dates,
)
from kiem.domain.continuity.queries.handovers import (
    Handover,
    HandoverLine,
    handover_of,
    list_handovers,
)
from kiem.domain.continuity.queries.vacancies import (
    HORIZON_DAYS,
    Vacancy,
    list_vacancies,
    vacancies_of_post,
)

__all__ = [
    "DAYS_AHEAD",
    "HORIZON_DAYS",
    "Candidate",
    "Candidates",
    "DateKind",
    "DateRow",
    "Handover",
    "HandoverLine",
    "Subscriber",
    "Vacancy",
    "address_made_at",
    "all_day",
    "candidates_for",
    "dates_ahead",
    "handover_of",
    "list_handovers",
    "list_vacancies",
    "register_dates",
    "subscriber_of",
    "vacancies_of_post",
]
