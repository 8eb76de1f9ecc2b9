"""Loads the packaged catalogue: types of organisation, roles, ranks."""

from __future__ import annotations

from datetime import date
from importlib import resources
from typing import Any

import yaml

from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import conflict
from kiem.domain.register.queries.catalogue import forget_catalogue
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel.sql import execute, fetch


def load_catalogue(*, actor: Viewer = SYSTEM) -> dict[str, int]:
    """Bring the catalogue tables to the packaged state; returns entries per table.

    Idempotent. Nothing is removed: an entry may be in use. Raises Conflict when a type's new
    validity would leave an organisation of that type outside it.
    """
    catalogue = read_catalogue()
    with register_transaction(actor) as change:
        _load_types(catalogue["types"])
        for table, entries, order in (
            ("role", catalogue["roles"], '"order"'),
            ("rank", catalogue["ranks"], "level"),
        ):
            execute(
                f"""
                INSERT INTO register_{table} (code, name_vi, name_en, {order})
                SELECT * FROM unnest(%(codes)s::text[], %(vi)s::text[], %(en)s::text[],
                                     %(positions)s::int[])
                ON CONFLICT (code) DO UPDATE SET name_vi = excluded.name_vi,
                    name_en = excluded.name_en, {order} = excluded.{order}
                """,
                {
                    "codes": [entry["code"] for entry in entries],
                    "vi": [entry["vi"] for entry in entries],
                    "en": [entry["en"] for entry in entries],
                    "positions": list(range(1, len(entries) + 1)),
                },
            )
        counts = {name: len(entries) for name, entries in catalogue.items()}
        change.audit("load_catalogue", subject="catalogue", rows=counts)
    forget_catalogue()
    return counts


def read_catalogue() -> dict[str, list[dict[str, Any]]]:
    """The packaged YAML as it is written."""
    text = (
        resources.files("kiem.domain.register").joinpath("data/catalogue.yaml").read_text("utf-8")
    )
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return loaded


def _load_types(types: list[dict[str, Any]]) -> None:
    starts: list[date] = [entry["from"] for entry in types]
    ends: list[date | None] = [entry.get("until") for entry in types]
    execute(
        """
        INSERT INTO register_organizationtype
            (code, category, family, name_vi, name_en, valid, "order")
        SELECT code, category, family, vi, en, daterange(start, until, '[)'), position
        FROM unnest(%(codes)s::text[], %(categories)s::text[], %(families)s::text[],
                    %(vi)s::text[], %(en)s::text[], %(starts)s::date[], %(ends)s::date[],
                    %(positions)s::int[])
            AS given(code, category, family, vi, en, start, until, position)
        ON CONFLICT (code) DO UPDATE SET category = excluded.category, family = excluded.family,
            name_vi = excluded.name_vi, name_en = excluded.name_en, valid = excluded.valid,
            "order" = excluded."order"
        """,
        {
            "codes": [entry["code"] for entry in types],
            "categories": [entry["category"] for entry in types],
            "families": [entry["family"] for entry in types],
            "vi": [entry["vi"] for entry in types],
            "en": [entry["en"] for entry in types],
            "starts": starts,
            "ends": ends,
            "positions": list(range(1, len(types) + 1)),
        },
    )
    outside = fetch(
        """
        SELECT s.code, t.code FROM register_organizationstate s
        JOIN register_organizationtype t ON t.code = s.type_id
        WHERE upper_inf(s.recorded)
          AND NOT CASE WHEN upper_inf(s.valid)
            THEN daterange(lower(s.valid), greatest(lower(s.valid), lower(s.recorded)::date), '[]')
            ELSE s.valid END <@ t.valid
        LIMIT 1
        """
    )
    if outside:
        raise conflict(
            "type_still_used",
            "Organisation {organization} is of type {type} on days the type would no longer have.",
            "End or convert the organisation first.",
            organization=outside[0][0],
            type=outside[0][1],
        )
