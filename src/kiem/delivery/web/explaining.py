"""Explanations as the side panel shows them: names, links, values and records written out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, Scope
from kiem.delivery.web.findingtable import filled
from kiem.domain.ledger import queries as ledger
from kiem.domain.register.queries import people, units
from kiem.domain.register.queries.naming import name_organizations
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import NotFound

DEPTH = 4  # deeper levels are links of their own
RECORDS_SHOWN = 60
_FOLDERS = {
    "person": "people",
    "unit": "units",
    "post": "posts",
    "organization": "organizations",
}
_RECORD_KINDS = {
    "appointment": gettext_noop("Appointment"),
    "left": gettext_noop("Left the seat"),
    "time_entry": gettext_noop("Hours logged"),
    "participation": gettext_noop("Planned activity"),
    "leave": gettext_noop("Leave"),
    "service": gettext_noop("Service"),
    "calendar": gettext_noop("Working calendar"),
    "policy": gettext_noop("Thresholds"),
    "holiday": gettext_noop("Holiday"),
}

# The words in formulas; symbols are the same in every language.
_FORMULAS = frozenset(
    {
        gettext_noop("sum over units"),
        gettext_noop("sum over dual holders"),
        gettext_noop("sum of hours asked for / sum of A"),
        gettext_noop("sum of O / sum of (L + O)"),
        gettext_noop("A = (working days - holidays - leave) x daily hours x employment share"),
        gettext_noop("L = recorded hours"),
        gettext_noop("L = line share x A"),
        gettext_noop("O = logged + planned after the last logged day"),
        gettext_noop("logged + planned"),
        gettext_noop("R = sum over offices"),
        gettext_noop("(L + uncovered) / A"),
        gettext_noop("committees with at least two seats"),
        gettext_noop("committees with too few seats held to decide"),
        gettext_noop("offices held on the day"),
        gettext_noop("more than the rule's share of the seats"),
    }
)


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """`href`: the decision behind it, where there is one."""

    kind: str
    label: str
    period: str
    hours: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One node of the tree. `href`: its own explanation, `subject_href`: whom it is about;
    `records_open`: its records are shown at once."""

    label: str
    subject: str
    subject_href: str
    value: str
    formula: str
    note: str
    letter: str
    source: str
    rule_href: str
    href: str
    inputs: tuple[ShownFigure, ...]
    records: tuple[ShownRecord, ...]
    records_left: int
    records_open: bool


def value_text(value: float | None, unit: str) -> str:
    """A figure's value in its unit: hours, ratio, people, posts, committees, seats."""
    if unit == "hours":
        return wording.hours(value)
    return wording.number(value, 3 if unit == "ratio" else 0)


def subject_names(explanation: ledger.Explanation, scope: Scope) -> dict[str, str]:
    """Names of the units or people an explanation opens to, in one query."""
    subjects = {part.subject for part in _walk(explanation)} | {explanation.subject}
    names: dict[str, str] = {}
    unit_ids = {int(s[5:]) for s in subjects if s.startswith("unit:")}
    if unit_ids and scope["viewer"].can(Permission.VIEW_STRUCTURE):
        for row in units.list_units(**scope):
            names[f"unit:{row.id}"] = wording.name_of(row.name_vi, row.name_en)
    if explanation.subject.startswith("unit:"):
        unit_id = int(explanation.subject[5:])
        for person in ledger.unit_people_load(unit_id=unit_id, **scope):
            names[f"person:{person.person_id}"] = person.full_name
    names |= _organization_names(subjects, scope)
    if explanation.subject.startswith("person:") and scope["viewer"].can(Permission.VIEW_PERSON):
        with suppress(NotFound):  # whose load may be seen, but not their page
            detail = people.person_detail(person_id=int(explanation.subject[7:]), **scope)
            names[explanation.subject] = detail.person.full_name
    return names


def _organization_names(subjects: set[str], scope: Scope) -> dict[str, str]:
    """Names of the organisations among `subjects`: whoever may see their figures may know them."""
    ids = sorted(int(s.partition(":")[2]) for s in subjects if s.startswith("organization:"))
    named = name_organizations({(id_, scope["on"]) for id_ in ids}, scope["known_at"])
    return {
        f"organization:{id_}": wording.name_of(facts.name_vi, facts.name_en)
        for (id_, _on), facts in named.items()
    }


def _walk(explanation: ledger.Explanation) -> list[ledger.Explanation]:
    found = [explanation]
    for part in explanation.inputs:
        found.extend(_walk(part))
    return found


def show_figure(
    explanation: ledger.Explanation,
    names: Mapping[str, str],
    asked: Asked,
    *,
    top_subject: str = "",
    depth: int = 0,
) -> ShownFigure:
    """The tree below `explanation`, largest inputs first where they are many of a kind."""
    kind, _, number = explanation.subject.partition(":")
    is_other = explanation.subject != top_subject
    inputs = explanation.inputs
    if len(inputs) > 3 and len({part.figure for part in inputs}) == 1:
        inputs = tuple(sorted(inputs, key=lambda part: -(part.value or 0)))
    rule = explanation.rule
    own = kind in ("person", "unit", "organization") or explanation.subject == "all"
    return ShownFigure(
        label=gettext(explanation.label),
        subject=_subject_name(explanation, names) if is_other else "",
        subject_href=f"/{_FOLDERS[kind]}/{number}/{asked.query}"
        if is_other and kind in _FOLDERS
        else "",
        value=value_text(explanation.value, explanation.unit),
        formula=gettext(explanation.formula)
        if explanation.formula in _FORMULAS
        else explanation.formula,
        note=filled(explanation.note, explanation.params),
        letter=rule.letter.value if rule else "",
        source=wording.name_of(rule.source_vi, rule.source_en) if rule else "",
        rule_href=f"/rules/{rule.rule_id}/{asked.query}" if rule else "",
        href=f"/why/{explanation.subject}/{explanation.figure}/{asked.cited}" if own else "",
        inputs=tuple(
            show_figure(part, names, asked, top_subject=explanation.subject, depth=depth + 1)
            for part in inputs
        )
        if depth < DEPTH
        else (),
        records=tuple(_record(record, asked) for record in explanation.records[:RECORDS_SHOWN]),
        records_left=max(0, len(explanation.records) - RECORDS_SHOWN),
        records_open=kind == "organization",  # who sits, and who left, is what is asked
    )


def _subject_name(explanation: ledger.Explanation, names: Mapping[str, str]) -> str:
    """The name; a post is called as its appointment record calls it."""
    if explanation.subject == "all":
        return gettext("All units of your scope")
    if explanation.subject in names:
        return names[explanation.subject]
    if explanation.subject.startswith("post:"):
        for record in explanation.records:
            if record.kind == "appointment":
                return wording.name_of(record.label_vi, record.label_en)
        return gettext("Post")
    return ""


def _record(record: ledger.RecordRef, asked: Asked) -> ShownRecord:
    return ShownRecord(
        kind=gettext(_RECORD_KINDS.get(record.kind, record.kind)),
        label=wording.name_of(record.label_vi, record.label_en),
        period=_period(record.first_day, record.until),
        hours=wording.hours(record.hours) if record.hours is not None else "",
        href=f"/decisions/{record.decision_id}/{asked.query}" if record.decision_id else "",
    )


def _period(first: date | None, until: date | None) -> str:
    if first is None:
        return ""
    if until is not None and until.toordinal() - first.toordinal() == 1:
        return wording.day(first)
    return wording.from_to(first, until)
