"""From lines as read to lines that mean something: people, posts, organisations, activities.

Compares nothing with what is on record; `queries.differences` does. Every line is looked at, so
that all problems come at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from kiem.domain.returns.form import layout
from kiem.domain.returns.form.contents import (
    CALLED_OFF,
    ActivityLine,
    Content,
    HoursLine,
    MemberLine,
    Problem,
)
from kiem.domain.returns.form.reading import RawLine, ReadForm
from kiem.domain.returns.queries.colleagues import Colleague
from kiem.domain.returns.queries.state import ChapterMonth, HeldPost
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.collation import fold
from kiem.time.month import Month

LONGEST_ACTIVITY_DAYS = 31
_DAY_HOURS = 24


def resolve(
    form: ReadForm, state: ChapterMonth, people: Mapping[str, Colleague], today: date
) -> tuple[Content, list[Problem]]:
    """The content of a form, and the problems of those lines that are left out of it.

    `people`: of the numbers on the sheet of members, as `queries.colleagues` found them.
    """
    resolver = _Resolver(state, people, today)
    members = map(resolver.member, form.lines.get("members", ()))
    activities = map(resolver.activity, form.lines.get("activities", ()))
    hours = map(resolver.hours, form.lines.get("hours", ()))
    content = Content(  # activities before the hours that refer to them
        tuple(line for line in members if line),
        tuple(line for line in activities if line),
        tuple(line for line in hours if line),
    )
    resolver.refuse_repeats(content)
    resolver.refuse_hours_of_called_off(content)
    resolver.refuse_full_days(content)
    return content, resolver.problems


class _Resolver:
    def __init__(self, state: ChapterMonth, people: Mapping[str, Colleague], today: date) -> None:
        self.state = state
        self.people = people
        self.today = today
        self.problems: list[Problem] = []
        self._refs: set[str] = set()
        self._posts: dict[str, list[HeldPost]] = {}
        for post in state.posts:
            self._posts.setdefault(post.staff_number, []).append(post)

    def _wrong(self, sheet: str, row: int, column: str, code: str, **params: object) -> None:
        self.problems.append(Problem(code, sheet, row, column, params))

    # members

    def member(self, raw: RawLine) -> MemberLine | None:
        before = len(self.problems)
        number, day = raw.text("staff_number"), raw.values["day"]
        colleague = self.people.get(number)
        if colleague is None:
            self._wrong("members", raw.row, "staff_number", "person_unknown", value=number[:40])
        elif fold(raw.text("full_name")) != fold(colleague.full_name):
            shown = raw.text("full_name")[:60]
            self._wrong("members", raw.row, "full_name", "name_differs", value=shown)
        organization = self._organization(raw)
        self._check_day("members", raw.row, "day", day)
        if len(self.problems) > before or colleague is None:
            return None
        return MemberLine(
            raw.row, number, colleague.full_name, raw.text("change"), day, organization
        )

    def _organization(self, raw: RawLine) -> str:
        text = raw.text("organization")
        wanted = fold(text)
        for named in self.state.organizations:
            names = {fold(named.code), fold(named.name_vi), fold(named.name_en)}
            names |= {f"{fold(named.code)} · {fold(n)}" for n in (named.name_vi, named.name_en)}
            if wanted in names:
                return named.code
        self._wrong("members", raw.row, "organization", "organization_unknown", value=text[:60])
        return ""

    # activities

    def activity(self, raw: RawLine) -> ActivityLine | None:
        before = len(self.problems)
        ref = raw.text("ref").upper()
        if not (ref[:1] in ("A", "N") and ref[1:].isascii() and ref[1:].isdigit()):
            self._wrong("activities", raw.row, "ref", "activity_unknown", value=ref[:20])
        else:
            self._refs.add(ref)
        for column, most in (
            ("title_vi", layout.LONGEST_TITLE),
            ("title_en", layout.LONGEST_TITLE),
            ("result", layout.LONGEST_RESULT),
        ):
            if len(raw.text(column)) > most:
                self._wrong("activities", raw.row, column, "too_long", most=most)
        starts_at, ends_at = self._period(raw)
        self._check_outcome(raw, ref)
        if len(self.problems) > before:
            return None
        return ActivityLine(
            row=raw.row,
            ref=f"{ref[0]}{int(ref[1:])}",
            title_vi=raw.text("title_vi"),
            title_en=raw.text("title_en") or raw.text("title_vi"),
            category=raw.text("category"),
            starts_at=starts_at,
            ends_at=ends_at,
            status=raw.text("status"),
            turnout=raw.values.get("turnout"),
            result=raw.text("result"),
        )

    def _period(self, raw: RawLine) -> tuple[datetime, datetime]:
        first = raw.values["first_day"]
        last = raw.day("last_day") or first
        starts_at = datetime.combine(first, raw.time("from"), LOCAL_ZONE)
        ends_at = datetime.combine(last, raw.time("to"), LOCAL_ZONE)
        self._check_day(
            "activities", raw.row, "first_day", first,
            may_come=raw.text("status") == CALLED_OFF,
        )  # fmt: skip
        if ends_at <= starts_at:
            self._wrong("activities", raw.row, "to", "ends_before_start")
        elif ends_at - starts_at > timedelta(days=LONGEST_ACTIVITY_DAYS):
            self._wrong(
                "activities", raw.row, "last_day", "lasts_too_long", most=LONGEST_ACTIVITY_DAYS
            )
        return starts_at, ends_at

    def _check_outcome(self, raw: RawLine, ref: str) -> None:
        if raw.text("status") != CALLED_OFF:
            return
        if ref.startswith("N"):
            self._wrong("activities", raw.row, "status", "new_called_off")
        elif raw.values.get("turnout") is not None or raw.text("result"):
            self._wrong("activities", raw.row, "turnout", "called_off_with_turnout")

    # hours

    def hours(self, raw: RawLine) -> HoursLine | None:
        before = len(self.problems)
        number, day = raw.text("staff_number"), raw.day("day")
        posts = self._posts.get(number)
        post = None
        if posts is None:
            self._wrong("hours", raw.row, "staff_number", "officer_unknown", value=number[:40])
        else:
            post = self._post(raw, posts)
        if day is not None:
            self._check_day("hours", raw.row, "day", day)
        if post is not None:
            self._check_time_of(raw, post, day)
        activity = raw.text("activity").upper()
        if activity and activity not in self._refs | self._known_refs:
            self._wrong("hours", raw.row, "activity", "activity_unknown", value=activity[:20])
        self._check_amount(raw, day)
        if len(self.problems) > before or post is None:
            return None
        return HoursLine(
            raw.row, number, post.full_name, post.post_id, day, raw.text("category"), activity,
            raw.number("hours"),
        )  # fmt: skip

    @property
    def _known_refs(self) -> set[str]:
        return {line.ref for line in self.state.content.activities}

    def _post(self, raw: RawLine, posts: list[HeldPost]) -> HeldPost | None:
        wanted = fold(raw.text("post"))
        for post in posts:
            if wanted in (fold(post.label("vi")), fold(post.label("en"))):
                return post
        self._wrong("hours", raw.row, "post", "post_unknown", value=raw.text("post")[:80])
        return None

    def _check_time_of(self, raw: RawLine, post: HeldPost, day: date | None) -> None:
        if day is None and post.kind != "line":
            self._wrong("hours", raw.row, "day", "day_missing")
        if day is not None and not (post.start <= day and (post.end is None or day < post.end)):
            self._wrong("hours", raw.row, "day", "post_not_held", value=day.isoformat())

    def _check_amount(self, raw: RawLine, day: date | None) -> None:
        hours = raw.number("hours")
        most = _DAY_HOURS if day is not None else _DAY_HOURS * self.state.month.days
        if hours <= 0:
            self._wrong("hours", raw.row, "hours", "hours_not_positive", value=_plain(hours))
        elif hours > most:
            code = "hours_over_a_day" if day is not None else "hours_over_the_month"
            self._wrong("hours", raw.row, "hours", code, value=_plain(hours))

    # several lines together

    def refuse_repeats(self, content: Content) -> None:
        for sheet, keys in (
            ("members", [(m.row, m.key) for m in content.members]),
            ("activities", [(a.row, a.ref) for a in content.activities]),
            ("hours", [(h.row, h.key) for h in content.hours]),
        ):
            first: dict[object, int] = {}
            for row, key in keys:
                if key in first:
                    self._wrong(sheet, row, "", "line_twice", value=first[key])
                first.setdefault(key, row)

    def refuse_hours_of_called_off(self, content: Content) -> None:
        off = {line.ref for line in content.activities if line.status == CALLED_OFF}
        for line in content.hours:
            if line.activity in off:
                self._wrong(
                    "hours", line.row, "activity", "called_off_with_hours", value=line.activity
                )

    def refuse_full_days(self, content: Content) -> None:
        totals: dict[tuple[str, date], Decimal] = {}
        for line in content.hours:
            if line.day is None:
                continue
            key = (line.staff_number, line.day)
            totals[key] = totals.get(key, Decimal(0)) + line.hours
            if totals[key] > _DAY_HOURS:
                self._wrong("hours", line.row, "hours", "day_too_full", value=_plain(totals[key]))

    def _check_day(
        self, sheet: str, row: int, column: str, day: date, *, may_come: bool = False
    ) -> None:
        if Month.of(day) != self.state.month:
            self._wrong(sheet, row, column, "day_outside_month", value=day.isoformat())
        elif day > self.today and not may_come:
            self._wrong(sheet, row, column, "day_to_come", value=day.isoformat())


def _plain(hours: Decimal) -> str:
    """`25.00` as 25."""
    return f"{hours.normalize():f}"
