"""A chapter with officers, members, an activity and hours in February 2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from kiem.domain.ledger import actions as ledger
from kiem.domain.returns.queries.forms import make_form
from kiem.platform.access import SYSTEM, Viewer, grant_access, viewer_for
from kiem.platform.accounts import create_account
from kiem.platform.kernel import clock
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.time.month import Month
from tests.factories.register import START
from tests.factories.return_forms import Form
from tests.factories.two_sides import TwoSides, build_two_sides

MONTH = Month(2025, 2)


@dataclass(frozen=True)
class Chapter:
    """The youth of A, its secretary Ánh as `sender`, one meeting with two hours of hers."""

    sides: TwoSides
    sender: Viewer
    officer: Viewer
    commander: Viewer
    meeting: int

    @property
    def id(self) -> int:
        return self.sides.youth_a

    def form(self, language: str = "vi") -> Form:
        made = make_form(
            viewer=self.sender, organization_id=self.id, month=MONTH, language=language
        )
        return Form(made.content, language)


def viewer_with(name: str, role: str, scope: str, person_id: int | None = None) -> Viewer:
    from django.contrib.auth import get_user_model

    user_id = create_account(
        username=name, display_name=name, password=None, person_id=person_id, actor=SYSTEM
    )
    grant_access(
        principal=f"user:{user_id}", role=role, scope=scope, valid_from=START, actor=SYSTEM
    )
    return viewer_for(get_user_model()._default_manager.get(pk=user_id))


@pytest.fixture
def chapter(db: None) -> Chapter:
    return build_chapter()


def build_chapter() -> Chapter:
    with clock.travel(datetime(2025, 1, 1, 8, tzinfo=LOCAL_ZONE)):
        sides = build_two_sides()
        anh = sides.people["Ánh"]
        sender = viewer_with("bi-thu", "chapter_secretary", f"line:{sides.youth_a}", anh)
        officer = viewer_with("thanh-doan", "youth_officer", f"line:{sides.youth}")
        commander = viewer_with("chi-huy-a", "unit_commander", f"unit:{sides.a}")
    with clock.travel(datetime(2025, 2, 12, 8, tzinfo=LOCAL_ZONE)):
        (meeting,) = ledger.plan_activities(
            activities=[
                ledger.NewActivity(
                    sides.youth_a,
                    "meeting",
                    "Sinh hoạt chi đoàn",
                    "Branch meeting",
                    datetime(2025, 2, 10, 14, tzinfo=LOCAL_ZONE),
                    datetime(2025, 2, 10, 16, tzinfo=LOCAL_ZONE),
                    Decimal(2),
                    [(anh, sides.secretary_a, Decimal(2))],
                )
            ],
            actor=SYSTEM,
        )
        ledger.log_time(
            entries=[
                ledger.NewTimeEntry(
                    anh,
                    sides.secretary_a,
                    "office",
                    "meeting",
                    date(2025, 2, 10),
                    Decimal(2),
                    meeting,
                )
            ],
            actor=SYSTEM,
        )
    return Chapter(sides, sender, officer, commander, meeting)
