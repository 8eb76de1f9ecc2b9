"""Reads an inbox: everybody their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import Viewer
from kiem.platform.kernel.sql import fetch
from kiem.platform.notices import errors
from kiem.platform.notices.models import Delivery

COUNTED_UP_TO = 100


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice of the viewer. `id` is the delivery's; the sentence is `text_of(code)`."""

    id: int
    code: str
    params: Mapping[str, str | int | float]
    link: str
    sent_at: datetime
    is_read: bool


def inbox(
    *, viewer: Viewer, only_unread: bool = False, after: int | None = None, limit: int = 50
) -> list[NoticeRow]:
    """The viewer's own notices, newest first; one query.

    `after`: the last id of the page before. Raises Forbidden for nobody.
    """
    viewer.require(Permission.SIGNED_IN)
    rows = own_deliveries(viewer).select_related("notice")
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_row(delivery) for delivery in rows.order_by("-pk")[:limit]]


def open_notice(*, viewer: Viewer, notice_id: int) -> NoticeRow:
    """One notice of the viewer's own. Raises NotFound for another's."""
    viewer.require(Permission.SIGNED_IN)
    delivery = own_deliveries(viewer).select_related("notice").filter(pk=notice_id).first()
    if delivery is None:
        raise errors.no_notice(notice_id)
    return _row(delivery)


def unread_count(*, viewer: Viewer) -> int:
    """How many the viewer has not read, counted up to 100; one indexed query, none for nobody.

    Not a question of rights: it is in the head of every page, sign-in page included.
    """
    if viewer.user_id is None:
        return 0
    (row,) = fetch(
        "SELECT (SELECT count(*) FROM (SELECT FROM notices_delivery WHERE user_id = %(user_id)s"
        " AND read_at IS NULL LIMIT %(most)s) AS own)"
        " + (SELECT count(*) FROM (SELECT FROM notices_delivery WHERE person_id = %(person_id)s"
        " AND read_at IS NULL LIMIT %(most)s) AS persons)",
        {"user_id": viewer.user_id, "person_id": viewer.person_id, "most": COUNTED_UP_TO},
    )
    return min(int(row[0]), COUNTED_UP_TO)


def own_deliveries(viewer: Viewer) -> QuerySet[Delivery]:
    """Those to the viewer's account and to the person it belongs to."""
    # "= NULL" would become "IS NULL" and hold for everybody's.
    own = Q(pk__in=()) if viewer.user_id is None else Q(user_id=viewer.user_id)
    if viewer.person_id is not None:
        own |= Q(person_id=viewer.person_id)
    return Delivery.objects.filter(own)


def _row(delivery: Delivery) -> NoticeRow:
    notice = delivery.notice
    return NoticeRow(
        id=delivery.pk,
        code=notice.code,
        params=notice.params,
        link=notice.link,
        sent_at=notice.sent_at,
        is_read=delivery.read_at is not None,
    )
