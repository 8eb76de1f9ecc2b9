"""Who is at the congress: delegates, their credentials, who is there, who serves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from kiem.domain.assembly.actions.guards import choice_of, text_of
from kiem.domain.elections.actions.rights import guard_unrecognised, held_congress, note
from kiem.domain.elections.actions.telling import tell_named, tell_not_confirmed
from kiem.domain.elections.errors import (
    candidate_counts,
    missing,
    named_twice,
    not_a_delegate,
    not_allocated,
    not_ex_officio,
    reason_missing,
    seats_taken,
    without_mandate,
)
from kiem.domain.elections.models import Congress, Credential, Delegate, Functionary
from kiem.domain.elections.queries.facts import (
    Chapter,
    CongressFacts,
    chapters_below,
    congress_facts,
    members_among,
    officers_among,
    people,
)
from kiem.domain.elections.queries.state import (
    DelegateState,
    contests_of,
    delegates_of,
    seats_by_chapter,
)
from kiem.domain.elections.queries.visible import holds, is_own_side, may_do
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from


def name_delegates(
    *,
    congress_id: int,
    organization_id: int | None,
    person_ids: Sequence[int],
    kind: str = "elected",
    mandate_vi: str,
    actor: Viewer,
) -> list[int]:
    """Name delegates of a chapter, or by office (no chapter); returns their ids in order.

    Whoever holds the congress may, and who works for the chapter from its own side. Each must be a
    member of the chapter on the day, or hold an office of the organisation; a chapter names no
    more than it was given. Refused as a whole.
    """
    choice_of("kind", kind, Delegate.Kind.values)
    mandate = text_of("mandate_vi", mandate_vi, most=300)
    with transaction.atomic():
        facts = _for_chapter(congress_id, organization_id, actor)
        named = people(person_ids, facts.held_on)
        for person_id in person_ids:
            if person_id not in named:
                raise missing("person")
        if organization_id is None:
            kind = Delegate.Kind.EX_OFFICIO
            _guard_offices(facts, person_ids)
        else:
            _guard_mandates(facts, organization_id, person_ids)
        known = {d.person_id for d in delegates_of(congress_id)}
        for place, person_id in enumerate(person_ids):
            if person_id in known or person_id in person_ids[:place]:
                raise named_twice(named[person_id].full_name)
        ids = write_delegates(
            facts, [(organization_id, person_id) for person_id in person_ids], kind, mandate, actor
        )
        note("name_delegates", facts, actor, delegate=ids)
        tell_named(facts, person_ids, actor)
    return ids


def judge_credentials(
    *, congress_id: int, delegate_ids: Sequence[int], verdict: str, reason: str = "", actor: Viewer
) -> None:
    """Confirm, refuse or withdraw delegates; the last two with a reason."""
    choice_of("verdict", verdict, Credential.Verdict.values)
    text = text_of("reason", reason, most=300, may_be_empty=True)
    if verdict in ("refused", "withdrawn") and not text:
        raise reason_missing()
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        found = _delegates(congress_id, delegate_ids)
        is_kept = verdict == "confirmed"
        _write_credentials([(d.id, verdict, text, d.is_present and is_kept) for d in found], actor)
        note("judge_credentials", facts, actor, delegate=[d.id for d in found])
        if verdict in ("refused", "withdrawn"):
            tell_not_confirmed(facts, [d.person_id for d in found], actor)


def record_presence(*, congress_id: int, present_ids: Collection[int], actor: Viewer) -> None:
    """Say which delegates are there; all others are not. Only those with confirmed credentials
    can be counted."""
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        known = _delegates(congress_id, None)
        confirmed = {d.id for d in known if d.verdict == "confirmed"}
        if not set(present_ids) <= confirmed:
            raise missing("delegate")
        changed = [d for d in known if d.is_present != (d.id in present_ids)]
        _write_credentials(
            [(d.id, d.verdict, d.reason, d.id in present_ids) for d in changed], actor
        )
        note("record_presence", facts, actor, delegate=[d.id for d in changed])


def appoint_functionaries(
    *,
    congress_id: int,
    body: str,
    person_ids: Sequence[int],
    actor: Viewer,
) -> None:
    """Fill a body of the congress anew, its head first. Members are delegates; no candidate counts
    ballots."""
    choice_of("body", body, Functionary.Body.values)
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        delegates = {d.person_id for d in delegates_of(congress_id) if d.counts}
        names = people(person_ids, facts.held_on)
        standing = {person for contest in contests_of(facts) for person in contest.nominated}
        for place, person_id in enumerate(person_ids):
            if person_id not in names or person_id not in delegates:
                name = names[person_id].full_name if person_id in names else str(person_id)
                raise not_a_delegate(name)
            if person_id in person_ids[:place]:
                raise named_twice(names[person_id].full_name)
            if body == Functionary.Body.COUNTING and person_id in standing:
                raise candidate_counts(names[person_id].full_name)
        rows = Functionary.objects.filter(
            congress=congress_id, body=body, recorded__upper_inf=True
        ).values_list("pk", flat=True)
        close_recorded(Functionary, list(rows), clock.now())
        new = [
            Functionary.objects.create(
                congress_id=congress_id,
                body=body,
                person_id=person_id,
                is_head=place == 0,
                recorded=recorded_from(clock.now()),
                recorded_by=actor.name,
            ).pk
            for place, person_id in enumerate(person_ids)
        ]
        note("appoint_functionaries", facts, actor, functionary=new)


def _for_chapter(congress_id: int, organization_id: int | None, actor: Viewer) -> CongressFacts:
    """The congress, locked, for whoever holds it or works for the chapter from its own side."""
    actor.require(Permission.VIEW_ASSEMBLY)
    found = Congress.objects.select_for_update(no_key=True).filter(pk=congress_id).first()
    if found is None:
        raise missing("congress")
    own = (
        organization_id is not None
        and may_do(actor, Permission.WORK_TASKS, organization_id)
        and is_own_side(actor, organization_id, clock.today())
    )
    if not own and not holds(actor, found.organization_id):
        raise missing("congress")
    (facts,) = congress_facts("c.id = %(congress)s", {"congress": congress_id})
    guard_unrecognised(facts)
    return facts


def _guard_offices(facts: CongressFacts, person_ids: Sequence[int]) -> None:
    officers = officers_among(facts.organization_id, person_ids, facts.held_on)
    for person_id in person_ids:
        if person_id not in officers:
            raise not_ex_officio(people([person_id], facts.held_on)[person_id].full_name)


def _guard_mandates(facts: CongressFacts, organization_id: int, person_ids: Sequence[int]) -> None:
    seats = seats_by_chapter(facts.id)
    if seats is None:
        raise not_allocated()
    if organization_id not in seats:
        raise missing("organisation")
    chapters = {c.id: c for c in chapters_below(facts.organization_id, facts.held_on)}
    chapter = chapters.get(organization_id) or Chapter(organization_id, "", "", 0)
    members = members_among(organization_id, person_ids, facts.held_on)
    for person_id in person_ids:
        if person_id not in members:
            who = people([person_id], facts.held_on)[person_id].full_name
            raise without_mandate(who, chapter.name_vi, chapter.name_en)
    sent = sum(d.counts and d.organization_id == organization_id for d in delegates_of(facts.id))
    if sent + len(person_ids) > seats[organization_id]:
        raise seats_taken(
            chapter.name_vi, chapter.name_en, seats[organization_id], sent, len(person_ids)
        )


def _delegates(congress_id: int, ids: Sequence[int] | None) -> list[DelegateState]:
    known = {d.id: d for d in delegates_of(congress_id)}
    if ids is None:
        return list(known.values())
    if not set(ids) <= set(known):
        raise missing("delegate")
    return [known[each] for each in dict.fromkeys(ids)]


def write_delegates(
    facts: CongressFacts,
    mandates: Sequence[tuple[int | None, int]],
    kind: str,
    mandate: str,
    actor: Viewer,
) -> list[int]:
    """Delegates of (chapter, person) with credentials to be checked; who asks has checked them."""
    rows = Delegate.objects.bulk_create(
        Delegate(
            congress_id=facts.id,
            person_id=person_id,
            kind=kind,
            organization_id=organization_id,
            mandate_vi=mandate,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        for organization_id, person_id in mandates
    )
    _write_credentials([(row.pk, "open", "", False) for row in rows], actor)
    return [row.pk for row in rows]


def _write_credentials(found: Sequence[tuple[int, str, str, bool]], actor: Viewer) -> None:
    """(delegate, verdict, reason, whether there), in place of what was known of each."""
    rows = Credential.objects.filter(
        delegate__in=[delegate_id for delegate_id, *_ in found], recorded__upper_inf=True
    )
    close_recorded(Credential, list(rows.values_list("pk", flat=True)), clock.now())
    Credential.objects.bulk_create(
        Credential(
            delegate_id=delegate_id,
            verdict=verdict,
            reason=reason,
            is_present=is_present,
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
        )
        for delegate_id, verdict, reason, is_present in found
    )
