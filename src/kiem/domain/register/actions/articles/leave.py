"""Leave is granted by decision and kept by the ledger, which stands above the register and says at
start how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from kiem.domain.register.actions._guards import guard_interval
from kiem.domain.register.actions._transaction import note_opened
from kiem.domain.register.actions.articles.content import ArticleContent, Subjects
from kiem.domain.register.errors import refusal
from kiem.platform.access import Viewer

LEAVE = "leave"


class LeaveKeeper(Protocol):
    """What the ledger offers. Both run inside the transaction of the decision."""

    def grant(self, article: GrantLeave, *, decision_id: int, actor: Viewer) -> int:
        """Grant it; returns the id of the leave. Raises DomainErrors of its own."""

    def withdraw(self, leave_ids: list[int], *, reason: str, actor: Viewer) -> None:
        """Take it back as if it had never been granted."""


_keeper: LeaveKeeper | None = None


def register_leave_keeper(keeper: LeaveKeeper | None) -> None:
    """Called once, when the app that keeps leave is ready. The last call counts."""
    global _keeper
    _keeper = keeper


def leave_keeper() -> LeaveKeeper | None:
    return _keeper


@dataclass(frozen=True)
class GrantLeave(ArticleContent):
    """Cho nghỉ: somebody is on leave from `on` until the day before `until`.

    `kind`: one of the ledger's kinds of leave.
    """

    verb: ClassVar[str] = "grant_leave"
    person_id: int
    kind: str
    on: date
    until: date

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_interval("on", self.on, self.until)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        if _keeper is None:
            raise refusal(
                "no_leave_keeper",
                "This installation keeps no leave.",
                "Leave the article out.",
                field="verb",
            )
        leave_id = _keeper.grant(self, decision_id=decision_id, actor=actor)
        note_opened(LEAVE, [leave_id])

    def subjects(self) -> Subjects:
        return Subjects(people=frozenset({self.person_id}))
