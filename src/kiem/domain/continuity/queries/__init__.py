"""Reads what lies ahead: seats to fill and who comes into question."""

from kiem.domain.continuity.queries.candidates import Candidate, Candidates, candidates_for
from kiem.domain.continuity.queries.vacancies import (
    HORIZON_DAYS,
    Vacancy,
    list_vacancies,
    vacancies_of_post,
)

__all__ = [
    "HORIZON_DAYS",
    "Candidate",
    "Candidates",
    "Vacancy",
    "candidates_for",
    "list_vacancies",
    "vacancies_of_post",
]
