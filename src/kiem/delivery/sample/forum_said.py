"""What was said, proposed and concluded at the forum of the young officers. All of it invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiem.delivery.sample import chapters, units
from kiem.delivery.sample.plan_assembly import (
    ConclusionPlan,
    FigurePlan,
    ProposalPlan,
    StatementPlan,
    TaskPlan,
)
from kiem.delivery.sample.units import CITY

CITED_MONTH = date(2025, 8, 15)
ALL_DUE = date(2025, 11, 28)


def statements(speakers: Sequence[str], codes: Sequence[str]) -> list[StatementPlan]:
    first, second, third, fourth, fifth = speakers
    unit = [units.new_key(codes[n]) for n in (0, 8, 28)]
    return [
        StatementPlan(
            first,
            situation=(
                "Sau sắp xếp, một bí thư chi đoàn phụ trách địa bàn của nhiều phường cũ.",
                ("Since the mergers one branch secretary covers the area of several former wards."),
            ),
            result=(
                "Hoạt động hỗ trợ tại bộ phận một cửa được duy trì hằng tuần.",
                "Support at the one-stop desk was kept up every week.",
            ),
            difficulty=(
                "Giờ hoạt động Đoàn phần lớn nằm ngoài giờ được miễn giảm.",
                "Most hours of Youth Union work lie outside the hours released.",
            ),
            difficulty_kind="objective",
            proposal=(
                "Tính giờ hỗ trợ một cửa là giờ công tác Đoàn khi đánh giá năm.",
                ("Count hours at the one-stop desk as Youth Union hours in the yearly assessment."),
            ),
            figures=[
                FigurePlan(unit[0], "office_hours", CITED_MONTH),
                FigurePlan(unit[0], "release_hours", CITED_MONTH),
            ],
        ),
        StatementPlan(
            second,
            situation=(
                "Đa số đoàn viên mới được điều động về, chưa quen địa bàn.",
                "Most members came by transfer and do not know the area yet.",
            ),
            difficulty=(
                "Cán bộ kiêm nhiệm chưa chủ động ghi giờ, khó chứng minh khối lượng.",
                (
                    "Dual holders do not log their hours by themselves, so that the load "
                    "is hard to show."
                ),
            ),
            difficulty_kind="subjective",
            proposal=(
                "Mỗi chi đoàn ghi giờ hằng tuần và công khai trong chi đoàn.",
                "Each branch logs its hours weekly and shows them to its members.",
            ),
            figures=[FigurePlan(unit[1], "load", CITED_MONTH)],
        ),
        StatementPlan(
            third,
            situation=(
                "Thủ tục mới chuyển về xã nhiều, người được tập huấn còn ít.",
                "Many procedures came to the communes, few people are trained for them.",
            ),
            result=(
                "Tổ kỹ năng số gồm 6 đoàn viên đã hướng dẫn dịch vụ công trực tuyến.",
                "A digital skills team of six members helps people with online services.",
            ),
            proposal=(
                "Nhân rộng tổ kỹ năng số ở các đơn vị đông hồ sơ.",
                "Set such teams up where most cases arrive.",
            ),
            figures=[FigurePlan(unit[2], "dual_holders", CITED_MONTH)],
        ),
        StatementPlan(
            fourth,
            situation=(
                "Xã miền núi, đi lại xa, họp toàn thể khó.",
                "A mountain commune: distances are long, meetings of everybody hard to hold.",
            ),
            difficulty=(
                "Đường truyền và phần mềm chưa ổn định.",
                "Line and software are not stable.",
            ),
            difficulty_kind="objective",
        ),
        StatementPlan(
            fifth,
            result=(
                "Ghép cặp cán bộ có kinh nghiệm với cán bộ mới trong 3 tháng.",
                "Experienced officers were paired with new ones for three months.",
            ),
            proposal=(
                "Đưa ghép cặp kèm cặp vào kế hoạch năm.",
                "Put the pairs into the plan of the year.",
            ),
        ),
    ]


def proposals(speakers: Sequence[str]) -> list[ProposalPlan]:
    first, second, third, _fourth, fifth = speakers
    return [
        ProposalPlan(
            first,
            (
                "Công nhận giờ hỗ trợ một cửa là giờ công tác Đoàn khi đánh giá năm",
                "Count support at the counter as Youth Union hours in the yearly assessment",
            ),
            (
                "Giờ này đang tính vào chuyên môn, làm lệch đánh giá.",
                "These hours count as professional work now and distort the assessment.",
            ),
            1,
            "deferred",
            ("Chờ ý kiến của phòng Tổ chức cán bộ.", "Waits for the personnel division."),
            (second, third),
        ),
        ProposalPlan(
            second,
            ("Ghi giờ hằng tuần ở mọi chi đoàn", "Log hours weekly in every chapter"),
            (
                "Không có số liệu thì không bảo vệ được cán bộ kiêm nhiệm.",
                "Without figures nobody can stand up for dual holders.",
            ),
            2,
            "accepted",
            (
                "Làm được ngay, không cần thêm người.",
                "Can be done at once, without more people.",
            ),
            (first, third, fifth),
        ),
        ProposalPlan(
            third,
            (
                "Nhân rộng tổ kỹ năng số",
                "Set up digital skills teams where most cases arrive",
            ),
            (
                "Giảm thời gian chờ của người đến làm thủ tục.",
                "People wait less for their procedures.",
            ),
            3,
            "accepted",
            ("Có mô hình đã chạy.", "There is a model that works."),
        ),
    ]


def conclusions(everybody: Sequence[str]) -> list[ConclusionPlan]:
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
                    everybody,
                    (
                        "Phân công người ghi giờ và báo cáo sau 4 tuần",
                        "Name who logs the hours, and report after 4 weeks",
                    ),
                    (
                        "Quyết định phân công và bảng giờ 4 tuần",
                        "The assignment, and four weeks of hours",
                    ),
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
                    ("Hướng dẫn và danh sách tổ", "The guide, and the list of teams"),
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
                    ("Văn bản trả lời", "A written answer"),
                    date(2026, 1, 31),
                )
            ],
            1,
        ),
    ]
