"""What became of a file that was handed in."""

from __future__ import annotations

from datetime import datetime

from kiem.delivery.api.schemas.shape import Id, Shape, Taken


class FileProblem(Shape):
    """Something wrong in a file: where (row and column as the spreadsheet counts), what, remedy."""

    sheet: str
    row: int
    column: str
    message: str
    remedy: str


class ReturnReceived(Shape):
    """`is_return`: it is the chapter's return of the month now; `is_new` false: it was already."""

    submission_id: int
    is_return: bool
    is_new: bool
    problems: list[FileProblem]


class ImportDetail(Shape):
    """A file handed in, and what its last check found.

    `run_id`: the background work that checks or applies a large one. `changing`: rows that would
    do something, null before the first check.
    """

    id: int
    name: str
    sha256: str
    state: str
    submitted_at: datetime
    applied_at: datetime | None
    row_count: int
    is_understood: bool
    decision_id: int | None
    run_id: int | None
    changing: int | None
    can_be_applied: bool
    error_count: int
    errors: list[FileProblem]


class ImportApplied(Taken):
    """`issuer_id`: in whose name, where the file does not say."""

    issuer_id: Id | None = None
