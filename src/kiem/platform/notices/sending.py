"""Sends notices."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping

from django.db import connection, transaction

from kiem.platform.access.viewer import Viewer
from kiem.platform.audit.recording import actor_key
from kiem.platform.kernel import clock
from kiem.platform.notices.texts import text_of

_PATH = re.compile(r"(/(?!/)[^\\\x00-\x20]*)?")
_LONGEST_LINK = 300

Params = Mapping[str, str | int | float]


def notify(
    *,
    code: str,
    params: Params | None = None,
    link: str = "",
    person_ids: Collection[int] = (),
    user_ids: Collection[int] = (),
    occasion: str = "",
    actor: Viewer,
) -> int:
    """Put one notice into the inboxes of people and accounts; returns how many got it.

    Runs in the caller's transaction: what is rolled back was never announced. Three statements,
    however many are concerned. Whoever has this notice (same code, parameters, link and occasion)
    gets it no second time, so that a repeated action or a repeated reminder run is harmless;
    `occasion` says why it is sent anew, such as the day of a reminder.

    `code` was registered with its sentence, `params` fill it (see `notices.texts`), `link` is a
    path of this site. Raises KeyError for an unknown code and ValueError for another link: both are
    mistakes of the program, not of a user.
    """
    text_of(code)
    if not _PATH.fullmatch(link) or len(link) > _LONGEST_LINK:
        raise ValueError(f"The link of a notice is a path of this site, not {link!r}.")
    if not person_ids and not user_ids:
        return 0
    with transaction.atomic(savepoint=False):
        notice_id = _notice_id(code, dict(params or {}), link, occasion, actor_key(actor))
        return _deliver(notice_id, "person_id", person_ids) + _deliver(
            notice_id, "user_id", user_ids
        )


def _notice_id(code: str, params: dict[str, object], link: str, occasion: str, by: str) -> int:
    said = json.dumps([code, params, link, occasion], sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(said.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (key, code, params, link, sent_at, sent_by)"
            " VALUES (%s, %s, %s::jsonb, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id",
            [key, code, json.dumps(params), link, clock.now(), by],
        )
        row = cursor.fetchone()
        if row is None:
            # A statement of its own sees what another committed while the insert waited for it.
            cursor.execute("SELECT id FROM notices_notice WHERE key = %s", [key])
            row = cursor.fetchone()
    return int(row[0])


_STATEMENTS = {
    "person_id": "INSERT INTO notices_delivery (notice_id, person_id)"
    " SELECT %s, given FROM unnest(%s::bigint[]) AS given ON CONFLICT DO NOTHING",
    "user_id": "INSERT INTO notices_delivery (notice_id, user_id)"
    " SELECT %s, given FROM unnest(%s::bigint[]) AS given ON CONFLICT DO NOTHING",
}


def _deliver(notice_id: int, column: str, recipients: Collection[int]) -> int:
    if not recipients:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[column], [notice_id, sorted(set(recipients))])
        return int(cursor.rowcount)
