"""Makes and revokes calendar addresses, ticks handovers."""

from kiem.domain.continuity.actions.calendar_addresses import (
    create_calendar_address,
    revoke_calendar_address,
)
from kiem.domain.continuity.actions.handovers import Tick, tick_handover

__all__ = ["Tick", "create_calendar_address", "revoke_calendar_address", "tick_handover"]
