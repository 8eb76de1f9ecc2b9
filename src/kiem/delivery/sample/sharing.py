"""What units of the forum do well and others take over, and what bodies ask of each other.

Bodies only, everything invented. Models are presented at the forum; chapters adopt them through the
autumn, most with success. The city's Youth Union coordinates with the personnel division and with
the youth union outside that designates commune seats; some of its requests stay unanswered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from kiem.delivery.sample import chapters, units
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.forum import FORUM
from kiem.delivery.sample.places import women_key, youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_practices import (
    AdoptModel,
    AgreeRegulation,
    AnswerRequest,
    PublishModel,
    RemindLate,
    ReportAdoption,
    SendRequest,
)

AGREED = date(2025, 7, 15)
ADOPTED = date(2025, 10, 13)
REPORTED = date(2025, 11, 17)
BEFORE, AFTER = date(2025, 7, 15), date(2025, 8, 15)
PERSONNEL_DIVISION = "TCCB"
WORKS, PARTLY, FAILED = "works", "partly", "failed"

Play = Callable[[], Iterable[Step]]


class Sharing:
    """The operations, each at its moment; the forum is held before them."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._youth = [youth_key(code) for code in strengths()]
        self._women = [women_key(code) for code in strengths()]

    def agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(AGREED, 10, 5, "Regulations of coordination", self._agree)
        yield self._at(date(2025, 9, 8), 8, 45, "First requests", self._first_requests)
        yield self._at(date(2025, 9, 12), 15, 5, "First answers", self._first_answers)
        yield self._at(FORUM, 17, 45, "Good models of the forum", self._publish)
        yield self._at(ADOPTED, 8, 55, "Good models adopted", self._adopt)
        yield self._at(date(2025, 10, 14), 9, 15, "Later requests", self._later_requests)
        yield self._at(REPORTED, 16, 15, "What came of the models", self._report)
        yield self._at(date(2026, 1, 12), 9, 15, "A late answer", self._late_answer)
        yield self._at(date(2026, 11, 3), 9, 35, "This year's request", self._request_of_2026)
        for day in (date(2025, 12, 1), date(2025, 12, 5), date(2025, 12, 9)):
            yield self._at(day, 18, 5, "Late tasks are reminded of", lambda: [RemindLate()])

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

    def _agree(self) -> list[Operation]:
        return [
            AgreeRegulation(
                "with-personnel",
                "05/QCPH",
                [chapters.YOUTH_CITY, units.department_key(PERSONNEL_DIVISION)],
                (
                    "Quy chế phối hợp giữa Đoàn Thanh niên và phòng Tổ chức cán bộ",
                    "Coordination of the Youth Union with the personnel division",
                ),
                (
                    (
                        "Hai bên trao đổi danh sách cán bộ kiêm nhiệm hằng quý; trả lời văn bản của"
                        " nhau trong 5 ngày làm việc; họp rà soát mỗi năm một lần."
                    ),
                    (
                        "Both exchange the list of dual holders every quarter, answer each other's"
                        " letters within 5 working days, and review this once a year."
                    ),
                ),
                5,
                date(2026, 7, 15),
            ),
            AgreeRegulation(
                "with-outside",
                "06/QCPH",
                [chapters.YOUTH_CITY, chapters.OUTSIDE_YOUTH],
                (
                    "Quy chế phối hợp với Đoàn Thanh niên ngoài ngành",
                    "Coordination with the youth union outside the force",
                ),
                (
                    (
                        "Phối hợp giới thiệu cán bộ tham gia ban chấp hành Đoàn phường, xã; trả lời"
                        " trong 10 ngày làm việc."
                    ),
                    (
                        "Candidates for commune committees are named together; answers"
                        " within 10 working days."
                    ),
                ),
                10,
                date(2025, 10, 15),  # overdue for review when the forum's follow-up is held
            ),
        ]

    def _first_requests(self) -> list[Operation]:
        return [
            SendRequest(
                "list",
                chapters.YOUTH_CITY,
                units.department_key(PERSONNEL_DIVISION),
                ("Danh sách cán bộ kiêm nhiệm quý III", "List of dual holders, third quarter"),
                (
                    "Đề nghị gửi danh sách cán bộ kiêm nhiệm tính đến 31 tháng 8.",
                    "Please send the list of dual holders as of 31 August.",
                ),
                "with-personnel",
            ),
            SendRequest(
                "seats",
                chapters.YOUTH_CITY,
                chapters.OUTSIDE_YOUTH,
                (
                    "Xác nhận danh sách ủy viên Đoàn phường, xã",
                    "Confirm who sits in commune committees",
                ),
                (
                    "Đề nghị xác nhận danh sách cán bộ tham gia ban chấp hành Đoàn phường, xã.",
                    "Please confirm the officers who sit in committees of commune youth unions.",
                ),
                "with-outside",
            ),
        ]

    def _first_answers(self) -> list[Operation]:
        answer = ("Đã gửi danh sách kèm công văn.", "The list went out with our letter.")
        return [AnswerRequest("list", answer, is_closed=True)]

    def _later_requests(self) -> list[Operation]:
        return [
            SendRequest(
                "weights",
                chapters.YOUTH_CITY,
                units.department_key(PERSONNEL_DIVISION),
                (
                    "Ý kiến về trọng số hai vai trong đánh giá",
                    "Opinion on the weights of both roles",
                ),
                (
                    "Đề nghị cho ý kiến về việc tính giờ hỗ trợ một cửa trong đánh giá năm.",
                    "Please say how support at the counter counts in the yearly assessment.",
                ),
                "with-personnel",
            ),
        ]

    def _late_answer(self) -> list[Operation]:
        answer = (
            "Giờ hỗ trợ một cửa được tính một nửa là giờ công tác Đoàn.",
            "Half of the hours at the counter count as Youth Union work.",
        )
        return [AnswerRequest("weights", answer)]

    def _request_of_2026(self) -> list[Operation]:
        return [
            SendRequest(
                "list-2026",
                chapters.YOUTH_CITY,
                units.department_key(PERSONNEL_DIVISION),
                (
                    "Danh sách cán bộ kiêm nhiệm quý III năm 2026",
                    "List of dual holders, third quarter of 2026",
                ),
                (
                    "Đề nghị gửi danh sách cán bộ kiêm nhiệm tính đến 30 tháng 9.",
                    "Please send the list of dual holders as of 30 September.",
                ),
                "with-personnel",
            ),
        ]

    def _publish(self) -> list[Operation]:
        return [
            PublishModel(
                "skills",
                self._youth[28],
                "forum",
                ("Tổ kỹ năng số", "Digital skills team"),
                (
                    (
                        "Sáu đoàn viên trực luân phiên mỗi sáng, hướng dẫn nộp hồ sơ trực tuyến"
                        " tại bộ phận một cửa. Lịch trực dán công khai, mỗi người một buổi/tuần."
                    ),
                    (
                        "Six members take turns every morning and help people file online at the"
                        " counter. The roster hangs there; each has one morning a week."
                    ),
                ),
                (
                    "Lịch trực tám tuần và sổ theo dõi lượt hướng dẫn.",
                    "Rosters of eight weeks and the log of people helped.",
                ),
                [("office_hours", BEFORE, AFTER), ("load", BEFORE, AFTER)],
            ),
            PublishModel(
                "pairs",
                self._youth[120],
                "forum",
                ("Ghép cặp kèm cặp ba tháng", "Mentor pairs for three months"),
                (
                    (
                        "Mỗi cán bộ mới được ghép với một người có kinh nghiệm trong ba tháng,"
                        " có việc giao hằng tuần và nhận xét cuối tháng."
                    ),
                    (
                        "Every new officer is paired with an experienced one for three months, with"
                        " a task each week and a word at the end of each month."
                    ),
                ),
                (
                    "Danh sách cặp và nhận xét cuối tháng của chi đoàn.",
                    "The list of pairs and the chapter's monthly remarks.",
                ),
                [("uncovered_hours", BEFORE, AFTER)],
            ),
            PublishModel(
                "weekly",
                self._women[8],
                "forum",
                ("Ghi giờ hai vai chiều thứ Sáu", "Both roles logged on Friday afternoons"),
                (
                    (
                        "Chiều thứ Sáu, hội viên cùng ghi giờ trong mười lăm phút; người phụ trách"
                        " xác nhận ngay."
                    ),
                    (
                        "On Friday afternoons members log their hours together in fifteen minutes;"
                        " whoever is in charge confirms at once."
                    ),
                ),
                ("Bảng giờ bốn tuần liên tục.", "Four weeks of logs without a gap."),
            ),
        ]

    def _adopt(self) -> list[Operation]:
        taken = [("skills", self._youth[n]) for n in (3, 17, 45, 60, 88)]
        taken += [("pairs", self._youth[n]) for n in (5, 45)]
        taken += [("weekly", self._women[n]) for n in (12, 30)]
        note = ("Trực hai buổi một tuần do ít người.", "Two mornings a week: fewer people.")
        return [
            AdoptModel(model, body, note if place == 1 else ("", ""))
            for place, (model, body) in enumerate(taken)
        ]

    def _report(self) -> list[Operation]:
        told: list[tuple[str, int, str, tuple[str, str]]] = [
            (
                "skills",
                3,
                WORKS,
                ("Hàng chờ buổi sáng ngắn hơn.", "The morning queue is shorter."),
            ),
            (
                "skills",
                17,
                PARTLY,
                ("Chỉ đủ người hai buổi một tuần.", "There are people for two mornings only."),
            ),
            (
                "skills",
                45,
                WORKS,
                ("Tổ đã trực đủ năm tuần.", "The team has kept its roster for five weeks."),
            ),
            (
                "skills",
                88,
                FAILED,
                ("Đường truyền chưa đáp ứng.", "The line is too slow for it."),
            ),
            (
                "pairs",
                5,
                WORKS,
                ("Mọi cán bộ mới đã có người kèm.", "Every new officer has a mentor."),
            ),
        ]
        return [
            ReportAdoption(model, self._youth[number], outcome, result)
            for model, number, outcome, result in told
        ]
