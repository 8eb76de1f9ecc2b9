"""Forms of assemblies and tasks: fields, and how their texts become the domain's inputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from kiem.delivery.web import wording
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.assemblytables import DIFFICULTIES, EVENT_KINDS, body_name
from kiem.delivery.web.citedsources import wrong_sources
from kiem.delivery.web.forming import KiemForm, choose_from, split_lines
from kiem.delivery.web.picking import PickField
from kiem.domain.assembly.actions import Cited, Referred, Statement
from kiem.domain.assembly.queries import Body, TargetGroup
from kiem.platform.kernel import clock

_AREA = forms.Textarea(attrs={"rows": 3})


_COMMUNE = "commune"  # wards and communes: one level, several types


_SAID = (
    "situation", "result", "difficulty", "difficulty_kind", "proposal",
    "situation_en", "result_en", "difficulty_en", "proposal_en",
)  # fmt: skip


_IN_ENGLISH = gettext_lazy("The same in English")


Choices = Sequence[tuple[str, str]]


def _text(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _day(label: Any, **values: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **values)


def body_choices(bodies: Sequence[tuple[Body, str]]) -> Choices:
    return [(str(body.id), f"{body_name(body)} ({code})") for body, code in bodies]


def group_choices(groups: Sequence[TargetGroup]) -> Choices:
    """`Ward police: all 51`, `Every commune-level unit: all 126`."""
    levels = Counter(group.level for group in groups)
    every = [
        (
            group.type,
            gettext("{type}: all {count}").format(
                type=wording.name_of(group.name_vi, group.name_en),
                count=wording.number(group.count),
            ),
        )
        for group in groups
    ]
    if levels[_COMMUNE] > 1:
        count = sum(group.count for group in groups if group.level == _COMMUNE)
        whole = gettext("Every commune-level unit: all {count}")
        every.insert(0, (_COMMUNE, whole.format(count=wording.number(count))))
    return every


class ProjectForm(KiemForm):
    verb = gettext_lazy("Open the project")
    organization = forms.ChoiceField(label=gettext_lazy("Whose project"))
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    title_vi = forms.CharField(label=gettext_lazy("Title in Vietnamese"), max_length=300)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=300, required=False
    )

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)


class EventForm(KiemForm):
    verb = gettext_lazy("Plan the event")
    more = ("agenda_en", "place_en")
    more_label = _IN_ENGLISH
    organizer = forms.ChoiceField(label=gettext_lazy("Organiser"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    title_vi = forms.CharField(label=gettext_lazy("Title in Vietnamese"), max_length=300)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=300, required=False
    )
    held_on = _day(gettext_lazy("Day"))
    starts_at = forms.TimeField(
        label=gettext_lazy("Begins"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    agenda = _text(gettext_lazy("Agenda"), help_text=gettext_lazy("One point a line."))
    agenda_en = _text(
        gettext_lazy("Agenda in English"), help_text=gettext_lazy("The same points in their order.")
    )
    place_en = forms.CharField(
        label=gettext_lazy("Place in English"), max_length=200, required=False
    )
    codes = _text(
        gettext_lazy("Bodies invited"),
        help_text=gettext_lazy("Codes of units and organisations, one a line or with commas."),
    )

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organizer", bodies)
        choose_from(self, "kind", [(code, gettext(name)) for code, name in EVENT_KINDS.items()])


class ContributionForm(KiemForm):
    verb = gettext_lazy("Record the contribution")
    more = ("situation_en", "result_en", "difficulty_en", "proposal_en")
    more_label = _IN_ENGLISH
    organization = forms.ChoiceField(label=gettext_lazy("Who speaks"))
    situation = _text(gettext_lazy("Situation"))
    result = _text(gettext_lazy("Result"))
    difficulty = _text(gettext_lazy("Difficulty"))
    difficulty_kind = forms.ChoiceField(
        label=gettext_lazy("The difficulty is"), required=False, widget=forms.RadioSelect
    )
    proposal = _text(gettext_lazy("Proposal"))
    figures = _text(
        gettext_lazy("What it cites"),
        help_text=gettext_lazy(
            "Addresses of pages, one a line: a figure's 'why' page, a unit, an organisation, an "
            "office, a decision, a paper of an event, a survey. They are pinned to what is known "
            "now."
        ),
    )
    situation_en = _text(gettext_lazy("Situation in English"))
    result_en = _text(gettext_lazy("Result in English"))
    difficulty_en = _text(gettext_lazy("Difficulty in English"))
    proposal_en = _text(gettext_lazy("Proposal in English"))

    def __init__(self, *args: Any, bodies: Choices, chooser: Attenders, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser
        self.fields["person"] = PickField(
            "people", chooser, label=gettext("The person who speaks for it"), required=False
        )
        self.order_fields(["organization", "person"])
        choose_from(self, "organization", bodies)
        choose_from(
            self,
            "difficulty_kind",
            [
                ("", gettext("no difficulty")),
                *((code, gettext(name)) for code, name in DIFFICULTIES.items()),
            ],
        )

    def clean_figures(self) -> str:
        text: str = self.cleaned_data["figures"]
        if problems := wrong_sources(text, self.chooser.viewer, clock.today()):
            raise forms.ValidationError(problems)
        return text


class CorrectContributionForm(ContributionForm):
    """Its words and who spoke; what it cited stays pinned."""

    verb = gettext_lazy("Correct the contribution")
    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["figures"]


class PaperForm(KiemForm):
    verb = gettext_lazy("Add the paper")
    more = ("title_en",)
    more_label = _IN_ENGLISH
    organization = forms.ChoiceField(label=gettext_lazy("Whose paper"))
    title_vi = forms.CharField(label=gettext_lazy("Title of the paper"), max_length=300)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, picture, Word or Excel, at most 10 MB."),
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=300, required=False
    )

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)


class ProposalForm(KiemForm):
    verb = gettext_lazy("Put the proposal")
    more = ("text_en", "grounds_en")
    more_label = _IN_ENGLISH
    organization = forms.ChoiceField(label=gettext_lazy("Who proposes"))
    text_vi = _text(gettext_lazy("Proposal"), required=True)
    grounds = _text(gettext_lazy("Grounds"))
    contribution = forms.ChoiceField(label=gettext_lazy("From the contribution"), required=False)
    text_en = _text(gettext_lazy("Proposal in English"))
    grounds_en = _text(gettext_lazy("Grounds in English"))

    def __init__(self, *args: Any, bodies: Choices, contributions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)
        choose_from(
            self,
            "contribution",
            [
                ("", gettext("none")),
                *contributions,
            ],
        )


class SupportForm(KiemForm):
    verb = gettext_lazy("Support the proposal")
    organization = forms.ChoiceField(label=gettext_lazy("Who supports it"))

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)


class VerdictForm(KiemForm):
    verb = gettext_lazy("Record the verdict")
    more = ("reason_en",)
    more_label = _IN_ENGLISH
    verdict = forms.ChoiceField(
        label=gettext_lazy("The proposal is"),
        widget=forms.RadioSelect,
        choices=[
            ("accepted", gettext_lazy("accepted")),
            ("rejected", gettext_lazy("rejected")),
            ("deferred", gettext_lazy("deferred")),
        ],
    )
    reason = _text(gettext_lazy("Reason"), required=True)
    reason_en = _text(gettext_lazy("Reason in English"))


class ConclusionForm(KiemForm):
    verb = gettext_lazy("Record the conclusion")
    text_vi = _text(gettext_lazy("Conclusion"), required=True)
    text_en = _text(gettext_lazy("In English"))
    proposal = forms.ChoiceField(label=gettext_lazy("It answers the proposal"), required=False)
    contributions = forms.MultipleChoiceField(
        label=gettext_lazy("It rests on what was said by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, proposals: Choices, contributions: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "contributions", contributions)
        choose_from(
            self,
            "proposal",
            [
                ("", gettext("none")),
                *proposals,
            ],
        )


class CorrectConclusionForm(KiemForm):
    verb = gettext_lazy("Correct the conclusion")
    text_vi = _text(gettext_lazy("Conclusion"), required=True)
    text_en = _text(gettext_lazy("In English"))
    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=300)


class TasksForm(KiemForm):
    verb = gettext_lazy("Set the tasks")
    more = ("text_en", "evidence_en")
    conditional = ("group", "codes")
    more_label = _IN_ENGLISH
    text_vi = _text(gettext_lazy("What is to be done"), required=True)
    text_en = _text(gettext_lazy("What is to be done, in English"))
    evidence_en = forms.CharField(
        label=gettext_lazy("What will show it, in English"), max_length=300, required=False
    )
    evidence_vi = forms.CharField(
        label=gettext_lazy("What will show that it is done"), max_length=300
    )
    due_on = _day(gettext_lazy("Due"))
    group = forms.MultipleChoiceField(
        label=gettext_lazy("For"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = _text(
        gettext_lazy("Codes"),
        help_text=gettext_lazy("Codes of units and organisations, one a line or with commas."),
    )

    def __init__(self, *args: Any, groups: Choices, chooser: Attenders, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "group", groups)
        self.fields["person"] = owner_field(chooser)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("group") and not (cleaned.get("codes") or "").strip():
            self.add_error("group", gettext("Choose for whom, or write codes."))
        return cleaned


def owner_field(chooser: Attenders) -> PickField:
    """Somebody of the one body a task is for, to whom it is given by name."""
    return PickField(
        "people",
        chooser,
        label=gettext("Given by name to"),
        help_text=gettext("Somebody of that body, where the task is for one body only."),
        required=False,
    )


class CommitmentForm(KiemForm):
    verb = gettext_lazy("Make the commitment")
    more = ("text_en", "evidence_en")
    more_label = _IN_ENGLISH
    organization = forms.ChoiceField(label=gettext_lazy("Who commits itself"))
    text_vi = _text(gettext_lazy("To what"), required=True)
    evidence_vi = forms.CharField(
        label=gettext_lazy("What will show that it is done"), max_length=300
    )
    due_on = _day(gettext_lazy("Due"))
    text_en = _text(gettext_lazy("To what, in English"))
    evidence_en = forms.CharField(
        label=gettext_lazy("What will show it, in English"), max_length=300, required=False
    )

    def __init__(self, *args: Any, bodies: Choices, chooser: Attenders, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "organization", bodies)
        self.fields["person"] = owner_field(chooser)


def split_codes(text: str) -> list[str]:
    """Codes of a text area: lines, commas and semicolons part them."""
    return [part for part in re.split(r"[\s,;]+", text) if part]


def read_agenda(vietnamese: str, english: str) -> list[tuple[str, str]]:
    """Points with their English titles, line by line; missing English lines are left empty."""
    points, translated = split_lines(vietnamese), split_lines(english)
    return list(zip_longest(points, translated[: len(points)], fillvalue=""))


def statement_of(
    given: dict[str, Any], citations: Sequence[Cited] = (), references: Sequence[Referred] = ()
) -> Statement:
    """What a contribution's form says."""
    return Statement(
        organization_id=int(given["organization"]),
        person_id=given["person"],
        citations=citations,
        references=references,
        **{name: given[name] for name in _SAID},
    )
