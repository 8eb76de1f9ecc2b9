"""The sessions after: the agenda of each starts with what is open, computed by the assembly."""

from __future__ import annotations

from datetime import date

from kiem.delivery.sample.plan import Operation
from kiem.delivery.sample.plan_assembly import (
    ConclusionPlan,
    HoldEvent,
    PlanEvent,
    StatementPlan,
    TaskPlan,
)
from kiem.delivery.sample.vinh.bodies import CITY, LINES, PARTY, YOUTH
from kiem.delivery.sample.vinh.session import PROJECT

FOLLOW_UP = date(2020, 9, 15)
YEAR_END = date(2021, 1, 12)


def follow_up() -> list[Operation]:
    return [
        _planned("follow-up", FOLLOW_UP, "Rà soát kết luận tháng 5", "Review of May's conclusions"),
        HoldEvent(
            "follow-up",
            [*LINES, PARTY],
            [
                StatementPlan(
                    YOUTH,
                    result=(
                        "Bảy trên chín ban chấp hành đã kiện toàn; bảy chi đoàn xã đã lập.",
                        (
                            "Seven of nine committees are whole again; seven commune "
                            "branches are founded."
                        ),
                    ),
                    difficulty=(
                        "Một phường chưa giới thiệu được ai, hai xã phải chờ tăng cường.",
                        "One ward has proposed nobody, two communes wait for reinforcement.",
                    ),
                    difficulty_kind="objective",
                    proposal=(
                        "Tăng cường cán bộ trẻ cho hai xã.",
                        "Reinforce two communes with young officers.",
                    ),
                )
            ],
            [],
            [
                ConclusionPlan(
                    (
                        "Tăng cường cán bộ cho hai xã chưa đủ đoàn viên.",
                        "Reinforce the two communes that have too few members.",
                    ),
                    [
                        TaskPlan(
                            "reinforce",
                            [CITY],
                            (
                                "Điều động tăng cường cho hai xã",
                                "Transfer officers to two communes",
                            ),
                            ("Quyết định điều động", "The decision of transfer"),
                            date(2020, 11, 30),
                        )
                    ],
                    statements=[1],
                )
            ],
            [],
            (
                "Buổi rà soát bắt đầu từ những việc còn mở của buổi làm việc ngày 20/5.",
                "The review began with what the session of 20 May had left open.",
            ),
        ),
    ]


def year_end() -> list[Operation]:
    return [
        _planned("review", YEAR_END, "Tổng kết việc thực hiện kết luận", "Review of the year"),
        HoldEvent(
            "review",
            [*LINES, PARTY],
            [
                StatementPlan(
                    PARTY,
                    situation=(
                        "Phần lớn kết luận tháng 5 đã có bằng chứng.",
                        "Most conclusions of May have their evidence.",
                    ),
                    proposal=(
                        "Kết luận nào chưa có bằng chứng thì chưa coi là xong.",
                        "A conclusion without evidence does not count as done.",
                    ),
                )
            ],
            [],
            [],
            [],
            ("Buổi tổng kết bắt đầu từ những việc còn mở.", "The review began with what was open."),
        ),
    ]


def _planned(key: str, day: date, vi: str, en: str) -> PlanEvent:
    return PlanEvent(
        key,
        PROJECT,
        CITY,
        "session",
        (vi, en),
        day,
        ("Phòng họp Công an thành phố", "Meeting room of the city police"),
        (
            ("Việc còn mở từ các buổi trước", "What earlier sessions left open"),
            ("Kết luận", "Conclusions"),
        ),
        [*LINES, PARTY],
    )
