"""The vocabulary of good models and coordination in the chronicle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.delivery.sample.plan_assembly import Texts


@dataclass(frozen=True, slots=True)
class PublishModel:
    """`figures`: (figure, a day of the month before, one of the month after)."""

    key: str
    organization: str
    event: str
    title: Texts
    description: Texts
    evidence: Texts
    figures: Sequence[tuple[str, date, date]] = ()


@dataclass(frozen=True, slots=True)
class AdoptModel:
    """A body takes a model over; what came of it is told later."""

    model: str
    organization: str
    note: Texts = ("", "")


@dataclass(frozen=True, slots=True)
class ReportAdoption:
    model: str
    organization: str
    outcome: str
    result: Texts


@dataclass(frozen=True, slots=True)
class AgreeRegulation:
    """`parties`: the first one keeps it."""

    key: str
    number: str
    parties: Sequence[str]
    title: Texts
    content: Texts
    answer_working_days: int
    review_on: date


@dataclass(frozen=True, slots=True)
class SendRequest:
    key: str
    sender: str
    addressee: str
    subject: Texts
    text: Texts
    regulation: str


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """`is_closed`: the sender has what was asked for."""

    request: str
    answer: Texts
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class RemindLate:
    """As `kiem remind` does, of what is late."""


PracticeOperation = (
    PublishModel
    | AdoptModel
    | ReportAdoption
    | AgreeRegulation
    | SendRequest
    | AnswerRequest
    | RemindLate
)
