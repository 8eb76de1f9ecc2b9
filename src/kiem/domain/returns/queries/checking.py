"""Checks a file that was read: whose it is, what its lines mean, what they would change."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiem.domain.returns.form.contents import Content, Problem
from kiem.domain.returns.form.reading import ReadForm
from kiem.domain.returns.form.resolving import resolve
from kiem.domain.returns.queries.chapters import Chapter
from kiem.domain.returns.queries.colleagues import Colleague, colleagues
from kiem.domain.returns.queries.differences import Differences, compare
from kiem.domain.returns.queries.standing import Standing, base_of
from kiem.domain.returns.queries.state import ChapterMonth, chapter_month
from kiem.platform.kernel import clock
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class Checked:
    """A file beside what is on record now. Nothing of it may be written while it has problems."""

    state: ChapterMonth
    content: Content
    differences: Differences
    people: dict[str, Colleague]
    problems: tuple[Problem, ...] = field(default=())


def check_form(
    form: ReadForm, chapter: Chapter, month: Month, standing: Standing | None
) -> Checked:
    """Every problem of the file at once, in the order of its sheets and rows.

    `standing`: the return that stands now for the chapter and month.
    """
    state = chapter_month(chapter, month)
    problems = [*form.problems, *_of_another(form, chapter, month)]
    if not form.lines or _of_another(form, chapter, month):
        return Checked(state, Content(), Differences(), {}, tuple(problems))
    numbers = {line.text("staff_number") for line in form.lines["members"]}
    people = colleagues(state, numbers)
    content, wrong = resolve(form, state, people, clock.today())
    problems += wrong
    differences = Differences()
    if not problems:
        differences = compare_with_record(content, form, state, people, standing)
        problems += differences.problems
    return Checked(state, content, differences, people, in_order(problems))


def compare_with_record(
    content: Content,
    form: ReadForm,
    state: ChapterMonth,
    people: dict[str, Colleague],
    standing: Standing | None,
) -> Differences:
    """What the content changes, seen from the form it was written into."""
    if form.identity is None:
        raise ValueError("A file that is no form has nothing to compare.")
    base, made = base_of(state, form.identity.made_at, standing)
    return compare(file=content, base=base, now=state, people=people, made=made)


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """As somebody goes through the file: sheet by sheet, row by row."""
    sheets = ["", "members", "activities", "hours"]
    return tuple(sorted(problems, key=lambda p: (sheets.index(p.sheet), p.row)))


def _of_another(form: ReadForm, chapter: Chapter, month: Month) -> list[Problem]:
    """The form is another chapter's or another month's: told before anything of it is."""
    if form.identity is None:
        return []
    if form.identity.organization_id != chapter.id:
        return [Problem("other_chapter", params={"value": form.identity.organization_code})]
    if form.identity.month != month:
        return [Problem("other_month", params={"value": str(form.identity.month)})]
    return []
