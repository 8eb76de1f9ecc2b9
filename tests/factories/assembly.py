"""A session of the city's youth union with the youth of A, up to one task of the youth of A."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiem.domain.assembly.actions import (
    EventPlan,
    ModelPlan,
    NewRequest,
    NewTask,
    RegulationPlan,
    adopt_model,
    agree_regulation,
    conclude,
    open_project,
    plan_event,
    propose,
    publish_model,
    send_request,
    set_tasks,
)
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.factories.two_sides import TwoSides

HELD = datetime(2025, 2, 20, 3, tzinfo=UTC)


def hold_session(places: TwoSides) -> dict[str, int]:
    """Ids of the `project`, the `event` and its first `task`; proposal 1 led to conclusion 1."""
    with clock.travel(HELD):
        project = open_project(
            organization_id=places.youth,
            code="2025-02",
            title_vi="Mô hình có đúng không?",
            opened_on=date(2025, 2, 1),
            actor=SYSTEM,
        )
        event = plan_event(
            project_id=project,
            organizer_id=places.youth,
            kind="session",
            plan=EventPlan(
                title_vi="Buổi làm việc", held_on=date(2025, 2, 20), bodies=[places.youth_a]
            ),
            actor=SYSTEM,
        )
        proposal = propose(
            event_id=event,
            organization_id=places.youth_a,
            text_vi="Giữ mô hình kiêm nhiệm",
            actor=SYSTEM,
        )
        number = conclude(
            event_id=event, text_vi="Giữ mô hình kiêm nhiệm", proposal_id=proposal, actor=SYSTEM
        )
        (task,) = set_tasks(
            event_id=event,
            conclusion_number=number,
            tasks=[
                NewTask(
                    owner_id=places.youth_a,
                    text_vi="Rà soát cán bộ kiêm nhiệm",
                    evidence_vi="Báo cáo có chữ ký",
                    due_on=date(2198, 12, 31),
                )
            ],
            actor=SYSTEM,
        )
        return {"project": project, "event": event, "task": task}


def share_and_coordinate(places: TwoSides) -> dict[str, int]:
    """Ids of a good `model` of the youth of A with an `adoption` by the women of B, and of a
    `regulation` of the city's youth union with A with a `request` under it."""
    with clock.travel(HELD):
        model = publish_model(
            organization_id=places.youth_a,
            plan=ModelPlan(
                title_vi="Tổ kỹ năng số",
                description_vi="Hướng dẫn dịch vụ công",
                evidence_vi="Sổ theo dõi",
            ),
            actor=SYSTEM,
        )
        adoption = adopt_model(
            model_id=model,
            organization_id=places.women_b,
            adopted_on=HELD.date(),
            actor=SYSTEM,
        )
        regulation = agree_regulation(
            plan=RegulationPlan(
                number="01/QC",
                signed_on=date(2025, 2, 1),
                parties=[places.youth, places.a],
                title_vi="Quy chế phối hợp",
                content_vi="Trao đổi danh sách hằng quý",
                answer_working_days=5,
                review_on=date(2026, 2, 1),
            ),
            actor=SYSTEM,
        )
        request = send_request(
            request=NewRequest(
                sender_id=places.youth,
                addressee_id=places.a,
                subject_vi="Danh sách cán bộ",
                text_vi="Gửi danh sách cán bộ kiêm nhiệm",
                regulation_id=regulation,
            ),
            actor=SYSTEM,
        )
        return {
            "model": model,
            "adoption": adoption,
            "regulation": regulation,
            "request": request,
        }
