"""What became of the conclusions: handed on, reported, returned, late; and the sessions after.

On 15 September 2020 some of it is done, some reported without accepted evidence, some late. The
session of that day starts with what is open, the one of January 2021 with what is still open then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from kiem.delivery.sample.clerk import at
from kiem.delivery.sample.plan import Operation
from kiem.delivery.sample.plan_assembly import (
    NOTHING,
    DelegateTask,
    TakeSteps,
    TaskPlan,
    TaskStepPlan,
    Texts,
)
from kiem.delivery.sample.vinh import reviews
from kiem.delivery.sample.vinh.bodies import (
    COMMUNES,
    UNION,
    WARDS,
    WOMEN,
    YOUTH,
)
from kiem.delivery.sample.vinh.changes import REFILLED_WARDS, SMALL, WEAKENED
from kiem.delivery.sample.vinh.conclusions import ALL_UNITS
from kiem.delivery.sample.vinh.reviews import FOLLOW_UP, YEAR_END

LATE_UNIT = WARDS[15]  # has proposed no model when the sample ends
RETURNED_UNITS = (WARDS[5], COMMUNES[3])
CHAIR = "Chủ trì"
_BRANCH, _YOUTH, _UNION, _WOMEN = (
    "Bí thư Chi đoàn",
    "Thường trực Đoàn Thanh niên",
    "Chủ tịch Công đoàn",
    "Chủ tịch Hội Phụ nữ",
)
_PARTY, _STAFF, _UNIT = "Văn phòng Đảng ủy", "Đội Tổng hợp", "Trưởng Công an đơn vị"

Operations = Callable[[], list[Operation]]


def agenda() -> Iterator[tuple[datetime, str, Operations]]:
    """When, what is told of it, and what is done."""
    yield at(date(2020, 5, 25), 8, 40), "Tasks handed on", _handed_on
    yield at(date(2020, 6, 26), 16, 40), "Reports of June", _june
    yield at(date(2020, 7, 20), 16, 40), "Branches report", _july
    yield at(date(2020, 8, 14), 16, 40), "Units propose models", _august
    yield at(date(2020, 9, 10), 9, 40), "Before the follow-up", _september
    yield at(FOLLOW_UP, 16, 30), "Follow-up of the session", reviews.follow_up
    yield at(date(2020, 10, 30), 16, 40), "Reports of October", _october
    yield at(date(2020, 12, 8), 16, 40), "Reports of December", _december
    yield at(date(2020, 12, 29), 15, 40), "The year's last reports", _year_end
    yield at(YEAR_END, 16, 30), "Review of the year", reviews.year_end


def _steps(*steps: TaskStepPlan) -> list[Operation]:
    return [TakeSteps(steps)]


def _report(task: str, text: Texts, by: str, file: str = "") -> TaskStepPlan:
    return TaskStepPlan(task, "report", text, by=by, file=file)


def _accept(task: str, by: str = CHAIR, text: Texts = NOTHING) -> TaskStepPlan:
    return TaskStepPlan(task, "accept", text, by=by)


def _return(task: str, reason: Texts, by: str = CHAIR) -> TaskStepPlan:
    return TaskStepPlan(task, "return", reason, by=by)


def _handed_on() -> list[Operation]:
    """The youth line hands three of its tasks on: to weakened branches, communes, all branches."""
    return [
        DelegateTask(
            "refill",
            TaskPlan(
                "candidates",
                [f"youth:{ward}" for ward in WEAKENED],
                ("Giới thiệu người bổ sung ban chấp hành", "Propose new committee members"),
                ("Biên bản họp chi đoàn", "Minutes of the branch meeting"),
                date(2020, 7, 31),
            ),
        ),
        DelegateTask(
            "branches",
            TaskPlan(
                "commune",
                COMMUNES,
                ("Đề nghị lập chi đoàn", "Ask for a branch to be founded"),
                ("Tờ trình kèm danh sách đoàn viên", "A request with the list of members"),
                date(2020, 8, 20),
            ),
        ),
        DelegateTask(
            f"regulations:{YOUTH}",
            TaskPlan(
                "branch-regulations",
                [f"youth:{ward}" for ward in WARDS],
                ("Góp ý và thông qua quy chế chi đoàn", "Discuss and adopt the branch's rules"),
                ("Nghị quyết chi đoàn", "The branch's resolution"),
                date(2020, 6, 25),
            ),
        ),
    ]


def _june() -> list[Operation]:
    steps: list[TaskStepPlan] = []
    for ward in WARDS:
        task = f"branch-regulations:youth:{ward}"
        steps += [
            _report(
                task,
                ("Nghị quyết chi đoàn đã thông qua", "The branch's resolution is adopted"),
                _BRANCH,
            ),
            _accept(task, _YOUTH),
        ]
    youth, union = f"regulations:{YOUTH}", f"regulations:{UNION}"
    steps += [
        _report(
            youth,
            ("Quy chế hoạt động đã ban hành", "The operating regulations are issued"),
            _YOUTH,
            "quy-che-doan.txt",
        ),
        _accept(
            youth, text=("Rõ chức năng, rõ người làm.", "Functions are clear, and who does what.")
        ),
        _report(
            union,
            ("Quy chế Công đoàn đã ban hành", "The Trade Union's regulations are issued"),
            _UNION,
            "quy-che-cong-doan.txt",
        ),
        _accept(union),
        TaskStepPlan(
            f"regulations:{WOMEN}",
            "begin",
            ("Đang lấy ý kiến các chi hội", "The branches are being asked"),
            by=_WOMEN,
        ),
    ]
    return _steps(*steps)


def _july() -> list[Operation]:
    steps: list[TaskStepPlan] = []
    for ward in REFILLED_WARDS:
        task = f"candidates:youth:{ward}"
        steps += [
            _report(
                task,
                (
                    "Biên bản họp chi đoàn, giới thiệu hai đồng chí",
                    "Minutes of the branch meeting, which proposes two people",
                ),
                _BRANCH,
                "bien-ban.txt",
            ),
            _accept(task, _YOUTH),
        ]
    late = f"regulations:{WOMEN}"
    steps += [
        _report(
            f"candidates:youth:{WEAKENED[7]}",
            ("Giới thiệu một đồng chí", "One person is proposed"),
            _BRANCH,
        ),
        _report(
            "ratio",
            (
                "Bảng tỷ lệ hai loại việc, tháng 1 đến tháng 6",
                "Table of both kinds of work, January to June",
            ),
            _UNION,
            "ty-le.txt",
        ),
        _accept("ratio", text=("Số liệu khớp với hệ thống.", "The figures agree with the system.")),
        _report(
            late,
            ("Quy chế Hội đã ban hành", "The Women's Union's regulations are issued"),
            _WOMEN,
            "quy-che-hoi.txt",
        ),
        _accept(late),
    ]
    return _steps(*steps)


def _august() -> list[Operation]:
    steps: list[TaskStepPlan] = []
    for unit in ALL_UNITS:
        if unit == LATE_UNIT:
            continue
        task = f"model:{unit}"
        steps.append(
            _report(
                task, ("Bản mô tả mô hình của đơn vị", "The unit's description of its model"), _UNIT
            )
        )
        if unit in RETURNED_UNITS:
            steps.append(
                _return(
                    task,
                    ("Chưa nêu số giờ của hai vai", "The hours of both roles are missing"),
                    _STAFF,
                )
            )
        elif unit != WARDS[9]:
            steps.append(_accept(task, _STAFF))
    for commune in COMMUNES:
        if commune in SMALL:
            continue
        task = f"commune:{commune}"
        steps += [
            _report(
                task,
                ("Danh sách đủ ba đoàn viên trở lên", "List with three members or more"),
                _UNIT,
            ),
            _accept(task, _YOUTH),
        ]
    return _steps(*steps)


def _september() -> list[Operation]:
    """Two communes are too small for a branch until they are reinforced: a later day."""
    later = date(2020, 12, 15)
    steps = [
        TaskStepPlan(
            "branches",
            "ask_delay",
            ("Hai xã chưa đủ đoàn viên", "Two communes have too few members"),
            later,
            by=_YOUTH,
        ),
        TaskStepPlan("branches", "grant_delay", by=CHAIR),
    ]
    for commune in SMALL:
        task = f"commune:{commune}"
        steps += [
            TaskStepPlan(
                task,
                "ask_delay",
                ("Chờ tăng cường cán bộ", "Waits for reinforcement"),
                date(2020, 12, 5),
                by=_UNIT,
            ),
            TaskStepPlan(task, "grant_delay", by=_YOUTH),
        ]
    return _steps(*steps)


def _october() -> list[Operation]:
    """The women's line reports ranks, which nobody accepts; the union's list is returned."""
    youth, union = f"succession:{YOUTH}", f"succession:{UNION}"
    return _steps(
        _report(
            youth,
            ("Danh sách kế cận và kế hoạch lớp", "List of successors and plan of courses"),
            _YOUTH,
            "ke-can-doan.txt",
        ),
        _accept(youth),
        _report(union, ("Danh sách kế cận", "List of successors"), _UNION),
        _return(union, ("Chưa có kế hoạch bồi dưỡng", "There is no plan of training")),
        _report(
            "ranks",
            ("Danh sách 16 trường hợp", "List of 16 cases"),
            _WOMEN,
            "de-nghi-xep-tuong-duong.txt",
        ),
    )


def _december() -> list[Operation]:
    steps = [
        _report(
            "reinforce",
            ("Quyết định điều động tháng 11", "The decision of transfer of November"),
            _STAFF,
        ),
        _accept("reinforce"),
    ]
    for commune in SMALL:
        task = f"commune:{commune}"
        steps += [
            _report(task, ("Đã đủ ba đoàn viên", "There are three members now"), _UNIT),
            _accept(task, _YOUTH),
        ]
    for unit in RETURNED_UNITS:
        task = f"model:{unit}"
        steps += [
            _report(
                task, ("Đã bổ sung số giờ của hai vai", "The hours of both roles are added"), _UNIT
            ),
            _accept(task, _STAFF),
        ]
    union = f"succession:{UNION}"
    steps += [
        _report(
            "branches",
            ("Chín chi đoàn xã đã thành lập", "Nine commune branches are founded"),
            _YOUTH,
            "quyet-dinh-thanh-lap.txt",
        ),
        _accept("branches"),
        _report(
            union,
            ("Danh sách và kế hoạch bồi dưỡng", "List and plan of training"),
            _UNION,
            "ke-can-cong-doan.txt",
        ),
        _accept(union),
        _report(
            "three-tests",
            ("Biên bản rà soát ba quy chế", "Minutes of the review of three regulations"),
            _PARTY,
            "bien-ban-ra-soat.txt",
        ),
        _accept("three-tests"),
    ]
    return _steps(*steps)


def _year_end() -> list[Operation]:
    task = f"candidates:youth:{WEAKENED[7]}"
    return _steps(
        _accept(task, _YOUTH),
        _report(
            "word-youth",
            (
                "Nhật ký sáu buổi, các chi đoàn đã xác nhận",
                "Log of six meetings, confirmed by the branches",
            ),
            _YOUTH,
            "nhat-ky.txt",
        ),
        _accept("word-youth", CHAIR),
    )
