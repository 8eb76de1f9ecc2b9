"""Forms of a draft itself: its head, and issuing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.decisionwords import kind_text
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.letterheadforms import WAYS
from kiem.delivery.web.picking import Chooser, PickField
from kiem.domain.register.actions.drafts import KINDS
from kiem.domain.register.queries.signing import Chosen, Signatory
from kiem.platform.kernel import clock


class HeadForm(KiemForm):
    """Issuer, kind, title, grounds and the day articles begin with. The issuer stays for good.

    `signatories`: who may sign in the head's stead; without any there is nothing to choose.
    """

    def __init__(
        self,
        chooser: Chooser,
        *args: Any,
        is_new: bool,
        signatories: Sequence[Signatory] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Begin the draft") if is_new else gettext("Keep the changes")
        if is_new:
            self.fields["issuer_id"] = PickField("organizations", chooser, label=gettext("Issuer"))
        self.fields["kind"] = forms.ChoiceField(
            label=gettext("Kind"), choices=[(kind, kind_text(kind)) for kind in KINDS]
        )
        self.fields["title_vi"] = forms.CharField(
            label=gettext("Title in Vietnamese"),
            max_length=300,
            help_text=gettext("As the document says it: Về việc điều động cán bộ"),
        )
        self.fields["title_en"] = forms.CharField(
            label=gettext("Title in English"), max_length=300, required=False
        )
        self.fields["effective_on"] = forms.DateField(
            label=gettext("Takes effect on"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            initial=clock.today,
        )
        self.fields["grounds"] = forms.CharField(
            label=gettext("Grounds, one in a line"),
            required=False,
            max_length=6000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["reason"] = forms.CharField(
            label=gettext("Reason, of a correction"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

        if signatories:
            self.fields["signatory"] = forms.TypedChoiceField(
                label=gettext("Signed by"),
                required=False,
                coerce=_chosen,
                empty_value=None,
                choices=[("", gettext("the head")), *map(_signatory_choice, signatories)],
            )

    def clean_grounds(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["grounds"].splitlines() if line.strip()]


def _signatory_choice(signatory: Signatory) -> tuple[str, str]:
    title = wording.name_of(signatory.title_vi, signatory.title_en)
    words = f"{title}, {signatory.full_name}: {gettext(WAYS[signatory.way])}"
    return f"{signatory.post_id}.{signatory.person_id}", words


def chosen_value(chosen: Chosen | None) -> str:
    """The value of the choice, as `_chosen` reads it."""
    return f"{chosen.post_id}.{chosen.person_id}" if chosen else ""


def _chosen(value: str) -> Chosen:
    post_id, person_id = value.split(".")
    return Chosen(int(post_id), int(person_id))


class IssueForm(KiemForm):
    """The last step: when it was signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Issue the decision")
        self.fields["signed_on"] = forms.DateField(
            label=gettext("Signed on"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            initial=clock.today,
        )
