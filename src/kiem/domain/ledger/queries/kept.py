"""Pictures are kept in the process while nothing was written.

A picture of a nation is worked out from a million rows and looked at again and again: sorted,
filtered, exported, come back to. Every write ends with an entry in the audit trail, so its newest
entry says whether a kept picture still holds; asking costs one look-up in an index.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING

from django.db import connection

from kiem.platform import audit

if TYPE_CHECKING:
    from kiem.domain.ledger.queries.results import LoadPicture

MOST_KEPT = 6  # of a nation some 8 MB each

_kept: OrderedDict[Hashable, LoadPicture] = OrderedDict()
_lock = Lock()


def kept_while_unchanged(asked: Hashable, make: Callable[[], LoadPicture]) -> LoadPicture:
    """The kept picture for what was asked, or a new one.

    Inside a transaction nothing is kept or taken: it may see rows that are never committed. The
    newest entry is read before the picture is made, so that a write in between is never hidden.
    """
    if connection.in_atomic_block:
        return make()
    key = (connection.settings_dict["NAME"], audit.latest_write(), asked)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    picture = make()
    with _lock:
        _kept[key] = picture
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return picture
