"""The invented accounts of the second sample."""

from __future__ import annotations

from collections.abc import Iterator

from kiem.delivery.sample import codes
from kiem.delivery.sample.personas import PersonaPlan
from kiem.delivery.sample.vinh.bodies import CITY, WARDS, WOMEN, YOUTH

SHOWN = WARDS[0]  # whose committee lost two of three


def persona_plans() -> Iterator[PersonaPlan]:
    """Who keeps the session, two lines, a ward and its secretary, and who may look at all of it."""
    yield PersonaPlan(
        "tong-hop",
        "Đội Tổng hợp, giúp việc chủ trì",
        "personnel",
        f"{CITY}#general-{codes.TEAM_LEADER}",
        ("unit", CITY),
    )
    yield PersonaPlan(
        "can-bo-doan",
        "Thường trực Đoàn Thanh niên",
        "youth_officer",
        f"{YOUTH}#{codes.SECRETARY}",
        ("line", YOUTH),
    )
    yield PersonaPlan(
        "hoi-phu-nu",
        "Thường trực Hội Phụ nữ",
        "youth_officer",
        f"{WOMEN}#{codes.CHAIR}",
        ("line", WOMEN),
    )
    yield PersonaPlan(
        "chi-huy", "Trưởng Công an phường", "unit_commander", f"{SHOWN}#chief", ("unit", SHOWN)
    )
    yield PersonaPlan(
        "kiem-nhiem",
        "Bí thư Chi đoàn phường",
        "dual_holder",
        f"youth:{SHOWN}#{codes.SECRETARY}",
        ("person", ""),
    )
    yield PersonaPlan(
        "kiem-tra",
        "Tổ giúp việc Ban Chỉ đạo khảo sát",
        "auditor",
        f"{CITY}#campaign-{codes.TEAM_LEADER}",
        ("unit", CITY),
    )
