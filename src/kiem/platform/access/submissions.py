"""Each form does its work once: repeats are harmless, stale ones are refused.

A page puts `issue_token(...)` into its form; the view that receives it calls `submit_once`. A
second press of the button, a reload or a request sent again by the browser leads where the first
one led and changes nothing. A form shown before somebody else changed the thing is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.core import signing
from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from kiem.platform.access.models import Submission
from kiem.platform.access.viewer import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict

VALID_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(hours=48)
_SALT = "kiem.form"


def issue_token(*, form: str, viewer: Viewer, seen: str = "") -> str:
    """A signed token for one submission of `form` by this viewer.

    `seen`: what identifies the state the page shows, such as the ids of its rows or its last
    recorded moment; empty when the form depends on nothing.
    """
    content = [secrets.token_hex(16), form, viewer.user_id, seen]
    return signing.dumps(content, salt=_SALT)


def submit_once(
    *,
    token: str,
    form: str,
    actor: Viewer,
    act: Callable[[], str],
    seen: str = "",
) -> str:
    """Run `act` in a transaction unless this token has been used; returns the URL to go to.

    `act` does the work and returns that URL. Of two requests at once the second waits for the
    first. When `act` raises, nothing is written and the token stays good for a corrected form.

    Raises Conflict for a token that is forged, another's, too old, or of a state now past.
    """
    nonce = _check(token, form, actor, seen)
    now = clock.now()
    with transaction.atomic():
        if not _claim(nonce):
            return Submission.objects.values_list("location", flat=True).get(pk=nonce)
        location = act()
        Submission.objects.filter(pk=nonce).update(location=location)
    Submission.objects.filter(submitted_at__lt=now - KEPT_FOR).delete()
    return location


def _check(token: str, form: str, actor: Viewer, seen: str) -> str:
    try:
        nonce, for_form, user_id, was_seen = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise _stale() from None
    except (signing.BadSignature, ValueError, TypeError):
        raise _unreadable() from None
    if for_form != form or user_id != actor.user_id:
        raise _unreadable()
    if was_seen != seen and not Submission.objects.filter(pk=nonce).exists():
        raise _stale()
    return str(nonce)


def _claim(nonce: str) -> bool:
    """Take the token for this transaction; False when another has used it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_submission (nonce, submitted_at, location) VALUES (%s, %s, '')"
            " ON CONFLICT DO NOTHING",
            [nonce, clock.now()],
        )
        return bool(cursor.rowcount == 1)


def _stale() -> Conflict:
    return Conflict(
        "access.stale_form",
        _("What this form shows has changed since it was opened."),
        remedy=_("Open the page again, check what it shows now, and repeat your change."),
    )


def _unreadable() -> Conflict:
    return Conflict(
        "access.unreadable_form",
        _("This form does not come from a page of yours."),
        remedy=_("Open the page again and fill in the form there."),
    )
