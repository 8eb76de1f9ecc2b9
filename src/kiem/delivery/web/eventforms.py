"""Forms of an event that is planned already: changed, cancelled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from kiem.delivery.web.assemblyforms import EventForm
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.forming import KiemForm, split_lines
from kiem.delivery.web.picking import PickField
from kiem.domain.assembly.actions import Chairing
from kiem.domain.assembly.queries import EventDetail

_LEADING = (
    ("chairs", "people", gettext_lazy("Chaired by people"), "chair"),
    ("chair_offices", "offices", gettext_lazy("Chaired by offices"), "chair"),
    ("secretaries", "people", gettext_lazy("Secretaries of the session"), "secretary"),
)


class ChangeEventForm(EventForm):
    """What is known of an event; the agenda only until it is held."""

    verb = gettext_lazy("Keep the changes")

    def __init__(self, *args: Any, chooser: Attenders, is_held: bool, **kwargs: Any) -> None:
        super().__init__(*args, bodies=(), **kwargs)
        del self.fields["organizer"], self.fields["kind"]
        if is_held:
            del self.fields["agenda"], self.fields["agenda_en"]
        for name, source, label, _part in _LEADING:
            self.fields[name] = PickField(
                source, chooser, label=str(label), multiple=True, required=False
            )
        self.fields["codes"].help_text = gettext(
            "Codes of units and organisations, one a line or with commas; of bodies outside too. "
            "Whoever is left out is no longer invited."
        )

    def leaders(self) -> list[Chairing]:
        """Those chosen, people before offices."""
        return [
            Chairing(
                part,
                person_id=chosen if source == "people" else None,
                post_id=chosen if source == "offices" else None,
            )
            for name, source, _label, part in _LEADING
            for chosen in self.cleaned_data.get(name) or ()
        ]


def event_values(detail: EventDetail, codes: dict[int, str]) -> dict[str, Any]:
    """What the form shows of an event."""
    by_part: dict[str, list[int]] = {name: [] for name, *_rest in _LEADING}
    for chair in detail.chairs:
        if chair.part == "secretary":
            by_part["secretaries"] += [chair.person_id] if chair.person_id else []
        elif chair.person_id is not None:
            by_part["chairs"].append(chair.person_id)
        elif chair.post_id is not None:
            by_part["chair_offices"].append(chair.post_id)
    english = [en for _n, _vi, en in detail.agenda]
    return {
        "title_vi": detail.event.title_vi,
        "title_en": detail.event.title_en,
        "held_on": detail.event.held_on.isoformat(),
        "starts_at": detail.starts_at and f"{detail.starts_at:%H:%M}",
        "place": detail.place,
        "place_en": detail.place_en,
        "agenda": "\n".join(vi for _n, vi, _en in detail.agenda),
        "agenda_en": "\n".join(english) if split_lines("\n".join(english)) else "",
        "codes": "\n".join(codes.values()),
        **by_part,
    }


class CancelForm(KiemForm):
    verb = gettext_lazy("Cancel the event")
    more = ("text_en",)
    more_label = gettext_lazy("The same in English")
    text = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = forms.CharField(
        label=gettext_lazy("Reason in English"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MinutesForm(KiemForm):
    """The minutes' own words; approved ones are corrected with a reason."""

    verb = gettext_lazy("Keep the minutes")
    more = ("minutes_en",)
    more_label = gettext_lazy("The same in English")
    minutes_vi = forms.CharField(
        label=gettext_lazy("Minutes"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14})
    )
    reason = forms.CharField(label=gettext_lazy("Why they are corrected"), max_length=300)
    minutes_en = forms.CharField(
        label=gettext_lazy("Minutes in English"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args: Any, chooser: Attenders, is_approved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["written_by"] = PickField(
            "people", chooser, label=gettext("Who wrote them"), required=False
        )
        if not is_approved:
            del self.fields["reason"]


class ApproveMinutesForm(KiemForm):
    verb = gettext_lazy("Approve the minutes")
    approved_on = forms.DateField(
        label=gettext_lazy("Approved on"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, chooser: Attenders, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approved_by"] = PickField("people", chooser, label=gettext("Approved by"))
