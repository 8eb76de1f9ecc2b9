"""Popolo 1.0 (popoloproject.com): people, organisations, posts, memberships.

A membership is a holding of a post. `parent_id` is the organisation above in the line of command:
for a member organisation the one above in its own line, else the unit that hosts it, which is
`host_id` besides. Dates are whole days; `end_date` is the last day (ours are half-open).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from kiem.delivery.api.export.writing import Json, Part
from kiem.delivery.web.asked import Scope
from kiem.domain.register.queries import structure
from kiem.platform.kernel.installation import read_installation


def popolo_parts(scope: Scope) -> Iterable[tuple[str, Part]]:
    """The parts of the document, in order; each is read when it is written."""
    yield "about", _about(scope)
    yield "organizations", _organizations(scope)
    yield "posts", _posts(scope)
    yield "persons", _people(scope)
    yield "memberships", _memberships(scope)


def _about(scope: Scope) -> Json:
    known_at = scope["known_at"]
    return {
        "on": scope["on"].isoformat(),
        "known_at": known_at.isoformat() if known_at else None,
        "invented_people": read_installation().is_sample,
    }


def _organizations(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_organizations(**scope):
        above = row.parent_id if row.category == "unit" else (row.higher_id or row.parent_id)
        host = None if row.category == "unit" else row.parent_id
        yield _without_gaps(
            id=_organization(row.id),
            name=row.name_vi,
            other_names=[{"name": row.name_en, "note": "en"}] if row.name_en else None,
            identifiers=[{"scheme": "kiem", "identifier": row.code}],
            classification=row.type,
            parent_id=_organization(above),
            host_id=_organization(host),
            founding_date=_day(row.start),
            dissolution_date=_last_day(row.end),
        )


def _posts(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_posts(**scope):
        yield _without_gaps(
            id=_post(row.id),
            label=row.title_vi,
            other_label=row.title_en or None,
            role=row.role,
            organization_id=_organization(row.organization_id),
            start_date=_day(row.start),
            end_date=_last_day(row.end),
        )


def _people(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_people(**scope):
        yield {"id": _person(row.id), "name": row.full_name}


def _memberships(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_holdings(**scope):
        yield _without_gaps(
            id=f"appointment/{row.appointment_id}",
            person_id=_person(row.person_id),
            organization_id=_organization(row.organization_id),
            post_id=_post(row.post_id),
            role=row.role,
            start_date=_day(row.start),
            end_date=_last_day(row.end),
        )


def _organization(number: int | None) -> str | None:
    return None if number is None else f"organization/{number}"


def _post(number: int) -> str:
    return f"post/{number}"


def _person(number: int) -> str:
    return f"person/{number}"


def _day(day: date) -> str:
    return day.isoformat()


def _last_day(end: date | None) -> str | None:
    return None if end is None else (end - timedelta(days=1)).isoformat()


def _without_gaps(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value is not None}
