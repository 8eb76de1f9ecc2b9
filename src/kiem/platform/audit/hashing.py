"""The canonical form of an entry, and its hash. Pure; the writer and the verifier share it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of an entry that the hash covers, besides the previous hash."""

    chain: int
    sequence: int
    recorded_at: datetime
    action: str
    actor: str
    actor_person_id: int | None
    subject: str
    reason: str
    rows: Mapping[str, int | str]
    decision_id: int | None

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys, no spaces, and the time in UTC with microseconds."""
        values = {
            "action": self.action,
            "actor": self.actor,
            "actor_person_id": self.actor_person_id,
            "chain": self.chain,
            "decision_id": self.decision_id,
            "reason": self.reason,
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "rows": dict(self.rows),
            "sequence": self.sequence,
            "subject": self.subject,
        }
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()


def hash_entry(previous_hash: bytes, content: Content) -> bytes:
    """SHA-256 of the previous entry's hash followed by this entry's canonical form; 32 bytes."""
    return hashlib.sha256(previous_hash + content.canonical()).digest()


def compact_rows(rows: Mapping[str, int | Sequence[int]]) -> dict[str, int | str]:
    """Counts stay numbers; ids become runs: `[5, 6, 7, 9]` -> `"5-7,9"`."""
    return {
        table: value if isinstance(value, int) else _runs(value) for table, value in rows.items()
    }


def _runs(ids: Iterable[int]) -> str:
    runs: list[tuple[int, int]] = []
    for number in sorted(set(ids)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
