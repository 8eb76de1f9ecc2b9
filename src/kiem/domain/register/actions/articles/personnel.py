"""Line posts: appoint, relieve, transfer, second."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from kiem.domain.register.actions._guards import (
    day_before,
    guard_date,
    guard_distinct,
    guard_interval,
)
from kiem.domain.register.actions.appointments import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    end_appointments,
)
from kiem.domain.register.actions.articles.content import ArticleContent, Subjects, guard_some
from kiem.domain.register.actions.moves import leave_hosted
from kiem.domain.register.actions.moves import transfer as move_people
from kiem.domain.register.errors import refusal
from kiem.domain.register.models import Post, PostKind
from kiem.platform.access import Viewer
from kiem.platform.kernel.sql import fetch

FULL = Decimal(100)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Appoint(ArticleContent):
    """Bổ nhiệm: somebody takes a post on `on`.

    `share_percent` None: 100 in a line post, 0 (carried on top) in any other. `until`: the first
    day no longer in it.
    """

    verb: ClassVar[str] = "appoint"
    person_id: int
    post_id: int
    on: date
    until: date | None = None
    share_percent: Decimal | None = None
    is_provisional: bool = False

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_interval("on", self.on, self.until)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        share = self.share_percent
        if share is None:
            share = usual_share(self.post_id)
        new = NewAppointment(
            person_id=self.person_id,
            post_id=self.post_id,
            valid_from=self.on,
            valid_until=self.until,
            mode="appointed",
            share_percent=share,
            is_provisional=self.is_provisional,
        )
        appoint(decision_id=decision_id, appointments=[new], actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(people=frozenset({self.person_id}), posts=frozenset({self.post_id}))


@dataclass(frozen=True)
class Relieve(ArticleContent):
    """Miễn nhiệm: somebody leaves a post; `on` is the first day without it."""

    verb: ClassVar[str] = "relieve"
    person_id: int
    post_id: int
    on: date

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        held = {(h.person_id, h.post_id): h for h in held_across([self.person_id], self.on)}
        holding = held.get((self.person_id, self.post_id))
        if holding is None:
            raise not_holding(self.person_id, self.post_id, self.on)
        end = AppointmentEnd(holding.appointment_id, self.on)
        end_appointments(decision_id=decision_id, ends=[end], actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(people=frozenset({self.person_id}), posts=frozenset({self.post_id}))


@dataclass(frozen=True)
class Move:
    """One person of a transfer. `from_post_id` None: the only line post held the day before."""

    person_id: int
    to_post_id: int
    from_post_id: int | None = None


@dataclass(frozen=True)
class Transfer(ArticleContent):
    """Điều động: people go to other line posts on one day; dozens of them are one article.

    `leaves_offices`: with the unit they leave offices, seats and memberships in what that unit
    hosts. Where the units are the same, nothing is left.
    """

    verb: ClassVar[str] = "transfer"
    on: date
    moves: tuple[Move, ...]
    leaves_offices: bool = True

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)
        guard_some("moves", self.moves)
        guard_distinct("person_id", (move.person_id for move in self.moves))

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        from kiem.domain.register.actions.moves import Transfer as Moved

        origins = self._origins()
        moves = [
            Moved(m.person_id, origins[m.person_id], m.to_post_id, self.on) for m in self.moves
        ]
        move_people(decision_id=decision_id, moves=moves, actor=actor)
        if self.leaves_offices:
            leave_hosted(
                decision_id=decision_id,
                moves=[(move.person_id, move.from_post_id, move.to_post_id) for move in moves],
                on=self.on,
                actor=actor,
            )

    def subjects(self) -> Subjects:
        origins = {move.from_post_id for move in self.moves if move.from_post_id is not None}
        return Subjects(
            people=frozenset(move.person_id for move in self.moves),
            posts=frozenset(origins | {move.to_post_id for move in self.moves}),
        )

    def _origins(self) -> dict[int, int]:
        """Person -> post to be left."""
        given = {m.person_id: m.from_post_id for m in self.moves if m.from_post_id is not None}
        unsaid = [m.person_id for m in self.moves if m.from_post_id is None]
        lines: dict[int, list[int]] = {}
        for holding in held_across(unsaid, self.on):
            if holding.kind == PostKind.LINE:
                lines.setdefault(holding.person_id, []).append(holding.post_id)
        for row, person_id in enumerate(unsaid, start=1):
            if len(lines.get(person_id, ())) != 1:
                raise refusal(
                    "which_post_left",
                    "Row {row}: person {person_id} holds {count} line posts across {on}.",
                    "Say which post is left; appoint whoever holds none.",
                    field="from_post_id",
                    row=row,
                    person_id=person_id,
                    count=len(lines.get(person_id, ())),
                    on=self.on,
                )
        return {**given, **{person_id: lines[person_id][0] for person_id in unsaid}}


@dataclass(frozen=True)
class Second(ArticleContent):
    """Biệt phái: somebody works in another line post for a while and keeps the one at home.

    The home post takes no part of the employment meanwhile; from `until` on it is as before.
    `share_percent`: the part worked there; the home post keeps the rest.
    """

    verb: ClassVar[str] = "second"
    person_id: int
    post_id: int
    on: date
    until: date | None = None
    share_percent: Decimal = FULL

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_interval("on", self.on, self.until)
        if not 0 < self.share_percent <= FULL:
            raise refusal(
                "second_share",
                "Somebody is seconded with more than 0 and up to 100 percent, not {share}.",
                "Give the part of the employment worked in the other post.",
                field="share_percent",
                share=self.share_percent,
            )

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        home = self._home()
        until = min((d for d in (self.until, home.until) if d is not None), default=None)
        end = AppointmentEnd(home.appointment_id, self.on)
        end_appointments(decision_id=decision_id, ends=[end], actor=actor)
        kept = max(home.share_percent - self.share_percent, NOTHING)
        stays = [
            self._stay(home.post_id, self.on, until, home.mode, kept, home.is_provisional),
            self._stay(self.post_id, self.on, until, "seconded", self.share_percent),
        ]
        if until is not None and until != home.until:
            stays.append(
                self._stay(
                    home.post_id,
                    until,
                    home.until,
                    home.mode,
                    home.share_percent,
                    home.is_provisional,
                )
            )
        appoint(decision_id=decision_id, appointments=stays, actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(people=frozenset({self.person_id}), posts=frozenset({self.post_id}))

    def _home(self) -> Holding:
        lines = [h for h in held_across([self.person_id], self.on) if h.kind == PostKind.LINE]
        weighty = [h for h in lines if h.share_percent > 0]
        if len(weighty) != 1:
            raise refusal(
                "no_home_post",
                "Person {person_id} holds {count} line posts with a share across {on}.",
                "Somebody is seconded from the one post the employment is worth.",
                field="person_id",
                person_id=self.person_id,
                count=len(weighty),
                on=self.on,
            )
        return weighty[0]

    def _stay(
        self,
        post_id: int,
        start: date,
        until: date | None,
        mode: str,
        share: Decimal,
        is_provisional: bool = False,
    ) -> NewAppointment:
        return NewAppointment(
            person_id=self.person_id,
            post_id=post_id,
            valid_from=start,
            valid_until=until,
            mode=mode,
            share_percent=share,
            is_provisional=is_provisional,
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """An appointment that runs on the day before and goes on."""

    appointment_id: int
    person_id: int
    post_id: int
    kind: str
    organization_id: int
    until: date | None
    mode: str
    share_percent: Decimal
    is_provisional: bool


def held_across(
    person_ids: Collection[int], day: date, *, organization_ids: Sequence[int] | None = None
) -> list[Holding]:
    """What the people hold on the day before `day` and on it; or who holds something in the
    organisations then."""
    rows = fetch(
        """
        SELECT a.id, a.person_id, a.post_id, p.kind, p.organization_id, upper(a.valid), a.mode,
            a.share_percent, a.is_provisional
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id
        WHERE upper_inf(a.recorded) AND a.valid @> %(before)s::date
          AND (upper_inf(a.valid) OR upper(a.valid) > %(day)s)
          AND (a.person_id = ANY (%(people)s) OR p.organization_id = ANY (%(organizations)s))
        ORDER BY a.id
        """,
        {
            "people": list(person_ids),
            "organizations": list(organization_ids or ()),
            "before": day_before(day),
            "day": day,
        },
    )
    return [Holding(*row) for row in rows]


def usual_share(post_id: int) -> Decimal:
    """A line post is worth the whole employment, an office is carried on top."""
    kind = Post.objects.filter(pk=post_id).values_list("kind", flat=True).first()
    return FULL if kind == PostKind.LINE else NOTHING


def not_holding(person_id: int, post_id: int, day: date) -> Exception:
    return refusal(
        "not_holding",
        "Row {row}: person {person_id} does not hold post {post_id} across {on}.",
        "Check the post to be left and the day.",
        field="post_id",
        row=1,
        person_id=person_id,
        post_id=post_id,
        on=day,
    )
