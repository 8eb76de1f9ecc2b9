"""Takes a file for a chapter's month, checks it, and makes it the return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from kiem.domain.returns.actions.applying import Refused, Written, apply_changes
from kiem.domain.returns.errors import (
    month_not_over,
    submission_has_problems,
    submission_superseded,
    submission_unknown,
)
from kiem.domain.returns.form.contents import Problem, content_as_json
from kiem.domain.returns.form.reading import Sheets, read_form
from kiem.domain.returns.models import Acceptance, Submission
from kiem.domain.returns.queries.chapters import Chapter, chapter_of
from kiem.domain.returns.queries.checking import Checked, check_form
from kiem.domain.returns.queries.standing import Standing, standing_return
from kiem.domain.returns.workbooks import LIMIT_BYTES, sheets_of
from kiem.platform import audit, files
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import execute
from kiem.platform.kernel.temporal import close_recorded
from kiem.time.month import Month

RETURN_FILES = frozenset({files.FileKind.XLSX})


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in. `is_return`: it is the chapter's return now; `is_new` False: the same
    file was the return already and nothing was written."""

    submission_id: int
    problems: tuple[Problem, ...]
    is_return: bool
    is_new: bool


def submit_return(
    *, organization_id: int, month: Month, name: str, content: bytes | BinaryIO, actor: Viewer
) -> Received:
    """Keep a file and check it; nothing else changes until it is accepted.

    A file with problems is kept as well: the board shows them. Sending the file that is the return
    already writes nothing. Raises NotFound outside the actor's scope, InvalidInput for a month
    that is not over and for a file that is not taken at all (size, kind, macros).
    """
    return _receive(organization_id, month, name, content, actor, accepts=False)


def receive_return(
    *, organization_id: int, month: Month, name: str, content: bytes | BinaryIO, actor: Viewer
) -> Received:
    """Submit a file and, when nothing is wrong with it, make it the return at once."""
    return _receive(organization_id, month, name, content, actor, accepts=True)


def _receive(
    organization_id: int,
    month: Month,
    name: str,
    content: bytes | BinaryIO,
    actor: Viewer,
    *,
    accepts: bool,
) -> Received:
    chapter = _chapter(organization_id, month, actor)
    with transaction.atomic():
        _lock(chapter)
        stored = files.keep_file(
            name=name, content=content, kinds=RETURN_FILES, limit_bytes=LIMIT_BYTES, actor=actor
        )
        standing = standing_return(chapter, month)
        if standing is not None and standing.sha256 == stored.sha256:
            transaction.set_rollback(True)
            return Received(standing.submission_id, (), is_return=True, is_new=False)
        form = read_form(_sheets(stored.id))
        checked = check_form(form, chapter, month, standing)
        problems, written = list(checked.problems), None
        if not problems:
            problems, written = _tried(checked, standing, actor, keeps=accepts)
        submission = Submission.objects.create(
            organization_id=chapter.id,
            month=month.start,
            file_id=stored.id,
            file_name=stored.name,
            sha256=stored.sha256,
            form_made_at=form.made_at,
            content=content_as_json(checked.content),
            problems=[problem.as_json() for problem in problems],
            received_at=clock.now(),
            received_by=actor.name,
        )
        audit.record(
            action="returns.submit",
            actor=actor,
            subject=f"return:{chapter.id}:{month}",
            rows={"returns_submission": [submission.pk], "files_keptfile": [stored.id]},
        )
        is_return = accepts and written is not None
        if is_return and written is not None:
            _accept(submission, written, standing, actor)
    return Received(int(submission.pk), tuple(problems), is_return, is_new=True)


def accept_return(*, submission_id: int, actor: Viewer) -> int:
    """Make a checked file the return of its chapter and month: all of it or nothing.

    What it changes is worked out anew, against what is on record now; an earlier return is
    superseded. Returns the id of the acceptance, the same one when repeated. Raises NotFound
    outside the scope, InvalidInput while the file has problems, Conflict if a later one came.
    """
    actor.require(Permission.SUBMIT_RETURN)
    submission = Submission.objects.filter(pk=submission_id).first()
    if submission is None:
        raise submission_unknown()
    month = Month.of(submission.month)
    chapter = _chapter(submission.organization_id, month, actor)
    with transaction.atomic():
        _lock(chapter)
        standing = standing_return(chapter, month)
        if standing is not None and standing.submission_id == submission_id:
            return standing.acceptance_id
        if submission.problems:
            raise submission_has_problems(len(submission.problems))
        if _is_superseded(submission):
            raise submission_superseded()
        form = read_form(_sheets(submission.file_id))
        checked = check_form(form, chapter, month, standing)
        if checked.problems:
            raise submission_has_problems(len(checked.problems))
        problems, written = _tried(checked, standing, actor, keeps=True)
        if written is None:
            raise submission_has_problems(len(problems))
        return _accept(submission, written, standing, actor)


def _chapter(organization_id: int, month: Month, actor: Viewer) -> Chapter:
    actor.require(Permission.SUBMIT_RETURN)
    chapter = chapter_of(
        viewer=actor,
        permission=Permission.SUBMIT_RETURN,
        organization_id=organization_id,
        month=month,
    )
    if month.end > clock.today():
        raise month_not_over(str(month))
    return chapter


def _sheets(file_id: int) -> Sheets:
    stored, content = files.read_file(file_id)
    return sheets_of(content, stored.name)


def _lock(chapter: Chapter) -> None:
    """Two senders never accept a chapter's return at once."""
    execute(
        "SELECT FROM register_organization WHERE id = %(id)s FOR NO KEY UPDATE",
        {"id": chapter.id},
    )


def _is_superseded(submission: Submission) -> bool:
    return Submission.objects.filter(
        organization_id=submission.organization_id, month=submission.month, pk__gt=submission.pk
    ).exists()


def _number(checked: Checked, standing: Standing | None) -> str:
    """`BC-2025-10`, `BC-2025-10/2` for the second return, and so on."""
    chapter, month = checked.state.chapter, checked.state.month
    earlier = Acceptance.objects.filter(organization_id=chapter.id, month=month.start).count()
    return f"BC-{month}" if standing is None and not earlier else f"BC-{month}/{earlier + 1}"


def _tried(
    checked: Checked, standing: Standing | None, actor: Viewer, *, keeps: bool
) -> tuple[list[Problem], Written | None]:
    """Write everything, and unless it `keeps` take it back: what register and ledger would refuse
    is told now."""
    try:
        with transaction.atomic():
            written = apply_changes(checked, number=_number(checked, standing), actor=actor)
            if not keeps:
                transaction.set_rollback(True)
    except Refused as refused:
        return [refused.problem], None
    return [], written


def _accept(
    submission: Submission, written: Written, standing: Standing | None, actor: Viewer
) -> int:
    """The submission becomes the return, instead of the one that stood."""
    moment = clock.now()
    if standing is not None:
        close_recorded(Acceptance, [standing.acceptance_id], moment)
    acceptance = Acceptance.objects.create(
        submission=submission,
        organization_id=submission.organization_id,
        month=submission.month,
        decision_id=written.decision_id,
        changes=written.changes,
        recorded=DateTimeTZRange(moment, None),
        recorded_by=actor.name,
    )
    audit.record(
        action="returns.accept",
        actor=actor,
        subject=f"return:{submission.organization_id}:{Month.of(submission.month)}",
        rows={"returns_acceptance": [acceptance.pk]},
        decision_id=written.decision_id,
    )
    return int(acceptance.pk)
