"""Why a figure is what it is, as it is given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from kiem.delivery.web.findingtable import filled
from kiem.domain.ledger import queries as ledger


def explanation_given(part: ledger.Explanation) -> dict[str, Any]:
    """A node of the tree, its sentences in the reader's language."""
    return {
        "figure": part.figure,
        "subject": part.subject,
        "value": part.value,
        "unit": part.unit,
        "label": gettext(part.label),
        "formula": gettext(part.formula) if part.formula else "",
        "note": filled(part.note, part.params),
        "letter": part.letter,
        "rule_id": part.rule.rule_id if part.rule else None,
        "inputs": [explanation_given(below) for below in part.inputs],
        "records": part.records,
    }
