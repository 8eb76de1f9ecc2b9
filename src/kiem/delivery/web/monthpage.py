"""One's own month as its page shows it: the day in front, the calendar, the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, Scope
from kiem.delivery.web.monthbar import month_bar
from kiem.delivery.web.timewords import category_text, exact, exact_hours, leave_text
from kiem.delivery.web.unitload import person_hours
from kiem.domain.ledger import queries as ledger
from kiem.platform.access import Permission
from kiem.platform.kernel.clock import LOCAL_ZONE

LINE = "line"
MONTH_PATH = "/month/"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar. `css`: its classes; `label`: all of it in words."""

    number: int
    href: str
    css: str
    label: str
    line: str
    office: str
    planned: str
    is_today: bool
    is_shown: bool
    mark: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a line. `state`: what became of it, empty while nobody has spoken."""

    id: int
    href: str
    day: str
    hours: str
    role: str
    post: str
    work: str
    state: str
    reason: str
    files: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A planned activity as a line. `what`, `hours`: for the button that logs it."""

    activity_id: int
    href: str
    title: str
    time: str
    hours: str
    what: str
    hours_value: str
    is_logged: bool
    can_be_logged: bool


@dataclass(frozen=True, slots=True)
class WordLine:
    """What the superior said about the hours of a post."""

    post: str
    role: str
    hours: str
    text: str
    is_asking: bool
    answer_href: str


@dataclass(frozen=True, slots=True)
class DayPanel:
    """The day in front."""

    title: str
    leave: str
    entries: list[EntryLine]
    planned: list[PlanLine]
    total: str
    is_to_come: bool


WEEKDAYS = (
    ("T2", "Mon"), ("T3", "Tue"), ("T4", "Wed"), ("T5", "Thu"), ("T6", "Fri"), ("T7", "Sat"),
    ("CN", "Sun"),
)  # fmt: skip
_LONG_WEEKDAYS = (
    ("Thứ Hai", "Monday"), ("Thứ Ba", "Tuesday"), ("Thứ Tư", "Wednesday"),
    ("Thứ Năm", "Thursday"), ("Thứ Sáu", "Friday"), ("Thứ Bảy", "Saturday"),
    ("Chủ nhật", "Sunday"),
)  # fmt: skip


def weekday_heads() -> list[str]:
    return [wording.name_of(*names) for names in WEEKDAYS]


def long_day(day: date, today: date) -> str:
    """`Today, Sunday 22 November 2026`."""
    name = f"{wording.name_of(*_LONG_WEEKDAYS[day.weekday()])} {wording.long_day(day)}"
    if day == today:
        return gettext("Today, {day}").format(day=name)
    if day == today - timedelta(days=1):
        return gettext("Yesterday, {day}").format(day=name)
    return name


def cells(sheet: ledger.MonthSheet, asked: Asked) -> list[Cell]:
    """The days of the month, in order; the first one's class says in which column it stands."""
    return [_cell(day, asked) for day in sheet.days]


def _cell(day: ledger.DaySheet, asked: Asked) -> Cell:
    planned = sum(p.planned_hours for p in day.planned if not p.is_logged)
    line, office = day.line_hours, day.office_hours
    has_objection = any(e.objection_id for e in day.entries)
    is_waiting = any(not e.is_confirmed for e in day.entries)
    css = ["cell"]
    if day.day.day == 1:
        css.append(f"from-{day.day.weekday() + 1}")
    if not day.is_working_day:
        css.append("is-free")
    if day.leave is not None:
        css.append(f"is-leave-{day.leave.state}")
    if day.day == asked.today:
        css.append("is-today")
    if day.day == asked.on:
        css.append("is-shown")
    said = [f"{wording.name_of(*_LONG_WEEKDAYS[day.day.weekday()])} {wording.day(day.day)}"]
    if line:
        said.append(gettext("line {hours}").format(hours=exact_hours(line)))
    if office:
        said.append(gettext("office {hours}").format(hours=exact_hours(office)))
    if planned:
        said.append(gettext("planned {hours}").format(hours=exact_hours(planned)))
    if day.leave is not None:
        said.append(_leave_words(day.leave))
    if has_objection:
        said.append(gettext("objection open"))
    elif day.entries and is_waiting:
        said.append(gettext("not confirmed yet"))
    return Cell(
        day.day.day,
        asked.link(MONTH_PATH, on=day.day.isoformat()),
        " ".join(css),
        ", ".join(said),
        exact(line) if line else "",
        exact(office) if office else "",
        exact(planned) if planned else "",
        day.day == asked.today,
        day.day == asked.on,
        "!" if has_objection else "",
    )


def day_panel(sheet: ledger.MonthSheet, asked: Asked) -> DayPanel:
    day = sheet.day_of(asked.on)
    total = day.line_hours + day.office_hours
    return DayPanel(
        long_day(day.day, asked.today),
        _leave_words(day.leave) if day.leave else "",
        entry_lines(sheet, day.entries, asked),
        [_plan_line(part, asked) for part in day.planned],
        exact_hours(total) if total else "",
        day.day > asked.today,
    )


def entry_lines(
    sheet: ledger.MonthSheet, entries: Sequence[ledger.DayEntry], asked: Asked
) -> list[EntryLine]:
    lines = []
    for entry in entries:
        post = sheet.post(entry.post_id)
        lines.append(
            EntryLine(
                entry.id,
                asked.link(f"/month/entries/{entry.id}/"),
                wording.day(entry.day),
                exact_hours(entry.hours),
                "line" if entry.role_kind == LINE else "office",
                wording.name_of(post.title_vi, post.title_en) if post else "",
                _work(entry),
                _entry_state(entry),
                entry.reason,
                entry.files,
            )
        )
    return lines


def word_lines(sheet: ledger.MonthSheet, asked: Asked) -> list[WordLine]:
    """What superiors said about the month, for each post with hours."""
    lines = []
    for post in sheet.posts:
        hours = sum((e.hours for e in sheet.entries if e.post_id == post.post_id), start=0)
        word = sheet.word_on(post.post_id)
        if not hours and word is None:
            continue
        is_asking = word is not None and word.verdict == "asked_back"
        lines.append(
            WordLine(
                wording.name_of(post.title_vi, post.title_en),
                post.role_kind,
                exact_hours(hours),
                _word_text(word),
                is_asking,
                asked.link("/month/answer/", post=post.post_id, month=str(sheet.month))
                if is_asking
                else "",
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Something that waits, and where to do it."""

    text: str
    href: str
    is_question: bool


def task_lines(tasks: ledger.MyTasks, asked: Asked) -> list[TaskLine]:
    """Questions first, then activities without hours."""
    lines = [
        TaskLine(
            gettext("{who} asks about {hours} in {month}: {note}").format(
                who=q.asked_by,
                hours=exact_hours(q.hours),
                month=wording.month(q.month),
                note=q.note,
            ),
            f"/month/answer/?post={q.post_id}&month={q.month}",
            is_question=True,
        )
        for q in tasks.questions
    ]
    lines.extend(
        TaskLine(
            gettext("{day}: no hours logged for {title}").format(
                day=wording.day(a.day), title=wording.name_of(a.title_vi, a.title_en)
            ),
            asked.link(MONTH_PATH, on=a.day.isoformat()),
            is_question=False,
        )
        for a in tasks.activities
    )
    return lines


def own_bar(person_id: int, scope: Scope) -> SafeString | None:
    """The picture of the month, for who may see their load."""
    if not scope["viewer"].can(Permission.VIEW_LOAD):
        return None
    (month,) = ledger.person_load(person_id=person_id, months=1, **scope)
    return month_bar(person_hours(month), width=360, height=24)


def _plan_line(part: ledger.PlannedPart, asked: Asked) -> PlanLine:
    start, end = part.starts_at.astimezone(LOCAL_ZONE), part.ends_at.astimezone(LOCAL_ZONE)
    return PlanLine(
        part.activity_id,
        asked.link(f"/activities/{part.activity_id}/"),
        wording.name_of(part.title_vi, part.title_en),
        f"{start:%H:%M}–{end:%H:%M}",
        exact_hours(part.planned_hours),
        f"{part.post_id}:{part.category}",
        f"{part.planned_hours.normalize():f}",
        part.is_logged,
        not part.is_logged and part.first_day <= asked.today and part.planned_hours > 0,
    )


def _work(entry: ledger.DayEntry) -> str:
    if entry.is_month_total:
        return gettext("the unit's record of the whole month")
    return wording.name_of(entry.activity_vi, entry.activity_en) or category_text(entry.category)


def _entry_state(entry: ledger.DayEntry) -> str:
    if entry.objection_id:
        return gettext("objection open")
    if entry.is_confirmed:
        return gettext("confirmed")
    return gettext("logged late") if entry.is_late else ""


def _word_text(word: ledger.SuperiorsWord | None) -> str:
    if word is None:
        return gettext("not confirmed yet")
    if word.verdict == "asked_back":
        return gettext("{who} asks: {note}").format(who=word.recorded_by, note=word.note)
    if word.verdict == "answered":
        return gettext("you answered: {note}").format(note=word.note)
    said = gettext("confirmed by {who}, {when}").format(
        who=word.recorded_by, when=wording.moment(word.recorded_at)
    )
    if not word.is_current:
        said += gettext("; changed since: to be confirmed again")
    return said


def _leave_words(leave: ledger.LeaveDays) -> str:
    kind = leave_text(leave.kind)
    return kind if leave.state == "granted" else gettext("{kind} asked for").format(kind=kind)
