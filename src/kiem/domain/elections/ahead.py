"""What congresses mean elsewhere: days on the calendar, and duties of a unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiem.domain.assembly.queries import Body, DutyRow
from kiem.domain.continuity.queries.dates import DateKind, DateRow, all_day
from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.elections.queries.owed import ChapterSeats, chapter_seats
from kiem.domain.elections.queries.visible import seen_congresses
from kiem.domain.register.queries.scopes import organization_scope
from kiem.platform.access import Permission, Viewer


def congress_dates(viewer: Viewer, first: date, until: date) -> Iterator[DateRow]:
    """Last days for delegates and nominations, of congresses to come, for whoever works for the
    organisation or for a chapter of it, from its own side. The congress itself is an event."""
    if not viewer.can(Permission.VIEW_ASSEMBLY) or not viewer.can(Permission.WORK_TASKS):
        return
    seen = {facts.id: facts for facts in seen_congresses(viewer, first) if facts.held_on >= first}
    if not seen:
        return
    told: set[int] = set()
    for row in chapter_seats("c.id = ANY (%(ids)s)", {"ids": list(seen)}):
        facts = seen[row.congress_id]
        if facts.id not in told and _is_own(viewer, facts, row, first):
            told.add(facts.id)
            yield from _days(facts, row, first, until)


def congress_duties(viewer: Viewer, bodies: tuple[Body, ...], on: date) -> list[DutyRow]:
    """Delegates the bodies have to name, and candidates they may still put forward, until the
    congress is held. Whoever is shown the bodies may see the numbers."""
    if not viewer.can(Permission.VIEW_ASSEMBLY):
        return []
    by_id = {body.id: body for body in bodies}
    rows = chapter_seats(
        "s.held_on >= %(on)s AND o.id = ANY (%(bodies)s)", {"on": on, "bodies": list(by_id)}
    )
    return [duty for row in rows for duty in _duties(row, by_id[row.organization_id], on)]


def _duties(row: ChapterSeats, body: Body, on: date) -> Iterator[DutyRow]:
    if row.missing > 0:
        yield DutyRow(
            "delegates",
            f"Cử {row.missing} đại biểu: {row.title_vi}",
            f"Name {row.missing} delegates: {row.title_en}",
            body,
            row.due_on,
            f"/congresses/{row.congress_id}/delegates/",
        )
    if row.may_nominate(on) and row.nominations is not None:
        yield DutyRow(
            "nominations",
            f"Giới thiệu nhân sự: {row.title_vi}",
            f"Put forward candidates: {row.title_en}",
            body,
            row.nominations[1],
            f"/congresses/{row.congress_id}/",
        )


def _is_own(viewer: Viewer, facts: CongressFacts, row: ChapterSeats, on: date) -> bool:
    if viewer.is_system:
        return True
    permission = (
        Permission.VIEW_MEMBERS if facts.category == "member" else Permission.CONDUCT_ASSEMBLY
    )
    if not viewer.can(permission):
        return False
    scope = organization_scope(viewer, permission, on)
    return scope.allows(facts.organization_id) or scope.allows(row.organization_id)


def _days(facts: CongressFacts, row: ChapterSeats, first: date, until: date) -> Iterator[DateRow]:
    days = [("delegates", row.due_on, "Hạn cử đại biểu", "Delegates to be named")]
    if row.nominations is not None:
        days += [
            ("opens", row.nominations[0], "Bắt đầu giới thiệu nhân sự", "Nominations open"),
            ("closes", row.nominations[1], "Hạn giới thiệu nhân sự", "Nominations close"),
        ]
    for key, day, vi, en in days:
        if first <= day <= until:
            yield DateRow(
                DateKind.DEADLINE,
                f"congress-{facts.id}-{key}",
                *all_day(day),
                f"{vi}: {row.title_vi}",
                f"{en}: {row.title_en}",
                facts.name_vi,
                facts.name_en or facts.name_vi,
                f"/congresses/{facts.id}/",
            )
