"""The Popolo document as it is given: the parts of Popolo 1.0 that are filled."""

from __future__ import annotations

from datetime import date

from kiem.delivery.api.schemas.shape import About, Shape


class PopoloName(Shape):
    name: str
    note: str


class PopoloIdentifier(Shape):
    scheme: str
    identifier: str


class PopoloOrganization(Shape):
    """`host_id`: the unit that hosts a member organisation; ours, beside what Popolo names."""

    id: str
    name: str
    other_names: list[PopoloName] = []
    identifiers: list[PopoloIdentifier]
    classification: str
    parent_id: str = ""
    host_id: str = ""
    founding_date: date
    dissolution_date: date | None = None


class PopoloPost(Shape):
    id: str
    label: str
    other_label: str = ""
    role: str
    organization_id: str
    start_date: date
    end_date: date | None = None


class PopoloPerson(Shape):
    id: str
    name: str


class PopoloMembership(Shape):
    """A post held. `end_date`: the last day, left out where none is decided."""

    id: str
    person_id: str
    organization_id: str
    post_id: str
    role: str
    start_date: date
    end_date: date | None = None


class Popolo(Shape):
    """Organisations, posts, people and memberships on a day."""

    about: About
    organizations: list[PopoloOrganization]
    posts: list[PopoloPost]
    persons: list[PopoloPerson]
    memberships: list[PopoloMembership]
