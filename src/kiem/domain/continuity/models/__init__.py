"""Calendar addresses."""

from kiem.domain.continuity.models.calendar_address import CalendarAddress

__all__ = ["CalendarAddress"]
