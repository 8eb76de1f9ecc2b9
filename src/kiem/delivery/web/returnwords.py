"""Words of the monthly returns: problems of a file, what a file changes, periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.domain.returns.form import layout
from kiem.domain.returns.form.contents import ActivityLine, HoursLine, MemberLine, Problem
from kiem.domain.returns.queries.checking import Checked
from kiem.domain.returns.queries.periods import Period
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.time.month import Month

FIGURE_NAMES = {
    "members_start": gettext_noop("Members at the start"),
    "members_in": gettext_noop("Joined"),
    "members_out": gettext_noop("Left"),
    "members_end": gettext_noop("Members at the end"),
    "activities": gettext_noop("Activities"),
    "turnout": gettext_noop("Took part"),
    "officers": gettext_noop("Officers"),
    "office_hours": gettext_noop("Office hours"),
    "line_hours": gettext_noop("Line hours"),
    "returns": gettext_noop("Returns"),
}
HOUR_FIGURES = frozenset({"office_hours", "line_hours"})
VERBS = {
    "joined": gettext_noop("joins"),
    "left": gettext_noop("leaves"),
    "withdrawn": gettext_noop("taken back"),
    "planned": gettext_noop("new activity"),
    "called_off": gettext_noop("called off"),
    "result": gettext_noop("result"),
    "logged": gettext_noop("new hours"),
    "corrected": gettext_noop("hours corrected"),
    "struck": gettext_noop("hours struck out"),
}


def language_code() -> str:
    return "vi" if wording.is_vietnamese() else "en"


def sheet_name(key: str) -> str:
    sheet = layout.SHEETS.get(key)
    return sheet.label(language_code()) if sheet else gettext("the file")


def column_name(sheet: str, key: str) -> str:
    if sheet not in layout.SHEETS or not key:
        return ""
    return layout.SHEETS[sheet].column(key).label(language_code())


def problem_text(problem: Problem) -> str:
    return _filled(problem.message, problem)


def problem_remedy(problem: Problem) -> str:
    return _filled(problem.remedy, problem)


def _filled(text: str, problem: Problem) -> str:
    translated = gettext(text) if text else ""
    return translated.format(**problem.params) if problem.params else translated


def period_text(period: Period) -> str:
    """`October 2025`, `third quarter of 2025`, in words for titles."""
    year = period.first.year
    if period.kind == "month":
        return wording.month(period.first)
    if period.kind == "quarter":
        return gettext("quarter {number} of {year}").format(number=period.number, year=year)
    if period.kind == "half":
        half = (
            gettext("first half of {year}")
            if period.number == 1
            else gettext("second half of {year}")
        )
        return half.format(year=year)
    return str(year)


def month_choice(month: Month) -> str:
    return wording.table_month(month)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of a preview, in words."""

    sheet: str
    row: int
    verb: str
    what: str
    when: str
    before: str
    after: str


def change_lines(checked: Checked) -> Iterator[ChangeLine]:
    """What accepting the file writes, sheet by sheet."""
    found, names = checked.differences, _PostNames(checked)
    for verb, members in (
        ("withdrawn", found.withdrawn), ("joined", found.joined), ("left", found.left),
    ):  # fmt: skip
        yield from (_member(verb, line) for line in members)
    for verb, activities in (
        ("called_off", found.called_off), ("planned", found.planned), ("result", found.results),
    ):  # fmt: skip
        yield from (_activity(verb, line) for line in activities)
    for line in found.struck:
        yield names.hours("struck", line, wording.hours(float(line.hours)), wording.NO_VALUE)
    for old, new in found.corrected:
        before, after = (wording.hours(float(line.hours)) for line in (old, new))
        yield names.hours("corrected", new, before, after)
    for line in found.logged:
        yield names.hours("logged", line, wording.NO_VALUE, wording.hours(float(line.hours)))


def _member(verb: str, line: MemberLine) -> ChangeLine:
    said = gettext(VERBS["joined" if line.change == "in" else "left"])
    is_new = verb != "withdrawn"
    return ChangeLine(
        sheet_name("members"), line.row, gettext(VERBS[verb]),
        f"{line.full_name} ({line.staff_number}), {line.organization}", wording.day(line.day),
        wording.NO_VALUE if is_new else said, said if is_new else wording.NO_VALUE,
    )  # fmt: skip


def _activity(verb: str, line: ActivityLine) -> ChangeLine:
    starts = line.starts_at.astimezone(LOCAL_ZONE)
    turnout = (
        ""
        if line.turnout is None
        else gettext("{count} took part").format(count=wording.number(line.turnout))
    )
    outcome = ", ".join(part for part in (turnout, line.result) if part)
    return ChangeLine(
        sheet_name("activities"), line.row, gettext(VERBS[verb]),
        wording.name_of(line.title_vi, line.title_en), wording.moment(starts),
        wording.NO_VALUE,
        wording.NO_VALUE if verb == "called_off" else outcome or wording.NO_VALUE,
    )  # fmt: skip


class _PostNames:
    def __init__(self, checked: Checked) -> None:
        language = language_code()
        self._labels = {post.post_id: post.label(language) for post in checked.state.posts}
        self._month = checked.state.month

    def hours(self, verb: str, line: HoursLine, before: str, after: str) -> ChangeLine:
        category = layout.CATEGORIES[line.category]
        what = f"{line.full_name} · {self._labels[line.post_id]} · {wording.name_of(*category)}"
        when = wording.day(line.day) if line.day else wording.table_month(self._month)
        return ChangeLine(
            sheet_name("hours"), line.row, gettext(VERBS[verb]), what, when, before, after
        )
