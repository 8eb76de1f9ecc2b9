"""Forms of daily work: logging, planning, repeating, changing, asking for leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.personload import CATEGORIES
from kiem.delivery.web.timewords import (
    LEAVE_KINDS,
    QUESTIONS,
    category_text,
    exact_hours,
    to_oneself,
)
from kiem.domain.ledger import queries as ledger
from kiem.platform.kernel.clock import LOCAL_ZONE
from kiem.platform.kernel.errors import DomainError

QUICK_HOURS = ("0.5", "1", "1.5", "2", "3", "4", "8")
OTHER = ""
DUTY = "duty"
LINE = "line"
MOST_HABITS = 3


class AskingForm(KiemForm):
    """A form whose unlikely answers are asked back: `question` is then the label of a tick."""

    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = ""
        self.fields["confirmed"].widget = forms.HiddenInput()

    def ask(self, code: str) -> None:
        """Show the tick for what was refused with this code."""
        self.question = gettext(QUESTIONS[code])
        field = self.fields["confirmed"]
        field.widget = forms.CheckboxInput()
        field.label = self.question
        # Validation made it with the old label, and the cache has no public face.
        self._bound_fields_cache.pop("confirmed", None)  # type: ignore[attr-defined]

    def ask_for_reason(self) -> None:
        """Show the field for the reason of what comes late, where there is one."""
        if "late_reason" in self.fields:
            self.fields["late_reason"].widget = forms.TextInput()


def asking(form: AskingForm, act: Callable[[], str], *, is_leave: bool = False) -> str:
    """Run `act`; what it asks back becomes a tick of the form, and errors speak to one person."""
    try:
        return act()
    except DomainError as error:
        if error.code in QUESTIONS:
            form.ask(error.code)
        if error.code == "ledger.entry_in_closed_month":
            form.ask_for_reason()
        raise to_oneself(error, is_leave=is_leave) from None


def day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def hours_field(label: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=Decimal("0.01"),
        max_value=Decimal(24),
        max_digits=5,
        decimal_places=2,
        localize=False,
        widget=forms.NumberInput(attrs={"step": "0.25", "min": "0.25", "inputmode": "decimal"}),
    )


class LogForm(AskingForm):
    """Hours of one day: what (a habit, or post and category), and how many (a quick choice)."""

    verb = gettext_noop("Log hours")

    def __init__(
        self,
        posts: Sequence[ledger.HeldPost],
        habits: Sequence[ledger.Habit],
        on: date,
        *args: Any,
        is_closed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext(self.verb)
        self.fields["day"] = day_field(gettext("Day"))
        self.fields["day"].initial = on
        usual = usual_kinds(posts, habits)
        self.fields["what"] = forms.ChoiceField(
            label=gettext("What"),
            required=False,
            choices=[*usual, (OTHER, gettext("something else"))],
            widget=forms.RadioSelect,
            initial=usual[0][0] if usual else OTHER,
        )
        self.fields["post"] = forms.TypedChoiceField(
            label=gettext("Role"),
            required=False,
            coerce=int,
            choices=[(p.post_id, post_name(p)) for p in posts],
        )
        self.fields["category"] = forms.ChoiceField(
            label=gettext("Category"),
            required=False,
            choices=[(code, category_text(code)) for code in CATEGORIES],
        )
        self.fields["quick"] = forms.ChoiceField(
            label=gettext("Hours"),
            required=False,
            choices=[(h, exact_hours(Decimal(h))) for h in QUICK_HOURS],
            widget=forms.RadioSelect,
            initial=_usual_hours(habits),
        )
        self.fields["hours"] = hours_field(gettext("Other hours"), required=False)
        self.fields["activity"] = forms.IntegerField(
            required=False, min_value=1, widget=forms.HiddenInput()
        )
        self.fields["late_reason"] = forms.CharField(
            label=gettext("Why it comes late"),
            required=False,
            max_length=500,
            widget=forms.TextInput if is_closed else forms.HiddenInput,
        )
        self._by_post = {p.post_id: p for p in posts}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        what = cleaned.get("what") or OTHER
        if what != OTHER:
            post, _, category = what.partition(":")
            cleaned["post"], cleaned["category"] = int(post), category
        elif not cleaned.get("post") or not cleaned.get("category"):
            self.add_error("what", gettext("Choose what the hours are for."))
        if not cleaned.get("hours") and "hours" not in self.errors:  # typed ones come first
            if cleaned.get("quick"):
                cleaned["hours"] = Decimal(cleaned["quick"])
            else:
                self.add_error("quick", gettext("Choose how many hours, or type them."))
        return cleaned

    def role_kind(self, post_id: int) -> str:
        return self._by_post[post_id].role_kind


def usual_kinds(
    posts: Sequence[ledger.HeldPost], habits: Sequence[ledger.Habit]
) -> list[tuple[str, str]]:
    """What is usually logged, the latest first, and at least one kind for every post."""
    by_post = {post.post_id: post for post in posts}
    kinds = [(h.post_id, h.category) for h in habits if h.post_id in by_post][:MOST_HABITS]
    for post in posts:
        if all(post_id != post.post_id for post_id, _ in kinds):
            kinds.append((post.post_id, DUTY if post.kind == LINE else "meeting"))
    return [
        (f"{post_id}:{category}", f"{short_name(by_post[post_id])}: {category_text(category)}")
        for post_id, category in kinds
    ]


def short_name(post: ledger.HeldPost) -> str:
    return wording.name_of(post.title_vi, post.title_en)


def post_name(post: ledger.HeldPost) -> str:
    organization = wording.name_of(post.organization_vi, post.organization_en)
    return f"{short_name(post)}, {organization}"


def _usual_hours(habits: Sequence[ledger.Habit]) -> str:
    """The hours of the last time where they are one of the quick choices, else two."""
    last = f"{habits[0].hours.normalize():f}" if habits else "2"
    return last if last in QUICK_HOURS else "2"


class PlanForm(AskingForm):
    """An activity of one's own office, on a day to come."""

    verb = gettext_noop("Plan it")
    day = day_field(gettext_noop("Day"))
    starts = forms.TimeField(
        label=gettext_noop("Begins at"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    hours = hours_field(gettext_noop("Hours"))
    title = forms.CharField(label=gettext_noop("What"), max_length=200)

    def __init__(
        self, posts: Sequence[ledger.HeldPost], on: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = gettext(str(field.label)) if field.label else field.label
        self.verb = gettext(self.verb)
        self.fields["day"].initial = on
        self.fields["starts"].initial = time(16)
        self.fields["hours"].initial = 2
        offices = [p for p in posts if p.kind != LINE]
        self.fields["post"] = forms.TypedChoiceField(
            label=gettext("Office held"),
            coerce=int,
            choices=[(p.post_id, post_name(p)) for p in offices],
        )
        self.fields["category"] = forms.ChoiceField(
            label=gettext("Category"),
            choices=[(code, category_text(code)) for code in CATEGORIES if code != DUTY],
        )
        self.order_fields(["title", "day", "starts", "hours", "post", "category", "confirmed"])

    def period(self) -> tuple[datetime, datetime]:
        """From when to when, of a valid form."""
        cleaned = self.cleaned_data
        start = datetime.combine(cleaned["day"], cleaned["starts"], tzinfo=LOCAL_ZONE)
        return start, start + timedelta(minutes=round(float(cleaned["hours"]) * 60))


class RepeatForm(AskingForm):
    """Which of last week's entries to log again; all that can be are ticked."""

    verb = gettext_noop("Log what is ticked")

    def __init__(self, rows: Sequence[ledger.RepeatedRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext(self.verb)
        self._rows = {_key(row): row for row in rows if not row.obstacle}
        self.can_repeat = bool(self._rows)
        self.left_out = [
            f"{_again(row)} ({gettext(_OBSTACLES[row.obstacle])})" for row in rows if row.obstacle
        ]
        self.fields["rows"] = forms.MultipleChoiceField(
            label=gettext("Entries"),
            choices=[(key, _again(row)) for key, row in self._rows.items()],
            initial=list(self._rows),
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["rows", "confirmed"])

    def chosen(self) -> list[ledger.RepeatedRow]:
        return [self._rows[key] for key in self.cleaned_data["rows"]]


_OBSTACLES = {
    "there": gettext_noop("logged already"),
    "to come": gettext_noop("still to come"),
    "leave": gettext_noop("you are on leave"),
    "not held": gettext_noop("you hold this post no longer"),
}


def _key(row: ledger.RepeatedRow) -> str:
    return f"{row.day.isoformat()}:{row.post_id}:{row.category}"


def _again(row: ledger.RepeatedRow) -> str:
    post = wording.name_of(row.title_vi, row.title_en)
    return (
        f"{wording.day(row.day)}: {exact_hours(row.hours)}, {post}, {category_text(row.category)}"
    )


class LeaveForm(AskingForm):
    """Leave asked for; the last day is the last one off."""

    verb = gettext_noop("Ask for leave")
    first = day_field(gettext_noop("First day"))
    last = day_field(gettext_noop("Last day"))
    note = forms.CharField(label=gettext_noop("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = gettext(str(field.label)) if field.label else field.label
        self.verb = gettext(self.verb)
        self.fields["kind"] = forms.ChoiceField(
            label=gettext("Kind"),
            choices=[(code, gettext(text)) for code, text in LEAVE_KINDS.items()],
        )
        self.order_fields(["kind", "first", "last", "note", "confirmed"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The last day lies before the first."))
        return cleaned


class ChangeForm(KiemForm):
    """Other hours for an entry, with the reason."""

    verb = gettext_noop("Change the hours")
    hours = hours_field(gettext_noop("Hours"))
    reason = forms.CharField(label=gettext_noop("Why"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext(self.verb)
        for field in self.fields.values():
            field.label = gettext(str(field.label))


class StrikeForm(KiemForm):
    """Strike an entry out, with the reason."""

    verb = gettext_noop("Strike the entry out")
    reason = forms.CharField(label=gettext_noop("Why"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext(self.verb)
        for field in self.fields.values():
            field.label = gettext(str(field.label))


class WordsForm(KiemForm):
    """A text and a button: objections, answers, questions."""

    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: str, verb: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.verb = verb


class AnswerForm(KiemForm):
    """The superior's answer to an objection, and what becomes of the entry."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect)
    hours = hours_field("", required=False)
    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, entry_holds: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Answer")
        outcomes = [
            ("changed", gettext("Agreed: the entry gets other hours")),
            ("struck", gettext("Agreed: the entry is struck out")),
        ]
        if not entry_holds:  # somebody corrected it meanwhile
            outcomes = [("settled", gettext("Agreed: the entry was corrected already"))]
        self.fields["outcome"] = forms.ChoiceField(
            label=gettext("Outcome"),
            choices=[*outcomes, ("dismissed", gettext("Not agreed: the entry stays"))],
            widget=forms.RadioSelect,
        )
        self.fields["hours"].label = gettext("The right hours")
        self.fields["text"].label = gettext("Reason")
        if not entry_holds:
            del self.fields["hours"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned.setdefault("hours", None)
        is_missing = not cleaned["hours"] and "hours" not in self.errors
        if cleaned.get("outcome") == "changed" and is_missing:
            self.add_error("hours", gettext("Type the right hours."))
        return cleaned


class FileForm(KiemForm):
    """One file."""

    file = forms.FileField(max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = gettext("File")
        self.verb = gettext("Attach the file")
