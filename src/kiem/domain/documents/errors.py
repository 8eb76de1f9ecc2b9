"""What can be wrong with a document that is asked for."""

from __future__ import annotations

from kiem.platform.kernel.errors import NotFound


def no_nominations(decision_id: int, organization_id: int) -> NotFound:
    return NotFound(
        "documents.no_nominations",
        "Decision {decision_id} nominates nobody to organisation {organization_id}.",
        remedy="Open the decision; it lists the bodies it nominates to.",
        params={"decision_id": decision_id, "organization_id": organization_id},
    )
