"""The survey of spring 2020: 25 units and 48 branches and groups say how they work.

Answers follow from the place of a body in the list, without chance; one ward never answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from kiem.delivery.sample import codes
from kiem.delivery.sample.plan_survey import AnswerSurvey, AskSurvey, CloseSurvey
from kiem.delivery.sample.vinh.bodies import CITY, COMMUNES, WARDS
from kiem.delivery.sample.vinh.changes import WEAKENED
from kiem.domain.surveys.questions import Asked

SURVEY = "survey"
ASKED = date(2020, 4, 20)
REFERENCE = date(2020, 4, 15)
DUE = date(2020, 5, 8)
FIRST_ANSWERS, LAST_ANSWERS, CLOSED = date(2020, 4, 28), date(2020, 5, 8), date(2020, 5, 9)
SILENT = WARDS[15]
CONCURRENT, FULL_TIME, JOINT = 1, 2, 3  # options of "model"
DECIDES, CANNOT, NO_COMMITTEE = 1, 2, 3  # options of "committee"


def ask(project: str) -> AskSurvey:
    return AskSurvey(
        SURVEY,
        project,
        CITY,
        "TC-HD-2020",
        (
            "Khảo sát tổ chức hoạt động của Đoàn, Hội, Công đoàn",
            "Survey on how the three organisations work",
        ),
        (
            (
                "Ban Chỉ đạo khảo sát của Bộ chủ trì; Công an thành phố tổ chức lấy phiếu, Đội "
                "Tổng hợp thu phiếu. Số liệu hệ thống đã biết được điền sẵn."
            ),
            (
                "The ministry's steering committee runs it; the city police ask on its behalf and "
                "their General Team collects the sheets. What the system knows is filled in."
            ),
        ),
        _questions(),
        [
            codes.WARD_POLICE,
            codes.COMMUNE_POLICE,
            codes.YOUTH_BRANCH,
            codes.WOMEN_BRANCH,
            codes.UNION_GROUP,
        ],
        REFERENCE,
        DUE,
    )


def first_answers() -> AnswerSurvey:
    """The units answer first, in the week before the holiday."""
    return AnswerSurvey(SURVEY, {unit: _of_unit(unit) for unit in _units()})


def last_answers() -> AnswerSurvey:
    """Branches and groups, on the last day."""
    return AnswerSurvey(
        SURVEY,
        {
            f"{family}:{ward}": _of_branch(family, ward)
            for family in ("youth", "women", "union")
            for ward in WARDS
        },
    )


def close() -> CloseSurvey:
    return CloseSurvey(SURVEY)


def mean_weight() -> str:
    """The weight of organisation work in the classification, per cent, on average of all sheets."""
    sheets = [*first_answers().sheets.values(), *last_answers().sheets.values()]
    weights = [Decimal(str(sheet["weight"])) for sheet in sheets]
    mean = sum(weights, Decimal(0)) / len(weights)
    return str(mean.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def _units() -> list[str]:
    return [unit for unit in (*WARDS, *COMMUNES) if unit != SILENT]


def _questions() -> list[Asked]:
    return [
        Asked(
            "dual",
            "number",
            "Số người giữ hai vai",
            "People who hold two posts",
            lowest=Decimal(0),
            unit_vi="người",
            unit_en="people",
            computed="dual_holders",
        ),
        Asked(
            "hours",
            "number",
            "Giờ công tác tổ chức trong tháng",
            "Hours of organisation work in the month",
            lowest=Decimal(0),
            unit_vi="giờ",
            unit_en="hours",
            computed="office_hours",
        ),
        Asked(
            "when",
            "choice",
            "Hoạt động của tổ chức chủ yếu diễn ra khi nào?",
            "When does the organisation's work mostly take place?",
            is_required=True,
            options_vi=("Trong giờ làm việc", "Sau giờ làm việc", "Ngày nghỉ"),
            options_en=("In working hours", "After working hours", "On days off"),
        ),
        Asked(
            "weight",
            "number",
            "Công tác tổ chức chiếm bao nhiêu trong phân loại cuối năm?",
            "How much does organisation work weigh in the yearly classification?",
            is_required=True,
            lowest=Decimal(0),
            highest=Decimal(100),
            unit_vi="%",
            unit_en="%",
        ),
        Asked(
            "encouraged",
            "scale",
            "Cách phân loại hiện nay có khuyến khích người giữ hai vai không?",
            "Does the present classification encourage dual holders?",
            is_required=True,
            lowest=Decimal(1),
            highest=Decimal(5),
            options_vi=("không", "rất nhiều"),
            options_en=("not at all", "very much"),
        ),
        Asked(
            "committee",
            "choice",
            "Sau điều động, ban chấp hành còn quyết nghị được không?",
            "After the transfers, can the committee still decide?",
            options_vi=("Còn", "Không", "Chưa có ban chấp hành"),
            options_en=("Yes", "No", "There is no committee"),
        ),
        Asked(
            "model",
            "choice",
            "Mô hình nào hợp với đơn vị?",
            "Which model suits the unit?",
            is_required=True,
            options_vi=("Kiêm nhiệm", "Chuyên trách", "Sinh hoạt ghép"),
            options_en=("Concurrent posts", "Full-time officers", "Joint branches"),
        ),
        Asked("difficulty", "text", "Khó khăn lớn nhất", "The greatest difficulty"),
    ]


def _of_unit(unit: str) -> Mapping[str, object]:
    is_commune = unit in COMMUNES
    place = (COMMUNES if is_commune else WARDS).index(unit)
    own = {"hours": 75} if unit == WARDS[3] else {}  # not everything was logged, it says
    return own | {
        "when": 2 + place % 2,
        "weight": 5 if is_commune else 5 + place % 3 * 2,
        "encouraged": 1 + place % 3,
        "committee": NO_COMMITTEE if is_commune else CANNOT if unit in WEAKENED else DECIDES,
        "model": (JOINT if place > 5 else CONCURRENT) if is_commune else _model(place),
        "difficulty": "Chưa có tổ chức đoàn thể" if is_commune else "Thiếu thời gian",
    }


def _of_branch(family: str, ward: str) -> Mapping[str, object]:
    place = WARDS.index(ward)
    is_weakened = family == "youth" and ward in WEAKENED
    return {
        "when": 3 if family == "youth" else 2,
        "weight": (5, 10, 5, 0)[place % 4],
        "encouraged": 1 + place % 2,
        "committee": CANNOT if is_weakened else DECIDES,
        "model": _model(place),
        "difficulty": "Không có chế độ" if family != "union" else "Việc chuyên môn nhiều",
    }


def _model(place: int) -> int:
    """Two of the populous wards would like full-time officers."""
    return FULL_TIME if place in (11, 12) else CONCURRENT
