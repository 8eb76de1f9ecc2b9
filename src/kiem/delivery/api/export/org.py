"""The W3C Organization Ontology (w3.org/TR/vocab-org) as JSON-LD.

Units are `org:OrganizationalUnit` under their `org:unitOf` (the top one an `org:Organization`);
member organisations are `org:Organization` under their `org:subOrganizationOf` in their own line,
`org:linkedTo` the unit that hosts them. A holding of a post is an `org:Membership` with its first
and last day; a person `org:holds` a post. Reorganisations up to the day are
`org:ChangeEvent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from kiem.delivery.api.export.writing import Json, Part
from kiem.delivery.web.asked import Scope
from kiem.domain.register.queries import catalogue, changes, structure
from kiem.platform.kernel.installation import read_installation

CONTEXT: Json = {
    "kiem": "urn:kiem:",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def org_parts(scope: Scope) -> Iterable[tuple[str, Part]]:
    """The parts of the document, in order; each is read when it is written."""
    note = "invented people" if read_installation().is_sample else None
    yield "@context", CONTEXT
    yield "@graph", _graph(scope, note)


def _graph(scope: Scope, note: str | None) -> Iterator[Json]:
    known_at = scope["known_at"]
    yield _node(
        "structure",
        "dcat:Dataset",
        {
            "dct:valid": _day(scope["on"]),
            "dct:modified": known_at.isoformat() if known_at else None,
            "dct:description": note,
        },
    )
    for code, role in catalogue.roles().items():
        yield _node(f"role/{code}", "org:Role", _names(role.name_vi, role.name_en))
    yield from _organizations(scope)
    yield from _posts(scope)
    for person in structure.structure_people(**scope):
        yield _node(f"person/{person.id}", "foaf:Person", {"foaf:name": person.full_name})
    yield from _memberships(scope)
    yield from _changes(scope)


def _organizations(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_organizations(**scope):
        is_unit = row.category == "unit"
        values: dict[str, Any] = {
            **_names(row.name_vi, row.name_en),
            "org:identifier": row.code,
            "org:classification": _link("type", row.type),
        }
        if is_unit:
            values["org:unitOf"] = _link("organization", row.parent_id)
        else:
            values["org:subOrganizationOf"] = _link("organization", row.higher_id)
            values["org:linkedTo"] = _link("organization", row.parent_id)
        kind = "org:OrganizationalUnit" if is_unit and row.parent_id else "org:Organization"
        yield _node(f"organization/{row.id}", kind, values)


def _posts(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_posts(**scope):
        values = {
            **_names(row.title_vi, row.title_en),
            "org:role": _link("role", row.role),
            "org:postIn": _link("organization", row.organization_id),
        }
        yield _node(f"post/{row.id}", "org:Post", values)


def _memberships(scope: Scope) -> Iterator[Json]:
    for row in structure.structure_holdings(**scope):
        values = {
            "org:member": _link("person", row.person_id),
            "org:organization": _link("organization", row.organization_id),
            "org:role": _link("role", row.role),
            "org:memberDuring": _interval(row.start, row.end),
        }
        yield _node(f"appointment/{row.appointment_id}", "org:Membership", values)
        yield {
            "@id": f"kiem:person/{row.person_id}",
            "org:holds": _link("post", row.post_id),
        }


def _changes(scope: Scope) -> Iterator[Json]:
    for event in changes.list_change_events(**scope):
        if event.effective_on > scope["on"]:
            continue
        links = changes.change_event(event_id=event.id, **scope).links
        originals = sorted({link.original_id for link in links})
        results = sorted({link.result_id for link in links if link.result_id is not None})
        values = {
            **_names(event.title_vi, event.title_en),
            "dct:date": _day(event.effective_on),
            "org:originalOrganization": [_link("organization", number) for number in originals],
            "org:resultingOrganization": [_link("organization", number) for number in results],
        }
        yield _node(f"change/{event.id}", "org:ChangeEvent", values)


def _node(name: str, kind: str, values: Json) -> Json:
    present = {key: value for key, value in values.items() if value not in (None, [], "")}
    return {"@id": f"kiem:{name}", "@type": kind, **present}


def _names(vietnamese: str, english: str) -> dict[str, Any]:
    names = [("vi", vietnamese), ("en", english)]
    return {
        "skos:prefLabel": [
            {"@value": text, "@language": language} for language, text in names if text
        ]
    }


def _link(kind: str, name: object) -> Json | None:
    return None if name is None else {"@id": f"kiem:{kind}/{name}"}


def _day(day: date) -> Json:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _interval(start: date, end: date | None) -> Json:
    interval: dict[str, Any] = {
        "@type": "time:ProperInterval",
        "time:hasBeginning": {"time:inXSDDate": _day(start)},
    }
    if end is not None:
        interval["time:hasEnd"] = {"time:inXSDDate": _day(end - timedelta(days=1))}
    return interval
