"""What chapters owe a congress: delegates to name, candidates to put forward. No viewer here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class ChapterSeats:
    """A chapter that sends delegates to a congress that is planned.

    `missing`: how many it has still to name; `nominations`: first and last day, None unless both
    are set; `has_nominated`: it put somebody forward, or every list is closed.
    """

    congress_id: int
    organization_id: int
    seats: int
    missing: int
    title_vi: str
    title_en: str
    held_on: date
    due_on: date
    nominations: tuple[date, date] | None
    has_nominated: bool

    def may_nominate(self, on: date) -> bool:
        """Whether candidates are looked for on the day, and none came from the chapter yet."""
        if self.nominations is None or self.has_nominated:
            return False
        first, last = self.nominations
        return first <= on <= last


def chapter_seats(where: str, parameters: Mapping[str, object]) -> tuple[ChapterSeats, ...]:
    """Chapters with seats, of congresses `c` whose event's state `s` meets a condition; `o`: the
    chapter."""
    rows = fetch(
        f"""
        SELECT c.id, o.id, o.seats, o.seats - (
                SELECT count(*) FROM elections_delegate d JOIN elections_credential k
                    ON k.delegate_id = d.id AND upper_inf(k.recorded)
                WHERE d.congress_id = c.id AND d.organization_id = o.id
                  AND k.verdict NOT IN ('refused', 'withdrawn')),
            s.title_vi, coalesce(nullif(s.title_en, ''), s.title_vi), s.held_on,
            coalesce(p.delegates_due_on, s.held_on), p.nominations_from, p.nominations_until,
            EXISTS (SELECT FROM elections_nomination n JOIN elections_contest e
                    ON e.id = n.contest_id AND e.congress_id = c.id
                WHERE n.by_organization_id = o.id AND upper_inf(n.recorded)
                  AND NOT n.is_withdrawn)
              OR (EXISTS (SELECT FROM elections_contest e WHERE e.congress_id = c.id)
                AND NOT EXISTS (SELECT FROM elections_contest e
                    LEFT JOIN elections_listclosing l ON l.contest_id = e.id
                    WHERE e.congress_id = c.id AND l.id IS NULL))
        FROM elections_congress c
        JOIN assembly_eventstate s ON s.event_id = c.event_id AND upper_inf(s.recorded)
        JOIN elections_scheme p ON p.congress_id = c.id AND upper_inf(p.recorded)
        JOIN elections_apportionment a ON a.congress_id = c.id AND upper_inf(a.recorded)
        CROSS JOIN LATERAL (SELECT (e ->> 0)::bigint AS id, (e ->> 1)::int AS seats
            FROM jsonb_array_elements(a.seats) AS e) AS o
        WHERE o.seats > 0 AND {where}
        ORDER BY s.held_on, c.id, o.id
        """,
        parameters,
    )
    return tuple(_chapter(row) for row in rows)


def _chapter(row: tuple[Any, ...]) -> ChapterSeats:
    days = None if row[8] is None or row[9] is None else (row[8], row[9])
    return ChapterSeats(
        congress_id=row[0],
        organization_id=row[1],
        seats=row[2],
        missing=row[3],
        title_vi=row[4],
        title_en=row[5],
        held_on=row[6],
        due_on=row[7],
        nominations=days,
        has_nominated=row[10],
    )
