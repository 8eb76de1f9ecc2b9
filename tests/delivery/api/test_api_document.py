"""The OpenAPI document says everything there is, completely."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.test import Client

from kiem.delivery.api.application import api
from kiem.delivery.api.authentication import BearerToken
from kiem.delivery.api.document import document, operations
from kiem.platform.access import Permission

OPERATIONS = list(operations())
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


def _declared() -> Iterator[Any]:
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            yield from view.operations


def test_every_operation_declares_what_it_needs() -> None:
    without = [
        declared.view_func.__name__
        for declared in _declared()
        if len(declared.auth_callbacks) != 1
        or not isinstance(declared.auth_callbacks[0], BearerToken)
        or not declared.auth_callbacks[0].permissions
        or Permission.PUBLIC in declared.auth_callbacks[0].permissions
    ]
    assert without == []
    assert len(list(_declared())) == len(OPERATIONS) > 25


def test_operation_ids_are_unique_and_fit_generated_clients() -> None:
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"[a-z][A-Za-z]+", name)] == []


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_operation_is_described_with_permission_problems_and_example(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert operation["summary"]
    assert operation["description"].endswith((".", "`."))
    assert operation["tags"][0] in {tag["name"] for tag in document()["tags"]}
    assert set(operation["x-permissions"]) <= {str(permission) for permission in Permission}
    assert {"401", "403", "422", "429", "503"} <= operation["responses"].keys()
    (success,) = [code for code in operation["responses"] if code < "400"]
    if "requestBody" in operation:
        assert {"400", "409", "411", "413", "415"} <= operation["responses"].keys()
        ((kind, body),) = operation["requestBody"]["content"].items()
        assert "example" in body or kind == "multipart/form-data"
    contents = operation["responses"][success].get("content", {})
    if "application/json" in contents:
        assert "example" in contents["application/json"], "give the shape an example"


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_examples_fit_their_shapes(method: str, path: str, operation: dict[str, Any]) -> None:
    contents = [*operation.get("requestBody", {}).get("content", {}).values()]
    for answer in operation["responses"].values():
        contents += answer.get("content", {}).values()
    for media in contents:
        if "example" in media:
            _check(media["example"], media["schema"])
    for parameter in operation["parameters"]:
        if "example" in parameter:
            _check(parameter["example"], parameter["schema"])


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(document())
    for reference in set(re.findall(r'"\$ref": "([^"]+)"', text)):
        part: Any = document()
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_document_is_public_and_json(client: Client, db: None) -> None:
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == document()
    assert answer.json()["openapi"] == "3.1.0"


def _check(example: object, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": document()["components"]}).validate(
        example
    )
