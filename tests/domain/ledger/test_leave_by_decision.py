"""Leave that a decision grants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from kiem.domain.ledger.actions.freezing import writing_at_once
from kiem.domain.ledger.actions.leave_by_decision import LeaveByDecision
from kiem.domain.ledger.models import Leave
from kiem.domain.register.actions.articles import GrantLeave, leave_keeper
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, NotFound
from tests.domain.ledger.daily import JULY, Daily, make_daily, viewer
from tests.factories.ledger_world import World

DAYS = (date(2026, 7, 20), date(2026, 7, 25))


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.travel(JULY):
        yield


@pytest.fixture
def daily(world: World) -> Daily:
    return make_daily(world)


def article(daily: Daily) -> GrantLeave:
    return GrantLeave(daily.person, "study", *DAYS)


def test_the_ledger_keeps_leave_for_the_register() -> None:
    assert isinstance(leave_keeper(), LeaveByDecision)


def test_article_grants_leave_and_taking_back_withdraws_it(daily: Daily) -> None:
    keeper = LeaveByDecision()
    number = keeper.grant(article(daily), decision_id=daily.world.decision.pk, actor=SYSTEM)
    row = Leave.objects.get(pk=number)
    assert (row.person_id, row.kind, row.valid.lower, row.valid.upper) == (
        daily.person, "study", *DAYS,
    )  # fmt: skip
    keeper.withdraw([number], reason="wrong person", actor=SYSTEM)
    assert not Leave.objects.filter(recorded__upper_inf=True).exists()


def test_leave_over_leave_is_refused(daily: Daily) -> None:
    keeper = LeaveByDecision()
    keeper.grant(article(daily), decision_id=daily.world.decision.pk, actor=SYSTEM)
    with pytest.raises(Conflict):
        keeper.grant(article(daily), decision_id=daily.world.decision.pk, actor=SYSTEM)


def test_leave_is_the_units_to_grant_not_the_lines(daily: Daily) -> None:
    keeper, decision = LeaveByDecision(), daily.world.decision.pk
    officer = viewer("officer", 5, None, CHANGE_REGISTER=f"line:{daily.line_top}")
    with pytest.raises(NotFound):
        keeper.grant(article(daily), decision_id=decision, actor=officer)
    personnel = viewer("personnel", 6, None, CHANGE_REGISTER=f"unit:{daily.unit}")
    assert keeper.grant(article(daily), decision_id=decision, actor=personnel)


@pytest.mark.django_db(transaction=True)
def test_decision_does_not_wait_for_a_closing() -> None:
    """Another session closes a month: the decision is told so instead of waiting in a circle."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (0x4B69, 0x4C65))
        with pytest.raises(Conflict) as caught, writing_at_once():
            pytest.fail("written while a month was being closed")
        assert caught.value.code == "ledger.closing_now"
    finally:
        other.rollback()
        other.close()
