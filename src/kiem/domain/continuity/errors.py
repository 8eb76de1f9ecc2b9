"""What can be wrong here. Sentences are translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, Forbidden, NotFound


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


def no_handover(post_id: int) -> NotFound:
    return NotFound(
        "continuity.no_handover",
        _("Nobody you may see leaves post {post_id}."),
        remedy=_("Open the list of handovers and choose one."),
        params={"post_id": post_id},
    )


def not_your_side() -> Forbidden:
    return Forbidden(
        "continuity.not_your_side",
        _("You can tick for your own side only."),
        remedy=_("Ask the other side, or whoever decides on this organisation, to tick it."),
    )


def unknown_matter() -> Conflict:
    return Conflict(
        "continuity.unknown_matter",
        _("The list of what is to be handed over has changed."),
        remedy=_("Open the handover again and tick what it shows now."),
    )
