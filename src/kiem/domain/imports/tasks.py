"""The background side of checking and applying: what the worker calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiem.domain.imports.actions.applying import apply_file, check_file
from kiem.domain.imports.reporting import Report
from kiem.platform.access import Viewer
from kiem.platform.jobs import Outcome, Progress


def check(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    """See what a file would change."""
    import_id = inputs["import_id"]
    return _outcome(import_id, check_file(import_id=import_id, actor=viewer, tell=progress))


def apply(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    """Apply a file, all or nothing; what is wrong with it stands in its report."""
    import_id = inputs["import_id"]
    report = apply_file(
        import_id=import_id, actor=viewer, issuer_id=inputs["issuer_id"], tell=progress
    )
    return _outcome(import_id, report)


def _outcome(import_id: int, report: Report) -> Outcome:
    facts = {"rows": report.changing, "errors": report.error_count}
    return Outcome(facts, f"/imports/{import_id}/")
