"""The working session of 20 May 2020: who spoke, on which figures, what was proposed.

Roles and bodies only; everything said is invented.
"""

from __future__ import annotations

from datetime import date, time

from kiem.delivery.sample import codes
from kiem.delivery.sample.plan_assembly import (
    EffectPlan,
    FigurePlan,
    HoldEvent,
    OpenProject,
    PlanEvent,
    ProposalPlan,
    StatementPlan,
    Texts,
)
from kiem.delivery.sample.vinh.bodies import (
    CITY,
    COMMUNES,
    LINES,
    PARTY,
    STEERING,
    UNION,
    WARDS,
    WOMEN,
    YOUTH,
)
from kiem.delivery.sample.vinh.conclusions import COMMITMENTS, conclusions
from kiem.delivery.sample.vinh.survey import mean_weight
from kiem.delivery.sample.world import World

PROJECT = "MH-2020"
EVENT = "session"
OPENED = date(2020, 4, 15)
PLANNED = date(2020, 5, 11)
HELD = date(2020, 5, 20)
BEFORE = date(2020, 2, 15)  # the month cited as it was before the transfers
AFTER = date(2020, 4, 15)  # closed by then; the running month is known better later
_FIRST, _SECOND = WARDS[0], WARDS[11]


def project() -> OpenProject:
    return OpenProject(
        PROJECT,
        CITY,
        ("Mô hình cán bộ kiêm nhiệm có đúng không?", "Is the model of dual holders right?"),
    )


def session(world: World) -> PlanEvent:
    """The chief, who is Party secretary as well, takes the chair."""
    (chair,) = world.holders[f"{PARTY}#{codes.PARTY_SECRETARY}"]
    return PlanEvent(
        EVENT,
        PROJECT,
        CITY,
        "session",
        (
            "Làm việc về tổ chức hoạt động của Đoàn, Hội, Công đoàn",
            "Working session on how the three organisations work",
        ),
        HELD,
        ("Hội trường Công an thành phố", "Hall of the city police"),
        (
            ("Kết quả khảo sát", "Results of the survey"),
            ("Ý kiến của ba tổ chức và cơ sở", "What the organisations and units say"),
            (
                "Câu hỏi: có cần cán bộ chuyên trách ở cơ sở không?",
                "Question: are full-time officers needed at the grassroots?",
            ),
            (
                "Câu hỏi: ảnh hưởng thế nào đến các chính sách khác?",
                "Question: how would that affect other policies?",
            ),
            ("Câu hỏi: mô hình nào hợp với đơn vị nào?", "Question: which model suits which unit?"),
            ("Kiến nghị và kết luận của chủ trì", "Proposals, and the chair's conclusions"),
        ),
        [*LINES, PARTY, STEERING, *WARDS, *COMMUNES],
        chair,
        time(14),
    )


def held() -> HoldEvent:
    return HoldEvent(
        EVENT,
        [*LINES, PARTY, STEERING, *WARDS[:14], *COMMUNES],
        _statements(),
        _proposals(),
        conclusions(),
        COMMITMENTS,
        (
            "Buổi làm việc bắt đầu lúc 14 giờ, kết thúc lúc 17 giờ 15 phút cùng ngày.",
            "The session began at 14:00 and ended at 17:15.",
        ),
    )


def _statements() -> list[StatementPlan]:
    return [
        StatementPlan(
            STEERING,
            situation=(
                (
                    "Khảo sát đã hỏi 25 đơn vị và 48 chi đoàn, chi hội, tổ công đoàn. "
                    "Ban Chỉ đạo nêu "
                    "ba câu hỏi: có cần cán bộ chuyên trách ở cơ sở không; nếu có thì "
                    "ảnh hưởng thế "
                    "nào đến các chính sách khác; mô hình nào hợp với đơn vị nào."
                ),
                (
                    "The survey asked 25 units and 48 branches and groups. The committee "
                    "puts three "
                    "questions: are full-time officers needed at the grassroots; how "
                    "would that affect "
                    "other policies; which model suits which unit."
                ),
            ),
            figures=[FigurePlan("", "dual_holders", AFTER)],
        ),
        StatementPlan(
            YOUTH,
            situation=(
                (
                    "Hoạt động Đoàn do Đảng ủy và chỉ huy đơn vị lãnh đạo trực tiếp, "
                    "chạy song song "
                    "với công tác chuyên môn; mọi cán bộ đều kiêm nhiệm."
                ),
                (
                    "The Youth Union is led by the Party committee and the commanders; "
                    "its work runs "
                    "beside professional work, and every officer holds two posts."
                ),
            ),
            result=(
                "16 chi đoàn phường giữ được sinh hoạt hằng tháng.",
                "The 16 ward branches kept up their monthly meetings.",
            ),
            difficulty=(
                (
                    "Điều động về 9/9 xã lấy hai trên ba ủy viên của ban chấp hành nhiều chi đoàn "
                    "phường; bao nhiêu nơi không còn quyết nghị được, xem số liệu dẫn kèm."
                ),
                (
                    "The transfers to 9 of 9 communes took two of three members from the "
                    "committees of many wards; the figures cited say how many can no longer decide."
                ),
            ),
            difficulty_kind="objective",
            proposal=(
                "Giữ mô hình kiêm nhiệm, bổ sung ủy viên và lập chi đoàn ở xã.",
                "Keep concurrent posts, fill the committees, found branches in the communes.",
            ),
            figures=[
                FigurePlan(_FIRST, "dual_holders", BEFORE),
                FigurePlan(_FIRST, "dual_holders", HELD),
                FigurePlan("", "overloaded", AFTER),
                FigurePlan(YOUTH, "committees_below_quorum", BEFORE, "organization"),
                FigurePlan(YOUTH, "committees_below_quorum", HELD, "organization"),
            ],
        ),
        StatementPlan(
            f"youth:{_FIRST}",
            situation=(
                "Còn một mình bí thư: việc của ba người nay một người làm.",
                "The secretary is left alone: one does what three did.",
            ),
            difficulty=(
                "Giờ hoạt động Đoàn nằm trọn ngoài giờ làm việc.",
                "All hours of Youth Union work lie outside working hours.",
            ),
            difficulty_kind="objective",
            figures=[
                FigurePlan(_FIRST, "load", BEFORE),
                FigurePlan(_FIRST, "load", AFTER),
                FigurePlan(_FIRST, "uncovered_hours", AFTER),
                FigurePlan(_FIRST, "office_hours", HELD),
                FigurePlan(f"youth:{_FIRST}", "seats_held", HELD, "organization"),
                FigurePlan(f"youth:{_FIRST}", "seats_needed", HELD, "organization"),
            ],
        ),
        StatementPlan(
            WOMEN,
            situation=(
                "Chi hội trưởng các phường đều kiêm nhiệm.",
                "All branch heads in the wards hold two posts.",
            ),
            difficulty=_weight_weighs_little(),
            difficulty_kind="objective",
            proposal=(
                "Xếp người đứng đầu tổ chức tương đương phó đội trưởng.",
                "Rank heads of organisations as deputy team leaders.",
            ),
            figures=[
                FigurePlan("", "office_share", AFTER),
                FigurePlan("", "unregulated_offices", AFTER),
            ],
        ),
        StatementPlan(
            UNION,
            situation=(
                (
                    "Luật cho cán bộ Công đoàn kiêm nhiệm 24 hoặc 12 giờ mỗi tháng; cán "
                    "bộ Đoàn, Hội "
                    "chưa có quy định nào."
                ),
                (
                    "The law gives part-time trade-union officers 24 or 12 hours a month; "
                    "for the Youth "
                    "Union and the Women's Union nothing is regulated."
                ),
            ),
            difficulty=(
                "Chưa nơi nào tính tỷ lệ việc chuyên môn và việc tổ chức.",
                "Nobody works out the ratio of professional to organisation work.",
            ),
            difficulty_kind="subjective",
            proposal=(
                "Đánh giá tỷ lệ hai loại việc bằng số liệu, đưa vào phân loại năm.",
                "Evaluate the ratio from figures, and use it in the yearly classification.",
            ),
            figures=[
                FigurePlan("", "release_hours", AFTER),
                FigurePlan("", "office_hours", AFTER),
            ],
        ),
        StatementPlan(
            f"youth:{_SECOND}",
            situation=(
                "Phường đông dân, chi đoàn làm nhiều việc cho nhân dân ngày thứ Bảy.",
                "A populous ward: the branch works for the public on many Saturdays.",
            ),
            proposal=(
                "Bố trí một cán bộ Đoàn chuyên trách ở mỗi phường.",
                "Appoint a full-time Youth Union officer in each ward.",
            ),
            figures=[FigurePlan(_SECOND, "office_hours", AFTER)],
        ),
        StatementPlan(
            COMMUNES[7],
            situation=(
                "Xã vừa nhận sáu cán bộ chính quy, chỉ có hai đoàn viên.",
                "The commune has just received six regular officers, of whom two are members.",
            ),
            difficulty=("Chưa đủ ba đoàn viên để lập chi đoàn.", "A branch needs three members."),
            difficulty_kind="objective",
            proposal=(
                "Cho sinh hoạt ghép với chi đoàn phường bên cạnh.",
                "Let them join the branch of the ward next door.",
            ),
        ),
        StatementPlan(
            PARTY,
            situation=(
                "Bí thư Đảng ủy cũng là Trưởng Công an thành phố.",
                "The Party secretary is the chief of the city police as well.",
            ),
            result=(
                "Việc của các tổ chức gắn với việc chung, quyết định nhanh.",
                "The organisations' work is part of the whole, and decisions are quick.",
            ),
            difficulty=(
                "Chức năng, nhiệm vụ và quy chế của từng tổ chức chưa rõ.",
                "Functions, tasks and regulations of each organisation are not clear.",
            ),
            difficulty_kind="subjective",
            proposal=(
                "Ban hành quy chế rõ cho từng tổ chức.",
                "Issue clear regulations for each organisation.",
            ),
        ),
    ]


def _weight_weighs_little() -> Texts:
    """The weight as the survey's answers say it, on average."""
    mean = mean_weight()
    return (
        (
            f"Theo khảo sát, công tác tổ chức chỉ chiếm trung bình {mean.replace('.', ',')} % "
            f"trong phân "
            "loại cuối năm, nên không khuyến khích ai làm công tác Hội."
        ),
        (
            f"By the survey, organisation work weighs {mean} % in the yearly classification "
            f"on average, "
            "which encourages nobody to do the Women's Union's work."
        ),
    )


def _proposals() -> list[ProposalPlan]:
    return [
        ProposalPlan(
            YOUTH,
            ("Giữ mô hình kiêm nhiệm ở cơ sở", "Keep concurrent posts at the grassroots"),
            (
                "Đơn vị nhỏ; gắn với chuyên môn thì hiểu việc và không thêm biên chế.",
                "Units are small; who does the work knows it, and no post is added.",
            ),
            2,
            "accepted",
            ("Phù hợp quy mô đơn vị.", "It suits the size of the units."),
            (WOMEN, UNION, PARTY),
        ),
        ProposalPlan(
            UNION,
            (
                "Đánh giá tỷ lệ công tác chuyên môn và công tác tổ chức",
                "Evaluate the ratio of professional work to organisation work",
            ),
            (
                "Có số giờ thì phân loại năm mới công bằng với người giữ hai vai.",
                "With hours the classification can be fair to dual holders.",
            ),
            5,
            "accepted",
            ("Làm được ngay từ số giờ đã ghi.", "Can be done at once from the hours logged."),
            (YOUTH, WOMEN),
        ),
        ProposalPlan(
            WOMEN,
            (
                "Xếp người đứng đầu tổ chức tương đương phó đội trưởng",
                "Rank heads of organisations as deputy team leaders",
            ),
            (
                "Trách nhiệm như chỉ huy nhưng không có phụ cấp chức vụ.",
                "They answer for as much as a commander, without the allowance.",
            ),
            4,
            "deferred",
            (
                "Thuộc thẩm quyền cấp trên; tổng hợp để kiến nghị.",
                "It is for a higher level to decide; cases are collected for it.",
            ),
            (YOUTH,),
            [EffectPlan("standing", AFTER, role=codes.DEPUTY_TEAM_LEADER)],
        ),
        ProposalPlan(
            f"youth:{_SECOND}",
            (
                "Bố trí một cán bộ Đoàn chuyên trách ở mỗi phường",
                "Appoint a full-time Youth Union officer in each ward",
            ),
            ("Việc thứ Bảy, Chủ nhật nhiều.", "There is much work on Saturdays and Sundays."),
            6,
            "rejected",
            (
                "Thêm 25 biên chế và kéo theo chính sách khác; đơn vị dưới 20 người chưa cần.",
                (
                    "It adds 25 posts and draws other policies along; units under 20 people "
                    "do not need it."
                ),
            ),
            effects=[EffectPlan("release", AFTER, "youth", codes.SECRETARY, 100)],
        ),
        ProposalPlan(
            COMMUNES[7],
            (
                "Sinh hoạt ghép chi đoàn cho xã ít đoàn viên",
                "Joint branches for communes with few members",
            ),
            ("Chi đoàn cần ít nhất ba đoàn viên.", "A branch needs at least three members."),
            7,
        ),
    ]
