"""Delegates of many chapters at once: those every chapter sends, or every member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from kiem.domain.assembly.actions.guards import text_of
from kiem.domain.elections.actions.delegates import write_delegates
from kiem.domain.elections.actions.planning import allocate_delegates
from kiem.domain.elections.actions.rights import held_congress, note
from kiem.domain.elections.actions.telling import tell_named
from kiem.domain.elections.errors import (
    missing,
    named_twice,
    not_allocated,
    seats_taken,
    without_mandate,
)
from kiem.domain.elections.models import Delegate
from kiem.domain.elections.queries.facts import (
    Chapter,
    CongressFacts,
    chapters_below,
    members_by_chapter,
    people,
)
from kiem.domain.elections.queries.state import delegates_of, seats_by_chapter
from kiem.platform.access import Viewer


def convene_every_member(*, congress_id: int, mandate_vi: str, actor: Viewer) -> list[int]:
    """Give every member a seat and name all of them, by membership; returns the delegates.

    For congresses below the number of members from which the rule has delegates; above it is
    refused. Who is a delegate already stays one.
    """
    mandate = text_of("mandate_vi", mandate_vi, most=300)
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        chapters = chapters_below(facts.organization_id, facts.held_on)
        members = members_by_chapter([c.id for c in chapters], facts.held_on)
        allocate_delegates(
            congress_id=congress_id,
            method="hare",
            total=sum(chapter.members for chapter in chapters),
            actor=actor,
        )
        seen = {delegate.person_id for delegate in delegates_of(congress_id)}
        mandates: list[tuple[int | None, int]] = []
        for chapter_id, person_id in members:
            if person_id not in seen:
                seen.add(person_id)
                mandates.append((chapter_id, person_id))
        return _name(facts, mandates, Delegate.Kind.MEMBER, mandate, actor)


def name_delegations(
    *,
    congress_id: int,
    delegations: Mapping[int, Sequence[int]],
    mandate_vi: str,
    actor: Viewer,
) -> list[int]:
    """Name the delegates of many chapters, chapter -> people; refused as a whole, as
    `name_delegates` is."""
    mandate = text_of("mandate_vi", mandate_vi, most=300)
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        _guard_seats(facts, delegations)
        mandates = [(c, person) for c, chosen in delegations.items() for person in chosen]
        known = {delegate.person_id for delegate in delegates_of(congress_id)}
        names = people([person for _c, person in mandates], facts.held_on)
        members = set(members_by_chapter(list(delegations), facts.held_on))
        for chapter_id, person_id in mandates:
            if person_id not in names:
                raise missing("person")
            if person_id in known:
                raise named_twice(names[person_id].full_name)
            if (chapter_id, person_id) not in members:
                chapter = _chapter(facts, chapter_id)
                raise without_mandate(names[person_id].full_name, chapter.name_vi, chapter.name_en)
            known.add(person_id)
        return _name(facts, mandates, Delegate.Kind.ELECTED, mandate, actor)


def _guard_seats(facts: CongressFacts, delegations: Mapping[int, Sequence[int]]) -> None:
    seats = seats_by_chapter(facts.id)
    if seats is None:
        raise not_allocated()
    sent: dict[int, int] = {}
    for delegate in delegates_of(facts.id):
        if delegate.counts and delegate.organization_id is not None:
            sent[delegate.organization_id] = sent.get(delegate.organization_id, 0) + 1
    for chapter_id, chosen in delegations.items():
        if chapter_id not in seats:
            raise missing("organisation")
        named = sent.get(chapter_id, 0)
        if named + len(chosen) > seats[chapter_id]:
            chapter = _chapter(facts, chapter_id)
            raise seats_taken(
                chapter.name_vi, chapter.name_en, seats[chapter_id], named, len(chosen)
            )


def _chapter(facts: CongressFacts, chapter_id: int) -> Chapter:
    chapters = chapters_below(facts.organization_id, facts.held_on)
    found = {chapter.id: chapter for chapter in chapters}
    return found.get(chapter_id) or Chapter(chapter_id, "", "", 0)


def _name(
    facts: CongressFacts,
    mandates: Sequence[tuple[int | None, int]],
    kind: str,
    mandate: str,
    actor: Viewer,
) -> list[int]:
    ids = write_delegates(facts, mandates, kind, mandate, actor)
    note("name_delegates", facts, actor, delegate=ids)
    tell_named(facts, [person for _chapter, person in mandates], actor)
    return ids
