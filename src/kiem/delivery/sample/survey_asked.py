"""What the surveys of the second story ask, and what each chapter answers. All of it invented.

Answers follow from the chapter's place in the list alone, so that each sample says the same.
"""

from __future__ import annotations

from decimal import Decimal

from kiem.domain.surveys.questions import Asked

OFTEN_OUTSIDE = 2  # option of "model": outside office hours
OBSTACLES = ("Thời gian", "Kinh phí", "Cán bộ mới", "Thiếu hướng dẫn")
TEXTS = (
    "Cần tính giờ hỗ trợ một cửa là giờ công tác Đoàn.",
    "Đề nghị có hướng dẫn chung về ghi giờ.",
    "Nên giao việc theo quý để chủ động.",
)


def questions() -> tuple[Asked, ...]:
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


def fairness() -> tuple[Asked, ...]:
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


def sheet(number: int, shift: int) -> dict[str, object]:
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


def training() -> Asked:
    """What the second version of the questions asks beside."""
    return Asked(
        "training",
        "number",
        "Số buổi tập huấn nghiệp vụ Đoàn từ đợt trước",
        "Training sessions since the last round",
        unit_vi="buổi",
        unit_en="sessions",
        lowest=Decimal(0),
        highest=Decimal(200),
    )
