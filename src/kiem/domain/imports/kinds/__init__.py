"""What can be imported. A kind knows its columns, matches records, and writes what is new."""

from __future__ import annotations

from kiem.domain.imports.kinds import activities, appointments, memberships, people, time_entries
from kiem.domain.imports.kinds.kind import Context, Effect, Item, Kind, Tally

# In this order the sheets of one file are applied: people before what they hold.
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        people.KIND,
        appointments.KIND,
        memberships.KIND,
        activities.KIND,
        time_entries.KIND,
    )
}

__all__ = ["KINDS", "Context", "Effect", "Item", "Kind", "Tally"]
