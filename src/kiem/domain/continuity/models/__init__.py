"""Calendar addresses, and ticks of handovers."""

from kiem.domain.continuity.models.calendar_address import CalendarAddress
from kiem.domain.continuity.models.handover_mark import HandoverMark

__all__ = ["CalendarAddress", "HandoverMark"]
