"""Fields that pick people, posts, organisations or decisions by searching, with or without script.

A picker shows what is chosen, a search field with a button, and hits to choose from. The button
sends the whole form; the page comes back with the hits and everything else as it was. With htmx the
hits come while typing, from `/pick/<source>/`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.domain.elections import queries as elections
from kiem.domain.register.queries import choices
from kiem.domain.register.queries.decisions import list_decisions
from kiem.platform.access import Viewer

FIND = "find"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick; `detail` tells it from others of the name."""

    id: int
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Looks up what a viewer may pick on a day. Sources: `people`, `posts` or `posts-line` and so
    on by kind, `organizations` or `organizations-unit` by category, `decisions`, and
    `members-7`: those who may stand at congress 7."""

    viewer: Viewer
    on: date
    is_live: ClassVar[bool] = True  # hits come while typing, from `/pick/`

    def hits(self, source: str, text: str) -> list[Choice]:
        """The first hits of a search, none for an empty one."""
        return self._ask(source, text[:80], None) if text.strip() else []

    def chosen(self, source: str, ids: Collection[int]) -> list[Choice]:
        """The choices of ids, in their order; what is out of reach keeps its number only."""
        if not ids:
            return []
        found = {choice.id: choice for choice in self._ask(source, "", ids)}
        return [found.get(id_) or Choice(id_, f"#{id_}") for id_ in ids]

    def _ask(self, source: str, text: str, ids: Collection[int] | None) -> list[Choice]:
        what, _, only = source.partition("-")
        if what == "people":
            return [_person(row) for row in self._people(text, ids)]
        if what == "posts":
            rows = choices.choose_posts(
                viewer=self.viewer, on=self.on, text=text, kinds=[only] if only else (), ids=ids
            )
            return [_post(row) for row in rows]
        if what == "organizations":
            found = choices.choose_organizations(
                viewer=self.viewer,
                on=self.on,
                text=text,
                categories=[only] if only else (),
                ids=ids,
            )
            return [_organization(row) for row in found]
        if what == "members":
            named = elections.find_members(
                viewer=self.viewer, congress_id=int(only), on=self.on, text=text, ids=ids
            )
            return [Choice(m.id, m.full_name, wording.name_of(m.unit_vi, m.unit_en)) for m in named]
        return self._decisions(text, ids)

    def _people(self, text: str, ids: Collection[int] | None) -> Sequence[choices.PersonChoice]:
        return choices.choose_people(viewer=self.viewer, on=self.on, text=text, ids=ids)

    def _decisions(self, text: str, ids: Collection[int] | None) -> list[Choice]:
        rows = list_decisions(
            viewer=self.viewer, on=self.on, search=text or None, limit=None if ids else 20
        )
        return [
            Choice(
                row.decision.id,
                f"{row.decision.number}, {wording.day(row.decision.signed_on)}",
                wording.name_of(row.decision.title_vi, row.decision.title_en),
            )
            for row in rows
            if ids is None or row.decision.id in ids
        ]


def _person(row: choices.PersonChoice) -> Choice:
    rank = wording.name_of(row.rank_vi, row.rank_en)
    title = wording.name_of(row.title_vi, row.title_en)
    unit = wording.name_of(row.unit_vi, row.unit_en)
    return Choice(
        row.id,
        f"{rank} {row.full_name}".strip(),
        ", ".join(part for part in (row.staff_number, title, unit) if part),
    )


def _post(row: choices.PostChoice) -> Choice:
    label = ", ".join(
        (
            wording.name_of(row.title_vi, row.title_en),
            wording.name_of(row.organization_vi, row.organization_en),
        )
    )
    return Choice(row.id, label, free_text(row))


def free_text(row: choices.PostChoice) -> str:
    """How many seats are free, and who holds the others where they are few."""
    free = gettext("{free} of {seats} free").format(free=max(row.free, 0), seats=row.seats)
    shown = row.holders if len(row.holders) <= 2 else ()
    return ": ".join(part for part in (free, ", ".join(shown)) if part)


def _organization(row: choices.OrganizationChoice) -> Choice:
    return Choice(row.id, wording.name_of(row.name_vi, row.name_en), row.code)


class PickWidget(forms.Widget):
    """Chosen ones as ticked choices, a search field, and hits."""

    template = "kiem/parts/picker.html"
    use_fieldset = True

    def __init__(self, source: str, chooser: Chooser, *, multiple: bool = False) -> None:
        super().__init__()
        self.source = source
        self.chooser = chooser
        self.multiple = multiple
        self.text = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        self.text = data.get(f"{name}_text", "")
        values: list[str] = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return values

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_text"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        ids = [int(v) for v in as_list(value) if str(v).isdigit() and len(str(v)) < 16]
        chosen = self.chooser.chosen(self.source, ids)
        hits = [c for c in self.chooser.hits(self.source, self.text) if c.id not in ids]
        return render_to_string(
            self.template,
            {
                "name": name,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "source": self.source,
                "on": self.chooser.on.isoformat(),
                "type": "checkbox" if self.multiple else "radio",
                "chosen": chosen,
                "hits": hits,
                "text": self.text,
                "searched": bool(self.text.strip()),
                "label": self.attrs.get("label", ""),
                "is_live": self.chooser.is_live,
            },
        )


class PickField(forms.Field):
    """Ids picked: one, or with `multiple` a list without repeats."""

    default_error_messages = {"required": gettext_noop("Search and choose.")}

    def __init__(
        self, source: str, chooser: Chooser, *, label: str, multiple: bool = False, **given: Any
    ) -> None:
        self.multiple = multiple
        widget = PickWidget(source, chooser, multiple=multiple)
        widget.attrs["label"] = label
        super().__init__(label=label, widget=widget, **given)

    def to_python(self, value: Any) -> Any:
        ids: list[int] = []
        for item in as_list(value):
            if not str(item).isascii() or not str(item).isdigit() or len(str(item)) > 15:
                raise forms.ValidationError(gettext("Search and choose."))
            if int(item) not in ids:
                ids.append(int(item))
        if self.multiple:
            return ids
        return ids[0] if ids else None

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(gettext("Search and choose."))


def as_list(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def typed(form: forms.Form, request: HttpRequest) -> dict[str, Any]:
    """What was typed, unchecked, to be shown again; pickers learn what to search for."""
    return {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in form.fields.items()
    }
