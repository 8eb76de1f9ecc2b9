"""Plays the chronicle into the database by the same actions users have, at its own times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from typing import get_args

from django.db import transaction

from kiem.delivery.sample import (
    plan,
    plan_assembly,
    plan_congress,
    plan_orders,
    plan_practices,
    plan_survey,
)
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.delivery.sample.plan import DecisionPlan, Step
from kiem.delivery.sample.writing_assembly import write_assembly
from kiem.delivery.sample.writing_congress import write_congress
from kiem.delivery.sample.writing_ledger import write_ledger
from kiem.delivery.sample.writing_orders import write_order
from kiem.delivery.sample.writing_practices import write_practice
from kiem.delivery.sample.writing_register import new_organization, write_register
from kiem.delivery.sample.writing_survey import write_survey
from kiem.domain.register import actions as register
from kiem.platform.kernel import clock

_LEDGER = (
    plan.SetCalendar,
    plan.GrantLeave,
    plan.PlanActivities,
    plan.LogTime,
    plan.CorrectHours,
    plan.CloseMonth,
)
_ASSEMBLY = get_args(plan_assembly.AssemblyOperation)
_CONGRESS = get_args(plan_congress.CongressOperation)


class Seeder(Identities):
    """Runs steps one by one. A step is one transaction: after a crash it is there or is not."""

    def __init__(self, watched: Set[int] = frozenset()) -> None:
        super().__init__(watched)

    def run(self, step: Step) -> None:
        with clock.travel(step.moment), transaction.atomic():
            self.day = step.day
            operations = step.operations
            if step.decision is not None:
                operations = self._decide(step.decision, operations)
            for operation in operations:
                if isinstance(operation, _LEDGER):
                    write_ledger(operation, self)
                elif isinstance(operation, _ASSEMBLY):
                    write_assembly(operation, self)
                elif isinstance(operation, _CONGRESS):
                    write_congress(operation, self)
                elif isinstance(operation, plan_orders.OrderOperation):
                    write_order(operation, self)
                elif isinstance(operation, plan_survey.SurveyOperation):
                    write_survey(operation, self)
                elif isinstance(operation, plan_practices.PracticeOperation):
                    write_practice(operation, self)
                else:
                    write_register(operation, self)

    def _decide(
        self, decision: DecisionPlan, operations: Sequence[plan.Operation]
    ) -> Sequence[plan.Operation]:
        """Record the decision; the very first one founds its own issuer."""
        if decision.issuer not in self.organizations:
            return self._found_issuer(decision, operations)
        self.decision_id = register.record_decision(
            issuer_id=self.organizations[decision.issuer],
            number=decision.number,
            signed_on=decision.signed_on,
            kind=decision.kind,
            title_vi=decision.title_vi,
            title_en=decision.title_en,
            actor=ACTOR,
        )
        return operations

    def _found_issuer(
        self, decision: DecisionPlan, operations: Sequence[plan.Operation]
    ) -> Sequence[plan.Operation]:
        found = operations[0]
        if not isinstance(found, plan.Found) or found.organizations[0].key != decision.issuer:
            raise ValueError(f"The issuer {decision.issuer} of '{decision.title_en}' is unknown.")
        first, *others = found.organizations
        identity, self.decision_id = register.found_issuer(
            organization=new_organization(first, None, self),
            number=decision.number,
            signed_on=decision.signed_on,
            title_vi=decision.title_vi,
            title_en=decision.title_en,
            actor=ACTOR,
        )
        self.organizations[first.key] = identity
        return [plan.Found(others), *operations[1:]]


Report = Callable[[Step, int], None]


def play(steps: Iterable[Step], seeder: Seeder, report: Report | None = None) -> int:
    """Run all steps in order; returns how many."""
    count = 0
    for step in steps:
        seeder.run(step)
        count += 1
        if report is not None:
            report(step, seeder.rows)
    return count
