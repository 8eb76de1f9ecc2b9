"""Examples for the document: the one a shape gives, else one made of typical values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
DEEPEST = 4
ABOUT: Json = {"on": "2025-10-23", "known_at": None, "invented_people": True}

_TYPICAL: Mapping[str, Any] = {  # by the names that fields have everywhere
    "about": ABOUT,
    "next": None,
    "full_name": "Nguyễn Văn Ánh",
    "staff_number": "HN000123",
    "organization_vi": "Đoàn Thanh niên Công an phường Ba Đình",
    "organization_en": "Youth Union of Ba Dinh ward police",
    "title_vi": "Bí thư",
    "title_en": "Secretary",
    "name_vi": "Công an phường Ba Đình",
    "name_en": "Ba Dinh ward police",
    "label_vi": "Bí thư",
    "label_en": "Secretary",
    "code": "HN-00004",
    "unit_code": "HN-00004",
    "kind": "office",
    "role": "secretary",
    "mode": "elected",
    "category": "member",
    "family": "youth",
    "status": "within",
    "month_state": "closed",
    "letters": ["C"],
    "share_percent": 0.0,
    "employment_share_percent": 100.0,
    "sex": "female",
    "birth_date": "1995-04-30",
    "end": None,
    "until": None,
    "valid_until": None,
    "ended_by": None,
    "number": "12/QĐ-CAHN",
    "rule_ids": ["vn.trade_union.release.leader@2025-07-01"],
    "action": "register.appoint",
    "actor": "user:5",
    "actor_name": "Phòng Tổ chức cán bộ",
    "subject": "decision:12",
    "hash_hex": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
_BY_FORMAT = {"date": "2025-07-01", "date-time": "2025-07-01T08:30:00Z", "uuid": None}
_BY_TYPE: Mapping[str, Any] = {
    "string": "",
    "integer": 12,
    "number": 12.5,
    "boolean": False,
    "object": {},
    "null": None,
}


def example_of(schema: Json, schemas: Json, name: str = "", depth: int = 0) -> Any:
    """A value that fits `schema`; lists are empty where they lead too deep."""
    nullable = any(option.get("type") == "null" for option in schema.get("anyOf", ()))
    for choice in (schema, *schema.get("anyOf", ())):
        if choice.get("enum"):
            return choice["enum"][0]
    typical = _TYPICAL.get(name)
    types = {part.get("type") for part in (schema, *schema.get("anyOf", ()))} - {None, "null"}
    is_number = bool(types) and types <= {"integer", "number"}
    fits = not (is_number and isinstance(typical, str))  # of a decision `number` is none
    if name in _TYPICAL and fits and (nullable or typical is not None):
        return typical
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, name, depth)
    if schema.get("examples"):
        return schema["examples"][0]
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas, name, depth)
    if "properties" in schema:
        return {
            key: example_of(part, schemas, key, depth + 1)
            for key, part in schema["properties"].items()
        }
    if schema.get("type") == "array":
        return [] if depth > DEEPEST else [example_of(schema["items"], schemas, "", depth + 1)]
    return _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE.get(schema.get("type", ""), {}))
