"""What a draft would do, found by doing it: carried out in a transaction that is rolled back.

Preview and issuing run the same code, so what is shown is what will be. What is looked at before
is looked at after the rollback, when everything is as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from kiem.domain.register.actions._transaction import Change, check_now, rehearsal
from kiem.domain.register.actions.articles import ArticleContent
from kiem.domain.register.actions.drafts import carry_out, contents_of, find_draft
from kiem.domain.register.errors import translate
from kiem.domain.register.models import Decision, DecisionDraft
from kiem.domain.register.queries.clashes import Clash, clashes_of
from kiem.domain.register.queries.effects import (
    PersonHours,
    Threshold,
    Thresholds,
    effects_keeper,
)
from kiem.domain.register.queries.fact_changes import Effects, FactChange, fact_changes
from kiem.domain.register.queries.naming import PersonFacts, name_people
from kiem.domain.register.queries.obstacles import Obstacle, obstacles_of
from kiem.domain.register.queries.scopes import organization_scope
from kiem.domain.register.queries.strength import (
    ChapterStrength,
    SeatStrength,
    chapters_strength,
    committees_of,
    seats_strength,
)
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Vacated:
    """A post that somebody leaves and that then has free seats."""

    on: date
    before: SeatStrength
    after: SeatStrength


@dataclass(frozen=True, slots=True)
class BrokenQuorum:
    """A committee that could decide before and cannot after. `rule` says what is asked."""

    on: date
    before: ChapterStrength
    after: ChapterStrength
    rule: Threshold


@dataclass(frozen=True, slots=True)
class SmallBranch:
    """A branch that falls under the members its type needs."""

    on: date
    before: ChapterStrength
    after: ChapterStrength
    rule: Threshold


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Release hours a month that somebody gains or loses with an office."""

    person: PersonFacts
    post_id: int
    hours_before: float
    hours_after: float
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadShift:
    """Somebody's month before and after; None: no line post, no month to speak of."""

    person: PersonFacts
    before: PersonHours | None
    after: PersonHours | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft at `version` does, in order of importance.

    `obstacles`: why it cannot be issued as it is, each with what has to be decided first; while
    there are any, the rest says what the articles without one would do. `changes`: every fact.
    """

    draft_id: int
    version: int
    obstacles: tuple[Obstacle, ...]
    broken_quorums: tuple[BrokenQuorum, ...]
    small_branches: tuple[SmallBranch, ...]
    vacated: tuple[Vacated, ...]
    entitlements_lost: tuple[Entitlement, ...]
    entitlements_gained: tuple[Entitlement, ...]
    loads: tuple[LoadShift, ...]
    clashes: tuple[Clash, ...]
    changes: tuple[FactChange, ...]

    @property
    def can_be_issued(self) -> bool:
        return not self.obstacles


@dataclass(slots=True)
class _After:
    """What was seen while the draft was carried out."""

    changes: tuple[FactChange, ...]
    errors: list[tuple[int | None, DomainError]]
    seats: Mapping[tuple[int, date], SeatStrength]
    chapters: Mapping[tuple[int, date], ChapterStrength]
    hours: Mapping[int, PersonHours]


class _RollBackError(Exception):
    """Ends a rehearsal; never leaves this module."""


def preview(*, viewer: Viewer, draft_id: int) -> Preview:
    """The preview of a draft whose issuer the viewer speaks for. Raises NotFound otherwise.

    It is about what is known now: a decision is issued on today's knowledge.
    """
    viewer.require(Permission.CHANGE_REGISTER)
    draft = find_draft(draft_id, viewer)
    contents = contents_of(draft)
    day = min([c.day for c in contents if c.day is not None], default=draft.effective_on)
    after = _rehearse(draft, contents, viewer)
    posts = {(c.post_id, c.day) for c in after.changes if c.fact == "appointment" and c.post_id}
    seats = seats_strength(posts)
    chapters = chapters_strength(set(after.chapters))
    people = {c.person_id for c in after.changes if c.person_id is not None}
    keeper = effects_keeper()
    hours = {} if keeper is None else keeper.hours(people, day)
    limits = Thresholds() if keeper is None else keeper.thresholds(day)
    named = {id_: facts for (id_, _), facts in name_people({(p, day) for p in people}).items()}
    lost, gained = _entitlements(named, hours, after.hours)
    return Preview(
        draft_id=draft_id,
        version=draft.version,
        obstacles=obstacles_of(after.errors, contents, viewer=viewer, draft_id=draft_id),
        broken_quorums=_broken_quorums(chapters, after.chapters, limits),
        small_branches=_small_branches(chapters, after.chapters, limits),
        vacated=_vacated(seats, after.seats),
        entitlements_lost=lost,
        entitlements_gained=gained,
        loads=_loads(named, hours, after.hours),
        clashes=clashes_of(draft, contents, viewer=viewer),
        changes=shown_to(viewer, after.changes, day),
    )


def shown_to(viewer: Viewer, changes: Sequence[FactChange], on: date) -> tuple[FactChange, ...]:
    """Memberships are the member organisation's: others are told that somebody joins or leaves,
    and not who."""
    if viewer.is_system:
        return tuple(changes)
    scope = (
        organization_scope(viewer, Permission.VIEW_MEMBERS, on)
        if viewer.can(Permission.VIEW_MEMBERS)
        else None
    )
    return tuple(
        change
        if change.fact != "membership"
        or (scope is not None and scope.allows(change.organization_id))
        else replace(change, person_id=None, person="")
        for change in changes
    )


def _rehearse(draft: DecisionDraft, contents: Sequence[ArticleContent], viewer: Viewer) -> _After:
    """Carry the draft out, look, and take it back."""
    found: list[_After] = []
    try:
        with transaction.atomic(), rehearsal(viewer) as change:
            decision = _unsigned(draft, change)
            errors = _carry_out_each(contents, decision.pk, change)
            effects: Effects = {
                number: (touched.opened, touched.closed)
                for number, touched in change.touched.items()
            }
            found.append(_look(effects, contents, errors, draft))
            raise _RollBackError
    except _RollBackError:
        return found[0]


def _unsigned(draft: DecisionDraft, change: Change) -> Decision:
    """The decision the draft would become, without the number it will get."""
    return Decision.objects.create(
        issuer_id=draft.issuer_id,
        number=f"draft {draft.pk}",
        signed_on=clock.today(),
        kind=draft.kind,
        title_vi=draft.title_vi,
        title_en=draft.title_en,
        reason=draft.reason or "-",
        recorded_at=change.moment,
        recorded_by=change.actor.name,
        corrects_id=draft.corrects_id,
    )


def _carry_out_each(
    contents: Sequence[ArticleContent], decision_id: int, change: Change
) -> list[tuple[int | None, DomainError]]:
    """Carry out what can be; returns the refusals with the articles they are about.

    Each article has a savepoint, so that the refusal of one does not hide that of another. The
    checks of the commit speak about all of them together.
    """
    errors: list[tuple[int | None, DomainError]] = []
    for number, content in enumerate(contents, start=1):
        try:
            with _savepoint():
                carry_out([content], decision_id=decision_id, change=change, first=number)
        except DomainError as error:
            change.touched.pop(number, None)
            errors.append((number, error))
    try:
        with _savepoint():
            check_now()
    except DomainError as error:
        errors.append((None, error))
    return errors


class _savepoint:  # noqa: N801 - reads as the statement it is
    """A savepoint in which what the database refuses becomes the register's own error."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._atomic.__exit__(kind, error, trace)
        if isinstance(error, DatabaseError):
            refused = translate(error)
            if refused is not None:
                raise refused from error


def _look(
    effects: Effects,
    contents: Sequence[ArticleContent],
    errors: list[tuple[int | None, DomainError]],
    draft: DecisionDraft,
) -> _After:
    """Everything that has to be seen while the draft holds."""
    changes = fact_changes(effects)
    day = min([c.day for c in contents if c.day is not None], default=draft.effective_on)
    posts = {(c.post_id, c.day) for c in changes if c.fact == "appointment" and c.post_id}
    keeper = effects_keeper()
    people = {c.person_id for c in changes if c.person_id is not None}
    return _After(
        changes=_without_new_ids(changes),
        errors=errors,
        seats=seats_strength(posts),
        chapters=chapters_strength(committees_of(changes)),
        hours={} if keeper is None else keeper.hours(people, day),
    )


def _without_new_ids(changes: tuple[FactChange, ...]) -> tuple[FactChange, ...]:
    """What begins to exist only now has no page to lead to."""
    fresh = {
        "organization": {
            c.organization_id for c in changes if (c.fact, c.change) == ("organization", "begins")
        },
        "post": {c.post_id for c in changes if (c.fact, c.change) == ("post", "begins")},
    }
    return tuple(
        replace(
            change,
            organization_id=None
            if change.organization_id in fresh["organization"]
            else change.organization_id,
            post_id=None if change.post_id in fresh["post"] else change.post_id,
        )
        for change in changes
    )


def _vacated(
    before: Mapping[tuple[int, date], SeatStrength], after: Mapping[tuple[int, date], SeatStrength]
) -> tuple[Vacated, ...]:
    """Mandatory seats first, then by day."""
    found = [
        Vacated(on, before[post_id, on], seats)
        for (post_id, on), seats in after.items()
        if (post_id, on) in before and seats.holders < min(before[post_id, on].holders, seats.seats)
    ]
    return tuple(sorted(found, key=lambda v: (not v.after.is_mandatory, v.on, v.after.post.id)))


def _broken_quorums(
    before: Mapping[tuple[int, date], ChapterStrength],
    after: Mapping[tuple[int, date], ChapterStrength],
    limits: Thresholds,
) -> tuple[BrokenQuorum, ...]:
    rule = limits.quorum_percent
    if rule is None:
        return ()
    found = [
        BrokenQuorum(on, before[organization_id, on], now, rule)
        for (organization_id, on), now in after.items()
        if (organization_id, on) in before
        and before[organization_id, on].decides(rule.value)
        and not now.decides(rule.value)
        and now.seats
    ]
    return tuple(sorted(found, key=lambda b: (b.on, b.after.organization.name_vi)))


def _small_branches(
    before: Mapping[tuple[int, date], ChapterStrength],
    after: Mapping[tuple[int, date], ChapterStrength],
    limits: Thresholds,
) -> tuple[SmallBranch, ...]:
    found = []
    for (organization_id, on), now in after.items():
        rule = limits.fewest_members.get(now.organization.type)
        was = before.get((organization_id, on))
        if rule is None or was is None:
            continue
        if now.members < was.members and now.members < rule.value <= was.members:
            found.append(SmallBranch(on, was, now, rule))
    return tuple(sorted(found, key=lambda b: (b.on, b.after.organization.name_vi)))


def _entitlements(
    people: Mapping[int, PersonFacts],
    before: Mapping[int, PersonHours],
    after: Mapping[int, PersonHours],
) -> tuple[tuple[Entitlement, ...], tuple[Entitlement, ...]]:
    """What is lost and what is gained, most hours first."""
    lost: list[Entitlement] = []
    gained: list[Entitlement] = []
    for person_id, person in people.items():
        was = _offices(before.get(person_id))
        now = _offices(after.get(person_id))
        for post_id in sorted(set(was) | set(now)):
            hours_before, letters_before = was.get(post_id, (0.0, ()))
            hours_after, letters_after = now.get(post_id, (0.0, ()))
            if hours_before == hours_after:
                continue
            entitlement = Entitlement(
                person, post_id, hours_before, hours_after, letters_after or letters_before
            )
            (lost if hours_after < hours_before else gained).append(entitlement)

    def most_first(e: Entitlement) -> tuple[float, int, int]:
        return (-abs(e.hours_after - e.hours_before), e.person.id, e.post_id)

    return tuple(sorted(lost, key=most_first)), tuple(sorted(gained, key=most_first))


def _offices(month: PersonHours | None) -> dict[int, tuple[float, tuple[str, ...]]]:
    offices: dict[int, tuple[float, tuple[str, ...]]] = {}
    for office in () if month is None else month.offices:
        hours, letters = offices.get(office.post_id, (0.0, ()))
        both = tuple(sorted({*letters, *office.letters}))
        offices[office.post_id] = (round(hours + office.release_hours, 2), both)
    return offices


def _loads(
    people: Mapping[int, PersonFacts],
    before: Mapping[int, PersonHours],
    after: Mapping[int, PersonHours],
) -> tuple[LoadShift, ...]:
    """Those whose month differs, the heaviest after first."""
    found = [
        LoadShift(person, before.get(person_id), after.get(person_id))
        for person_id, person in people.items()
        if _figures(before.get(person_id)) != _figures(after.get(person_id))
    ]
    return tuple(
        sorted(
            found,
            key=lambda shift: (
                -(shift.after.load or 0) if shift.after is not None else 0,
                shift.person.id,
            ),
        )
    )


def _figures(month: PersonHours | None) -> tuple[Any, ...] | None:
    if month is None or not (month.offices or month.office_hours):
        return None
    return (month.line_hours, month.office_hours, month.release_hours, month.load)
