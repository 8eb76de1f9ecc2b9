"""What can be wrong with a notice. Sentences are translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import NotFound


def no_notice(notice_id: int) -> NotFound:
    return NotFound(
        "notices.no_notice",
        _("There is no notice {notice_id} in your inbox."),
        remedy=_("Open your inbox again."),
        params={"notice_id": notice_id},
    )
