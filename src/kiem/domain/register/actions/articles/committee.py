"""Offices and seats: form a committee, nominate to a body outside, open and close a term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from kiem.domain.register.actions._guards import (
    guard_choice,
    guard_date,
    guard_distinct,
    guard_interval,
    guard_text,
    organizations_of_posts,
)
from kiem.domain.register.actions.appointments import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    end_appointments,
)
from kiem.domain.register.actions.articles.content import ArticleContent, Subjects, guard_some
from kiem.domain.register.actions.articles.personnel import NOTHING, held_across
from kiem.domain.register.actions.terms import TermEnd, close_terms
from kiem.domain.register.actions.terms import open_term as open_one_term
from kiem.domain.register.errors import refusal
from kiem.domain.register.models import Post, PostKind
from kiem.platform.access import Viewer

HOW = ("elected", "designated", "recognised")


@dataclass(frozen=True)
class Seat:
    """Somebody in an office. `share_percent`: 0 is carried on top of the line post."""

    person_id: int
    post_id: int
    share_percent: Decimal = NOTHING


@dataclass(frozen=True)
class FormCommittee(ArticleContent):
    """Bầu, chỉ định, công nhận: people take the offices of an organisation on one day.

    `how`: elected, designated or recognised. `replaces`: the committee is formed anew, whoever
    held an office of the organisation leaves it that day; else people are only added, and
    somebody named in an office they hold already holds it in the new way.
    """

    verb: ClassVar[str] = "form_committee"
    organization_id: int
    on: date
    how: str
    seats: tuple[Seat, ...]
    replaces: bool = True
    until: date | None = None

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_interval("on", self.on, self.until)
        guard_choice("how", self.how, HOW, 1)
        guard_some("seats", self.seats)
        guard_distinct("person_id", ((seat.person_id, seat.post_id) for seat in self.seats))

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        owners = organizations_of_posts({seat.post_id for seat in self.seats})
        for row, seat in enumerate(self.seats, start=1):
            if owners.get(seat.post_id) != self.organization_id:
                raise refusal(
                    "seat_elsewhere",
                    "Row {row}: post {post_id} is not one of the committee that is formed.",
                    "Choose an office of this organisation.",
                    field="seats",
                    row=row,
                    post_id=seat.post_id,
                )
        named = {(seat.person_id, seat.post_id) for seat in self.seats}
        running = held_across((), self.on, organization_ids=[self.organization_id])
        ends = [
            AppointmentEnd(holding.appointment_id, self.on)
            for holding in running
            if self.replaces or (holding.person_id, holding.post_id) in named
        ]
        if ends:
            end_appointments(decision_id=decision_id, ends=ends, actor=actor)
        seats = [
            NewAppointment(
                person_id=seat.person_id,
                post_id=seat.post_id,
                valid_from=self.on,
                valid_until=self.until,
                mode=self.how,
                share_percent=seat.share_percent,
            )
            for seat in self.seats
        ]
        appoint(decision_id=decision_id, appointments=seats, actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(
            people=frozenset(seat.person_id for seat in self.seats),
            posts=frozenset(seat.post_id for seat in self.seats),
            organizations=frozenset({self.organization_id}),
        )


@dataclass(frozen=True)
class Nominee:
    """Somebody put forward for a seat in a body outside."""

    person_id: int
    post_id: int


@dataclass(frozen=True)
class Nominate(ArticleContent):
    """Giới thiệu, cử: people sit in bodies outside from `on` on, until these recognise them.

    The seats are provisional; what the body outside decides is recorded by a later decision.
    """

    verb: ClassVar[str] = "nominate"
    on: date
    nominees: tuple[Nominee, ...]
    until: date | None = None

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_interval("on", self.on, self.until)
        guard_some("nominees", self.nominees)
        guard_distinct("person_id", ((n.person_id, n.post_id) for n in self.nominees))

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        posts = {nominee.post_id for nominee in self.nominees}
        outside = set(
            Post.objects.filter(pk__in=posts, kind=PostKind.EXTERNAL).values_list("pk", flat=True)
        )
        for row, nominee in enumerate(self.nominees, start=1):
            if nominee.post_id not in outside:
                raise refusal(
                    "not_outside",
                    "Row {row}: post {post_id} is not a seat in a body outside.",
                    "Appoint to posts of one's own; nominate for seats outside.",
                    field="nominees",
                    row=row,
                    post_id=nominee.post_id,
                )
        seats = [
            NewAppointment(
                person_id=nominee.person_id,
                post_id=nominee.post_id,
                valid_from=self.on,
                valid_until=self.until,
                mode="designated",
                share_percent=NOTHING,
                is_provisional=True,
            )
            for nominee in self.nominees
        ]
        appoint(decision_id=decision_id, appointments=seats, actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(
            people=frozenset(nominee.person_id for nominee in self.nominees),
            posts=frozenset(nominee.post_id for nominee in self.nominees),
        )


@dataclass(frozen=True)
class OpenTerm(ArticleContent):
    """Mở nhiệm kỳ: a term opens; one that still runs ends that day.

    `planned_*` is what the congress decided, half-open: 2025-06-01 to 2030-06-01.
    """

    verb: ClassVar[str] = "open_term"
    organization_id: int
    label: str
    opens_on: date
    planned_from: date
    planned_until: date

    @property
    def day(self) -> date:
        return self.opens_on

    def validate(self) -> None:
        guard_text("label", self.label, 1)
        guard_interval("planned_until", self.planned_from, self.planned_until)
        guard_interval("opens_on", self.opens_on, self.planned_until)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        open_one_term(
            decision_id=decision_id,
            organization_id=self.organization_id,
            label=self.label,
            opens_on=self.opens_on,
            planned_from=self.planned_from,
            planned_until=self.planned_until,
            actor=actor,
        )

    def subjects(self) -> Subjects:
        return Subjects(organizations=frozenset({self.organization_id}))


@dataclass(frozen=True)
class CloseTerm(ArticleContent):
    """Kết thúc nhiệm kỳ: the running term ends before its plan; `on` is the first day without."""

    verb: ClassVar[str] = "close_term"
    organization_id: int
    on: date

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        end = TermEnd(self.organization_id, self.on)
        close_terms(decision_id=decision_id, ends=[end], actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(organizations=frozenset({self.organization_id}))
