"""Recomputes the hash chain."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.platform.audit.hashing import FIRST_HASH, Content, hash_entry
from kiem.platform.audit.models import Chain, Entry


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What recomputing found.

    `rows`: entries read, in both chains. `first_broken`: `chain/sequence: what is wrong` of the
    first entry that does not follow from the one before, or None. `heads`: chain -> last sequence
    number and hash in hex. Entries cut off the end leave a valid chain: compare `heads` with those
    noted elsewhere (every backup notes them).
    """

    rows: int
    first_broken: str | None
    heads: dict[str, tuple[int, str]]


_COLUMNS = (
    "sequence", "recorded_at", "action", "actor", "actor_person_id",
    "subject", "reason", "rows", "decision_id",
)  # fmt: skip


def verify_chain() -> ChainReport:
    """Read every entry in order and recompute numbers and hashes; stops at the first break."""
    counted = 0
    heads: dict[str, tuple[int, str]] = {}
    for chain in Chain:
        previous, last = FIRST_HASH, 0
        rows = Entry.objects.filter(chain=chain).order_by("sequence")
        columns = rows.values_list("previous_hash", "hash", *_COLUMNS)
        for stored_previous, stored_hash, *values in columns.iterator(chunk_size=5000):
            counted += 1
            content = Content(int(chain), *values)
            problem = None
            if content.sequence != last + 1:
                problem = f"number {last + 1} is missing"
            elif bytes(stored_previous) != previous:
                problem = "does not name the hash of the entry before"
            elif bytes(stored_hash) != hash_entry(previous, content):
                problem = "was changed after it was written"
            if problem:
                place = f"{chain.name.lower()}/{content.sequence}: {problem}"
                return ChainReport(counted, place, heads)
            previous, last = bytes(stored_hash), content.sequence
        heads[chain.name.lower()] = (last, previous.hex())
    return ChainReport(counted, None, heads)
