"""Asks every operation everything its description allows, and some that it does not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from itertools import cycle
from random import Random
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from tests.factories.two_sides import TwoSides

from kiem.config.wsgi import application

# What the shape allows and the rules of the subject do not is refused with these.
REFUSALS = ["2xx", "400", "401", "403", "404", "409", "422"]  # 400: a null character in a text
DAYS = ("2025-01-31", "2025-03-03", "2026-01-01")


@cache
def load_operations() -> tuple[Any, ...]:
    """The document's operations as a program gets them, bound to the program itself; read once."""
    config = SchemathesisConfig()
    config.projects.default.checks.positive_data_acceptance.expected_statuses = REFUSALS
    # Ours is the valid token; one made up beside it would only be overwritten.
    config.projects.default.generation.with_security_parameters = False
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", as_a_server, config=config)
    return tuple(result.ok() for result in schema.get_all_operations())


def as_a_server(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The program as a server runs it: an answer is read to its end and closed."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def ask_everything(*, token: str, sides: TwoSides, examples: int, seconds: float) -> dict[str, int]:
    """Ask each operation in an order of its own, round after round until the time is up; how often
    each was asked.

    `seconds` of this process, so that a busy machine asks no less.

    Raises what schemathesis finds: an undocumented status, shape, type or header, an accepted
    wrong value, a server error.
    """
    asked: dict[str, int] = {}
    operations = load_operations()
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    turns = [(operation, mode) for operation in operations for mode in modes]
    Random().shuffle(turns)
    until = time.process_time() + seconds
    for operation, mode in cycle(turns):
        if time.process_time() > until:
            return asked
        name = operation.definition.raw["operationId"]
        asked[name] = asked.get(name, 0) + _ask(operation, mode, token, sides, examples)
    return asked


def _ask(operation: Any, mode: GenerationMode, token: str, sides: TwoSides, examples: int) -> int:
    if mode == GenerationMode.NEGATIVE and not _has_input(operation):
        return 0
    count = 0

    @settings(
        max_examples=examples,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        chance=st.randoms(use_true_random=False),
    )
    def check(case: Case, chance: Random) -> None:
        nonlocal count
        count += 1
        if mode == GenerationMode.POSITIVE:
            _aim(case, sides, chance)
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    check()
    return count


def _has_input(operation: Any) -> bool:
    return bool(operation.path_parameters or operation.query or operation.body)


def _aim(case: Case, sides: TwoSides, chance: Random) -> None:
    """Numbers and days drawn at random name nothing: half of them are made to."""
    known: Mapping[str, list[Any]] = {
        "unit_id": [sides.a, sides.b, sides.city],
        "parent_id": [sides.city],
        "organization_id": [sides.youth_a, sides.women_b, sides.a],
        "organization_ids": [[sides.a], [sides.b]],
        "higher_id": [sides.youth, sides.women],
        "person_id": list(sides.people.values()),
        "post_id": [sides.secretary_a, sides.chair_b, sides.chief_a, sides.officer_b],
        "decision_id": [sides.decision],
        "subject": ["all", f"unit:{sides.a}", f"person:{sides.people['Ánh']}"],
        "figure": ["load", "release_hours", "office_share", "members_end", "officers", "returns"],
        "period": ["2025-02", "2025-Q1", "2025-H1", "2025"],
        "line_id": [sides.youth, sides.women],
        "issuer_id": [sides.city, sides.youth],
        "what": ["people", "appointments", "memberships", "time"],
        "kinds": ["people", "people+appointments", "time"],
        "day": list(DAYS),
        "on": list(DAYS),
        "month": ["2025-02", "2025-03"],
        "text": ["nguyen", "xã A"],
        "parties": [[sides.youth, sides.a], [sides.women, sides.b]],
        "sender_id": [sides.youth, sides.women],
        "addressee_id": [sides.a, sides.b],
        "person_ids": [list(sides.people.values())[:2]],
        "by_organization_id": [sides.youth_a],
        "candidates": [[], list(sides.people.values())[:1]],
        **{f"{name}_id": [number] for name, number in sides.more.items()},
        **{f"{name}_ids": [[number]] for name, number in sides.more.items()},
    }
    for part in (case.path_parameters, case.query, case.body):
        _aim_part(part, known, chance)


def _aim_part(part: Any, known: Mapping[str, list[Any]], chance: Random) -> None:
    if isinstance(part, list):
        for item in part:
            _aim_part(item, known, chance)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in known and chance.random() < 0.5:
                part[name] = chance.choice(known[name])
            else:
                _aim_part(value, known, chance)
