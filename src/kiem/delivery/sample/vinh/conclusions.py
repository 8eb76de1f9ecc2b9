"""What the chair concluded on 20 May 2020, and the tasks each conclusion became."""

from __future__ import annotations

from datetime import date

from kiem.delivery.sample.plan_assembly import ConclusionPlan, TaskPlan
from kiem.delivery.sample.vinh.bodies import (
    CITY,
    COMMUNES,
    LINES,
    PARTY,
    UNION,
    WARDS,
    WOMEN,
    YOUTH,
)

ALL_UNITS = (*WARDS, *COMMUNES)


def conclusions() -> list[ConclusionPlan]:
    return [
        ConclusionPlan(
            (
                "Mô hình kiêm nhiệm là đúng và tiếp tục; kiện toàn ban chấp hành sau điều động.",
                (
                    "The concurrent model is right and goes on; "
                    "committees are made whole after the transfers."
                ),
            ),
            [_refill(), _branches()],
            1,
        ),
        ConclusionPlan(
            (
                "Có cơ chế, chính sách cho người giữ hai vai, trước hết trong phân loại năm.",
                "Mechanisms and policies for dual holders, in the yearly classification first.",
            ),
            [_ratio(), _ranks()],
            2,
            [4],
        ),
        ConclusionPlan(
            (
                "Đào tạo, bồi dưỡng và chuẩn bị đội ngũ kế cận.",
                "Training, and preparing those who will follow.",
            ),
            [
                TaskPlan(
                    "succession",
                    LINES,
                    (
                        "Lập danh sách kế cận và kế hoạch bồi dưỡng",
                        "List successors and plan their training",
                    ),
                    (
                        "Danh sách có ý kiến của đơn vị và kế hoạch lớp",
                        "A list the units have commented on, and a plan of courses",
                    ),
                    date(2020, 10, 31),
                )
            ],
            statements=[2, 3],
        ),
        ConclusionPlan(
            (
                "Chức năng, nhiệm vụ rõ; quy chế hoạt động rõ; cơ chế chính sách rõ.",
                "Clear functions and tasks, clear operating regulations, clear policy mechanisms.",
            ),
            [
                TaskPlan(
                    "regulations",
                    LINES,
                    (
                        "Ban hành chức năng, nhiệm vụ và quy chế hoạt động",
                        "Issue functions, tasks and operating regulations",
                    ),
                    ("Quy chế đã ban hành", "The regulations issued"),
                    date(2020, 6, 30),
                )
            ],
            statements=[8],
        ),
        ConclusionPlan(
            (
                (
                    "Mỗi đơn vị một mô hình, mỗi nhiệm vụ một cách làm: đơn vị đề xuất mô hình hợp "
                    "với mình."
                ),
                "A model for each unit and each task: every unit proposes the one that suits it.",
            ),
            [
                TaskPlan(
                    "model",
                    ALL_UNITS,
                    (
                        "Đề xuất mô hình tổ chức hợp với đơn vị",
                        "Propose the model that suits the unit",
                    ),
                    (
                        "Bản mô tả mô hình, có số giờ của hai vai",
                        "A description of the model, with the hours of both roles",
                    ),
                    date(2020, 8, 15),
                )
            ],
            statements=[1, 6, 7],
        ),
        ConclusionPlan(
            (
                (
                    "Mọi quy định mới qua ba phép thử: đúng chủ trương, đúng pháp luật, đúng quyền "
                    "và lợi ích chính đáng của người giữ hai vai."
                ),
                "Every new rule passes three tests: right policy, law, legitimate interests.",
            ),
            [
                TaskPlan(
                    "three-tests",
                    [PARTY],
                    (
                        "Rà soát các quy chế theo ba phép thử",
                        "Review the regulations by the three tests",
                    ),
                    ("Biên bản rà soát từng quy chế", "Minutes of the review of each regulation"),
                    date(2020, 11, 30),
                    tuple(f"regulations:{line}" for line in LINES),
                )
            ],
            statements=[1, 8],
        ),
    ]


def _refill() -> TaskPlan:
    return TaskPlan(
        "refill",
        [YOUTH],
        (
            "Kiện toàn ban chấp hành ở 9 chi đoàn phường",
            "Make the committees of 9 ward branches whole",
        ),
        ("Quyết định công nhận", "The decision of recognition"),
        date(2020, 8, 31),
    )


def _branches() -> TaskPlan:
    return TaskPlan(
        "branches",
        [YOUTH],
        ("Lập chi đoàn ở 9 xã", "Found branches in 9 communes"),
        ("Quyết định thành lập", "The decision to found them"),
        date(2020, 9, 30),
    )


def _ratio() -> TaskPlan:
    return TaskPlan(
        "ratio",
        [UNION],
        (
            "Tính tỷ lệ công tác chuyên môn và công tác tổ chức của 25 đơn vị",
            "Work out the ratio of professional to organisation work in 25 units",
        ),
        ("Bảng tỷ lệ từ số giờ đã khóa", "A table of ratios from closed months"),
        date(2020, 7, 31),
    )


def _ranks() -> TaskPlan:
    return TaskPlan(
        "ranks",
        [WOMEN],
        (
            "Tổng hợp trường hợp đề nghị xếp tương đương phó đội trưởng",
            "Collect the cases to be ranked as deputy team leaders",
        ),
        ("Danh sách kèm căn cứ", "A list with grounds"),
        date(2020, 10, 31),
    )


COMMITMENTS = [
    TaskPlan(
        "word-youth",
        [YOUTH],
        (
            "Mỗi tháng xuống sinh hoạt với một chi đoàn yếu",
            "Join a weak branch's meeting every month",
        ),
        (
            "Nhật ký sáu buổi có xác nhận của chi đoàn",
            "A log of six meetings, confirmed by the branches",
        ),
        date(2020, 12, 31),
    ),
    TaskPlan(
        "word-command",
        [CITY],
        (
            "Chỉ huy dự sinh hoạt của một tổ chức mỗi quý",
            "The command joins a meeting of an organisation every quarter",
        ),
        ("Biên bản ba buổi sinh hoạt", "Minutes of three meetings"),
        date(2020, 12, 31),
    ),
]
