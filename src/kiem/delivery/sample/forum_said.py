"""What was said, proposed and concluded at the forum of the young officers. All of it invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.plan_assembly import (
    ConclusionPlan,
    EffectPlan,
    FigurePlan,
    ProposalPlan,
    StatementPlan,
    TaskPlan,
)
from kiem.delivery.sample.survey_story import (
    answered_before_the_forum,
    share_outside_office_hours,
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
        _what_the_survey_says(),
    ]


def _what_the_survey_says() -> StatementPlan:
    sheets, share = len(answered_before_the_forum()), share_outside_office_hours()
    return StatementPlan(
        chapters.YOUTH_CITY,
        situation=(
            (
                f"Khảo sát trước diễn đàn: {sheets}/126 chi đoàn gửi phiếu; {share} % cho biết hoạt"
                " động chủ yếu ngoài giờ hành chính."
            ),
            (
                f"The survey before the forum: {sheets} of 126 chapters sent their sheet; {share} %"
                " say that activities mostly take place outside office hours."
            ),
        ),
        difficulty=(
            "Khảo sát ẩn danh cán bộ kiêm nhiệm: ý kiến chia đều về việc đánh giá hai vai.",
            "Dual holders, asked anonymously, are divided on how both roles are assessed.",
        ),
        difficulty_kind="objective",
        figures=[FigurePlan("", "dual_holders", CITED_MONTH)],
    )


def proposals(speakers: Sequence[str]) -> list[ProposalPlan]:
    first, second, third, fourth, fifth = speakers
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
        ProposalPlan(
            fourth,
            (
                "Tăng giờ miễn giảm của bí thư chi đoàn lên 30 %",
                "Release chapter secretaries for 30 % of their hours",
            ),
            (
                "Địa bàn rộng, đi lại mất nhiều thời gian.",
                "Areas are wide, and travelling takes hours.",
            ),
            4,
            "rejected",
            (
                "Vượt mức quy định hiện hành; sơ kết một năm rồi xem lại.",
                "More than present rules allow; to be seen again after a year.",
            ),
            effects=[EffectPlan("release", CITED_MONTH, "youth", codes.SECRETARY, 30)],
        ),
        ProposalPlan(
            fifth,
            (
                "Đưa ghép cặp kèm cặp vào kế hoạch năm",
                "Put mentor pairs into the plan of the year",
            ),
            (
                "Cán bộ mới cần người kèm trong ba tháng đầu.",
                "New officers need somebody beside them for the first three months.",
            ),
            5,
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
