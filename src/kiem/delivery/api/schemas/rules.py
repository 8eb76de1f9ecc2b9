"""Entitlement rules, the audit trail, and one's own rights as they are given."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict

from kiem.delivery.api.schemas.shape import Interval, Shape


class Rule(Shape):
    """One value of a rule while it is in force. An empty condition means: any.

    `letter`: C law confirmed, S law by one secondary source, E example and no law, M from memory.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "rule_id": "vn.trade_union.release.leader@2025-07-01",
                    "regime_id": "vn.trade_union",
                    "subject": "release_hours",
                    "family": "trade_union",
                    "organization_types": [],
                    "roles": ["chair"],
                    "members_from": 0,
                    "concurrent_only": True,
                    "unit": "hours_per_month",
                    "value": 24.0,
                    "valid": {"start": "2025-07-01", "end": None},
                    "letter": "C",
                    "title_vi": "Thời gian làm công tác công đoàn",
                    "title_en": "Time for trade-union work",
                    "source_vi": "Luật Công đoàn",
                    "source_en": "Law on trade unions",
                }
            ]
        }
    )

    rule_id: str
    regime_id: str
    subject: str
    family: str
    organization_types: list[str]
    roles: list[str]
    members_from: int
    concurrent_only: bool
    unit: str
    value: float
    valid: Interval
    letter: str
    title_vi: str
    title_en: str
    source_vi: str
    source_en: str


class TrailRow(Shape):
    """One entry of the audit trail. `rows`: table -> how many rows, or which ids as runs."""

    id: int
    sequence: int
    recorded_at: datetime
    action: str
    actor: str
    actor_name: str
    subject: str
    reason: str
    rows: dict[str, int | str]
    decision_id: int | None
    hash_hex: str


class Right(Shape):
    """What the token may do, and where."""

    permission: str
    scope: str
    """`all`, `unit:12`, `line:40` or `person:7`."""


class Me(Shape):
    """On whose behalf the token acts, and what it may do today."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Thường trực Đoàn Thanh niên",
                    "person_id": 7,
                    "rights": [{"permission": "register.view_structure", "scope": "line:300"}],
                }
            ]
        }
    )

    name: str
    person_id: int | None
    rights: list[Right]
