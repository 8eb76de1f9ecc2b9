"""What a rule says of somebody in an office, as it is given."""

from __future__ import annotations

from typing import Any

from kiem.delivery.web.reasons import reason_words
from kiem.domain.regimes.eligibility import Reason


def reason_given(reason: Reason) -> dict[str, Any]:
    """A reason in the shape `Reason`, with its sentence in the reader's language."""
    return {
        "code": reason.code,
        "verdict": reason.verdict,
        "words": reason_words(reason),
        "bars": reason.bars,
        "letter": reason.rule and reason.rule.letter,
        "rule_id": reason.rule and reason.rule.rule_id,
        "params": dict(reason.params),
    }
