"""How imports are shown: kinds in words, the layout form, report tables, templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.forming import KiemForm
from kiem.delivery.web.tables import Table
from kiem.domain.imports import errors
from kiem.domain.imports.issuers import issuers_of
from kiem.domain.imports.kinds import KINDS
from kiem.domain.imports.queries import ImportRow, SheetShown
from kiem.domain.imports.reading import CellError
from kiem.domain.imports.recognising import Part
from kiem.domain.imports.reporting import Line
from kiem.domain.imports.template_files import write_template
from kiem.platform.access import Viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOGETHER = ("people", "appointments")  # what a new unit's file usually holds
_EFFECTS = {"new": gettext_noop("new"), "change": gettext_noop("changes")}


def kind_text(code: str) -> str:
    """What a sheet holds, in the reader's language."""
    kind = KINDS.get(code)
    return wording.name_of(kind.title_vi, kind.title_en) if kind else gettext("not read")


def import_columns() -> list[Column[ImportRow]]:
    return [
        Column(
            "name",
            gettext("File"),
            lambda r: r.name,
            href=lambda r: reverse("import", args=[r.id]),
            is_heading=True,
        ),
        Column("kinds", gettext("Holds"), _kinds_of),
        Column(
            "state",
            gettext("State"),
            lambda r: statuses.status_text(f"import {r.state}"),
            html=lambda r: state_of(r),
        ),
        Column("errors", gettext("Errors"), lambda r: r.report.error_count if r.report else None,
               Kind.COUNT),
        Column(
            "submitted", gettext("Handed in"), lambda r: wording.moment(r.submitted_at), Kind.MOMENT
        ),
        Column("applied", gettext("Applied"), lambda r: wording.moment(r.applied_at), Kind.MOMENT),
    ]  # fmt: skip


def _kinds_of(row: ImportRow) -> str:
    return ", ".join(dict.fromkeys(kind_text(part.kind) for part in row.parts if part.kind))


def state_of(row: ImportRow) -> Any:
    return statuses.status(f"import {row.state}")


def templates_of(viewer: Viewer) -> list[tuple[str, str]]:
    """(name, address) of the templates the viewer has a use for."""
    offered = [TOGETHER, *((code,) for code in KINDS)]
    return [
        (" + ".join(kind_text(code) for code in codes), f"/imports/templates/{'+'.join(codes)}/")
        for codes in offered
        if all(KINDS[code].allows(viewer) for code in codes)
    ]


def template_file(kinds: str, viewer: Viewer) -> tuple[str, bytes]:
    """Name and content of a template. Raises InvalidInput for what cannot be imported."""
    codes = kinds.split("+")
    if not codes or set(codes) - set(KINDS) or len(set(codes)) != len(codes):
        raise errors.unknown_kind(kinds, ", ".join(KINDS))
    language = "vi" if wording.is_vietnamese() else "en"
    content = write_template(kinds=codes, language=language, viewer=viewer)
    return f"kiem-{'-'.join(codes)}-{language}.xlsx", content


def part_lines(row: ImportRow) -> list[dict[str, Any]]:
    """One line for each sheet that is read: what it holds, and how many rows do what."""
    counts = {part.sheet: part for part in row.report.parts} if row.report else {}
    return [
        {
            "sheet": part.sheet,
            "kind": kind_text(part.kind),
            "missing": [_column_text(part.kind, key) for key in part.missing],
            "counts": counts.get(part.sheet),
        }
        for part in row.parts
    ]


def _column_text(kind: str, key: str) -> str:
    column = KINDS[kind].column(key)
    return wording.name_of(column.vi, column.en)


def facts_of(row: ImportRow) -> list[tuple[str, str]]:
    moments = [
        (gettext("Handed in"), row.submitted_at),
        (gettext("Checked"), row.reported_at),
        (gettext("Applied"), row.applied_at),
    ]
    facts = [(name, wording.moment(moment)) for name, moment in moments if moment]
    if row.report and row.report.encoding not in ("", "UTF-8"):
        facts.append((gettext("Read as"), row.report.encoding))
    if row.report and row.report.unread:
        facts.append((gettext("Sheets not read"), ", ".join(row.report.unread)))
    return facts


def issuers_for(row: ImportRow, viewer: Viewer) -> list[tuple[int, str]]:
    """In whose name it may be decided; empty when that is no question."""
    if not row.is_open or not any(p.kind and KINDS[p.kind].in_register for p in row.parts):
        return []
    return [(o.id, wording.name_of(o.name_vi, o.name_en)) for o in issuers_of(viewer)]


def apply_verb(row: ImportRow) -> str:
    count = row.report.changing if row.report else 0
    return gettext("Import {count} rows").format(count=wording.number(count))


def report_tables(request: HttpRequest, row: ImportRow) -> list[Table[Any]]:
    """Errors if there are any, else what would change or has changed."""
    if row.report is None:
        return []
    if row.report.error_count:
        return [_error_table(request, row.report.errors, row.report.error_count)]
    if not row.report.lines:
        return []
    return [
        Table.of_all(
            request,
            name="changes",
            caption=gettext("What was imported") if not row.is_open else gettext("What is new"),
            columns=_line_columns(),
            rows=row.report.lines,
        )
    ]


def _error_table(request: HttpRequest, found: Sequence[CellError], count: int) -> Table[CellError]:
    return Table.of_all(
        request,
        name="errors",
        caption=gettext("What is wrong: {count}").format(count=wording.number(count)),
        columns=_error_columns(),
        rows=found,
        limit=500,
    )


def _error_columns() -> list[Column[CellError]]:
    return [
        Column("sheet", gettext("Sheet"), lambda e: e.sheet),
        Column("cell", gettext("Cell or row"), lambda e: e.address, is_heading=True,
               sort_by=lambda e: f"{e.row:07d}{e.column:04d}"),
        Column("text", gettext("Stands there"), lambda e: e.text),
        Column("message", gettext("What is wrong"), lambda e: sentence_of(e.message, e)),
        Column("remedy", gettext("What to do"), lambda e: sentence_of(e.remedy, e)),
    ]  # fmt: skip


def sentence_of(text: str, error: CellError) -> str:
    """A cell's message or remedy in the reader's language."""
    translated = gettext(text) if text else ""
    try:
        return translated.format(**error.params)
    except (KeyError, IndexError):
        return translated  # kept by an older version, with other parameters


def _line_columns() -> list[Column[Line]]:
    return [
        Column("sheet", gettext("Sheet"), lambda n: n.sheet),
        Column("row", gettext("Row"), lambda n: n.row, Kind.COUNT),
        Column("effect", gettext("Effect"), lambda n: gettext(_EFFECTS.get(n.effect, n.effect))),
        Column("label", gettext("Concerns"), lambda n: n.label, is_heading=True),
        Column("detail", gettext("Detail"), lambda n: n.detail),
    ]


class LayoutForm(KiemForm):
    """Per sheet: what it holds, in which row its heads stand, and what each column is.

    All kinds' columns are offered for each column of the file: without a script the form cannot
    follow the kind that is chosen. A column that is none of the kind is left out.
    """

    def __init__(self, sheets: Sequence[SheetShown], viewer: Viewer, *args: Any) -> None:
        self.sheets = sheets
        super().__init__(*args)
        self.verb = gettext("Check with these columns")
        kinds = [("", gettext("Do not read this sheet"))]
        kinds += [(code, kind_text(code)) for code, kind in KINDS.items() if kind.allows(viewer)]
        for index, shown in enumerate(sheets):
            self._add_sheet(index, shown, kinds)

    def _add_sheet(self, index: int, shown: SheetShown, kinds: list[tuple[str, str]]) -> None:
        part = shown.part
        self.fields[f"kind{index}"] = forms.ChoiceField(
            label=gettext("This sheet holds"), choices=kinds, required=False, initial=part.kind
        )
        self.fields[f"head{index}"] = forms.IntegerField(
            label=gettext("The heads stand in row"), min_value=1, max_value=1_000,
            initial=part.head_row,
        )  # fmt: skip
        by_number = {number: key for key, number in part.columns.items()}
        for number, _head, _sample in shown.columns:
            self.fields[f"column{index}_{number}"] = forms.ChoiceField(
                choices=_column_choices(),
                required=False,
                initial=by_number.get(number, ""),
            )

    def parts(self) -> list[Part]:
        """What was said of every sheet."""
        return [
            Part(
                shown.part.sheet,
                self.cleaned_data[f"kind{index}"],
                self.cleaned_data[f"head{index}"],
                self._columns(index, shown),
            )
            for index, shown in enumerate(self.sheets)
        ]

    def _columns(self, index: int, shown: SheetShown) -> dict[str, int]:
        kind = KINDS.get(self.cleaned_data[f"kind{index}"])
        known = {column.key for column in kind.columns} if kind else set()
        found: dict[str, int] = {}
        for number, _head, _sample in shown.columns:
            key = self.cleaned_data.get(f"column{index}_{number}", "")
            if key in known:
                found.setdefault(key, number)
        return found

    def blocks(self) -> Iterator[dict[str, Any]]:
        """The form as the page shows it: a block for each sheet, a line for each column."""
        for index, shown in enumerate(self.sheets):
            yield {
                "sheet": shown.part.sheet,
                "rows": wording.number(max(0, shown.rows)),
                "kind": self[f"kind{index}"],
                "head": self[f"head{index}"],
                "columns": [
                    (head or gettext("column {number}").format(number=number), sample,
                     self[f"column{index}_{number}"])
                    for number, head, sample in shown.columns
                ],
            }  # fmt: skip


def _column_choices() -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = [("", gettext("not read"))]
    seen: set[str] = set()
    for code, kind in KINDS.items():
        fresh = [column for column in kind.columns if column.key not in seen]
        seen.update(column.key for column in fresh)
        options = [(column.key, wording.name_of(column.vi, column.en)) for column in fresh]
        choices.append((kind_text(code), options))
    return choices
