"""The inbox: notices to whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, read_token
from kiem.delivery.web.noticewords import notice_lines
from kiem.delivery.web.pages import show
from kiem.platform import notices
from kiem.platform.access import Permission


@require_safe
@requires(Permission.SIGNED_IN)
def inbox_page(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    after = read_token(request, (int,))
    rows, next_after = cut_page(
        notices.inbox(
            viewer=viewer_of(request),
            only_unread=request.GET.get("unread") == "1",
            after=int(after[0]) if after else None,
            limit=PAGE_ROWS + 1,
        ),
        _key,
    )
    only_unread = request.GET.get("unread", "")
    context = {
        "title": gettext("Inbox"),
        "lines": notice_lines(rows),
        "only_unread": only_unread == "1",
        "all_href": asked.link("/inbox/"),
        "unread_href": asked.link("/inbox/", unread="1"),
        "older_href": asked.link("/inbox/", unread=only_unread, after=next_after),
        "has_older": bool(next_after),
    }
    return show(request, "kiem/inbox.html", context)


# Marks for oneself may be set twice: these forms need no token for one use.
@require_POST
@requires(Permission.SIGNED_IN)
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """Mark it as read and go where it leads."""
    viewer = viewer_of(request)
    notice = notices.open_notice(viewer=viewer, notice_id=notice_id)
    notices.mark_read(notice_ids=[notice_id], actor=viewer)
    return HttpResponseRedirect(notice.link or "/inbox/")


@require_POST
@requires(Permission.SIGNED_IN)
def mark_all_read(request: HttpRequest) -> HttpResponseBase:
    notices.mark_read(actor=viewer_of(request))
    return HttpResponseRedirect("/inbox/")


def _key(row: notices.NoticeRow) -> Key:
    return (row.id,)
