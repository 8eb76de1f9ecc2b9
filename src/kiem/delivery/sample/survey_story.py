"""Surveys before and after the forum: a trial in ten chapters, all 126 asked, and one anonymous.

Bodies and roles only; every answer is invented. It follows from the chapter's number in the list
alone, so that each sample says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from kiem.delivery.sample import chapters
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_survey import (
    AnswerSurvey,
    CloseSurvey,
    MakeQuestions,
    OpenSurvey,
    TakePart,
)
from kiem.domain.surveys.questions import Asked

TRIAL, TRIAL_ENDS = date(2025, 8, 21), date(2025, 8, 29)
ASKED, DUE = date(2025, 9, 3), date(2025, 12, 19)
ANONYMOUS, ANONYMOUS_ENDS = date(2025, 9, 4), date(2025, 9, 22)
TRIED = 10
SILENT = 14  # every so-many-th chapter has not answered
TAKING_PART = 6  # one of so many invited has
PROJECT, QUESTIONS, FAIRNESS = "CBT-2025", "hoat-dong-2025", "danh-gia-2025"
OBSTACLES = ("Thời gian", "Kinh phí", "Cán bộ mới", "Thiếu hướng dẫn")
TEXTS = (
    "Cần tính giờ hỗ trợ một cửa là giờ công tác Đoàn.",
    "Đề nghị có hướng dẫn chung về ghi giờ.",
    "Nên giao việc theo quý để chủ động.",
)

Play = Callable[[], Iterable[Step]]


class SurveyStory:
    """The operations of the surveys, each at its moment."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._all = [youth_key(code) for code in strengths()]

    def agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(TRIAL, 8, 15, "Questions for the chapters", self._trial)
        yield self._at(TRIAL_ENDS, 16, 35, "The trial is closed", self._end_trial)
        yield self._at(ASKED, 8, 25, "All chapters are asked", self._ask)
        for week in range(5):
            day = ASKED + timedelta(days=5 + 7 * week)
            label = f"Sheets of chapters, week {week + 1}"
            yield self._at(day, 17, 15, label, partial(self._answers, week))
        yield self._at(ANONYMOUS, 8, 45, "Dual holders are asked", self._ask_people)
        yield self._at(date(2025, 9, 15), 17, 35, "Dual holders answer", self._people_answer)
        yield self._at(
            ANONYMOUS_ENDS, 17, 45, "The anonymous survey is closed", self._close_anonymous
        )

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

    def _trial(self) -> list[Operation]:
        return [
            MakeQuestions(
                QUESTIONS,
                chapters.YOUTH_CITY,
                ("Tổ chức hoạt động của chi đoàn", "How chapters organise their activities"),
                _questions(),
            ),
            self._survey("trial", self._all[:TRIED], TRIAL_ENDS, ("Khảo sát thử", "A trial")),
        ]

    def _end_trial(self) -> list[Operation]:
        sheets = {key: _sheet(number, 1) for number, key in enumerate(self._all[:TRIED])}
        return [AnswerSurvey("trial", sheets), CloseSurvey("trial")]

    def _ask(self) -> list[Operation]:
        title = ("Khảo sát hoạt động ở 126 chi đoàn", "Survey of activities in the 126 chapters")
        return [self._survey("chapters", self._all, DUE, title)]

    def _answers(self, week: int) -> list[Operation]:
        sheets = {
            key: _sheet(number, 0)
            for number, key in enumerate(self._all)
            if number % 5 == week and number % SILENT != SILENT - 1
        }
        return [AnswerSurvey("chapters", sheets)]

    def _ask_people(self) -> list[Operation]:
        return [
            MakeQuestions(
                FAIRNESS,
                chapters.YOUTH_CITY,
                ("Đánh giá cán bộ kiêm nhiệm", "Assessing dual holders"),
                _fairness(),
            ),
            OpenSurvey(
                "fairness",
                PROJECT,
                chapters.YOUTH_CITY,
                FAIRNESS,
                ("Ý kiến về đánh giá hai vai", "How both roles are assessed"),
                (
                    "Mỗi người trả lời một lần, ẩn danh. Kết quả được nêu tại diễn đàn.",
                    "Everybody answers once, anonymously. The results are put to the forum.",
                ),
                self._all,
                ANONYMOUS_ENDS,
                audience="dual",
                breakdowns=("size",),
            ),
        ]

    def _people_answer(self) -> list[Operation]:
        answers = [
            {
                "fair": 1 + number * 7 % 5,
                "weight": 1 + number * 3 % 4,
                **({"why": TEXTS[number % 3]} if number % 4 == 0 else {}),
            }
            for number in range(20)
        ]
        return [TakePart("fairness", TAKING_PART, answers)]

    def _close_anonymous(self) -> list[Operation]:
        return [CloseSurvey("fairness")]

    def _survey(
        self, key: str, bodies: Sequence[str], due_on: date, title: tuple[str, str]
    ) -> OpenSurvey:
        return OpenSurvey(
            key,
            PROJECT,
            chapters.YOUTH_CITY,
            QUESTIONS,
            title,
            (
                "Số liệu điền sẵn lấy từ hệ thống; sửa lại nếu thực tế khác.",
                "What is prefilled comes from the system; correct it where it is otherwise.",
            ),
            bodies,
            due_on,
        )


def _questions() -> tuple[Asked, ...]:
    return (
        Asked(
            "model",
            "choice",
            "Hoạt động Đoàn chủ yếu diễn ra khi nào?",
            "When do the union's activities mostly take place?",
            is_required=True,
            options_vi=("Trong giờ hành chính", "Ngoài giờ hành chính", "Cả hai như nhau"),
            options_en=("In office hours", "Outside office hours", "Both alike"),
        ),
        Asked(
            "obstacles",
            "choices",
            "Khó khăn chính là gì?",
            "What are the main obstacles?",
            options_vi=OBSTACLES,
            options_en=("Time", "Money", "New officers", "Missing guidance"),
        ),
        Asked(
            "weight",
            "scale",
            "Công tác Đoàn được tính đến mức nào khi xếp loại cuối năm?",
            "How far does the union's work count in the yearly classification?",
            options_vi=("Không tính", "Tính đầy đủ"),
            options_en=("Not at all", "In full"),
            lowest=Decimal(1),
            highest=Decimal(5),
        ),
        Asked(
            "dual",
            "number",
            "Số cán bộ kiêm nhiệm của đơn vị",
            "Dual holders of the unit",
            unit_vi="người",
            unit_en="people",
            lowest=Decimal(0),
            computed="dual_holders",
        ),
        Asked(
            "hours",
            "table",
            "Giờ hoạt động mỗi tháng",
            "Hours of activities a month",
            options_vi=("Trong giờ hành chính", "Ngoài giờ hành chính"),
            options_en=("In office hours", "Outside office hours"),
            rows_vi=("Sinh hoạt", "Tình nguyện"),
            rows_en=("Meetings", "Volunteering"),
            unit_vi="giờ",
            unit_en="hours",
        ),
        Asked("say", "text", "Kiến nghị của chi đoàn", "What the chapter proposes"),
    )


def _fairness() -> tuple[Asked, ...]:
    return (
        Asked(
            "fair",
            "scale",
            "Việc đánh giá hai vai có công bằng không?",
            "Is the assessment of both roles fair?",
            options_vi=("Không công bằng", "Rất công bằng"),
            options_en=("Not fair", "Very fair"),
            lowest=Decimal(1),
            highest=Decimal(5),
        ),
        Asked(
            "weight",
            "choice",
            "Công tác Đoàn nên chiếm bao nhiêu khi xếp loại?",
            "How much should the union's work weigh in the classification?",
            options_vi=("Dưới 10 %", "10 đến 20 %", "20 đến 30 %", "Trên 30 %"),
            options_en=("Under 10 %", "10 to 20 %", "20 to 30 %", "Over 30 %"),
        ),
        Asked("why", "text", "Vì sao?", "Why?"),
    )


def _sheet(number: int, shift: int) -> dict[str, object]:
    """The answers of the chapter that stands at this place of the list."""
    typed: dict[str, object] = {
        "model": 1 + (number + shift) % 3,
        "obstacles": [1 + (number + step) % len(OBSTACLES) for step in range(1 + number % 2)],
        "weight": 1 + (number * 3 + shift) % 4,
        "hours": [[2 + number % 3, 4 + number % 5], ["", 6 + number % 7]],
    }
    if number % 17 == 0:
        typed["dual"] = 2 + number % 4
    if number % 3 == 0:
        typed["say"] = TEXTS[number // 3 % len(TEXTS)]
    return typed
