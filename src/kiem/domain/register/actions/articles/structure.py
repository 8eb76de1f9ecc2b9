"""Chapters and units: establish, rename, convert, dissolve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiem.domain.register.actions._guards import (
    guard_date,
    guard_distinct,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions.articles.content import ArticleContent, Subjects
from kiem.domain.register.actions.organizations import NewOrganization, found_organizations
from kiem.domain.register.actions.posts import NewPost, create_posts
from kiem.domain.register.actions.restructuring import (
    KEEP,
    OrganizationChange,
    OrganizationEnd,
    change_organizations,
    end_organizations,
)
from kiem.domain.register.errors import refusal
from kiem.domain.register.models import OrganizationType, Role
from kiem.platform.access import Viewer

KIND_OF_POST = {"unit": "line", "member": "office", "party": "party", "external": "external"}


@dataclass(frozen=True)
class Office:
    """A post the new organisation starts with. Titles left empty are the role's names."""

    role: str
    seats: int = 1
    is_mandatory: bool = True
    title_vi: str = ""
    title_en: str = ""


@dataclass(frozen=True)
class Establish(ArticleContent):
    """Thành lập: an organisation of a type exists from `on` on, with its posts.

    `parent_id`: the unit it stands in or under; `higher_id`: the next one up in its own line.
    """

    verb: ClassVar[str] = "establish"
    type: str
    code: str
    name_vi: str
    name_en: str
    on: date
    parent_id: int
    higher_id: int | None = None
    offices: tuple[Office, ...] = ()

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)
        for name in ("code", "name_vi", "name_en"):
            guard_text(name, getattr(self, name), 1)
        guard_distinct("offices", ((o.role, o.title_vi, o.title_en) for o in self.offices))
        for row, office in enumerate(self.offices, start=1):
            if not 1 <= office.seats <= 500:
                raise refusal(
                    "impossible_seats",
                    "Row {row}: a post has 1 to 500 seats, not {seats}.",
                    "Give how many people may hold it at once.",
                    field="seats",
                    row=row,
                    seats=office.seats,
                )

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        guard_known(OrganizationType, [self.type], what="type", field="type")
        category = OrganizationType.objects.values_list("category", flat=True).get(pk=self.type)
        new = NewOrganization(
            category=category,
            type=self.type,
            code=self.code,
            name_vi=self.name_vi,
            name_en=self.name_en,
            valid_from=self.on,
            parent_id=self.parent_id,
            higher_id=self.higher_id,
        )
        (organization_id,) = found_organizations(
            decision_id=decision_id, organizations=[new], actor=actor
        )
        posts = self._posts(organization_id, KIND_OF_POST[category])
        if posts:
            create_posts(decision_id=decision_id, posts=posts, actor=actor)

    def subjects(self) -> Subjects:
        above = {self.parent_id, self.higher_id} - {None}
        return Subjects(organizations=frozenset(id_ for id_ in above if id_ is not None))

    def _posts(self, organization_id: int, kind: str) -> list[NewPost]:
        guard_known(Role, {office.role for office in self.offices}, what="role", field="role")
        roles = Role.objects.in_bulk({office.role for office in self.offices})
        return [
            NewPost(
                organization_id=organization_id,
                kind=kind,
                role=office.role,
                title_vi=office.title_vi or roles[office.role].name_vi,
                title_en=office.title_en or roles[office.role].name_en,
                valid_from=self.on,
                seats=office.seats,
                is_mandatory=office.is_mandatory,
            )
            for office in self.offices
        ]


@dataclass(frozen=True)
class Rename(ArticleContent):
    """Đổi tên: an organisation is called otherwise from `on` on; it stays who it is."""

    verb: ClassVar[str] = "rename"
    organization_id: int
    on: date
    name_vi: str
    name_en: str
    code: str | None = None

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)
        guard_text("name_vi", self.name_vi, 1)
        guard_text("name_en", self.name_en, 1)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        change = OrganizationChange(
            organization_id=self.organization_id,
            on=self.on,
            name_vi=self.name_vi,
            name_en=self.name_en,
            code=KEEP if self.code is None else self.code,
        )
        change_organizations(decision_id=decision_id, changes=[change], actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(organizations=frozenset({self.organization_id}))


@dataclass(frozen=True)
class Convert(ArticleContent):
    """Chuyển đổi: an organisation is of another type from `on` on, with its members and offices.

    Names and superiors left out stay as they are.
    """

    verb: ClassVar[str] = "convert"
    organization_id: int
    on: date
    type: str
    name_vi: str | None = None
    name_en: str | None = None
    parent_id: int | None = None
    higher_id: int | None = None

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)
        guard_text("type", self.type, 1)
        for name in ("name_vi", "name_en"):
            value = getattr(self, name)
            if value is not None:
                guard_text(name, value, 1)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        change = OrganizationChange(
            organization_id=self.organization_id,
            on=self.on,
            type=self.type,
            name_vi=KEEP if self.name_vi is None else self.name_vi,
            name_en=KEEP if self.name_en is None else self.name_en,
            parent_id=KEEP if self.parent_id is None else self.parent_id,
            higher_id=KEEP if self.higher_id is None else self.higher_id,
        )
        change_organizations(decision_id=decision_id, changes=[change], actor=actor)

    def subjects(self) -> Subjects:
        named = {self.organization_id, self.parent_id, self.higher_id}
        return Subjects(organizations=frozenset(id_ for id_ in named if id_ is not None))


@dataclass(frozen=True)
class Dissolve(ArticleContent):
    """Giải thể: `on` is the first day without the organisation, its offices and members.

    Whoever holds a line post in it has to be transferred before; nothing may stand under it.
    """

    verb: ClassVar[str] = "dissolve"
    organization_id: int
    on: date

    @property
    def day(self) -> date:
        return self.on

    def validate(self) -> None:
        guard_date("on", self.on)

    def apply(self, *, decision_id: int, actor: Viewer) -> None:
        end = OrganizationEnd(self.organization_id, self.on)
        end_organizations(decision_id=decision_id, ends=[end], actor=actor)

    def subjects(self) -> Subjects:
        return Subjects(organizations=frozenset({self.organization_id}))
