"""Change events: originals become results on a day, and nobody is lost on the way.

One action, one transaction. Results are founded beforehand, usually inside the same
`register_transaction`, because a successor may take over the code of what ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kiem.domain.register.actions._change_guards import (
    guard_everybody_placed,
    guard_links,
)
from kiem.domain.register.actions._guards import (
    day_before,
    guard_choice,
    guard_date,
    guard_distinct,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import (
    require_changed,
    require_decision,
    require_ended,
)
from kiem.domain.register.actions._revise import end_organization_facts, revise_organizations
from kiem.domain.register.actions._supersede import add, cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.actions.appointments import (
    NewAppointment,
    appointment_columns,
    require_holders,
    require_posts,
)
from kiem.domain.register.actions.change_links import (
    ChangeEventResult,
    ChapterLink,
    Link,
    MemberMove,
    Placement,
)
from kiem.domain.register.actions.restructuring import KEEP, state_changes
from kiem.domain.register.models import (
    Appointment,
    ChangeEvent,
    ChangeLink,
    Membership,
    Organization,
)
from kiem.domain.register.queries.reach import places
from kiem.platform.access import Viewer
from kiem.platform.kernel.bulk import insert_columns, insert_temporal
from kiem.platform.kernel.sql import fetch


def apply_change_event(
    *,
    decision_id: int,
    kind: str,
    effective_on: date,
    title_vi: str,
    title_en: str,
    links: Sequence[Link],
    placements: Sequence[Placement] = (),
    chapters: Sequence[ChapterLink] = (),
    members: Sequence[MemberMove] = (),
    actor: Viewer,
) -> ChangeEventResult:
    """Reorganise: end what ends, place who is placed, convert what is converted.

    Raises Conflict `register.change_leaves_behind`, listing them, if anybody would be without a
    line post, or any unit or chapter without a successor; nothing is written then. Sends nobody
    anywhere by itself: every person of an original that ends has a placement.
    """
    _guard_input(kind, effective_on, title_vi, title_en, placements, chapters, members)
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        _guard_known_ids(links, chapters, members)
        guard_links([(link.original_id, link.result_id) for link in links], effective_on)
        _guard_scope(links, effective_on, actor)
        ending = _ending(links)
        _guard_hosted(ending, chapters, members, effective_on, actor)
        guard_everybody_placed(
            ending,
            effective_on,
            placed=[placement.person_id for placement in placements],
            chapters=[chapter.original_id for chapter in chapters],
        )
        moment = change.moment
        event_id = _record_event(
            decision_id, kind, effective_on, title_vi, title_en, links, chapters, moment
        )
        appointment_ids = _place(placements, effective_on, decision_id, moment, actor)
        kept = _keep_chapters(chapters, links, effective_on, decision_id, moment)
        moved = _move_members(chapters, members, effective_on, decision_id, moment)
        gone = [c.original_id for c in chapters if c.result_id != c.original_id]
        offices = end_organization_facts(gone, effective_on, decision_id=decision_id, moment=moment)
        units = end_organization_facts(
            sorted(ending), effective_on, decision_id=decision_id, moment=moment
        )
        result = ChangeEventResult(
            event_id=event_id,
            organizations_ended=units["organization_state"] + offices["organization_state"],
            posts_ended=units["post_state"] + offices["post_state"],
            people_placed=len(placements),
            offices_ended=offices["appointment"],
            chapters_kept=kept,
            members_moved=moved,
            appointment_ids=tuple(appointment_ids),
        )
        change.audit(
            "apply_change_event",
            subject=f"event:{event_id}",
            rows={
                "organization_ended": result.organizations_ended,
                "post_ended": result.posts_ended,
                "appointment": appointment_ids,
                "office_ended": result.offices_ended,
                "chapter_kept": kept,
                "member_moved": moved,
            },
            decision_id=decision_id,
        )
    return result


def _ending(links: Sequence[Link]) -> set[int]:
    return {link.original_id for link in links} - {link.result_id for link in links}


def _guard_input(
    kind: str,
    effective_on: date,
    title_vi: str,
    title_en: str,
    placements: Sequence[Placement],
    chapters: Sequence[ChapterLink],
    members: Sequence[MemberMove],
) -> None:
    guard_choice("kind", kind, ChangeEvent.Kind.values, 1)
    guard_date("effective_on", effective_on)
    guard_text("title_vi", title_vi, 1)
    guard_text("title_en", title_en, 1)
    for row, placement in enumerate(placements, start=1):
        guard_choice("mode", placement.mode, Appointment.Mode.values, row)
    guard_distinct("person_id", (placement.person_id for placement in placements))
    guard_distinct("original_id", (chapter.original_id for chapter in chapters))
    guard_distinct("person_id", ((m.person_id, m.from_organization_id) for m in members))


def _guard_known_ids(
    links: Sequence[Link], chapters: Sequence[ChapterLink], members: Sequence[MemberMove]
) -> None:
    ids: set[int | None] = {link.original_id for link in links}
    ids |= {link.result_id for link in links}
    for chapter in chapters:
        ids |= {chapter.original_id, chapter.result_id}
        ids |= {i for i in (chapter.parent_id, chapter.higher_id) if isinstance(i, int)}
    ids |= {member.to_organization_id for member in members}
    guard_known(Organization, ids, what="organisation", field="links")


def _guard_scope(links: Sequence[Link], day: date, actor: Viewer) -> None:
    originals = {link.original_id for link in links}
    results = {link.result_id for link in links if link.result_id is not None}
    require_changed(actor, originals, day_before(day))
    require_changed(actor, results, day)


def _guard_hosted(
    ending: set[int],
    chapters: Sequence[ChapterLink],
    members: Sequence[MemberMove],
    day: date,
    actor: Viewer,
) -> None:
    """What is hosted shares the fate of an original that ends, whosoever it is; nothing else does.

    Where it goes must lie within reach as well: another hosted organisation, or a unit.
    """
    if actor.is_system:
        return
    before = day_before(day)
    hosted = {
        p.id for p in places([c.original_id for c in chapters], before) if p.host_id in ending
    }
    own = {c.original_id for c in chapters} | {m.from_organization_id for m in members}
    require_changed(actor, own - hosted, before)
    targets = {c.result_id for c in chapters} | {m.to_organization_id for m in members}
    require_ended(actor, {t for t in targets if t is not None} - hosted, day)
    require_changed(actor, {c.parent_id for c in chapters if isinstance(c.parent_id, int)}, day)


def _record_event(
    decision_id: int,
    kind: str,
    day: date,
    title_vi: str,
    title_en: str,
    links: Sequence[Link],
    chapters: Sequence[ChapterLink],
    moment: datetime,
) -> int:
    (event_id,) = insert_temporal(
        ChangeEvent,
        {
            "kind": [kind],
            "title_vi": [title_vi.strip()],
            "title_en": [title_en.strip()],
            "valid_from": [day],
            "valid_until": [None],
        },
        recorded_from=moment,
        constants={"decision_id": decision_id},
    )
    pairs = [(link.original_id, link.result_id, link.is_principal) for link in links]
    pairs += [(chapter.original_id, chapter.result_id, True) for chapter in chapters]
    insert_columns(
        ChangeLink,
        {
            "original_id": [original for original, _, _ in pairs],
            "result_id": [result for _, result, _ in pairs],
            "is_principal": [principal for _, _, principal in pairs],
        },
        constants={"event_id": event_id},
    )
    return event_id


def _place(
    placements: Sequence[Placement], day: date, decision_id: int, moment: datetime, actor: Viewer
) -> list[int]:
    """End the line posts of the placed people, whichever they are, and appoint them anew."""
    rows = fetch(
        """
        SELECT a.id, a.person_id, a.share_percent, upper(a.valid)
        FROM register_appointment a JOIN register_post p ON p.id = a.post_id AND p.kind = 'line'
        WHERE a.person_id = ANY (%(people)s) AND upper_inf(a.recorded)
          AND a.valid @> (%(day)s::date - 1) AND (upper_inf(a.valid) OR upper(a.valid) > %(day)s)
        ORDER BY a.person_id, a.share_percent, a.id
        """,
        {"people": [placement.person_id for placement in placements], "day": day},
    )
    before = {person: (share, until) for _, person, share, until in rows}
    fresh = [
        NewAppointment(
            person_id=placement.person_id,
            post_id=placement.to_post_id,
            valid_from=day,
            mode=placement.mode,
            share_percent=(
                before.get(placement.person_id, (100, None))[0]
                if placement.share_percent is None
                else placement.share_percent
            ),
            valid_until=before.get(placement.person_id, (100, None))[1],
            is_provisional=placement.is_provisional,
        )
        for placement in placements
    ]
    require_posts(fresh, actor)
    require_holders(fresh, actor)
    cut(Appointment, {row[0]: day for row in rows}, decision_id=decision_id, moment=moment)
    return add(
        Appointment,
        appointment_columns(fresh),
        decision_id=decision_id,
        moment=moment,
    )


def _keep_chapters(
    chapters: Sequence[ChapterLink],
    links: Sequence[Link],
    day: date,
    decision_id: int,
    moment: datetime,
) -> int:
    """Chapters that keep their identity move to the successor of their host."""
    kept = [chapter for chapter in chapters if chapter.result_id == chapter.original_id]
    hosts = _hosts_before([chapter.original_id for chapter in kept], day)
    successors = {link.original_id: link.result_id for link in links if link.is_principal}
    changes = {}
    for chapter in kept:
        columns = state_changes(chapter)
        if chapter.parent_id is KEEP:
            host = hosts.get(chapter.original_id)
            columns["parent_id"] = successors.get(host, host) if host is not None else None
        changes[chapter.original_id] = columns
    if changes:
        revise_organizations(changes, day, decision_id=decision_id, moment=moment)
    return len(kept)


def _hosts_before(ids: Sequence[int], day: date) -> Mapping[int, int | None]:
    return dict(
        fetch(
            """
            SELECT s.organization_id, s.parent_id FROM register_organizationstate s
            WHERE s.organization_id = ANY (%(ids)s) AND upper_inf(s.recorded)
              AND s.valid @> (%(day)s::date - 1)
            """,
            {"ids": list(ids), "day": day},
        )
    )


def _move_members(
    chapters: Sequence[ChapterLink],
    members: Sequence[MemberMove],
    day: date,
    decision_id: int,
    moment: datetime,
) -> int:
    """Members follow their chapter into its successor, or go where a MemberMove says."""
    own = {(m.person_id, m.from_organization_id): m.to_organization_id for m in members}
    follow = {
        chapter.original_id: chapter.result_id
        for chapter in chapters
        if chapter.result_id not in (None, chapter.original_id)
    }
    rows = fetch(
        """
        SELECT m.id, m.person_id, m.organization_id, upper(m.valid)
        FROM register_membership m
        WHERE upper_inf(m.recorded) AND m.valid @> (%(day)s::date - 1)
          AND (upper_inf(m.valid) OR upper(m.valid) > %(day)s)
          AND (m.organization_id = ANY (%(chapters)s)
               OR (m.person_id, m.organization_id) IN
                  (SELECT * FROM unnest(%(people)s::bigint[], %(sources)s::bigint[])))
        ORDER BY m.person_id, m.organization_id
        """,
        {
            "day": day,
            "chapters": list(follow),
            "people": [person for person, _ in own],
            "sources": [source for _, source in own],
        },
    )
    moves = [
        (row_id, person, own.get((person, source), follow.get(source)), until)
        for row_id, person, source, until in rows
    ]
    # Two chapters of one person that merge make one membership.
    targets = {(person, target): until for _, person, target, until in moves}
    targets = _not_members_yet(targets, day)
    cut(Membership, {row[0]: day for row in moves}, decision_id=decision_id, moment=moment)
    add(
        Membership,
        {
            "person_id": [person for person, _ in targets],
            "organization_id": [target for _, target in targets],
            "valid_from": [day] * len(targets),
            "valid_until": list(targets.values()),
        },
        decision_id=decision_id,
        moment=moment,
    )
    return len(moves)


def _not_members_yet(
    targets: Mapping[tuple[int, int | None], date | None], day: date
) -> dict[tuple[int, int | None], date | None]:
    """Without those who are members of the target already (of the chapter others merge into)."""
    rows = fetch(
        """
        SELECT m.person_id, m.organization_id
        FROM unnest(%(people)s::bigint[], %(organizations)s::bigint[])
            AS given(person_id, organization_id)
        JOIN register_membership m USING (person_id, organization_id)
        WHERE upper_inf(m.recorded) AND (upper_inf(m.valid) OR upper(m.valid) > %(day)s)
        """,
        {
            "people": [person for person, _ in targets],
            "organizations": [target for _, target in targets],
            "day": day,
        },
    )
    already = {(person, target) for person, target in rows}
    return {pair: until for pair, until in targets.items() if pair not in already}
