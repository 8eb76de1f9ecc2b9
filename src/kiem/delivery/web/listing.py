"""Columns for lists of units, organisations and people, shared by lists, details and search."""

from __future__ import annotations

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.keyset import Key
from kiem.domain.register.queries import catalogue
from kiem.domain.register.queries.changes import ChangeRef
from kiem.domain.register.queries.organizations import OrganizationRow
from kiem.domain.register.queries.people import PersonRow
from kiem.domain.register.queries.units import UnitRow

_EMPTY = mark_safe("")


def type_text(code: str) -> str:
    """A type of organisation in the reader's language."""
    entry = catalogue.organization_types().get(code)
    return wording.name_of(entry.name_vi, entry.name_en) if entry else code


def role_text(code: str) -> str:
    """A role in the reader's language."""
    entry = catalogue.roles().get(code)
    return wording.name_of(entry.name_vi, entry.name_en) if entry else code


def unit_key(row: UnitRow) -> Key:
    return (row.sort_key, row.id)


def organization_key(row: OrganizationRow) -> Key:
    return (row.sort_key, row.id)


def person_key(row: PersonRow) -> Key:
    return (row.sort_key, row.id)


def organization_path(category: str, organization_id: int) -> str:
    """Units have their own page; every other organisation shares one."""
    return f"/{'units' if category == 'unit' else 'organizations'}/{organization_id}/"


def unit_columns(asked: Asked) -> list[Column[UnitRow]]:
    return [
        Column(
            "name",
            gettext("Unit"),
            lambda u: wording.name_of(u.name_vi, u.name_en),
            href=lambda u: f"/units/{u.id}/{asked.query}",
            sort_by=lambda u: u.sort_key,
            is_heading=True,
        ),
        Column("code", gettext("Code"), lambda u: u.code),
        Column("type", gettext("Type"), lambda u: type_text(u.type)),
        Column(
            "parent",
            gettext("Superior unit"),
            lambda u: wording.name_of(u.parent_name_vi, u.parent_name_en),
            href=lambda u: f"/units/{u.parent_id}/{asked.query}" if u.parent_id else None,
        ),
        Column("staff", gettext("Staff"), lambda u: u.staff, Kind.COUNT),
    ]


def organization_columns(asked: Asked) -> list[Column[OrganizationRow]]:
    return [
        Column(
            "name",
            gettext("Organisation"),
            lambda o: wording.name_of(o.name_vi, o.name_en),
            href=lambda o: f"/organizations/{o.id}/{asked.query}",
            is_heading=True,
        ),
        Column("code", gettext("Code"), lambda o: o.code),
        Column("type", gettext("Type"), lambda o: type_text(o.type)),
        Column(
            "host",
            gettext("Host unit"),
            lambda o: wording.name_of(o.host_name_vi, o.host_name_en),
            href=lambda o: f"/units/{o.host_id}/{asked.query}" if o.host_id else None,
        ),
        Column(
            "higher",
            gettext("Higher organisation"),
            lambda o: wording.name_of(o.higher_name_vi, o.higher_name_en),
            href=lambda o: f"/organizations/{o.higher_id}/{asked.query}" if o.higher_id else None,
        ),
        Column("members", gettext("Members"), lambda o: o.member_count or None, Kind.COUNT),
    ]


def person_columns(asked: Asked, *, opens: bool) -> list[Column[PersonRow]]:
    """`opens`: the viewer may open people's pages."""
    return [
        Column(
            "name",
            gettext("Person"),
            lambda p: p.full_name,
            href=lambda p: f"/people/{p.id}/{asked.query}" if opens else None,
            is_heading=True,
        ),
        Column("number", gettext("Staff number"), lambda p: p.staff_number),
        Column("rank", gettext("Rank"), lambda p: wording.name_of(p.rank_vi, p.rank_en)),
        Column(
            "post",
            gettext("Line post"),
            lambda p: wording.name_of(p.line_title_vi, p.line_title_en),
        ),
        Column(
            "unit",
            gettext("Unit"),
            lambda p: wording.name_of(p.unit_name_vi, p.unit_name_en),
            href=lambda p: f"/units/{p.unit_id}/{asked.query}" if p.unit_id else None,
        ),
        Column("offices", gettext("Offices"), lambda p: p.offices_count or None, Kind.COUNT),
        Column(
            "dual",
            gettext("Two roles"),
            lambda p: gettext("dual holder") if p.is_dual else None,
            html=lambda p: statuses.status("dual") if p.is_dual else _EMPTY,
        ),
    ]


def history_columns(asked: Asked, *, is_past: bool) -> list[Column[ChangeRef]]:
    """Predecessors (`is_past`) or successors; each link leads to a day on which it exists."""

    def there(ref: ChangeRef) -> str | None:
        if ref.organization_id is None:
            return None
        day = ref.effective_on.toordinal() - (1 if is_past else 0)
        return asked.link(
            f"/organizations/{ref.organization_id}/open/",
            on=ref.effective_on.fromordinal(day).isoformat(),
        )

    return [
        Column(
            "organization",
            gettext("Became from") if is_past else gettext("Became"),
            lambda r: wording.name_of(r.name_vi, r.name_en) or gettext("dissolved"),
            href=there,
            is_heading=True,
        ),
        Column("code", gettext("Code"), lambda r: r.code),
        Column("day", gettext("On"), lambda r: r.effective_on, Kind.DATE),
        Column(
            "event",
            gettext("By"),
            lambda r: wording.name_of(r.title_vi, r.title_en),
            href=lambda r: f"/changes/{r.event_id}/{asked.query}",
        ),
    ]
