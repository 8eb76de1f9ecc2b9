"""Notices and to whom they went."""

from kiem.platform.notices.models.notice import Delivery, Notice

__all__ = ["Delivery", "Notice"]
