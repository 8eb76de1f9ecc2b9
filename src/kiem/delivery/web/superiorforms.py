"""Forms of superiors and of who keeps a group's hours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.timeforms import AskingForm, hours_field
from kiem.domain.ledger import actions
from kiem.domain.ledger import queries as ledger


class SheetsForm(KiemForm):
    """Words about ticked rows; the rows themselves are named by the page's checkboxes."""

    note = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = gettext("Your question")


class DecideForm(AskingForm):
    """Approve or refuse."""

    note = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Decide")
        self.fields["outcome"] = forms.ChoiceField(
            label=gettext("Outcome"),
            choices=[("approved", gettext("Approve")), ("refused", gettext("Refuse"))],
            widget=forms.RadioSelect,
        )
        self.fields["note"].label = gettext("Reason")
        self.order_fields(["outcome", "note", "confirmed"])


class CloseForm(AskingForm):
    """Nothing to fill in: the button says it."""

    def __init__(self, month: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Close {month}").format(month=month)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Somebody who may be logged for: the tick and the hours, ready to show."""

    name: str
    post: str
    tick: SafeString
    tick_id: str
    hours: SafeString
    hours_id: str
    was_planned: bool


class GroupForm(AskingForm):
    """Who was there, and for how long. Who is logged for already is not asked about."""

    def __init__(self, detail: ledger.ActivityDetail, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Log for everybody ticked")
        planned = [p for p in detail.participants if p.logged_hours is None]
        self._people = [*planned, *detail.could_join]
        for person in self._people:
            key = _key(person)
            hours = person.planned_hours or detail.planned_hours
            self.fields[f"there_{key}"] = forms.BooleanField(
                label=person.full_name, required=False, initial=person.planned_hours is not None
            )
            self.fields[f"hours_{key}"] = hours_field(
                gettext("Hours of {name}").format(name=person.full_name), required=False
            )
            self.fields[f"hours_{key}"].initial = f"{hours.normalize():f}"
        self.fields["late_reason"] = forms.CharField(
            label=gettext("Why it comes late"),
            required=False,
            max_length=500,
            widget=forms.HiddenInput,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for person in self._people:
            key = _key(person)
            is_typed = cleaned.get(f"hours_{key}") or f"hours_{key}" in self.errors
            if cleaned.get(f"there_{key}") and not is_typed:
                self.add_error(f"hours_{key}", gettext("Type the hours."))
        return cleaned

    def attended(self) -> list[actions.Participant]:
        """Those ticked, of a valid form."""
        return [
            actions.Participant(person.person_id, person.post_id, self._hours(person))
            for person in self._people
            if self.cleaned_data[f"there_{_key(person)}"]
        ]

    @property
    def people(self) -> list[GroupRow]:
        rows = []
        for person in self._people:
            tick, hours = self[f"there_{_key(person)}"], self[f"hours_{_key(person)}"]
            rows.append(
                GroupRow(
                    person.full_name,
                    wording.name_of(person.title_vi, person.title_en),
                    tick.as_widget(),
                    str(tick.id_for_label),
                    hours.as_widget(),
                    str(hours.id_for_label),
                    person.planned_hours is not None,
                )
            )
        return rows

    def _hours(self, person: ledger.ParticipantRow) -> Decimal:
        hours: Decimal = self.cleaned_data[f"hours_{_key(person)}"]
        return hours


def _key(person: ledger.ParticipantRow) -> str:
    return f"{person.person_id}_{person.post_id}"
