"""What was said or concluded in other words before it was corrected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from kiem.platform.kernel.sql import fetch

Wordings = dict[tuple[str, int], tuple["EarlierWording", ...]]


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """Words that stood until `until`; `reason`: why and by whom (`by`) they were replaced."""

    texts: tuple[tuple[str, str], ...]
    until: datetime
    reason: str
    by: str


def earlier_wordings(*, event_id: int, known_at: datetime | None = None) -> Wordings:
    """(`contribution` or `conclusion`, number) -> earlier wordings, the last one first; the caller
    has checked who may see the event."""
    found = defaultdict(list)
    for kind, number, texts, until, reason, by in fetch(
        """
        SELECT w.kind, w.number, w.texts, upper(w.recorded), coalesce(n.reason, ''),
            coalesce(n.recorded_by, '')
        FROM (
            SELECT 'contribution' AS kind, event_id, number, recorded, ARRAY[situation,
                situation_en, result, result_en, difficulty, difficulty_en, proposal,
                proposal_en] AS texts
            FROM assembly_contribution
            UNION ALL SELECT 'conclusion', event_id, number, recorded,
                ARRAY[text_vi, text_en] FROM assembly_conclusion) w
        LEFT JOIN LATERAL (
            SELECT reason, recorded_by FROM assembly_contribution c
            WHERE w.kind = 'contribution' AND c.event_id = w.event_id AND c.number = w.number
                AND lower(c.recorded) >= upper(w.recorded)
            UNION ALL SELECT reason, recorded_by FROM assembly_conclusion c
            WHERE w.kind = 'conclusion' AND c.event_id = w.event_id AND c.number = w.number
                AND lower(c.recorded) >= upper(w.recorded)
            LIMIT 1) n ON true
        WHERE w.event_id = %(event)s AND NOT upper_inf(w.recorded) AND NOT isempty(w.recorded)
            AND upper(w.recorded) <= coalesce(%(known_at)s::timestamptz, 'infinity')
        ORDER BY upper(w.recorded) DESC
        """,
        {"event": event_id, "known_at": known_at},
    ):
        shown = tuple((vi, en) for vi, en in zip(texts[::2], texts[1::2], strict=True) if vi)
        found[kind, number].append(EarlierWording(shown, until, reason, by))
    return {key: tuple(wordings) for key, wordings in found.items()}
