"""Forms of surveys: preparing one, its questions, and what happens to it next."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from kiem.delivery.web import wording
from kiem.delivery.web.assemblyforms import Choices
from kiem.delivery.web.forming import KiemForm, choose_from, split_lines
from kiem.delivery.web.surveytables import KINDS, PEOPLE_BREAKDOWNS
from kiem.domain.assembly.queries import TargetGroup
from kiem.domain.surveys.actions import Asked
from kiem.domain.surveys.queries import COMPUTED

_IN_ENGLISH = gettext_lazy("The same in English")
_TAKES_DAY = {"extend", "reopen"}
_WITH_LATER_DAY = gettext_lazy("Needed with a later day, and when it is opened again.")


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _line(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class QuestionSetForm(KiemForm):
    verb = gettext_lazy("Make the question set")
    organization = forms.ChoiceField(label=gettext_lazy("Whose questions"))
    code = _line(gettext_lazy("Code"), 40, required=True)
    title_vi = _line(gettext_lazy("Title in Vietnamese"), 300, required=True)
    title_en = _line(gettext_lazy("Title in English"), 300)

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)


class QuestionForm(KiemForm):
    verb = gettext_lazy("Add the question")
    more = ("text_en", "options_en", "rows_en", "unit_en")
    more_label = _IN_ENGLISH
    kind = forms.ChoiceField(label=gettext_lazy("Answered with"))
    text_vi = _line(gettext_lazy("Question"), 600, required=True)
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    options_vi = _lines(
        gettext_lazy("Options"),
        gettext_lazy("One a line. Of a scale: what its two ends mean. Of a table: its columns."),
    )
    rows_vi = _lines(gettext_lazy("Rows of a table"), gettext_lazy("One a line."))
    lowest = forms.DecimalField(
        label=gettext_lazy("Lowest value"), required=False, max_digits=14, decimal_places=2
    )
    highest = forms.DecimalField(
        label=gettext_lazy("Highest value"), required=False, max_digits=14, decimal_places=2
    )
    unit_vi = _line(gettext_lazy("Unit of measure"), 40)
    computed = forms.ChoiceField(
        label=gettext_lazy("Prefilled with"),
        required=False,
        help_text=gettext_lazy("A number that Kiem knows on the survey's day; it can be changed."),
    )
    text_en = _line(gettext_lazy("Question in English"), 600)
    options_en = _lines(gettext_lazy("Options in English"))
    rows_en = _lines(gettext_lazy("Rows in English"))
    unit_en = _line(gettext_lazy("Unit of measure in English"), 40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "kind", [(code, gettext(name)) for code, name in KINDS.items()])
        known = [(code, gettext(name)) for code, name in COMPUTED.items()]
        choose_from(self, "computed", [("", gettext("nothing")), *known])


class QuestionChangeForm(QuestionForm):
    """`remove` and `position` beside the question's own words."""

    verb = gettext_lazy("Save the question")
    position = forms.IntegerField(
        label=gettext_lazy("Place in the order"), min_value=1, max_value=500
    )
    remove = forms.BooleanField(label=gettext_lazy("Take it out"), required=False)


def question_of(key: str, given: dict[str, Any]) -> Asked:
    """The domain's question from a form's cleaned data."""
    return Asked(
        key=key,
        kind=given["kind"],
        text_vi=given["text_vi"],
        text_en=given["text_en"],
        is_required=given["is_required"],
        options_vi=tuple(split_lines(given["options_vi"])),
        options_en=tuple(split_lines(given["options_en"])),
        rows_vi=tuple(split_lines(given["rows_vi"])),
        rows_en=tuple(split_lines(given["rows_en"])),
        unit_vi=given["unit_vi"],
        unit_en=given["unit_en"],
        lowest=_decimal(given["lowest"]),
        highest=_decimal(given["highest"]),
        computed=given["computed"],
    )


def question_initial(question: Asked, position: int) -> dict[str, Any]:
    """What a form shows of a question that exists."""
    return {
        "kind": question.kind,
        "text_vi": question.text_vi,
        "text_en": question.text_en,
        "is_required": question.is_required,
        "options_vi": "\n".join(question.options_vi),
        "options_en": "\n".join(question.options_en),
        "rows_vi": "\n".join(question.rows_vi),
        "rows_en": "\n".join(question.rows_en),
        "unit_vi": question.unit_vi,
        "unit_en": question.unit_en,
        "lowest": question.lowest,
        "highest": question.highest,
        "computed": question.computed,
        "position": position,
    }


def next_key(questions: tuple[Asked, ...]) -> str:
    """`q7`: a key no question of the version has."""
    taken = {question.key for question in questions}
    return next(key for number in range(1, 1_000) if (key := f"q{number}") not in taken)


class SurveyForm(KiemForm):
    verb = gettext_lazy("Prepare the survey")
    more = ("title_en", "introduction_en")
    more_label = _IN_ENGLISH
    organizer = forms.ChoiceField(label=gettext_lazy("Organiser"))
    version = forms.ChoiceField(label=gettext_lazy("Questions"))
    title_vi = _line(gettext_lazy("Title in Vietnamese"), 300, required=True)
    introduction_vi = _lines(gettext_lazy("What those asked should know"))
    audience = forms.ChoiceField(
        label=gettext_lazy("Who answers"), widget=forms.RadioSelect, initial="bodies"
    )
    reference_on = _day(
        gettext_lazy("As of"),
        gettext_lazy("The day whose bodies are asked and whose figures are prefilled."),
    )
    due_on = _day(gettext_lazy("Last day to answer"))
    rule = forms.ChoiceField(
        label=gettext_lazy("Whom to ask"), widget=forms.RadioSelect, initial="type"
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Types"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = _lines(
        gettext_lazy("Codes"),
        gettext_lazy("Codes of units and organisations, one a line or with commas."),
    )
    breakdowns = forms.MultipleChoiceField(
        label=gettext_lazy("Anonymous results broken down by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At most two. It is announced to those who answer."),
    )
    title_en = _line(gettext_lazy("Title in English"), 300)
    introduction_en = _lines(gettext_lazy("What those asked should know, in English"))

    def __init__(
        self,
        *args: Any,
        bodies: Choices,
        versions: Choices,
        groups: tuple[TargetGroup, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if bodies:
            choose_from(self, "organizer", bodies)
            choose_from(self, "version", versions)
        else:  # a survey that exists keeps both
            del self.fields["organizer"], self.fields["version"]
        choose_from(
            self,
            "audience",
            [
                ("bodies", gettext("the bodies asked, each with one sheet")),
                ("everyone", gettext("everybody who holds a post in them, anonymously")),
                ("dual", gettext("the dual holders in them, anonymously")),
            ],
        )
        choose_from(
            self,
            "rule",
            [
                ("type", gettext("every body of the types below")),
                ("hosting", gettext("every unit that hosts an organisation of the types below")),
                ("list", gettext("those with the codes below")),
            ],
        )
        types = [(g.type, wording.name_of(g.name_vi, g.name_en), g.count) for g in groups]
        choose_from(
            self, "types", [(code, f"{name} ({wording.number(n)})") for code, name, n in types]
        )
        names = {key: gettext(name) for key, name in PEOPLE_BREAKDOWNS.items() if key}
        choose_from(self, "breakdowns", list(names.items()))


class SurveyStepForm(KiemForm):
    """What can be done with a survey now; `steps` are those its status allows."""

    verb = gettext_lazy("Record the step")
    conditional = ("due_on", "text")
    step = forms.ChoiceField(label=gettext_lazy("What to do now"), widget=forms.RadioSelect)
    due_on = _day(gettext_lazy("New last day"), _WITH_LATER_DAY, required=False)
    text = _lines(gettext_lazy("Reason"), _WITH_LATER_DAY)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "step", steps)
        offered = {code for code, _name in steps}
        if not _TAKES_DAY & offered:
            del self.fields["due_on"], self.fields["text"]
        elif offered <= _TAKES_DAY:
            self.fields["due_on"].required = self.fields["text"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_missing = not cleaned.get("due_on") and "due_on" not in self.errors
        if cleaned.get("step") in _TAKES_DAY and "due_on" in self.fields and is_missing:
            self.add_error("due_on", gettext("Choose the new last day."))
        return cleaned


class ReopeningForm(KiemForm):
    verb = gettext_lazy("Open the sheet again")
    due_on = _day(gettext_lazy("New last day"))
    text = _lines(gettext_lazy("Reason"))


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
