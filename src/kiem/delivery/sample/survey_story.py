"""Surveys before and after the forum: a trial in ten chapters, all 126 asked, dual holders asked
anonymously; two months later a third of the chapters again, and once more before the last day.

Bodies and roles only. Before the forum the chapters' survey is closed: what comes after is refused,
and two chapters get their sheet opened again with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from kiem.delivery.sample import chapters, codes
from kiem.delivery.sample.allocation import strengths
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.plan import Operation, Step
from kiem.delivery.sample.plan_survey import (
    AnswerSurvey,
    AnswerTooLate,
    CloseSurvey,
    KeepDrafts,
    MakeQuestions,
    MakeVersion,
    OpenSurvey,
    RemindSurvey,
    ReopenSheets,
    TakePart,
)
from kiem.delivery.sample.planting_places import shown_code
from kiem.delivery.sample.survey_asked import (
    OFTEN_OUTSIDE,
    TEXTS,
    fairness,
    questions,
    sheet,
    training,
)
from kiem.delivery.sample.world import World

TRIAL, TRIAL_ENDS = date(2025, 8, 21), date(2025, 8, 29)
ASKED, DUE = date(2025, 9, 3), date(2025, 9, 24)
ANSWERED = tuple(date(2025, 9, day) for day in (8, 10, 12, 16, 18))
CLOSED = date(2025, 9, 25)  # the day before the forum
ANONYMOUS, ANONYMOUS_ENDS = date(2025, 9, 4), date(2025, 9, 22)
AGAIN, AGAIN_DUE = date(2025, 11, 17), date(2025, 12, 19)
AGAIN_ANSWERED = (date(2025, 11, 24), date(2025, 12, 8), date(2025, 12, 18))
LATELY_FROM = date(2026, 3, 1)  # samples that end later have a survey that is open on their day
LATELY_DAYS, LATELY_LEFT = 10, 14  # how long it has been open on the last day, and still is
TRIED = 10
SILENT = 14  # every so-many-th chapter did not answer in time
DRAFTED = 4  # of those, so many had begun
LATE = 3  # so many tried after the closing
REOPENED = 2  # and so many were let in again
EVERY_THIRD = 3
TAKING_PART = 6  # one of so many invited has
PROJECT, QUESTIONS, FAIRNESS = "CBT-2025", "hoat-dong-2025", "danh-gia-2025"
_LEADERS = (codes.SECRETARY, codes.DEPUTY_SECRETARY)

Play = Callable[[], Iterable[Step]]


def silent_places() -> list[int]:
    """Places in the list of the chapters that did not answer in time."""
    return [place for place in range(len(strengths())) if place % SILENT == SILENT - 1]


def answered_before_the_forum() -> list[int]:
    """Places of the chapters whose sheets the forum could read."""
    out = silent_places()[REOPENED:]
    return [place for place in range(len(strengths())) if place not in out]


def share_outside_office_hours() -> int:
    """Per cent of the sheets before the forum that say so, rounded."""
    said = [sheet(place, 0)["model"] for place in answered_before_the_forum()]
    return round(100 * said.count(OFTEN_OUTSIDE) / len(said))


class SurveyStory:
    """The operations of the surveys, each at its moment."""

    def __init__(self, world: World, clerk: Clerk, until: date) -> None:
        self._world = world
        self._clerk = clerk
        self._until = until
        self._all = [youth_key(code) for code in strengths()]

    def agenda(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(TRIAL, 8, 15, "Questions for the chapters", self._trial)
        yield self._at(TRIAL_ENDS, 16, 35, "The trial is closed", self._end_trial)
        yield from self._before_the_forum()
        yield self._at(ANONYMOUS, 8, 45, "Dual holders are asked", self._ask_people)
        yield self._at(date(2025, 9, 15), 17, 35, "Dual holders answer", self._people_answer)
        yield self._at(
            ANONYMOUS_ENDS, 17, 45, "The anonymous survey is closed", self._close_anonymous
        )
        yield from self._second_round()
        if self._until >= LATELY_FROM:
            yield from self._lately()

    def _before_the_forum(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(ASKED, 8, 25, "All chapters are asked", self._ask)
        for part, day in enumerate(ANSWERED):
            label = f"Sheets of chapters, part {part + 1}"
            yield self._at(day, 17, 15, label, partial(self._answers, part))
        yield self._at(date(2025, 9, 22), 8, 5, "Chapters are reminded", self._remind)
        yield self._at(DUE, 17, 15, "Some chapters only begin", self._begin)
        yield self._at(CLOSED, 8, 5, "The survey is closed; late sheets", self._close)
        yield self._at(CLOSED, 16, 35, "Two sheets after all", self._after_all)

    def _second_round(self) -> Iterator[tuple[datetime, Play]]:
        yield self._at(AGAIN, 8, 25, "A third of the chapters is asked again", self._ask_again)
        for part, day in enumerate(AGAIN_ANSWERED):
            label = f"Sheets of the second round, part {part + 1}"
            yield self._at(day, 17, 35, label, partial(self._answers_again, part))
        yield self._at(date(2025, 12, 17), 8, 15, "A third is reminded", self._remind_again)
        yield self._at(date(2025, 12, 22), 8, 35, "The second round is closed", self._close_again)

    def _lately(self) -> Iterator[tuple[datetime, Play]]:
        opened = self._until - timedelta(days=LATELY_DAYS)
        yield self._at(opened, 8, 27, "Chapters are asked once more", self._ask_lately)
        half = self._until - timedelta(days=LATELY_DAYS // 2)
        yield self._at(half, 17, 47, "Sheets of the last round", self._answers_lately)

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

    # a trial, and all chapters before the forum

    def _trial(self) -> list[Operation]:
        return [
            MakeQuestions(
                QUESTIONS,
                chapters.YOUTH_CITY,
                ("Tổ chức hoạt động của chi đoàn", "How chapters organise their activities"),
                questions(),
            ),
            self._survey("trial", self._all[:TRIED], TRIAL_ENDS, ("Khảo sát thử", "A trial")),
        ]

    def _end_trial(self) -> list[Operation]:
        return [self._sheets("trial", range(TRIED), 1), CloseSurvey("trial")]

    def _ask(self) -> list[Operation]:
        title = ("Khảo sát hoạt động ở 126 chi đoàn", "Survey of activities in the 126 chapters")
        return [self._survey("chapters", self._all, DUE, title)]

    def _answers(self, part: int) -> list[Operation]:
        silent = silent_places()
        places = [
            place for place in range(len(self._all)) if place % 5 == part and place not in silent
        ]
        return [self._sheets("chapters", places, 0)]

    def _remind(self) -> list[Operation]:
        return [RemindSurvey("chapters")]

    def _begin(self) -> list[Operation]:
        begun = {self._all[place]: sheet(place, 0) for place in silent_places()[:DRAFTED]}
        return [KeepDrafts("chapters", begun)]

    def _close(self) -> list[Operation]:
        late = silent_places()[:LATE]
        return [
            CloseSurvey("chapters"),
            AnswerTooLate("chapters", {self._all[place]: sheet(place, 0) for place in late}),
            ReopenSheets(
                "chapters",
                [self._all[place] for place in late[:REOPENED]],
                CLOSED,
                "Bí thư đi phòng chống bão đến hết hạn; phiếu đã điền gần xong.",
            ),
        ]

    def _after_all(self) -> list[Operation]:
        return [self._sheets("chapters", silent_places()[:REOPENED], 0)]

    # dual holders, anonymously

    def _ask_people(self) -> list[Operation]:
        return [
            MakeQuestions(
                FAIRNESS,
                chapters.YOUTH_CITY,
                ("Đánh giá cán bộ kiêm nhiệm", "Assessing dual holders"),
                fairness(),
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

    # what became of it

    def _ask_again(self) -> list[Operation]:
        title = (
            "Khảo sát lại sau diễn đàn ở 42 chi đoàn",
            "Second round after the forum, 42 chapters",
        )
        again = [self._all[place] for place in self._third()]
        return [
            MakeVersion(QUESTIONS, [training()]),
            self._survey("again", again, AGAIN_DUE, title),
        ]

    def _answers_again(self, part: int) -> list[Operation]:
        """A third of them each time; the chapter a visitor can answer for waits for the last."""
        shown = self._shown()
        parts: list[list[int]] = [[], [], []]
        for number, place in enumerate(self._third()[:-EVERY_THIRD]):
            parts[2 if place == shown else number % 3].append(place)
        return [self._sheets("again", parts[part], 2, has_training=True)]

    def _remind_again(self) -> list[Operation]:
        return [RemindSurvey("again")]

    def _close_again(self) -> list[Operation]:
        return [CloseSurvey("again")]

    def _ask_lately(self) -> list[Operation]:
        title = ("Khảo sát cuối năm ở 42 chi đoàn", "Survey at the end of the year, 42 chapters")
        due_on = self._until + timedelta(days=LATELY_LEFT)
        return [self._survey("lately", [self._all[n] for n in self._third()], due_on, title)]

    def _answers_lately(self) -> list[Operation]:
        places = [place for place in self._third()[:-EVERY_THIRD:2] if place != self._shown()]
        return [self._sheets("lately", places, 1, has_training=True)]

    def _third(self) -> list[int]:
        """Places of the chapters asked again: the one that visitors see is among them."""
        first = self._shown() % EVERY_THIRD
        return list(range(len(self._all)))[first::EVERY_THIRD]

    def _shown(self) -> int:
        return self._all.index(youth_key(shown_code()))

    # operations

    def _sheets(
        self, survey: str, places: Iterable[int], shift: int, *, has_training: bool = False
    ) -> AnswerSurvey:
        sheets: dict[str, Mapping[str, object]] = {}
        by: dict[str, int] = {}
        for place in places:
            key = self._all[place]
            if has_training:  # every third chapter: its place alone would make all of them alike
                number = place // EVERY_THIRD
                sheets[key] = sheet(number, shift) | {"training": number % 4}
            else:
                sheets[key] = sheet(place, shift)
            for role in _LEADERS:
                for person in self._world.holders[f"{key}#{role}"]:
                    by.setdefault(key, person)
        return AnswerSurvey(survey, sheets, by)

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
