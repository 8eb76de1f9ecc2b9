"""Random histories: the register must agree with the small world after every action.

Each step draws an action, good or bad. The world says whether a rule would break; then the action
must be refused with the code of a broken rule and change nothing, else it must succeed. After each
step all appointments and memberships are compared; at the end what was known after each step is
asked for again, and the register is verified.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from kiem.domain.register.actions import (
    record_decision,
)
from kiem.platform.access import SYSTEM
from tests.domain.register.history_of_staff import StaffSteps
from tests.domain.register.history_of_units import UnitSteps
from tests.factories.register import found_town


def run_histories(count: int) -> None:
    town = found_town()
    correction = record_decision(
        issuer_id=town.city,
        number="99/QĐ",
        signed_on=date(2025, 3, 3),
        kind="correction",
        title_vi="Đính chính",
        reason="Ghi nhầm",
        actor=SYSTEM,
    )

    class Machine(StaffSteps, UnitSteps):
        pass

    Machine.town, Machine.correction = town, correction
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=12,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_random_histories_agree_with_the_small_world() -> None:
    run_histories(200)


@pytest.mark.soak
@pytest.mark.django_db
def test_ten_thousand_random_histories_agree_with_the_small_world() -> None:
    run_histories(10_000)
