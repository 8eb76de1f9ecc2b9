"""Works out again what was pinned, for `kiem verify`: figures cited, figures of good models and
effects of proposals, each over its scopes, for its day and with the knowledge of its moment."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from kiem.domain.assembly.queries.effects import PERMISSIONS, effect_of
from kiem.domain.assembly.queries.pinned import figure_again, pinned_viewer
from kiem.domain.register.queries.verify import SHOWN, CheckResult
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch


def verify_pinned() -> tuple[CheckResult, ...]:
    """Three checks; every value has to come out exactly."""
    return _citations(), _model_figures(), _effects()


def _citations() -> CheckResult:
    rows = fetch(
        """SELECT id, scopes, subject, figure, "on", known_at, value
        FROM assembly_citation ORDER BY id"""
    )
    problems = []
    for number, scopes, subject, figure, day, known_at, value in rows:
        found = figure_again(scopes, subject, figure, day, known_at)
        if found != value:
            problems.append(f"citation {number}: {figure} of {subject} is {found}, not {value}")
    return CheckResult(
        "assembly: cited figures come out as they were said", len(rows), tuple(problems[:SHOWN])
    )


def _model_figures() -> CheckResult:
    rows = fetch(
        """SELECT f.model_id, f.figure, f.scopes, 'unit:' || m.unit_id, f.known_at,
            ARRAY[f.before_on, f.after_on], ARRAY[f.value_before, f.value_after]
        FROM assembly_modelfigure f JOIN assembly_goodmodel m ON m.id = f.model_id ORDER BY f.id"""
    )
    problems = []
    for number, figure, scopes, unit, known_at, days, values in rows:
        for day, value in zip(days, values, strict=True):
            found = figure_again(scopes, unit, figure, day, known_at)
            if found != value:
                problems.append(
                    f"good model {number}: {figure} of {unit} on {day} is {found}, not {value}"
                )
    return CheckResult(
        "assembly: figures of good models come out as they were published",
        len(rows),
        tuple(problems[:SHOWN]),
    )


def _effects() -> CheckResult:
    rows = fetch(
        """SELECT id, proposal_id, kind, scopes, parameters::text, "on", known_at, result::text
        FROM assembly_proposaleffect ORDER BY id"""
    )
    problems = []
    for number, proposal, kind, scopes, parameters, day, known_at, result in rows:
        found: dict[str, Any] | None = None
        if kind in PERMISSIONS:
            viewer = pinned_viewer(PERMISSIONS[kind], scopes)
            with suppress(DomainError, KeyError, ArithmeticError):  # parameters tampered with
                found = effect_of(kind, json.loads(parameters), viewer, day, known_at)
        said = json.loads(result)
        if found != said:
            wrong = sorted(key for key in said if found is None or found.get(key) != said[key])
            problems.append(
                f"effect {number} of proposal {proposal}: {', '.join(wrong)} do not come out again"
            )
    return CheckResult(
        "assembly: effects of proposals come out as they were computed",
        len(rows),
        tuple(problems[:SHOWN]),
    )
