"""One's own notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, page_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.hours import Done, Notice, NoticesRead
from kiem.delivery.api.schemas.shape import Id, One, Page
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.noticewords import notice_lines
from kiem.platform import notices
from kiem.platform.access import Permission

router = Router(tags=["account"])


@operation(
    router,
    "GET",
    "/inbox",
    permission=Permission.SIGNED_IN,
    returns=Page[Notice],
    summary=_("One's own notices"),
    description=_("Newest first; with `only_unread=true` those not read yet."),
)
def list_notices(
    request: HttpRequest, page: Paging, only_unread: bool = False
) -> Rows[dict[str, Any]]:
    viewer = viewer_of(request)
    found = page_of(
        page,
        of="inbox",
        shape=(int,),
        fetch=lambda after, limit: notices.inbox(
            viewer=viewer, only_unread=only_unread, after=after[0] if after else None, limit=limit
        ),
        key_of=lambda row: (row.id,),
    )
    lines = zip(found.rows, notice_lines(found.rows), strict=True)
    return Rows([_told(row, line.sentence) for row, line in lines], found.next)


@operation(
    router,
    "GET",
    "/inbox/unread",
    permission=Permission.SIGNED_IN,
    returns=One[Done],
    summary=_("How many notices are unread"),
    description=_("Counted up to 100."),
)
def count_unread_notices(request: HttpRequest) -> dict[str, Any]:
    return {"count": notices.unread_count(viewer=viewer_of(request))}


@operation(
    router,
    "POST",
    "/inbox/read",
    permission=Permission.SIGNED_IN,
    returns=One[Done],
    summary=_("Mark notices as read"),
    description=_("Those named, or all; answered with how many were not read yet."),
)
def mark_notices_read(request: HttpRequest, which: NoticesRead) -> dict[str, Any]:
    return {"count": notices.mark_read(notice_ids=which.ids, actor=viewer_of(request))}


@operation(
    router,
    "GET",
    "/inbox/{notice_id}",
    permission=Permission.SIGNED_IN,
    returns=One[Notice],
    summary=_("One notice of one's own"),
    description=_("Reading it here does not mark it as read."),
)
def get_notice(request: HttpRequest, notice_id: Id) -> dict[str, Any]:
    row = notices.open_notice(viewer=viewer_of(request), notice_id=notice_id)
    (line,) = notice_lines([row])
    return _told(row, line.sentence)


def _told(row: notices.NoticeRow, sentence: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "code": row.code,
        "sentence": sentence,
        "link": row.link,
        "sent_at": row.sent_at,
        "is_read": row.is_read,
    }
