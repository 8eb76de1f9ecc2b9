"""The forum of the young officers (autumn 2025) and what becomes of it, as the story is told.

Roles and bodies only; everything said is invented, and marked so by the titles of project and
events. Tasks go to the city's committee and to all 126 chapters; by December some are done, some
wait for their evidence to be accepted, some are late, and the follow-up session starts with those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from kiem.delivery.sample import chapters, forum_said
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_assembly import (
    ConclusionPlan,
    DelegateTask,
    HoldEvent,
    OpenProject,
    PlanEvent,
    TakeSteps,
    TaskPlan,
    TaskStepPlan,
)

OPENED = date(2025, 8, 20)
FORUM = date(2025, 9, 26)
FOLLOW_UP = date(2025, 12, 12)
REPORT_WEEKS = 9  # chapters report one group after the other
NEVER_REPORT = 17  # every so-many-th chapter is late
RETURNED = 23

Play = Callable[[], Iterable[Step]]


class Forum:
    """The operations of the story, each at its moment."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._codes = list(strengths())
        self._all = [youth_key(code) for code in self._codes]
        self._speakers = [youth_key(self._codes[n]) for n in (0, 8, 28, 77, 120)]

    def agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(OPENED, 9, 5, "A project on the young officers", self._open)
        yield self._at(FORUM, 17, 25, "Forum of the young officers", self._hold)
        yield self._at(date(2025, 10, 6), 8, 35, "A task is handed on", self._delegate)
        for week in range(REPORT_WEEKS):
            day = date(2025, 10, 10) + timedelta(weeks=week)
            label = f"Reports of chapters, week {week + 1}"
            yield self._at(day, 16, 45, label, partial(self._reports, week))
        yield self._at(date(2025, 11, 24), 10, 15, "Later days asked for", self._delays)
        yield self._at(FOLLOW_UP, 16, 55, "Follow-up of the forum", self._follow_up)
        yield self._at(date(2026, 1, 29), 16, 25, "Late chapters are visited", self._visits)

    def _at(
        self,
        day: date,
        hour: int,
        minute: int,
        label: str,
        operations: Callable[[], list[Operation]],
    ) -> tuple[datetime, Play]:
        moment = at(day, hour, minute)
        return moment, lambda: [self._clerk.note(moment, operations(), label=label)]

    def _open(self) -> list[Operation]:
        return [
            OpenProject(
                "CBT-2025",
                chapters.YOUTH_CITY,
                (
                    "Cán bộ trẻ ở 126 Công an phường, xã mới",
                    "Young officers of the 126 new communes",
                ),
            ),
            PlanEvent(
                "forum",
                "CBT-2025",
                chapters.YOUTH_CITY,
                "forum",
                ("Diễn đàn cán bộ trẻ 2025", "Forum of the young officers 2025"),
                FORUM,
                ("Hội trường Công an thành phố", "Hall of the city police"),
                (
                    ("Vai trò của cán bộ trẻ sau sắp xếp", "Young officers after the mergers"),
                    ("Hai vai, một quỹ thời gian", "Two roles, one budget of hours"),
                    ("Kiến nghị và kết luận", "Proposals and conclusions"),
                ),
                self._all,
            ),
        ]

    def _hold(self) -> list[Operation]:
        return [
            HoldEvent(
                "forum",
                self._all[: len(self._all) - 5],
                forum_said.statements(self._speakers, self._codes),
                forum_said.proposals(self._speakers),
                forum_said.conclusions(self._all),
                [self._commitment(key) for key in self._speakers[:3]],
                (
                    "Diễn đàn bắt đầu lúc 14 giờ, kết thúc lúc 17 giờ cùng ngày.",
                    "The forum began at 14:00 and ended at 17:00.",
                ),
            )
        ]

    @staticmethod
    def _commitment(key: str) -> TaskPlan:
        return TaskPlan(
            f"word:{key}",
            [key],
            ("Ghép cặp kèm cặp mọi cán bộ mới", "Pair every new officer with a mentor"),
            ("Danh sách cặp có xác nhận", "A confirmed list of pairs"),
            date(2025, 12, 31),
        )

    def _delegate(self) -> list[Operation]:
        below = TaskPlan(
            "team",
            self._speakers,
            ("Lập tổ kỹ năng số", "Set up a digital skills team"),
            ("Danh sách và lịch trực của tổ", "List of the team and its roster"),
            date(2025, 12, 10),
        )
        return [DelegateTask("teams", below)]

    def _reports(self, week: int) -> list[Operation]:
        """A ninth of the chapters reports; what was reported the week before is judged."""
        steps = [
            TaskStepPlan(
                f"weekly:{key}",
                "report",
                (
                    "Đã phân công; bảng giờ 4 tuần lưu tại chi đoàn",
                    "Assigned; four weeks of hours are kept at the branch",
                ),
            )
            for place, key in self._group(week)
            if place % NEVER_REPORT
        ]
        for place, key in self._group(week - 1):
            if place % NEVER_REPORT == 0:
                continue
            if place % RETURNED == 0:
                steps.append(
                    TaskStepPlan(
                        f"weekly:{key}",
                        "return",
                        ("Bảng giờ thiếu một tuần", "One week of hours is missing"),
                    )
                )
            else:
                steps.append(TaskStepPlan(f"weekly:{key}", "accept"))
        return [TakeSteps(steps)]

    def _group(self, week: int) -> list[tuple[int, str]]:
        return list(enumerate(self._all, start=1))[week::REPORT_WEEKS] if week >= 0 else []

    def _delays(self) -> list[Operation]:
        late = [key for place, key in enumerate(self._all, start=1) if place % NEVER_REPORT == 0]
        asked = [
            TaskStepPlan(
                f"weekly:{key}",
                "ask_delay",
                ("Bí thư mới nhận nhiệm vụ", "The secretary has just taken over"),
                date(2025, 12, 31),
            )
            for key in late[:2]
        ]
        return [TakeSteps([*asked, TaskStepPlan(asked[0].task, "grant_delay")])]

    def _follow_up(self) -> list[Operation]:
        done = [f"team:{key}" for key in self._speakers[:3]]
        steps = [
            TaskStepPlan(
                key,
                "report",
                ("Tổ đã trực từ tháng 11", "The team has been on duty since November"),
            )
            for key in done
        ]
        steps += [TaskStepPlan(key, "accept") for key in done[:2]]
        return [
            PlanEvent(
                "follow-up",
                "CBT-2025",
                chapters.YOUTH_CITY,
                "session",
                ("Rà soát kết luận của diễn đàn", "Review of the forum's conclusions"),
                FOLLOW_UP,
                ("Phòng họp Đoàn Thanh niên", "Meeting room of the Youth Union"),
                (("Việc còn mở từ diễn đàn", "What the forum left open"),),
                self._speakers,
            ),
            TakeSteps(steps),
            HoldEvent(
                "follow-up",
                self._speakers,
                (),
                (),
                [self._later_conclusion()],
                (),
                (
                    "Rà soát từng kết luận của diễn đàn; thống nhất việc phải xong trước Tết.",
                    "Each conclusion was gone through; what is late is to be done before Tet.",
                ),
            ),
        ]

    def _later_conclusion(self) -> ConclusionPlan:
        return ConclusionPlan(
            (
                "Đơn vị chậm hoàn thành trong tháng 1 năm 2026; Đoàn thành phố kiểm tra tại chỗ.",
                "Those who are late finish in January 2026; the city's union visits them.",
            ),
            [
                TaskPlan(
                    "visits",
                    [chapters.YOUTH_CITY],
                    ("Kiểm tra tại chỗ các chi đoàn chậm", "Visit the chapters that are late"),
                    ("Biên bản kiểm tra", "Minutes of the visits"),
                    date(2026, 1, 30),
                )
            ],
        )

    def _visits(self) -> list[Operation]:
        told = ("Đã kiểm tra 7 chi đoàn", "Seven chapters were visited")
        return [
            TakeSteps(
                [
                    TaskStepPlan("visits", "report", told, file="bien-ban-kiem-tra.txt"),
                    TaskStepPlan("visits", "accept"),
                ]
            )
        ]
