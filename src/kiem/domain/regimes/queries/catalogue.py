"""The rules as a reader asks for them."""

from __future__ import annotations

from datetime import date

from kiem.domain.regimes.errors import rule_not_found
from kiem.domain.regimes.loading import all_rules
from kiem.domain.regimes.rules import Rule, Subject
from kiem.platform.access import Permission, Viewer


def rule(rule_id: str, *, viewer: Viewer) -> Rule:
    """One rule value by its id. Raises NotFound."""
    viewer.require(Permission.VIEW_RULES)
    for candidate in all_rules():
        if candidate.rule_id == rule_id:
            return candidate
    raise rule_not_found(rule_id)


def list_rules(
    *, viewer: Viewer, on: date | None = None, subject: Subject | None = None
) -> tuple[Rule, ...]:
    """Rules by id, oldest value first; those in force on `on` when it is given."""
    viewer.require(Permission.VIEW_RULES)
    return tuple(
        candidate
        for candidate in all_rules()
        if (subject is None or candidate.subject == subject)
        and (on is None or on in candidate.valid)
    )
