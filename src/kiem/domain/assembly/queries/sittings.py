"""Who leads an event, who came, and whether they were enough."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import ChairRow
from kiem.platform.kernel.sql import fetch, holding, known


def chairs_of(event_id: int, held_on: date, known_at: datetime | None) -> tuple[ChairRow, ...]:
    """Those who lead an event in their order, by the names and offices of its day."""
    rows = fetch(
        f"""SELECT c.part, c.person_id, c.post_id, coalesce(n.name, h.names, ''),
            coalesce(s.title_vi, ''), coalesce(s.title_en, ''), {BODY_COLUMNS.format("o")}
        FROM assembly_eventchair c
        LEFT JOIN register_post p ON p.id = c.post_id
        LEFT JOIN LATERAL (SELECT title_vi, title_en FROM register_poststate i
            WHERE i.post_id = c.post_id AND {known("i", known_at)}
            ORDER BY i.valid @> %(on)s::date DESC, lower(i.valid) DESC LIMIT 1) s ON true
        LEFT {body_join("o", "p.organization_id", known_at)}
        LEFT JOIN LATERAL (SELECT full_name AS name FROM register_personstate z
            WHERE z.person_id = c.person_id AND upper_inf(z.recorded)
            ORDER BY lower(z.valid) DESC LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT string_agg(z.full_name, ', ' ORDER BY z.sort_key) AS names
            FROM register_appointment a JOIN register_personstate z ON z.person_id = a.person_id
                AND {holding("z", known_at)}
            WHERE a.post_id = c.post_id AND {holding("a", known_at)}) h ON true
        WHERE c.event_id = %(event)s AND {known("c", known_at)} ORDER BY c.position""",
        {"event": event_id, "on": held_on, "known_at": known_at},
    )
    return tuple(
        ChairRow(
            part=row[0],
            person_id=row[1],
            post_id=row[2],
            name=row[3],
            title_vi=row[4],
            title_en=row[5],
            body=to_body(row[6:10]) if row[6] is not None else None,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class BodyCount:
    """A body at an event: people it was to send and who came, where counted, with their names."""

    organization_id: int
    part: str
    invited: int | None
    came: int | None
    people: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were invited and there. `needed` of `counted` (`bodies` or `people`) by the `rule`
    (empty: the event asks for no quorum); `is_quorate` None without a rule."""

    rows: tuple[BodyCount, ...]
    rule: str
    counted: str

    @property
    def invited_bodies(self) -> int:
        return len(self.rows)

    @property
    def present_bodies(self) -> int:
        return sum(row.part == "attended" for row in self.rows)

    @property
    def invited_people(self) -> int:
        return sum(row.invited or 0 for row in self.rows)

    @property
    def present_people(self) -> int:
        return sum(row.came or 0 for row in self.rows)

    @property
    def needed(self) -> int:
        invited = self.invited_people if self.counted == "people" else self.invited_bodies
        return invited // 2 + 1 if self.rule == "half" else -(-2 * invited // 3)

    @property
    def is_quorate(self) -> bool | None:
        if not self.rule:
            return None
        there = self.present_people if self.counted == "people" else self.present_bodies
        return there >= max(self.needed, 1)


def turnout_of(*, event_id: int, known_at: datetime | None = None) -> Turnout:
    """Who came to an event; the caller has checked who may see it."""
    asked = {"event": event_id, "known_at": known_at}
    states = fetch(
        f"""SELECT s.quorum, s.quorum_of FROM assembly_eventstate s
        WHERE s.event_id = %(event)s AND {known("s", known_at)}""",
        asked,
    )
    named: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for body, person, name in fetch(
        f"""SELECT t.organization_id, t.person_id, coalesce((SELECT full_name
            FROM register_personstate p WHERE p.person_id = t.person_id AND upper_inf(p.recorded)
            ORDER BY lower(p.valid) DESC LIMIT 1), '')
        FROM assembly_attendee t WHERE t.event_id = %(event)s AND {known("t", known_at)}
        ORDER BY t.id""",
        asked,
    ):
        named[body].append((person, name))
    rows = fetch(
        f"""SELECT a.organization_id, a.part, a.invited, a.came FROM assembly_attendance a
        WHERE a.event_id = %(event)s AND {known("a", known_at)} ORDER BY a.id""",
        asked,
    )
    rule, counted = states[0] if states else ("", "bodies")
    counts = [BodyCount(row[0], row[1], row[2], row[3], tuple(named[row[0]])) for row in rows]
    return Turnout(tuple(counts), rule, counted)
