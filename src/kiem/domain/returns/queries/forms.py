"""Makes the form of a chapter and month for somebody who may send it."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.domain.returns.errors import month_not_begun
from kiem.domain.returns.form import layout
from kiem.domain.returns.form.identity import FormIdentity
from kiem.domain.returns.form.writing import write_form
from kiem.domain.returns.queries.chapters import Chapter, chapter_of
from kiem.domain.returns.queries.state import chapter_month
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form to download."""

    chapter: Chapter
    name: str
    content: bytes


def make_form(*, viewer: Viewer, organization_id: int, month: Month, language: str) -> FormFile:
    """The form filled in with what is known now. `language`: `vi` or `en`.

    Raises NotFound outside the viewer's scope, InvalidInput for a month still to come and for an
    organisation that sends no return.
    """
    viewer.require(Permission.SUBMIT_RETURN)
    if month.start > clock.today():
        raise month_not_begun(str(month))
    chapter = chapter_of(
        viewer=viewer,
        permission=Permission.SUBMIT_RETURN,
        organization_id=organization_id,
        month=month,
    )
    made_at = clock.now()
    identity = FormIdentity(chapter.id, chapter.code, month, layout.VERSION, made_at)
    content = write_form(
        chapter_month(chapter, month),
        identity,
        language=language,
        is_invented=read_installation().is_sample,
    )
    return FormFile(chapter, f"kiem-{chapter.code}-{month}.xlsx", content)
