"""By which decision, or draft of one, the result of a congress is recognised.

No viewer here: whoever asks has checked the congress.
"""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.elections.queries.rows import RecognitionRow
from kiem.platform.kernel.sql import fetch, known


def recognition_of(facts: CongressFacts, known_at: datetime | None = None) -> RecognitionRow | None:
    """The decision that opened the congress's term, else the draft that would.

    The decision counts whoever drafted it, with the congress's page or without; one that was
    revoked opened no term, and then another may be drafted.
    """
    opened = fetch(
        f"""SELECT d.id, d.number, d.signed_on FROM register_term t
        JOIN register_decision d ON d.id = t.decision_id
        JOIN elections_scheme s ON s.congress_id = %(congress)s AND s.term_label = t.label
            AND {known("s", known_at)}
        WHERE t.organization_id = %(organization)s AND {known("t", known_at)}
          AND lower(t.valid) >= %(held_on)s
        ORDER BY lower(t.valid), t.id LIMIT 1""",
        {
            "congress": facts.id,
            "organization": facts.organization_id,
            "held_on": facts.held_on,
            "known_at": known_at,
        },
    )
    drafted = _drafted(facts.id)
    if opened:
        decision, number, signed_on = opened[0]
        draft = drafted[0] if drafted is not None and drafted[2] == decision else None
        return RecognitionRow(draft, "issued", decision, number, signed_on)
    if drafted is None:
        return None
    draft, state, decision, number, signed_on = drafted
    return RecognitionRow(draft, state, decision, number, signed_on)


def _drafted(congress_id: int) -> tuple[int, str, int | None, str, date | None] | None:
    """The last draft made from the result that is open, or issued and not revoked."""
    rows = fetch(
        """SELECT r.draft_id, d.state, d.decision_id, coalesce(n.number, ''), n.signed_on
        FROM elections_recognition r
        JOIN register_decisiondraft d ON d.id = r.draft_id
        LEFT JOIN register_decision n ON n.id = d.decision_id
        WHERE r.congress_id = %(congress)s AND d.state <> 'discarded'
          AND (d.decision_id IS NULL OR EXISTS (SELECT FROM register_appointment a
                WHERE a.decision_id = d.decision_id AND upper_inf(a.recorded)))
        ORDER BY r.id DESC LIMIT 1""",
        {"congress": congress_id},
    )
    return rows[0] if rows else None
