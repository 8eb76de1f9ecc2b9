"""The effect of a proposal: what may be asked, and the answer in sentences and rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.forming import KiemForm, choose_from
from kiem.delivery.web.listing import role_text, type_text
from kiem.domain.assembly.queries import EffectRow
from kiem.domain.register.queries import catalogue

FAMILIES = {
    "": gettext_noop("all organisations"),
    "youth": gettext_noop("Youth Union"),
    "women": gettext_noop("Women's Union"),
    "trade_union": gettext_noop("Trade Union"),
    "works_council": gettext_noop("works council"),
}
KINDS = {
    "release": gettext_noop("Offices give another share of working hours"),
    "standing": gettext_noop("Heads of organisations rank as a line role"),
}
LINE_ROLES = ("deputy_chief", "team_leader", "deputy_team_leader")


class EffectForm(KiemForm):
    verb = gettext_lazy("Compute the effect")
    kind = forms.ChoiceField(label=gettext_lazy("What would change"), widget=forms.RadioSelect)
    family = forms.ChoiceField(label=gettext_lazy("Of which organisations"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("Which offices"), required=False)
    percent = forms.DecimalField(
        label=gettext_lazy("Share of available hours, in per cent"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
    )
    standing = forms.ChoiceField(label=gettext_lazy("They rank as"), required=False)
    on = forms.DateField(
        label=gettext_lazy("In the month of"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "kind", [(code, gettext(name)) for code, name in KINDS.items()])
        choose_from(self, "family", [(code, gettext(name)) for code, name in FAMILIES.items()])
        roles = [code for code in catalogue.roles() if code not in _line_roles()]
        choose_from(
            self,
            "office",
            [("", gettext("all offices")), *((code, role_text(code)) for code in roles)],
        )
        choose_from(self, "standing", [(code, role_text(code)) for code in LINE_ROLES])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_missing = cleaned.get("percent") is None and "percent" not in self.errors
        if cleaned.get("kind") == "release" and is_missing:
            self.add_error("percent", gettext("Write the share."))
        return cleaned


def _line_roles() -> frozenset[str]:
    """Roles of line posts: up to the employee the catalogue lists them first."""
    codes = [*catalogue.roles()]
    last = codes.index("employee") + 1 if "employee" in codes else 0
    return frozenset(codes[:last])


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """`summary`: the whole in a line. `rows`: cells under `heads`; the first is a text, the others
    are numbers."""

    question: str
    summary: str
    answers: tuple[str, ...]
    basis: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def effect_shown(effect: EffectRow) -> ShownEffect:
    """An effect in the reader's language."""
    basis = gettext("Computed for {month} with what was known at {moment}.").format(
        month=wording.month(effect.on), moment=wording.moment(effect.known_at)
    )
    return (_release if effect.kind == "release" else _standing)(effect, basis)


def _release(effect: EffectRow, basis: str) -> ShownEffect:
    asked, found = effect.parameters, effect.result
    office = role_text(asked["role"]) if asked["role"] else gettext("all offices")
    difference = found["proposed"] - found["now"]
    return ShownEffect(
        question=gettext("If {office} ({family}) gave {percent} of the available hours").format(
            office=office,
            family=gettext(FAMILIES.get(asked["family"], asked["family"])),
            percent=_percent(float(asked["percent"])),
        ),
        summary=gettext("{people} people, {difference} a month").format(
            people=wording.number(found["people"]), difference=_signed_hours(difference)
        ),
        answers=(
            gettext("{people} people with {offices} offices are concerned.").format(
                people=wording.number(found["people"]), offices=wording.number(found["offices"])
            ),
            gettext(
                "Release hours a month: {proposed} instead of {now}, a difference of {difference}."
            ).format(
                proposed=wording.hours(found["proposed"] / 100),
                now=wording.hours(found["now"] / 100),
                difference=_signed_hours(difference),
            ),
            gettext("{gaining} people gain hours, {losing} lose some.").format(
                gaining=wording.number(found["gaining"]), losing=wording.number(found["losing"])
            ),
            gettext("Offices that no rule gives anything today: {count}.").format(
                count=wording.number(found["unregulated"])
            ),
        ),
        basis=basis,
        heads=(
            gettext("Organisation and office"),
            gettext("People"),
            gettext("Now, h"),
            gettext("Proposed, h"),
        ),
        rows=tuple(
            (
                f"{type_text(group['type'])}, {role_text(group['role'])}",
                wording.number(group["people"]),
                wording.number(group["now"] / 100, 1),
                wording.number(group["proposed"] / 100, 1),
            )
            for group in found["groups"]
        ),
    )


def _standing(effect: EffectRow, basis: str) -> ShownEffect:
    asked, found = effect.parameters, effect.result
    return ShownEffect(
        question=gettext("If heads of organisations ({family}) ranked as {role}").format(
            family=gettext(FAMILIES.get(asked["family"], asked["family"])),
            role=role_text(asked["role"]),
        ),
        summary=gettext("{people} people, {raised} of them raised").format(
            people=wording.number(found["people"]), raised=wording.number(found["raised"])
        ),
        answers=(
            gettext("{people} people head such an organisation.").format(
                people=wording.number(found["people"])
            ),
            gettext("{raised} would be raised, {already} stand there or above already.").format(
                raised=wording.number(found["raised"]), already=wording.number(found["already"])
            ),
            gettext("Without a line post: {count}.").format(count=wording.number(found["outside"])),
        ),
        basis=basis,
        heads=(gettext("Organisation"), gettext("People"), gettext("Raised")),
        rows=tuple(
            (
                type_text(group["type"]),
                wording.number(group["people"]),
                wording.number(group["raised"]),
            )
            for group in found["groups"]
        ),
    )


def _percent(percent: float) -> str:
    """Whole per cents without decimals."""
    return wording.share(percent / 100, 0 if percent.is_integer() else 2)


def _signed_hours(hundredths: int) -> str:
    sign = "+" if hundredths > 0 else ""
    return sign + wording.hours(hundredths / 100)
