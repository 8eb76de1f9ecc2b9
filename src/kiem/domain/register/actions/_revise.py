"""Changes what is true of organisations from a day on, and lets things end in bulk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from kiem.domain.register.actions._supersede import add, cut
from kiem.domain.register.errors import unknown
from kiem.domain.register.models import (
    Appointment,
    Membership,
    OrganizationState,
    PersonState,
    PostState,
    RankHolding,
    Term,
)
from kiem.domain.register.models.decided import DecidedRow
from kiem.platform.kernel.collation import fold, sort_key
from kiem.platform.kernel.sql import fetch

_STATE_COLUMNS = (
    "organization_id",
    "type_id",
    "code",
    "name_vi",
    "name_en",
    "parent_id",
    "higher_id",
    "latitude",
    "longitude",
)


def revise_organizations(
    changes: Mapping[int, Mapping[str, Any]], day: date, *, decision_id: int, moment: datetime
) -> list[int]:
    """From `day` on the named columns of the running states differ; returns the new rows' ids.

    Raises NotFound for organisations that do not exist on the day.
    """
    rows = fetch(
        f"""
        SELECT s.id, {", ".join(f"s.{column}" for column in _STATE_COLUMNS)},
            s.ended_by_id, s.ended_article, upper(s.valid)
        FROM register_organizationstate s
        WHERE s.organization_id = ANY (%(ids)s) AND upper_inf(s.recorded)
          AND s.valid @> %(day)s::date
        """,
        {"ids": list(changes), "day": day},
    )
    if missing := sorted(set(changes) - {row[1] for row in rows}):
        raise unknown("organisation", list(missing), "organization_id")
    states = [
        {**dict(zip(_STATE_COLUMNS, row[1:-3], strict=True)), **changes[row[1]]} for row in rows
    ]
    cut(OrganizationState, {row[0]: day for row in rows}, decision_id=decision_id, moment=moment)
    return add(
        OrganizationState,
        {
            **{column: [state[column] for state in states] for column in _STATE_COLUMNS},
            "sort_key": [sort_key(state["name_vi"]) for state in states],
            "search_text": [
                fold(f"{state['code']} {state['name_vi']} {state['name_en']}") for state in states
            ],
            "valid_from": [day] * len(states),
            "valid_until": [row[-1] for row in rows],
            "ended_by_id": [row[-3] for row in rows],
            "ended_article": [row[-2] for row in rows],
        },
        decision_id=decision_id,
        moment=moment,
    )


def end_facts(
    model: type[DecidedRow],
    condition: str,
    ids: Collection[int],
    day: date,
    *,
    decision_id: int,
    moment: datetime,
) -> int:
    """Cut at `day` the open facts that reach beyond it; returns how many.

    `condition` picks them by `%(ids)s`, in SQL about the alias `fact`; what would only begin on
    `day` or later never comes to be.
    """
    rows = fetch(
        f"""
        SELECT fact.id FROM {model._meta.db_table} fact
        WHERE upper_inf(fact.recorded) AND {condition}
          AND (upper_inf(fact.valid) OR upper(fact.valid) > %(day)s)
        """,
        {"ids": list(ids), "day": day},
    )
    return cut(model, {row[0]: day for row in rows}, decision_id=decision_id, moment=moment)


_OF_ORGANIZATION = "fact.organization_id = ANY (%(ids)s)"
_IN_POSTS = "fact.post_id IN (SELECT id FROM register_post WHERE organization_id = ANY (%(ids)s))"
_OF_PERSON = "fact.person_id = ANY (%(ids)s)"


def end_organization_facts(
    ids: Collection[int], day: date, *, decision_id: int, moment: datetime
) -> dict[str, int]:
    """End organisations with their posts, holders, members and terms; returns counts by kind."""
    facts: tuple[tuple[str, type[DecidedRow], str], ...] = (
        ("appointment", Appointment, _IN_POSTS),
        ("membership", Membership, _OF_ORGANIZATION),
        ("term", Term, _OF_ORGANIZATION),
        ("post_state", PostState, _IN_POSTS),
        ("organization_state", OrganizationState, _OF_ORGANIZATION),
    )
    return {
        name: end_facts(model, condition, ids, day, decision_id=decision_id, moment=moment)
        for name, model, condition in facts
    }


def end_person_facts(
    ids: Collection[int], day: date, *, decision_id: int, moment: datetime
) -> dict[str, int]:
    """End service with everything held; returns counts by kind of fact."""
    facts: tuple[tuple[str, type[DecidedRow]], ...] = (
        ("appointment", Appointment),
        ("membership", Membership),
        ("rank_holding", RankHolding),
        ("person_state", PersonState),
    )
    return {
        name: end_facts(model, _OF_PERSON, ids, day, decision_id=decision_id, moment=moment)
        for name, model in facts
    }


def end_post_states(ids: Collection[int], day: date, *, decision_id: int, moment: datetime) -> int:
    """End posts; who sits in them must have been moved before (the checks find out)."""
    return end_facts(
        PostState,
        "fact.post_id = ANY (%(ids)s)",
        ids,
        day,
        decision_id=decision_id,
        moment=moment,
    )
