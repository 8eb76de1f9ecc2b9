"""The forum of the young officers (autumn 2025) and what becomes of it, as the story is told.

Roles and bodies only; everything said is invented, and marked so by the titles of project and
events. Tasks go to the city's committee and to all 126 chapters; by December some are done, some
wait for their evidence to be accepted, some are late, and the follow-up session starts with those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from kiem.delivery.sample import chapters, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_assembly import (
    ConclusionPlan,
    DelegateTask,
    FigurePlan,
    HoldEvent,
    OpenProject,
    PlanEvent,
    ProposalPlan,
    StatementPlan,
    TakeSteps,
    TaskPlan,
    TaskStepPlan,
)
from kiem.delivery.sample.units import CITY

OPENED = date(2025, 8, 20)
FORUM = date(2025, 9, 26)
ALL_DUE = date(2025, 11, 28)
FOLLOW_UP = date(2025, 12, 12)
CITED_MONTH = date(2025, 8, 15)
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
            yield self._at(day, 16, 45, label, lambda week=week: self._reports(week))  # type: ignore[misc]
        yield self._at(date(2025, 11, 24), 10, 15, "Later days asked for", self._delays)
        yield self._at(FOLLOW_UP, 16, 55, "Follow-up of the forum", self._follow_up)

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
                "Hội trường Công an thành phố",
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
                self._statements(),
                self._proposals(),
                self._conclusions(),
                [self._commitment(key) for key in self._speakers[:3]],
                "Diễn đàn bắt đầu lúc 14 giờ, kết thúc lúc 17 giờ cùng ngày.",
            )
        ]

    def _statements(self) -> list[StatementPlan]:
        first, second, third, fourth, fifth = self._speakers
        unit = [units.new_key(self._codes[n]) for n in (0, 8, 28)]
        return [
            StatementPlan(
                first,
                situation="Sau sắp xếp, một bí thư chi đoàn phụ trách địa bàn của nhiều phường cũ.",
                result="Hoạt động hỗ trợ tại bộ phận một cửa được duy trì hằng tuần.",
                difficulty="Giờ hoạt động Đoàn phần lớn nằm ngoài giờ được miễn giảm.",
                difficulty_kind="objective",
                proposal="Tính giờ hỗ trợ một cửa là giờ công tác Đoàn khi đánh giá năm.",
                figures=[
                    FigurePlan(unit[0], "office_hours", CITED_MONTH),
                    FigurePlan(unit[0], "release_hours", CITED_MONTH),
                ],
            ),
            StatementPlan(
                second,
                situation="Đa số đoàn viên mới được điều động về, chưa quen địa bàn.",
                difficulty="Cán bộ kiêm nhiệm chưa chủ động ghi giờ, khó chứng minh khối lượng.",
                difficulty_kind="subjective",
                proposal="Mỗi chi đoàn ghi giờ hằng tuần và công khai trong chi đoàn.",
                figures=[FigurePlan(unit[1], "load", CITED_MONTH)],
            ),
            StatementPlan(
                third,
                situation="Thủ tục mới chuyển về xã nhiều, người được tập huấn còn ít.",
                result="Tổ kỹ năng số gồm 6 đoàn viên đã hướng dẫn dịch vụ công trực tuyến.",
                proposal="Nhân rộng tổ kỹ năng số ở các đơn vị đông hồ sơ.",
                figures=[FigurePlan(unit[2], "dual_holders", CITED_MONTH)],
            ),
            StatementPlan(
                fourth,
                situation="Xã miền núi, đi lại xa, họp toàn thể khó.",
                difficulty="Đường truyền và phần mềm chưa ổn định.",
                difficulty_kind="objective",
            ),
            StatementPlan(
                fifth,
                result="Ghép cặp cán bộ có kinh nghiệm với cán bộ mới trong 3 tháng.",
                proposal="Đưa ghép cặp kèm cặp vào kế hoạch năm.",
            ),
        ]

    def _proposals(self) -> list[ProposalPlan]:
        first, second, third, _fourth, fifth = self._speakers
        return [
            ProposalPlan(
                first,
                (
                    "Công nhận giờ hỗ trợ một cửa là giờ công tác Đoàn khi đánh giá năm",
                    "Count support at the counter as Youth Union hours in the yearly assessment",
                ),
                "Giờ này đang tính vào chuyên môn, làm lệch đánh giá.",
                1,
                "deferred",
                "Chờ ý kiến của phòng Tổ chức cán bộ.",
                (second, third),
            ),
            ProposalPlan(
                second,
                ("Ghi giờ hằng tuần ở mọi chi đoàn", "Log hours weekly in every chapter"),
                "Không có số liệu thì không bảo vệ được cán bộ kiêm nhiệm.",
                2,
                "accepted",
                "Làm được ngay, không cần thêm người.",
                (first, third, fifth),
            ),
            ProposalPlan(
                third,
                (
                    "Nhân rộng tổ kỹ năng số",
                    "Set up digital skills teams where most cases arrive",
                ),
                "Giảm thời gian chờ của người đến làm thủ tục.",
                3,
                "accepted",
                "Có mô hình đã chạy.",
            ),
        ]

    def _conclusions(self) -> list[ConclusionPlan]:
        city = chapters.YOUTH_CITY
        return [
            ConclusionPlan(
                (
                    "Mọi chi đoàn ghi giờ hai vai hằng tuần từ tháng 10 năm 2025.",
                    "Every chapter logs the hours of both roles weekly from October 2025.",
                ),
                [
                    TaskPlan(
                        "weekly",
                        self._all,
                        (
                            "Phân công người ghi giờ và báo cáo sau 4 tuần",
                            "Name who logs the hours, and report after 4 weeks",
                        ),
                        "Quyết định phân công và bảng giờ 4 tuần",
                        ALL_DUE,
                    )
                ],
                2,
            ),
            ConclusionPlan(
                (
                    "Lập tổ kỹ năng số ở những đơn vị tiếp nhận nhiều hồ sơ nhất.",
                    "Set up digital skills teams where most cases are received.",
                ),
                [
                    TaskPlan(
                        "teams",
                        [city],
                        ("Hướng dẫn và theo dõi tổ kỹ năng số", "Guide the digital skills teams"),
                        "Hướng dẫn và danh sách tổ",
                        date(2025, 12, 20),
                    )
                ],
                3,
            ),
            ConclusionPlan(
                (
                    "Trao đổi với đơn vị Tổ chức cán bộ về trọng số hai vai trong đánh giá năm.",
                    "Take up the weights of both roles in the yearly assessment with personnel.",
                ),
                [
                    TaskPlan(
                        "weights",
                        [CITY],
                        (
                            "Trả lời về trọng số hai vai trong đánh giá năm",
                            "Answer on the weights of both roles in the yearly assessment",
                        ),
                        "Văn bản trả lời",
                        date(2026, 1, 31),
                    )
                ],
                1,
            ),
        ]

    @staticmethod
    def _commitment(key: str) -> TaskPlan:
        return TaskPlan(
            f"word:{key}",
            [key],
            ("Ghép cặp kèm cặp mọi cán bộ mới", "Pair every new officer with a mentor"),
            "Danh sách cặp có xác nhận",
            date(2025, 12, 31),
        )

    def _delegate(self) -> list[Operation]:
        below = TaskPlan(
            "team",
            self._speakers,
            ("Lập tổ kỹ năng số", "Set up a digital skills team"),
            "Danh sách và lịch trực của tổ",
            date(2025, 12, 10),
        )
        return [DelegateTask("teams", below)]

    def _reports(self, week: int) -> list[Operation]:
        """A ninth of the chapters reports; what was reported the week before is judged."""
        steps = [
            TaskStepPlan(
                f"weekly:{key}", "report", "Đã phân công; bảng giờ 4 tuần lưu tại chi đoàn"
            )
            for place, key in self._group(week)
            if place % NEVER_REPORT
        ]
        for place, key in self._group(week - 1):
            if place % NEVER_REPORT == 0:
                continue
            if place % RETURNED == 0:
                steps.append(TaskStepPlan(f"weekly:{key}", "return", "Bảng giờ thiếu một tuần"))
            else:
                steps.append(TaskStepPlan(f"weekly:{key}", "accept"))
        return [TakeSteps(steps)]

    def _group(self, week: int) -> list[tuple[int, str]]:
        return list(enumerate(self._all, start=1))[week::REPORT_WEEKS] if week >= 0 else []

    def _delays(self) -> list[Operation]:
        late = [key for place, key in enumerate(self._all, start=1) if place % NEVER_REPORT == 0]
        asked = [
            TaskStepPlan(
                f"weekly:{key}", "ask_delay", "Bí thư mới nhận nhiệm vụ", date(2025, 12, 31)
            )
            for key in late[:2]
        ]
        return [TakeSteps([*asked, TaskStepPlan(asked[0].task, "grant_delay")])]

    def _follow_up(self) -> list[Operation]:
        done = [f"team:{key}" for key in self._speakers[:3]]
        steps = [TaskStepPlan(key, "report", "Tổ đã trực từ tháng 11") for key in done]
        steps += [TaskStepPlan(key, "accept") for key in done[:2]]
        return [
            PlanEvent(
                "follow-up",
                "CBT-2025",
                chapters.YOUTH_CITY,
                "session",
                ("Rà soát kết luận của diễn đàn", "Review of the forum's conclusions"),
                FOLLOW_UP,
                "Phòng họp Đoàn Thanh niên",
                (("Việc còn mở từ diễn đàn", "What the forum left open"),),
                self._speakers,
            ),
            TakeSteps(steps),
        ]
