"""Each request with a key does its work once: sent again, it gets the same answer.

A program that lost the connection cannot know whether its request was carried out. It sends it
again with the same key: what was done is not done twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from kiem.platform.access.models import KeptAnswer
from kiem.platform.access.viewer import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput

KEPT_FOR = timedelta(hours=48)
KEY_LENGTH_MAX = 100
_KEY = re.compile(rf"[!-~]{{1,{KEY_LENGTH_MAX}}}")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body as they were first sent. `is_repeat`: the work was done by an earlier one."""

    status: int
    body: str
    is_repeat: bool = False


def answer_once(*, key: str, fingerprint: str, actor: Viewer, act: Callable[[], Answer]) -> Answer:
    """Run `act` in a transaction unless the actor used `key` within two days; its answer.

    Of two requests at once the second waits for the first. When `act` raises, nothing is written
    and the key stays good. Raises InvalidInput for a key that was used for something else.
    """
    if not _KEY.fullmatch(key):
        raise _bad_key()
    if actor.user_id is None:
        raise LookupError("answers are kept for accounts")
    now = clock.now()
    KeptAnswer.objects.filter(answered_at__lt=now - KEPT_FOR).delete()
    with transaction.atomic():
        if not _claim(actor.user_id, key, fingerprint):
            kept = KeptAnswer.objects.get(user_id=actor.user_id, key=key)
            if kept.fingerprint != fingerprint:
                raise _used_for_something_else(key)
            return Answer(kept.status, kept.body, is_repeat=True)
        answer = act()
        KeptAnswer.objects.filter(user_id=actor.user_id, key=key).update(
            status=answer.status, body=answer.body
        )
    return answer


def _claim(user_id: int, key: str, fingerprint: str) -> bool:
    """Take the key for this transaction; False when another has used it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_keptanswer (user_id, key, fingerprint, answered_at, status, body)"
            " VALUES (%s, %s, %s, %s, 0, '') ON CONFLICT DO NOTHING",
            [user_id, key, fingerprint, clock.now()],
        )
        return bool(cursor.rowcount == 1)


def _bad_key() -> InvalidInput:
    return InvalidInput(
        "access.bad_idempotency_key",
        _("This idempotency key cannot be used."),
        remedy=_(
            "Send 1 to {most} ASCII characters without spaces, new for each thing to be done."
        ),
        field="Idempotency-Key",
        params={"most": KEY_LENGTH_MAX},
    )


def _used_for_something_else(key: str) -> InvalidInput:
    return InvalidInput(
        "access.idempotency_key_reused",
        _("The idempotency key '{key}' was used for another request."),
        remedy=_("Send a new key for each new thing to be done; repeat a request unchanged."),
        field="Idempotency-Key",
        params={"key": key},
    )
