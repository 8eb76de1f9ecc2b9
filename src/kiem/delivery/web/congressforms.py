"""Forms of congresses: fields, and how their texts become the domain's inputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from kiem.delivery.web import wording
from kiem.delivery.web.congresswords import BODIES, METHODS, RULE_WORDS, RULES, VERDICTS
from kiem.delivery.web.forming import KiemForm, choose_from
from kiem.delivery.web.picking import Chooser, PickField
from kiem.domain.elections.queries import ContestDetail, Named, RoundState
from kiem.domain.elections.rules import EXAMPLES
from kiem.platform.kernel.errors import InvalidInput

Choices = Sequence[tuple[str, str]]
THEMSELVES = "themselves"
_LETTERS = (
    ("C", gettext_lazy("C: confirmed")),
    ("S", gettext_lazy("S: one secondary source")),
    ("E", gettext_lazy("E: example, not law")),
    ("M", gettext_lazy("M: from memory")),
)


def _day(label: Any, **values: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **values)


def _percent(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100)


def _count(label: Any, **values: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, **values)


def _reason(label: Any = "", *, required: bool = True) -> forms.CharField:
    label = label or gettext_lazy("Reason")
    return forms.CharField(label=label, max_length=300, required=required)


def _ticks(label: Any, **values: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, required=False, **values
    )


def people_choices(people: Sequence[Named]) -> Choices:
    return [
        (
            str(p.id),
            f"{p.full_name} ({wording.name_of(p.unit_vi, p.unit_en)})"
            if p.unit_vi
            else p.full_name,
        )
        for p in people
    ]


class SchemeForm(KiemForm):
    verb = gettext_lazy("Keep the plan")
    term_label = forms.CharField(label=gettext_lazy("Term"), max_length=40)
    planned_from = _day(gettext_lazy("The term begins"))
    planned_last = _day(gettext_lazy("Planned last day"))
    women_percent = _percent(gettext_lazy("Aim: women, per cent"))
    young_percent = _percent(gettext_lazy("Aim: up to 30 years old, per cent"))
    new_percent = _percent(gettext_lazy("Aim: new in the committee, per cent"))
    delegates_due_on = _day(gettext_lazy("Chapters name their delegates by"), required=False)
    nominations_from = _day(gettext_lazy("Candidates are put forward from"), required=False)
    nominations_until = _day(gettext_lazy("Last day to put candidates forward"), required=False)


class RuleForm(KiemForm):
    verb = gettext_lazy("Set the rule")
    key = forms.ChoiceField(label=gettext_lazy("Rule"))
    conditional = ("value", "word")
    value = forms.CharField(
        label=gettext_lazy("Value: a number or a share"), max_length=40, required=False
    )
    word = forms.ChoiceField(label=gettext_lazy("Value: one of these"), required=False)
    valid_from = _day(gettext_lazy("In force from"))
    letter = forms.ChoiceField(label=gettext_lazy("Standing of the source"), choices=_LETTERS)
    source_vi = forms.CharField(label=gettext_lazy("Source"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "key", [(key, gettext(name)) for key, name in RULES.items()])
        self.fields["value"].help_text = "; ".join(
            f"{gettext(RULES[key])}: {example}"
            for key, example in EXAMPLES.items()
            if key not in RULE_WORDS
        )
        words = [
            (f"{key}:{code}", f"{gettext(RULES[key])}: {gettext(name)}")
            for key, names in RULE_WORDS.items()
            for code, name in names.items()
        ]
        choose_from(self, "word", [("", gettext("none")), *words])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        key, value = cleaned.get("key", ""), (cleaned.get("value") or "").strip()
        if key in RULE_WORDS:
            of, _, value = (cleaned.get("word") or "").partition(":")
            if of != key and "word" not in self.errors:
                self.add_error("word", gettext("Choose a value of this rule."))
        elif key and not value and "value" not in self.errors:
            self.add_error("value", gettext("Write the value of this rule."))
        return {**cleaned, "value": value}


class AllocationForm(KiemForm):
    verb = gettext_lazy("Allocate the delegates")
    more = ("exception_vi",)
    more_label = gettext_lazy("An exception to the rule")
    method = forms.ChoiceField(label=gettext_lazy("Method"))
    total = _count(gettext_lazy("Delegates in all"), required=False)
    base = _count(gettext_lazy("For each chapter beforehand"), required=False)
    bands = forms.CharField(
        label=gettext_lazy("Size bands"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Only for the method by size bands: members from and delegates, one band a line,"
            " such as 30 2."
        ),
    )
    counted_on = _day(gettext_lazy("Members counted on"), required=False)
    lots = forms.CharField(
        label=gettext_lazy("Lots drawn"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "After a tie: the numbers of the tied chapters, in the order drawn."
        ),
    )
    exception_vi = _reason(gettext_lazy("Why delegates, or all members, meet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "method", [(key, gettext(name)) for key, name in METHODS.items()])


class DelegatesForm(KiemForm):
    verb = gettext_lazy("Name the delegates")
    people = _ticks(gettext_lazy("Delegates"))
    kind = forms.ChoiceField(label=gettext_lazy("How"))
    mandate_vi = forms.CharField(label=gettext_lazy("Paper that shows the mandate"), max_length=300)

    def __init__(self, *args: Any, people: Choices, by_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "people", people)
        kinds = (
            [("ex_officio", gettext("by office"))]
            if by_office
            else [("elected", gettext("elected")), ("designated", gettext("designated"))]
        )
        choose_from(self, "kind", kinds)


class EveryMemberForm(KiemForm):
    verb = gettext_lazy("Convene every member")
    mandate_vi = forms.CharField(label=gettext_lazy("Paper that convenes them"), max_length=300)


class CredentialForm(KiemForm):
    verb = gettext_lazy("Record the finding")
    verdict = forms.ChoiceField(label=gettext_lazy("Credentials"), widget=forms.RadioSelect)
    reason = _reason(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(
            self,
            "verdict",
            [(k, gettext(VERDICTS[k])) for k in ("confirmed", "refused", "withdrawn")],
        )


class RollForm(KiemForm):
    """Confirm credentials of all who are open, or say who is there."""

    verb = gettext_lazy("Record who is there")
    present = _ticks(gettext_lazy("Present"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "present", people)


class BoardForm(KiemForm):
    verb = gettext_lazy("Fill the body")
    body = forms.ChoiceField(label=gettext_lazy("Body of the congress"))
    head = forms.ChoiceField(label=gettext_lazy("Its head"))
    members = _ticks(gettext_lazy("Other members"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "body", [(key, gettext(name)) for key, name in BODIES.items()])
        choose_from(self, "head", people)
        choose_from(self, "members", people)

    def people(self) -> list[int]:
        head = int(self.cleaned_data["head"])
        return [head, *(int(m) for m in self.cleaned_data["members"] if int(m) != head)]


class ContestForm(KiemForm):
    verb = gettext_lazy("Put it to the vote")
    post = forms.ChoiceField(label=gettext_lazy("Office to fill"))
    seats = _count(gettext_lazy("How many are elected"))

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "post", posts)


class NomineeForm(KiemForm):
    """`bodies`: who may put somebody forward, as id and name; nobody is chosen beforehand."""

    verb = gettext_lazy("Nominate")

    def __init__(
        self, chooser: Chooser, *args: Any, congress_id: int, bodies: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PickField(
            f"members-{congress_id}", chooser, label=gettext("Candidate")
        )
        self.fields["by"] = forms.ChoiceField(
            label=gettext("Put forward by"),
            choices=[
                ("", gettext("Choose who puts the candidate forward")),
                (THEMSELVES, gettext("themselves")),
                *bodies,
            ],
        )

    def by(self) -> int | None:
        """The body; None for a self-nomination."""
        chosen = self.cleaned_data["by"]
        return None if chosen == THEMSELVES else int(chosen)


class WithdrawalForm(KiemForm):
    verb = gettext_lazy("Take off the list")
    reason = _reason()


class ClosingForm(KiemForm):
    verb = gettext_lazy("Close the list")
    more = ("exception_vi",)
    more_label = gettext_lazy("An exception to the rule")
    votes_for = _count(gettext_lazy("Hands for closing it"))
    exception_vi = _reason(gettext_lazy("Why the list has too few or too many"), required=False)


class RoundForm(KiemForm):
    verb = gettext_lazy("Open the ballot")
    mode = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect)
    candidates = _ticks(
        gettext_lazy("Candidates"), help_text=gettext_lazy("None ticked: all who are left.")
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "candidates", people)
        choose_from(
            self,
            "mode",
            [
                ("by_hand", gettext("on paper; the counting board enters counts")),
                (
                    "by_code",
                    gettext("by codes on paper slips, on any device; counted by the program"),
                ),
                ("on_site", gettext("by each delegate's account; counted by the program")),
            ],
        )


class CountForm(KiemForm):
    """One field a candidate, `votes_<person>`, after the counts of ballots."""

    verb = gettext_lazy("Enter the counts")
    issued = _count(gettext_lazy("Ballots issued"))
    collected = _count(gettext_lazy("Ballots collected"))
    invalid = _count(gettext_lazy("Invalid ballots"))

    def __init__(self, *args: Any, detail: ContestDetail, state: RoundState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = state.candidates
        for key in state.candidates:
            self.fields[f"votes_{key}"] = _count(
                gettext("Votes for {name}").format(name=detail.names[key].full_name)
            )
        if state.tally is not None:
            self.fields["reason"] = _reason(gettext("Why it was counted again"))
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-required", "true")

    def votes(self) -> dict[int, int]:
        return {key: self.cleaned_data[f"votes_{key}"] for key in self.candidates}


class UrnForm(KiemForm):
    verb = gettext_lazy("End the ballot and count")


class EndingForm(KiemForm):
    verb = gettext_lazy("End it without a result")
    reason = _reason()


class SlipsForm(UrnForm):
    """With codes the counting board says how many slips it handed out."""

    issued = _count(
        gettext_lazy("Slips handed out"),
        help_text=gettext_lazy("Those drawn, without the slips that nobody took."),
    )


def urn_form(state: RoundState, given: Any) -> UrnForm:
    if state.mode == "by_code":
        return SlipsForm(given, initial={"issued": state.codes.live if state.codes else None})
    return UrnForm(given)


class DrawForm(KiemForm):
    verb = gettext_lazy("Draw the codes and make the sheet")


class ReplaceForm(KiemForm):
    verb = gettext_lazy("Replace the codes and make the sheet")
    spoiled = forms.CharField(
        label=gettext_lazy("Codes of the spoiled slips"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "One a line. Empty: all of them, as long as nobody has voted. A slip that is not at"
            " hand cannot be replaced."
        ),
    )
    reason = _reason(gettext_lazy("Why, for the minutes"))


class VoteCodeForm(KiemForm):
    verb = gettext_lazy("Open my ballot")
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code"}
        ),
        help_text=gettext_lazy("The 16 digits of your slip."),
    )


class TieForm(KiemForm):
    verb = gettext_lazy("Record how it was settled")
    how_vi = _reason(gettext_lazy("How it was settled"))

    def __init__(self, *args: Any, tied: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, len(tied) + 1):
            field = forms.ChoiceField(label=gettext("Place {place}").format(place=place))
            field.choices = list(tied)
            self.fields[f"place_{place}"] = field
        self.places = len(tied)

    def order(self) -> list[int]:
        return [int(self.cleaned_data[f"place_{n}"]) for n in range(1, self.places + 1)]


class BallotForm(KiemForm):
    verb = gettext_lazy("Cast the ballot")
    candidates = _ticks(gettext_lazy("Names"))

    def __init__(self, *args: Any, people: Choices, seats: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "candidates", people)
        self.fields["candidates"].help_text = gettext(
            "Tick at most {seats}. Nobody ticked is a blank ballot."
        ).format(seats=wording.number(seats))


class CodeBallotForm(BallotForm):
    """`opened`: the signed pass of the code that opened the ballot."""

    opened = forms.CharField(widget=forms.HiddenInput)


class RecognitionForm(KiemForm):
    verb = gettext_lazy("Draft the recognition")
    issuer = forms.ChoiceField(label=gettext_lazy("Who recognises"))
    effective_on = _day(gettext_lazy("The new term opens on"))

    def __init__(self, *args: Any, issuers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "issuer", issuers)


def read_bands(text: str) -> list[tuple[int, int]]:
    """`30 2` a line. Raises InvalidInput naming the line."""
    bands = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = re.split(r"[\s,;:]+", line.strip())
        if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) < 7 for p in parts):
            raise InvalidInput(
                "web.not_a_band",
                "Line {number} is no size band: '{text}'.",
                remedy="Write members and delegates, such as: 30 2.",
                field="bands",
                params={"number": number, "text": line[:40]},
            )
        bands.append((int(parts[0]), int(parts[1])))
    return bands


def read_lots(text: str) -> list[int]:
    """Numbers of chapters in the order drawn. Raises InvalidInput for anything else."""
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise InvalidInput(
            "web.not_lots",
            "The lots are not numbers of chapters.",
            remedy="Write the numbers shown beside the tied chapters, in the order drawn.",
            field="lots",
        )
    return [int(part) for part in parts]
