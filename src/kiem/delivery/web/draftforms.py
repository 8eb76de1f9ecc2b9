"""Forms of a draft itself: its head, and issuing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from kiem.delivery.web.decisionwords import kind_text
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.picking import Chooser, PickField
from kiem.domain.register.actions.drafts import KINDS
from kiem.platform.kernel import clock


class HeadForm(KiemForm):
    """Issuer, kind, title, grounds and the day articles begin with. The issuer stays for good."""

    def __init__(self, chooser: Chooser, *args: Any, is_new: bool, **kwargs: Any) -> None:
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

    def clean_grounds(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["grounds"].splitlines() if line.strip()]


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
