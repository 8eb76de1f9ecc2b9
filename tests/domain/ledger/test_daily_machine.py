"""Random months of a holder, two superiors and time passing, held to what may never happen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiem.domain.ledger.actions import (
    ASKED_BACK,
    Sheet,
    answer_objection,
    answer_question,
    ask_back,
    close_month,
    confirm_time,
    correct_time_entry,
    log_time,
    object_to_entry,
    reopen_month,
    withdraw_objection,
)
from kiem.domain.ledger.queries import person_load
from kiem.domain.ledger.queries.to_confirm import SheetState, sheets_to_confirm
from kiem.domain.ledger.queries.verify import verify_ledger
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, DomainError, NotFound
from kiem.platform.kernel.sql import fetch
from tests.domain.ledger.daily import JULY, JUNE, Daily, make_daily
from tests.factories.ledger_world import World

LAST = date(2026, 6, 30)
DAYS = st.integers(1, 4).map(lambda number: date(2026, 6, number))
HOURS = st.sampled_from(["0.5", "2", "7", "13", "24"]).map(Decimal)
CATEGORIES = st.sampled_from(["meeting", "training"])
WHICH = st.integers(0, 20)


class DailyMachine(RuleBasedStateMachine):
    """Each rule is an hour later than the one before it. `frozen`: the figures at the closing."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moment = JULY
        self.frozen: tuple[float, float] | None = None
        self.daily: Daily = make_daily(World())

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def do(self, action: Any, **values: Any) -> bool:
        """Try an action an hour later; False when it was refused."""
        self.moment += timedelta(hours=1)
        with clock.travel(self.moment):
            try:
                with transaction.atomic():
                    action(**values)
            except DomainError:
                return False
        return True

    def entries(self, office: bool) -> list[tuple[int, Decimal]]:
        post = self.daily.office if office else self.daily.line_post
        return fetch(
            "SELECT id, hours FROM ledger_timeentry WHERE upper_inf(recorded) AND post_id = %(p)s"
            " ORDER BY id",
            {"p": post},
        )

    @property
    def is_closed(self) -> bool:
        return self.frozen is not None

    def figures(self, known_at: Any = None) -> tuple[float, float]:
        with clock.travel(self.moment):
            (month,) = person_load(
                viewer=SYSTEM, person_id=self.daily.person, on=LAST, known_at=known_at
            )
        return month.line_hours, month.office_hours

    @rule(day=DAYS, hours=HOURS, category=CATEGORIES, office=st.booleans(), late=st.booleans())
    def log(self, day: date, hours: Decimal, category: str, office: bool, late: bool) -> None:
        make = self.daily.entry if office else self.daily.line_entry
        before = len(self.entries(office))
        done = self.do(
            log_time,
            entries=[make(str(hours), day, category=category)],
            actor=self.daily.holder,
            late_reason="late" if late else "",
            confirmed=ASKED_BACK,
        )
        if self.is_closed and not late and len(self.entries(office)) > before:
            pytest.fail("an entry came into a closed month without a reason")
        assert done or len(self.entries(office)) == before

    @rule(which=WHICH, hours=st.none() | HOURS, office=st.booleans())
    def correct(self, which: int, hours: Decimal | None, office: bool) -> None:
        entries = self.entries(office)
        if entries:
            number, _ = entries[which % len(entries)]
            was_covered = self.covered(number)
            done = self.do(
                correct_time_entry,
                entry_id=number,
                hours=hours,
                reason="so it was",
                actor=self.daily.holder,
            )
            assert not (done and was_covered), "the holder changed what was confirmed"

    @rule(office=st.booleans(), asks=st.booleans(), wrong=st.booleans())
    def speak(self, office: bool, asks: bool, wrong: bool) -> None:
        post = self.daily.office if office else self.daily.line_post
        actor = self.daily.leader if office else self.daily.commander
        hours = sum((h for _, h in self.entries(office)), start=Decimal(0))
        sheet = Sheet(self.daily.person, post, hours + (1 if wrong else 0))
        values: dict[str, Any] = {"month": JUNE, "sheets": [sheet], "actor": actor}
        if asks:
            done = self.do(ask_back, note="Really?", **values)
        else:
            done = self.do(confirm_time, **values)
        assert done == (hours > 0 and not wrong)

    @rule(office=st.booleans())
    def speak_for_the_other_side(self, office: bool) -> None:
        post = self.daily.office if office else self.daily.line_post
        actor = self.daily.commander if office else self.daily.leader
        sheet = Sheet(self.daily.person, post, Decimal(2))
        with clock.travel(self.moment), pytest.raises((NotFound, Conflict)):
            confirm_time(month=JUNE, sheets=[sheet], actor=actor)

    @rule(office=st.booleans())
    def answer(self, office: bool) -> None:
        post = self.daily.office if office else self.daily.line_post
        self.do(
            answer_question,
            person_id=self.daily.person,
            post_id=post,
            month=JUNE,
            note="Yes.",
            actor=self.daily.holder,
        )

    @rule(which=WHICH, office=st.booleans())
    def object_to(self, which: int, office: bool) -> None:
        entries = self.entries(office)
        if entries:
            number, _ = entries[which % len(entries)]
            self.do(object_to_entry, entry_id=number, text="No.", actor=self.daily.holder)

    @rule(which=WHICH, hours=st.none() | HOURS, upheld=st.booleans(), struck=st.booleans())
    def answer_objection(
        self, which: int, hours: Decimal | None, upheld: bool, struck: bool
    ) -> None:
        found = fetch(
            "SELECT o.id, e.role_kind FROM ledger_timeobjection o"
            " JOIN ledger_timeentry e ON e.id = o.entry_id ORDER BY o.id"
        )
        if found:
            number, role = found[which % len(found)]
            actor = self.daily.commander if role == "line" else self.daily.leader
            self.do(
                answer_objection,
                objection_id=number,
                is_upheld=upheld,
                text="So be it.",
                hours=hours,
                is_struck=struck,
                actor=actor,
            )

    @rule(which=WHICH)
    def take_objection_back(self, which: int) -> None:
        found = fetch("SELECT id FROM ledger_timeobjection ORDER BY id")
        if found:
            ((number,),) = [found[which % len(found)]]
            self.do(
                withdraw_objection, objection_id=number, text="Settled.", actor=self.daily.holder
            )

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self) -> None:
        assert self.do(
            close_month,
            organization_ids=[self.daily.unit],
            month=JUNE,
            actor=self.daily.commander,
        )
        self.frozen = self.figures()

    @precondition(lambda self: self.is_closed)
    @rule()
    def reopen(self) -> None:
        self.do(
            reopen_month,
            organization_ids=[self.daily.unit],
            month=JUNE,
            reason="a sheet was missing",
            actor=self.daily.commander,
        )
        self.frozen = None

    def covered(self, entry_id: int) -> bool:
        return bool(
            fetch(
                """SELECT 1 FROM ledger_timeentry e JOIN ledger_timeconfirmation c
                    ON c.person_id = e.person_id AND c.post_id = e.post_id
                    AND c.verdict = 'confirmed' AND upper_inf(c.recorded)
                    AND lower(c.recorded) >= lower(e.recorded)
                WHERE e.id = %(entry)s""",
                {"entry": entry_id},
            )
        )

    @invariant()
    def figures_of_a_closed_month_stand_still(self) -> None:
        if getattr(self, "frozen", None) is not None:
            assert self.figures() == self.frozen

    @invariant()
    def sums_agree(self) -> None:
        """The superiors' list, the load as known now, and the entries say the same hours."""
        if not hasattr(self, "daily"):
            return
        with clock.travel(self.moment):
            rows = [
                row
                for viewer in (self.daily.leader, self.daily.commander)
                for row in sheets_to_confirm(viewer=viewer, month=JUNE, state=None)
            ]
        listed = {row.post_id: row for row in rows}
        for office in (True, False):
            post = self.daily.office if office else self.daily.line_post
            entries = self.entries(office)
            total = sum((h for _, h in entries), start=Decimal(0))
            assert (listed[post].hours if post in listed else 0) == total
            if post in listed:
                new = sum((h for n, h in entries if not self.covered(n)), start=Decimal(0))
                assert listed[post].new_hours == new
                assert (listed[post].state == SheetState.CONFIRMED) <= (new == 0)
        office_hours = float(sum((h for _, h in self.entries(True)), start=Decimal(0)))
        assert self.figures(known_at=self.moment)[1] == office_hours

    @invariant()
    def verification_finds_nothing(self) -> None:
        if hasattr(self, "daily"):
            assert [c for c in verify_ledger() if c.problems] == []


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        DailyMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_order_of_actions_changes_a_closed_month_or_makes_sums_disagree() -> None:
    _run(examples=8, steps=20)


@pytest.mark.soak
@pytest.mark.django_db
def test_no_long_order_of_actions_does_either() -> None:
    _run(examples=300, steps=50)
