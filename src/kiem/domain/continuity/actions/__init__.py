"""Makes and revokes calendar addresses."""

from kiem.domain.continuity.actions.calendar_addresses import (
    create_calendar_address,
    revoke_calendar_address,
)

__all__ = ["create_calendar_address", "revoke_calendar_address"]
