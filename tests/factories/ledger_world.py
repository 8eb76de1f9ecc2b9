"""A small world of units, offices and people, put straight into the register's tables.

For tests of what stands on the register; the register's own tests use its actions.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from kiem.domain.register import models as r
from kiem.platform.kernel.collation import fold, person_sort_key, sort_key

BEGINNING = date(2024, 1, 1)
KNOWN_SINCE = datetime(2024, 1, 1, tzinfo=UTC)

_TYPES = {
    "city_police": ("unit", "city"),
    "district_police": ("unit", "district"),
    "commune_police": ("unit", "commune"),
    "youth_grassroots": ("member", "youth"),
    "youth_branch": ("member", "youth"),
    "women_branch": ("member", "women"),
    "trade_union_grassroots": ("member", "trade_union"),
    "party_cell": ("party", ""),
    "external_body": ("external", ""),
}
_ROLES = (
    "chief", "officer", "secretary", "deputy_secretary", "committee_member", "chair",
    "branch_head", "party_secretary",
)  # fmt: skip


class World:
    """Builds rows; every method returns the id of the identity it made."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.known_since = KNOWN_SINCE
        for order, (code, (category, family)) in enumerate(_TYPES.items()):
            r.OrganizationType.objects.get_or_create(
                code=code,
                defaults={
                    "category": category,
                    "family": family,
                    "name_vi": code,
                    "name_en": code,
                    "valid": DateRange(date(1990, 1, 1), None),
                    "order": order,
                },
            )
        for order, code in enumerate(_ROLES):
            r.Role.objects.get_or_create(
                code=code, defaults={"name_vi": code, "name_en": code, "order": order}
            )
        root = r.Organization.objects.create(category="unit")
        self.decision = r.Decision.objects.create(
            issuer=root,
            number="01/QĐ",
            signed_on=BEGINNING,
            kind="import",
            title_vi="Nhập liệu",
            recorded_at=KNOWN_SINCE,
            recorded_by="tests",
        )
        self.city = self._describe(root, "city_police", "HN", None, None)

    def unit(self, code: str, parent: int | None = None, type: str = "commune_police") -> int:
        unit = r.Organization.objects.create(category="unit")
        return self._describe(unit, type, code, parent or self.city, None)

    def chapter(self, unit: int, type: str = "youth_branch", higher: int | None = None) -> int:
        category = _TYPES[type][0]
        chapter = r.Organization.objects.create(category=category)
        return self._describe(chapter, type, f"C{next(self._numbers)}", unit, higher)

    def post(
        self,
        organization: int,
        role: str,
        kind: str = "line",
        start: date = BEGINNING,
        end: date | None = None,
        is_mandatory: bool = False,
    ) -> int:
        post = r.Post.objects.create(organization_id=organization, kind=kind)
        r.PostState.objects.create(
            post=post,
            role_id=role,
            title_vi=role,
            title_en=role,
            is_mandatory=is_mandatory,
            **self._ranges(start, end),
        )
        return int(post.pk)

    def person(
        self,
        start: date = BEGINNING,
        end: date | None = None,
        employment: int = 100,
        born: date = date(1995, 5, 5),
    ) -> int:
        number = next(self._numbers)
        person = r.Person.objects.create()
        given = f"An{number}"
        r.PersonState.objects.create(
            person=person,
            staff_number=f"S{number:05d}",
            family_name="Nguyễn",
            middle_name="Văn",
            given_name=given,
            full_name=f"Nguyễn Văn {given}",
            sort_key=person_sort_key("Nguyễn", "Văn", given),
            search_text=fold(f"S{number:05d} Nguyễn Văn {given}"),
            birth_date=born,
            sex="male",
            employment_share_percent=employment,
            **self._ranges(start, end),
        )
        return int(person.pk)

    def appoint(
        self,
        person: int,
        post: int,
        start: date = BEGINNING,
        end: date | None = None,
        share: int = 0,
    ) -> int:
        row = r.Appointment.objects.create(
            person_id=person,
            post_id=post,
            mode="appointed",
            share_percent=share,
            **self._ranges(start, end),
        )
        return int(row.pk)

    def members(self, organization: int, people: int, start: date = BEGINNING) -> None:
        for _ in range(people):
            r.Membership.objects.create(
                person_id=self.person(),
                organization_id=organization,
                **self._ranges(start, None),
            )

    def officer(self, unit: int, **how: date) -> tuple[int, int]:
        """A person in a line post of their own in `unit`, worth the whole employment."""
        person = self.person()
        post = self.post(unit, "officer")
        self.appoint(person, post, share=100, **how)
        return person, post

    def dual(self, unit: int, chapter: int, role: str = "secretary") -> tuple[int, int, int]:
        """A person with a line post in `unit` and an office in `chapter`: person, both posts."""
        person, line = self.officer(unit)
        office = self.post(chapter, role, "office")
        self.appoint(person, office)
        return person, line, office

    def _describe(
        self,
        organization: r.Organization,
        type: str,
        code: str,
        parent: int | None,
        higher: int | None,
    ) -> int:
        name = f"Tổ chức {code}"
        r.OrganizationState.objects.create(
            organization=organization,
            type_id=type,
            code=code,
            name_vi=name,
            name_en=f"Organisation {code}",
            sort_key=sort_key(name),
            search_text=fold(f"{code} {name}"),
            parent_id=parent,
            higher_id=higher,
            **self._ranges(BEGINNING, None),
        )
        return int(organization.pk)

    def _ranges(self, start: date, end: date | None) -> dict[str, object]:
        return {
            "valid": DateRange(start, end, "[)"),
            "recorded": DateTimeTZRange(self.known_since, None, "[)"),
            "decision": self.decision,
        }
