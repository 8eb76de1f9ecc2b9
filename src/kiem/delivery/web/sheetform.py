"""The form of a survey's questions: fields as the questions say, checked by the domain alone.

What is typed goes to the domain as it is, in the shapes of `domain.surveys.answering`, so that a
draft can hold anything and every mistake is named by its question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from kiem.delivery.web import wording
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.spoken import spoken
from kiem.delivery.web.surveytables import number_text, scale_text, unit_of
from kiem.domain.surveys.queries import Given
from kiem.domain.surveys.questions import Asked


class AnswerField(forms.Field):
    """Takes whatever was typed: the domain reads it."""

    def clean(self, value: Any) -> Any:
        return value


class GridWidget(forms.Widget):
    """Numbers by row and column, as a table of inputs named `key.row.column`."""

    template_name = "kiem/parts/grid.html"

    def __init__(self, rows: Sequence[Any], columns: Sequence[Any], unit: str) -> None:
        super().__init__()
        self.rows, self.columns, self.unit = rows, columns, unit

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Sequence) and not isinstance(value, str) else []
        context["columns"], context["unit"] = self.columns, self.unit
        context["rows"] = [
            (label, [(f"{name}.{row}.{column}", self._at(typed, row, column), self.columns[column])
                     for column in range(len(self.columns))])
            for row, label in enumerate(self.rows)
        ]  # fmt: skip
        return context

    @staticmethod
    def _at(typed: Sequence[Any], row: int, column: int) -> str:
        cells = typed[row] if row < len(typed) else []
        if isinstance(cells, str) or not isinstance(cells, Sequence) or column >= len(cells):
            return ""
        return str(cells[column])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[list[str]]:
        return [
            [data.get(f"{name}.{row}.{column}", "") for column in range(len(self.columns))]
            for row in range(len(self.rows))
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}.0.0" if id_ else id_


class SheetForm(KiemForm):
    """One field a question. `computed`: what Kiem knows, by question key."""

    verb = gettext_lazy("Send the answers")

    def __init__(
        self, *args: Any, questions: Sequence[Asked], computed: Mapping[str, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, start=1):
            self.fields[question.key] = _field(question, number, computed.get(question.key))


def _field(question: Asked, number: int, known: Decimal | None) -> forms.Field:
    label = mark_safe(f"{number}. {spoken(question.text_vi, question.text_en)}")  # noqa: S308 - a number, and escaped by `spoken`
    return AnswerField(
        label=label,
        required=question.is_required,
        widget=_widget(question),
        help_text=_help(question, known),
    )


def _widget(question: Asked) -> forms.Widget:
    options = _in_both(question.options_vi, question.options_en)
    choices = [(str(number), text) for number, text in enumerate(options, start=1)]
    match question.kind:
        case "choice":
            return forms.RadioSelect(choices=choices)
        case "choices":
            return forms.CheckboxSelectMultiple(choices=choices)
        case "scale":
            low, high = question.scale
            return forms.RadioSelect(
                attrs={"class": "scale"},
                choices=[(str(n), scale_text(question, n)) for n in range(low, high + 1)],
            )
        case "text":
            return forms.Textarea(attrs={"rows": 3, "maxlength": 2000})
        case "table":
            return GridWidget(
                _in_both(question.rows_vi, question.rows_en), options, unit_of(question)
            )
        case _:
            return forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "maxlength": 20})


def _help(question: Asked, known: Decimal | None) -> str:
    """Unit and bounds of a number, and what Kiem knows."""
    if question.kind not in ("number", "table"):
        return ""
    parts = [unit_of(question)] if question.unit_vi else []
    if question.lowest is not None or question.highest is not None:
        parts.append(question.bounds)
    if known is not None:
        parts.append(gettext("computed by Kiem: {value}").format(value=number_text(known)))
    return ", ".join(parts)


def _in_both(vietnamese: Sequence[str], english: Sequence[str]) -> list[SafeString]:
    return [
        spoken(text, english[place] if english else "") for place, text in enumerate(vietnamese)
    ]


def typed_of(given: Sequence[Given]) -> dict[str, Any]:
    """What a sheet that was sent shows in its form again."""
    typed: dict[str, Any] = {}
    for each in given:
        if each.row:
            rows = typed.setdefault(each.key, [])
            while len(rows) < each.row:
                rows.append([])
            cells = rows[each.row - 1]
            cells.extend([""] * (each.column - len(cells)))
            cells[each.column - 1] = plain_number(each.number)
        elif each.option is not None:
            typed.setdefault(each.key, []).append(str(each.option))
        else:
            typed[each.key] = each.text or plain_number(each.number)
    return typed


def plain_number(value: Decimal | None) -> str:
    """`12,5` or `12.5`, without a thousands separator: as it can be typed."""
    if value is None:
        return ""
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if wording.is_vietnamese() else text


def initial_of(
    questions: Sequence[Asked], typed: Mapping[str, Any], computed: Mapping[str, Decimal]
) -> dict[str, Any]:
    """What the form shows first: what was typed or sent, else what Kiem knows."""
    initial: dict[str, Any] = {key: plain_number(value) for key, value in computed.items()}
    for question in questions:
        value = typed.get(question.key)
        if value in (None, "", []):
            continue
        if question.kind == "choice" and isinstance(value, list):
            value = value[0]
        initial[question.key] = value
    return initial
