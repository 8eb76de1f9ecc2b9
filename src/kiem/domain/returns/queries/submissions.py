"""Files that came in: the trail of a chapter's month, and one file with what it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiem.domain.returns.errors import submission_unknown
from kiem.domain.returns.form.contents import Content, Problem, content_from_json
from kiem.domain.returns.form.reading import read_form
from kiem.domain.returns.queries.chapters import Chapter, chapter_of
from kiem.domain.returns.queries.checking import Checked, check_form
from kiem.domain.returns.queries.standing import standing_return
from kiem.domain.returns.workbooks import sheets_of
from kiem.platform import files
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.errors import NotFound
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A file of a chapter's month. `accepted_at`: since when it was the return, `replaced_at`:
    until when; both None for a file that never was. `changes`: lines it wrote."""

    id: int
    file_name: str
    sha256: str
    received_at: datetime
    received_by: str
    mistakes: int
    accepted_at: datetime | None
    replaced_at: datetime | None
    changes: int
    decision_id: int | None

    @property
    def is_return(self) -> bool:
        return self.accepted_at is not None and self.replaced_at is None


@dataclass(frozen=True, slots=True)
class SubmissionDetail:
    """One file. `is_latest`: no later one came for its chapter and month."""

    row: SubmissionRow
    chapter: Chapter
    month: Month
    content: Content
    problems: tuple[Problem, ...]
    written: tuple[Mapping[str, Any], ...]
    is_latest: bool

    @property
    def may_be_accepted(self) -> bool:
        return self.is_latest and not self.problems and self.row.accepted_at is None


_COLUMNS = """s.id, s.file_name, s.sha256, s.received_at, s.received_by,
    jsonb_array_length(s.problems), lower(a.recorded), upper(a.recorded),
    coalesce(jsonb_array_length(a.changes), 0), a.decision_id"""


def submissions_of(
    *, viewer: Viewer, organization_id: int, month: Month
) -> tuple[SubmissionRow, ...]:
    """Files of a chapter's month, the latest first. Raises NotFound outside the scope."""
    viewer.require(Permission.VIEW_RETURNS)
    chapter_of(
        viewer=viewer,
        permission=Permission.VIEW_RETURNS,
        organization_id=organization_id,
        month=month,
    )
    rows = fetch(
        f"""SELECT {_COLUMNS} FROM returns_submission s
            LEFT JOIN returns_acceptance a ON a.submission_id = s.id
        WHERE s.month = %(month)s AND s.organization_id = %(organization)s ORDER BY s.id DESC""",
        {"month": month.start, "organization": organization_id},
    )
    return tuple(SubmissionRow(*row) for row in rows)


def submission_detail(*, viewer: Viewer, submission_id: int) -> SubmissionDetail:
    """One file with its lines, which name members: for the member organisation's own side.

    Raises Forbidden without VIEW_MEMBERS, NotFound outside the line.
    """
    viewer.require(Permission.VIEW_MEMBERS)
    rows = fetch(
        f"""SELECT {_COLUMNS}, s.organization_id, s.month, s.content, s.problems, a.changes,
            NOT EXISTS (SELECT FROM returns_submission o WHERE o.month = s.month
                AND o.organization_id = s.organization_id AND o.id > s.id)
        FROM returns_submission s LEFT JOIN returns_acceptance a ON a.submission_id = s.id
        WHERE s.id = %(id)s""",
        {"id": submission_id},
    )
    if not rows:
        raise submission_unknown()
    organization_id, first_day, content, problems, changes, is_latest = rows[0][10:]
    month = Month.of(first_day)
    try:
        chapter = chapter_of(
            viewer=viewer,
            permission=Permission.VIEW_MEMBERS,
            organization_id=organization_id,
            month=month,
        )
    except NotFound:
        raise submission_unknown() from None
    return SubmissionDetail(
        SubmissionRow(*rows[0][:10]),
        chapter,
        month,
        content_from_json(_loaded(content)),
        tuple(Problem.from_json(problem) for problem in _loaded(problems)),
        tuple(_loaded(changes) or ()),
        is_latest,
    )


def preview_submission(*, viewer: Viewer, submission_id: int) -> Checked:
    """What accepting the file would change, worked out anew against the record of now."""
    detail = submission_detail(viewer=viewer, submission_id=submission_id)
    stored, data = submission_file(viewer=viewer, submission_id=submission_id)
    form = read_form(sheets_of(data, stored.name))
    standing = standing_return(detail.chapter, detail.month)
    return check_form(form, detail.chapter, detail.month, standing)


def submission_file(*, viewer: Viewer, submission_id: int) -> tuple[files.StoredFile, bytes]:
    """The file as it came."""
    submission_detail(viewer=viewer, submission_id=submission_id)
    rows = fetch("SELECT file_id FROM returns_submission WHERE id = %(id)s", {"id": submission_id})
    return files.read_file(rows[0][0])


def _loaded(value: Any) -> Any:
    """JSON columns come as text from plain statements."""
    return json.loads(value) if isinstance(value, str) else value
