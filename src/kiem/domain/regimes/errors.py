"""Errors of the regimes."""

from kiem.platform.kernel.errors import NotFound, OperationalError


class BrokenRule(OperationalError):
    """A rule file is malformed; says where and what to write instead."""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"The rules cannot be read. {place}: {problem}; {remedy}.")


def rule_not_found(rule_id: str) -> NotFound:
    return NotFound(
        "regimes.rule_not_found",
        "There is no rule '{rule}'.",
        remedy="Open the list of rules and choose one.",
        params={"rule": rule_id},
    )
