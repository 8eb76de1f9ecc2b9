"""The form of who came to an event: three fields for each body, names, and the quorum asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.assemblytables import PARTS
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.picking import PickField
from kiem.domain.assembly.actions import Came
from kiem.domain.assembly.queries import Turnout

QUORUMS = {
    "": gettext_noop("no quorum is asked for"),
    "half": gettext_noop("more than half"),
    "two_thirds": gettext_noop("two thirds or more"),
}
COUNTED = {"bodies": gettext_noop("bodies"), "people": gettext_noop("people")}
MOST_PEOPLE = 100_000


class AttendanceForm(KiemForm):
    verb = gettext_lazy("Keep the attendance")

    def __init__(
        self, *args: Any, bodies: Sequence[tuple[int, str]], chooser: Attenders, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        self.fields["quorum"] = forms.ChoiceField(
            label=gettext("Quorum"),
            required=False,
            choices=[(key, gettext(name)) for key, name in QUORUMS.items()],
        )
        self.fields["quorum_of"] = forms.ChoiceField(
            label=gettext("of those invited, counted by"),
            choices=[(key, gettext(name)) for key, name in COUNTED.items()],
        )
        for body, name in bodies:
            self.fields[f"part_{body}"] = forms.ChoiceField(
                label=name, choices=[(key, gettext(word)) for key, word in PARTS.items()]
            )
            for field, label in (
                ("invited", gettext("{body}: people invited")),
                ("came", gettext("{body}: people who came with a mandate")),
            ):
                self.fields[f"{field}_{body}"] = forms.IntegerField(
                    label=label.format(body=name),
                    required=False,
                    min_value=0,
                    max_value=MOST_PEOPLE,
                )
        self.fields["people"] = PickField(
            "people", chooser, label=gettext("Who came, by name"), multiple=True, required=False
        )

    def rows(self) -> list[Came]:
        """What was filled in, a row a body."""
        given = self.cleaned_data
        return [
            Came(body, given[f"part_{body}"], given[f"invited_{body}"], given[f"came_{body}"])
            for body, _name in self.bodies
        ]


def attendance_values(turnout: Turnout) -> dict[str, Any]:
    """What the form shows of an event."""
    values: dict[str, Any] = {"quorum": turnout.rule, "quorum_of": turnout.counted, "people": []}
    for row in turnout.rows:
        values[f"part_{row.organization_id}"] = row.part
        values[f"invited_{row.organization_id}"] = row.invited
        values[f"came_{row.organization_id}"] = row.came
        values["people"] += [person for person, _name in row.people]
    return values


def turnout_words(turnout: Turnout) -> list[str]:
    """How many were invited and there, by bodies and by people, and whether they were enough."""
    if not turnout.rows:
        return []
    words = [
        gettext("{there} of {invited} bodies").format(
            there=wording.number(turnout.present_bodies),
            invited=wording.number(turnout.invited_bodies),
        )
    ]
    if turnout.invited_people or turnout.present_people:
        words.append(
            gettext("{there} of {invited} people").format(
                there=wording.number(turnout.present_people),
                invited=wording.number(turnout.invited_people),
            )
        )
    if turnout.rule:
        enough = gettext("quorate") if turnout.is_quorate else gettext("not quorate")
        words.append(
            gettext("{enough}: {rule} of the {counted}, {needed} needed").format(
                enough=enough,
                rule=gettext(QUORUMS[turnout.rule]),
                counted=gettext(COUNTED[turnout.counted]),
                needed=wording.number(turnout.needed),
            )
        )
    return words
