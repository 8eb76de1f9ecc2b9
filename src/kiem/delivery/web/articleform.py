"""What the forms of all verbs share: pickers, days, repeated groups, and the way back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.picking import Chooser, PickField
from kiem.domain.register.actions.articles import ArticleContent

MOST_ROWS = 12


class ArticleForm(KiemForm):
    """The base: pickers look up on the day the article tells.

    `rows`: how many repeated groups it shows. `content()` of a valid form is the article;
    `values_of` turns one back into what the fields show.
    """

    repeats = False
    steps = ""  # the text of the button that looks up what an answer brings

    def __init__(self, chooser: Chooser, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser
        self.rows = max(1, min(rows, MOST_ROWS))
        self.verb = gettext("Keep the article")
        self.make_fields()
        for name, field in self.fields.items():
            if field.required and not isinstance(field, forms.BooleanField):
                field.widget.attrs.setdefault("aria-required", "true")
            if isinstance(field, PickField):
                field.widget.attrs["label"] = str(field.label)
            if name == "on" and not self.is_bound:
                self.initial.setdefault(name, chooser.on)

    def make_fields(self) -> None:
        raise NotImplementedError

    def content(self) -> ArticleContent:
        raise NotImplementedError

    @classmethod
    def values_of(cls, content: Any) -> dict[str, Any]:
        """Initial values: fields of the same name; the last day for the first day without."""
        values = {
            name: getattr(content, name) for name in getattr(content, "__dataclass_fields__", ())
        }
        if values.get("until") is not None:
            values["last"] = values["until"] - timedelta(days=1)
        return values

    @classmethod
    def rows_of(cls, content: Any) -> int:
        return 1

    # -- fields most verbs share ------------------------------------------------------------

    def pick(self, name: str, source: str, label: str, **given: Any) -> None:
        self.fields[name] = PickField(source, self.chooser, label=label, **given)

    def day(self, name: str, label: str, *, required: bool = True) -> None:
        self.fields[name] = forms.DateField(
            label=label,
            required=required,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    def text(self, name: str, label: str, *, required: bool = True, longest: int = 200) -> None:
        self.fields[name] = forms.CharField(label=label, required=required, max_length=longest)

    def tick(self, name: str, label: str, *, initial: bool = False) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=initial)

    def select(self, name: str, label: str, options: list[tuple[str, str]], **given: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=options, **given)

    def share(self, name: str = "share_percent") -> None:
        self.fields[name] = forms.DecimalField(
            label=gettext("Share of the working time, percent"),
            required=False,
            min_value=Decimal(0),
            max_value=Decimal(100),
            max_digits=5,
            decimal_places=2,
            localize=False,
            widget=forms.NumberInput(attrs={"step": "1", "min": "0", "max": "100"}),
        )

    def until(self) -> date | None:
        """The first day without, of the last day given."""
        last = self.cleaned_data.get("last")
        return None if last is None else last + timedelta(days=1)
