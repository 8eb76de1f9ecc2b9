"""What can be wrong here. Sentences are translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Forbidden, NotFound


def no_feed() -> NotFound:
    return NotFound(
        "continuity.no_feed",
        _("There is no calendar at this address."),
        remedy=_("Sign in, open your calendar page and make a new address."),
    )


def no_account() -> Forbidden:
    return Forbidden(
        "continuity.no_account",
        _("A calendar address belongs to an account."),
        remedy=_("Sign in with your own account."),
    )
