"""Members: admit and release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiem.domain.register.actions._guards import guard_date, guard_distinct
from kiem.domain.register.actions.articles.content import ArticleContent, Subjects, guard_some
from kiem.domain.register.actions.memberships import (
    MembershipEnd,
    NewMembership,
    admit_members,
    end_memberships,
)
from kiem.platform.access import Viewer


@dataclass(frozen=True)
class _Members(ArticleContent):
    organization_id: int
    on: date
    person_ids: tuple[int, ...]

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)
        guard_some("person_ids", self.person_ids)
        guard_distinct("person_ids", self.person_ids)

    def subjects(self) -> Subjects:
        return Subjects(
            people=frozenset(self.person_ids), organizations=frozenset({self.organization_id})
        )


@dataclass(frozen=True)
class Admit(_Members):
    """Kết nạp: people become members of a chapter on `on`."""

    verb: ClassVar[str] = "admit"

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        members = [
            NewMembership(person_id, self.organization_id, self.on) for person_id in self.person_ids
        ]
        admit_members(decision_id=decision_id, members=members, actor=actor)


@dataclass(frozen=True)
class Release(_Members):
    """Đưa ra khỏi danh sách: `on` is the first day the people are no longer members."""

    verb: ClassVar[str] = "release"

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        ends = [
            MembershipEnd(person_id, self.organization_id, self.on) for person_id in self.person_ids
        ]
        end_memberships(decision_id=decision_id, ends=ends, actor=actor)
