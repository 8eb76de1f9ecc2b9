"""Who did what, when and why: one append-only table, chained by hashes.

    from kiem.platform import audit
    audit.record(action="register.appoint", actor=viewer, subject="decision:12", rows={...})

Names are loaded on first use, because models cannot be imported before Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiem.platform.audit.chain import ChainReport, verify_chain
    from kiem.platform.audit.recording import record, record_view
    from kiem.platform.audit.trail import TrailRow, latest_write, list_trail

_HOMES = {
    "ChainReport": "chain",
    "verify_chain": "chain",
    "record": "recording",
    "record_view": "recording",
    "TrailRow": "trail",
    "latest_write": "trail",
    "list_trail": "trail",
}

__all__ = [
    "ChainReport",
    "TrailRow",
    "latest_write",
    "list_trail",
    "record",
    "record_view",
    "verify_chain",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
