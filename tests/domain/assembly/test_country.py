"""One conclusion delegated to every commune of the country: 3,321 tasks in a few statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import conclude, delegate_task, report_task, set_tasks
from kiem.domain.assembly.queries import Progress
from kiem.domain.register.actions import found_organizations
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from tests.domain.assembly.conftest import Hall
from tests.domain.assembly.test_tasks import due, task
from tests.factories.register import organization

COMMUNES = 3_321
MOST_STATEMENTS = 40


@pytest.fixture
def communes(hall: Hall) -> list[int]:
    return found_organizations(
        decision_id=hall.places.decision,
        organizations=[organization(f"C{n}", parent_id=hall.places.city) for n in range(COMMUNES)],
        actor=SYSTEM,
    )


def test_conclusion_delegated_to_a_country_in_a_few_statements(
    hall: Hall, communes: list[int]
) -> None:
    number = conclude(event_id=hall.event, text_vi="Toàn quốc thực hiện", actor=SYSTEM)
    (above,) = set_tasks(
        event_id=hall.event,
        conclusion_number=number,
        tasks=[task(hall.places.city)],
        actor=SYSTEM,
    )
    with CaptureQueriesContext(
        connection,
    ) as writing:
        ids = delegate_task(
            task_id=above, tasks=[task(commune) for commune in communes], actor=SYSTEM
        )
    assert len(ids) == len(set(ids)) == COMMUNES
    assert len(writing) < MOST_STATEMENTS
    for task_id in ids[:3]:
        report_task(task_id=task_id, text="Xong", actor=SYSTEM)
    with CaptureQueriesContext(connection) as reading:
        page = queries.list_tasks(
            viewer=SYSTEM, on=clock.today(), event_id=hall.event, parent_id=above, limit=100
        )
        detail = queries.event_detail(viewer=SYSTEM, event_id=hall.event, on=due(31))
    assert len(page.rows) == 100
    assert page.after is not None
    assert detail.event.progress == Progress(total=COMMUNES, late=COMMUNES - 3, unproved=3)
    assert len(reading) < MOST_STATEMENTS
