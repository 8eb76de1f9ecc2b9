"""Good models: forms, tables, and why a unit resembles another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.assemblyforms import Choices
from kiem.delivery.web.assemblytables import body_href, body_name
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.forming import KiemForm, choose_from
from kiem.delivery.web.taskforms import FilesField, ManyFiles
from kiem.domain.assembly.profiles import Part, Profile
from kiem.domain.assembly.queries import ModelRow, Recommendation
from kiem.domain.ledger.queries import figure_label

OUTCOMES = {
    "works": gettext_noop("it works"),
    "partly": gettext_noop("it works in part"),
    "failed": gettext_noop("it does not work here"),
}
FEATURES = {
    "staff": gettext_noop("staff"),
    "young_share": gettext_noop("aged 30 at most"),
    "women_share": gettext_noop("women"),
    "dual_share": gettext_noop("dual holders"),
    "load": gettext_noop("load"),
}
FIGURES = ("office_hours", "line_hours", "uncovered_hours", "load", "dual_holders", "overloaded")


def _area(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _day(label: Any, **values: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **values)


class ModelForm(KiemForm):
    verb = gettext_lazy("Publish the model")
    more = ("title_en", "description_en", "evidence_en")
    more_label = gettext_lazy("The same in English")
    organization = forms.ChoiceField(label=gettext_lazy("Whose model"))
    title_vi = forms.CharField(label=gettext_lazy("Name of the model"), max_length=300)
    description_vi = _area(
        gettext_lazy("What is done"),
        help_text=gettext_lazy("So that others can do it: who, when, with what."),
    )
    evidence_vi = _area(gettext_lazy("What shows that it works"))
    file = FilesField(
        label=gettext_lazy("Evidence as files"),
        required=False,
        widget=ManyFiles(),
        help_text=gettext_lazy("PDF, picture, Word or Excel, at most 10 MB each."),
    )
    figure = forms.ChoiceField(
        label=gettext_lazy("A figure of the unit before and after"), required=False
    )
    before_on = _day(gettext_lazy("Before: in the month of"), required=False)
    after_on = _day(gettext_lazy("After: in the month of"), required=False)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=300, required=False
    )
    description_en = _area(gettext_lazy("What is done, in English"), required=False)
    evidence_en = _area(gettext_lazy("What shows it, in English"), required=False)

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)
        figures = [(name, gettext(figure_label(name))) for name in FIGURES]
        choose_from(self, "figure", [("", gettext("none")), *figures])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("figure"):
            for name in ("before_on", "after_on"):
                if not cleaned.get(name):
                    self.add_error(name, gettext("Choose a day of the month."))
        return cleaned


class CorrectModelForm(ModelForm):
    """The words only: whose it is, its figures and files stay."""

    verb = gettext_lazy("Correct the model")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, bodies=[], **kwargs)
        for name in ("organization", "figure", "before_on", "after_on"):
            del self.fields[name]


class AdoptForm(KiemForm):
    verb = gettext_lazy("Adopt the model")
    more = ("note_en",)
    more_label = gettext_lazy("The same in English")
    organization = forms.ChoiceField(label=gettext_lazy("Who adopts it"))
    adopted_on = _day(gettext_lazy("Since"))
    note_vi = _area(gettext_lazy("What it does differently"), required=False)
    note_en = _area(gettext_lazy("What it does differently, in English"), required=False)

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)


class AdoptionResultForm(KiemForm):
    verb = gettext_lazy("Record the result")
    more = ("text_en",)
    more_label = gettext_lazy("The same in English")
    outcome = forms.ChoiceField(label=gettext_lazy("Result"), widget=forms.RadioSelect)
    text_vi = _area(gettext_lazy("What came of it"))
    text_en = _area(gettext_lazy("What came of it, in English"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "outcome", [(code, gettext(name)) for code, name in OUTCOMES.items()])


def model_href(model_id: int, asked: Asked) -> str:
    return f"/models/{model_id}/{asked.query}"


def model_columns(asked: Asked) -> list[Column[ModelRow]]:
    return [
        Column("published", gettext("Published"), lambda m: m.published_on, Kind.DATE),
        Column(
            "title",
            gettext("Good model"),
            lambda m: wording.name_of(m.title_vi, m.title_en),
            href=lambda m: model_href(m.id, asked),
            is_heading=True,
        ),
        Column(
            "body",
            gettext("Whose"),
            lambda m: body_name(m.body),
            href=lambda m: body_href(m.body, asked),
        ),
        Column("adoptions", gettext("Adopted by"), lambda m: m.adoptions, Kind.COUNT),
        Column("works", gettext("Works there"), lambda m: m.works, Kind.COUNT),
    ]


def recommendation_columns(asked: Asked, *, of_unit: bool) -> list[Column[Recommendation]]:
    """Units for a model, or (`of_unit`) models for a unit; each with the reason in words."""
    subject: Column[Recommendation] = (
        Column(
            "model",
            gettext("Good model"),
            lambda r: wording.name_of(r.title_vi, r.title_en),
            href=lambda r: model_href(r.model_id, asked),
            is_heading=True,
        )
        if of_unit
        else Column(
            "unit",
            gettext("Unit"),
            lambda r: body_name(r.unit),
            href=lambda r: body_href(r.unit, asked),
            is_heading=True,
        )
    )
    return [
        subject,
        Column(
            "percent",
            gettext("Alike"),
            lambda r: r.likeness.percent / 100,
            Kind.SHARE,
        ),
        Column("like", gettext("Like"), lambda r: body_name(r.like)),
        Column("why", gettext("Here and there"), lambda r: "; ".join(map(_part, r.likeness.parts))),
    ]


def _part(part: Part) -> str:
    """`staff 88 and 93`."""
    return gettext("{feature} {here} and {there}").format(
        feature=gettext(FEATURES[part.feature]),
        here=_value(part.feature, part.here),
        there=_value(part.feature, part.there),
    )


def profile_text(profile: Profile) -> str:
    """`staff 88, aged 30 at most 41 %, ...`."""
    return ", ".join(
        f"{gettext(name)} {_value(feature, value)}"
        for feature, name in FEATURES.items()
        if (value := getattr(profile, feature)) is not None
    )


def _value(feature: str, value: float) -> str:
    if feature == "staff":
        return wording.number(value)
    return wording.share(value, 2 if feature == "load" else 0)
