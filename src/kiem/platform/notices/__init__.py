"""Notices: what happened that concerns somebody, in their inbox on this site.

    from kiem.platform import notices
    notices.notify(code="register.appointed", params={...}, link="/people/7/", person_ids=[7],
                   actor=actor)

What needs the database is loaded on first use, because models cannot be imported before Django is
set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiem.platform.notices.texts import register_texts, text_of

if TYPE_CHECKING:
    from kiem.platform.notices.marking import mark_read
    from kiem.platform.notices.receiving import NoticeRow, inbox, open_notice, unread_count
    from kiem.platform.notices.sending import notify

_HOMES = {
    "NoticeRow": "receiving",
    "inbox": "receiving",
    "mark_read": "marking",
    "notify": "sending",
    "open_notice": "receiving",
    "unread_count": "receiving",
}

__all__ = [
    "NoticeRow",
    "inbox",
    "mark_read",
    "notify",
    "open_notice",
    "register_texts",
    "text_of",
    "unread_count",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
