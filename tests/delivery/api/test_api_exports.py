"""Popolo and W3C ORG: the structure on a day, in the scope of the token, in forms of others."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import jsonschema
import pytest
from tests.factories.two_sides import TwoSides

from kiem.delivery.api.document import document
from kiem.delivery.api.export import writing
from kiem.platform.kernel.installation import mark_sample

Call = Callable[..., Any]
DAY = "on=2025-03-03"
ORG = "http://www.w3.org/ns/org#"
CLASSES = {
    "Organization",
    "OrganizationalUnit",
    "Post",
    "Membership",
    "Role",
    "ChangeEvent",
}


def _read(answer: Any) -> Any:
    assert answer.status_code == 200
    return json.loads(b"".join(answer.streaming_content))


@pytest.fixture
def popolo(call: Call) -> Callable[[str], dict[str, Any]]:
    return lambda persona: _read(call(persona, f"/structure/popolo?{DAY}"))


@pytest.fixture
def org(call: Call) -> Callable[[str], Any]:
    return lambda persona: _read(call(persona, f"/structure/org?{DAY}"))


def test_popolo_holds_organisations_posts_people_and_who_holds_what(
    sides: TwoSides, popolo: Any
) -> None:
    found = popolo("auditor")
    counts = {name: len(part) for name, part in found.items() if isinstance(part, list)}
    assert counts == {"organizations": 8, "posts": 6, "persons": 5, "memberships": 8}
    youth_a = next(o for o in found["organizations"] if o["id"] == f"organization/{sides.youth_a}")
    assert youth_a == {
        "id": f"organization/{sides.youth_a}",
        "name": youth_a["name"],
        "other_names": youth_a["other_names"],
        "identifiers": [{"scheme": "kiem", "identifier": "A-Y"}],
        "classification": "youth_grassroots",
        "parent_id": f"organization/{sides.youth}",
        "host_id": f"organization/{sides.a}",
        "founding_date": "2025-01-01",
    }
    secretary = [m for m in found["memberships"] if m["post_id"] == f"post/{sides.secretary_a}"]
    assert [(m["person_id"], m["role"], m["start_date"]) for m in secretary] == [
        (f"person/{sides.people['Ánh']}", "secretary", "2025-01-01")
    ]


def test_popolo_fits_its_described_shape(popolo: Any) -> None:
    shapes = document()["components"]["schemas"]
    schema = {**shapes["Popolo"], "components": {"schemas": shapes}}
    jsonschema.Draft202012Validator(schema).validate(popolo("auditor"))


@pytest.mark.parametrize("persona", ["auditor", "youth", "commander", "dual"])
def test_references_of_popolo_lead_to_what_is_in_it(persona: str, popolo: Any) -> None:
    found = popolo(persona)
    ids = {part: {row["id"] for row in found[part]} for part in found if part != "about"}
    for row in found["memberships"]:
        assert row["person_id"] in ids["persons"]
        assert row["post_id"] in ids["posts"]
        assert row["organization_id"] in ids["organizations"]
    assert {row["organization_id"] for row in found["posts"]} <= ids["organizations"]


def test_exports_tell_of_the_scope_only(popolo: Any, org: Any) -> None:
    """The youth line is told its own holder, not the women's and the council's."""
    for text in (
        json.dumps(popolo("youth"), ensure_ascii=False),
        json.dumps(org("youth"), ensure_ascii=False),
    ):
        assert "Nguyễn Văn Ánh" in text
        for other in ("Bình", "Cúc", "Dung", "Giang"):
            assert f"Nguyễn Văn {other}" not in text
        assert "B-W" not in text


def test_exports_of_sample_data_say_that_people_are_invented(call: Call, popolo: Any) -> None:
    assert popolo("auditor")["about"]["invented_people"] is False
    mark_sample(until=date(2025, 10, 23))
    assert popolo("auditor")["about"]["invented_people"] is True
    answer = call("auditor", f"/structure/org?{DAY}")
    assert answer.headers["Kiem-Data"] == "invented-people"
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert "invented people" in json.dumps(_read(answer))


def _expanded(found: Any) -> Iterator[tuple[str, str, Any]]:
    """Triples, expanded by hand: prefixes of the context, types, links and values."""
    context = found["@context"]

    def iri(name: str) -> str:
        prefix, _, rest = name.partition(":")
        assert prefix in context, f"{name} has no prefix in the context"
        return context[prefix] + rest

    for node in found["@graph"]:
        subject = iri(node["@id"])
        for key, value in node.items():
            if key == "@id":
                continue
            if key == "@type":
                yield subject, "a", iri(value)
                continue
            for one in value if isinstance(value, list) else [value]:
                is_link = isinstance(one, dict) and "@id" in one
                yield subject, iri(key), iri(one["@id"]) if is_link else one


def test_linked_data_is_of_the_classes_of_the_ontology(org: Any) -> None:
    triples = list(_expanded(org("auditor")))
    kinds = Counter(o.removeprefix(ORG) for _, p, o in triples if p == "a" and o.startswith(ORG))
    assert set(kinds) <= CLASSES
    assert kinds["OrganizationalUnit"] == 2
    assert kinds["Organization"] == 6
    assert (kinds["Post"], kinds["Membership"]) == (6, 8)


def test_links_of_linked_data_lead_to_described_things(org: Any) -> None:
    triples = list(_expanded(org("auditor")))
    typed = {s for s, p, _ in triples if p == "a"}
    linked = {
        o
        for _, p, o in triples
        if isinstance(o, str) and o.startswith("urn:kiem:") and p != f"{ORG}classification"
    }
    assert linked - typed == set()


def test_linked_data_says_who_stands_under_whom(sides: TwoSides, org: Any) -> None:
    triples = {(s, p, o) for s, p, o in _expanded(org("auditor")) if isinstance(o, str)}
    thing = "urn:kiem:organization/"
    assert (f"{thing}{sides.a}", f"{ORG}unitOf", f"{thing}{sides.city}") in triples
    assert (
        f"{thing}{sides.youth_a}",
        f"{ORG}subOrganizationOf",
        f"{thing}{sides.youth}",
    ) in triples
    assert (f"{thing}{sides.youth_a}", f"{ORG}linkedTo", f"{thing}{sides.a}") in triples
    holds = (f"urn:kiem:person/{sides.people['Ánh']}", f"{ORG}holds")
    assert (*holds, f"urn:kiem:post/{sides.secretary_a}") in triples


def test_head_of_an_export_has_its_length_and_no_body(call: Call) -> None:
    whole = b"".join(call("auditor", f"/structure/popolo?{DAY}").streaming_content)
    head = call("auditor", f"/structure/popolo?{DAY}", method="HEAD", body="")
    assert b"".join(head.streaming_content) == b""
    assert head.headers["Content-Length"] == str(len(whole))


def test_writing_many_rows_keeps_few_in_memory(db: None) -> None:
    def parts() -> Iterator[tuple[str, Any]]:
        yield "rows", ({"number": number, "text": "x" * 100} for number in range(60_000))

    tracemalloc.start()
    response = writing.send_document(parts, media_type="application/json", name="x.json")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert int(response.headers["Content-Length"]) > 7_000_000
    assert peak < 4_000_000
    response.close()
