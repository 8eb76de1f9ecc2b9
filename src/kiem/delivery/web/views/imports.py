"""Imports: hand a file in, say what its columns are, see what it would change, apply it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from kiem.delivery.web import importshown, wording
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.imports import actions, queries
from kiem.platform import files
from kiem.platform.access import Permission
from kiem.platform.access.submissions import issue_token, submit_once

MOST_BYTES = actions.LIMITS.bytes + 1  # one more than is taken: so that more is told


class FileForm(KiemForm):
    """One workbook or CSV file."""

    file = forms.FileField(
        label=gettext_lazy("Excel workbook (.xlsx) or CSV file"),
        help_text=gettext_lazy("Nothing changes before you have seen what would change."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


@requires(Permission.IMPORT_FILES)
def import_list(request: HttpRequest) -> HttpResponse:
    """Hand a file in; templates; what was handed in before."""
    viewer = viewer_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    form.verb = gettext("Check the file")

    def take(cleaned: dict[str, Any]) -> str:
        upload = cleaned["file"]
        import_id = actions.submit_file(
            name=upload.name, content=upload.read(MOST_BYTES), actor=viewer
        )
        row = queries.read_import(import_id=import_id, viewer=viewer)
        return _checked(import_id, row, request) if row.is_understood else _page(import_id)

    if redirect := submitted(request, form, name="import", act=take):
        return redirect

    def fetch(after: Key | None, limit: int) -> list[queries.ImportRow]:
        last = int(after[0]) if after else None
        return queries.list_imports(viewer=viewer, after=last, limit=limit)

    def key_of(row: queries.ImportRow) -> Key:
        return (row.id,)

    rows, after = cut_page(fetch(read_token(request, (int,)), PAGE_ROWS + 1), key_of)
    table = Table.of_page(
        request,
        name="imports",
        caption=gettext("Files handed in"),
        columns=importshown.import_columns(),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, key_of),
        empty_text=gettext("You have handed in no file yet."),
    )
    context = {
        "title": gettext("Imports"),
        "form": form,
        "table": table,
        "templates": importshown.templates_of(viewer),
    }
    response = show(request, "kiem/imports.html", context, [table])
    response.status_code = form.status
    return response


@require_safe
@requires(Permission.IMPORT_FILES)
def import_template(request: HttpRequest, kinds: str) -> HttpResponse:
    """A workbook to fill in; `kinds` are separated by plus signs."""
    name, content = importshown.template_file(kinds, viewer_of(request))
    response = HttpResponse(content, content_type=importshown.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@requires(Permission.IMPORT_FILES)
def import_page(request: HttpRequest, import_id: int) -> HttpResponse:
    """What a file is and would do: preview, errors, or what became of it."""
    viewer = viewer_of(request)
    row = queries.read_import(import_id=import_id, viewer=viewer)
    tables = importshown.report_tables(request, row)
    context = {
        "title": row.name,
        "row": row,
        "state": importshown.state_of(row),
        "parts": importshown.part_lines(row),
        "facts": importshown.facts_of(row),
        "issuers": importshown.issuers_for(row, viewer),
        "can_apply": row.is_open and row.report is not None and row.report.can_be_applied,
        "verb": importshown.apply_verb(row),
        "token": issue_token(form="import_apply", viewer=viewer, seen=_seen(row)),
        "check_token": issue_token(form="import_check", viewer=viewer),
        "tables": tables,
    }
    return show(request, "kiem/import.html", context, tables)


@require_safe
@requires(Permission.IMPORT_FILES)
def import_file(request: HttpRequest, import_id: int) -> HttpResponse:
    """The file itself, as it was handed in."""
    row = queries.read_import(import_id=import_id, viewer=viewer_of(request))
    return files.download(*files.read_file(row.file_id))


@requires(Permission.IMPORT_FILES)
def import_layout(request: HttpRequest, import_id: int) -> HttpResponse:
    """Say what each sheet holds and which column is which."""
    viewer = viewer_of(request)
    row = queries.read_import(import_id=import_id, viewer=viewer)
    sheets = queries.read_sheets(import_id=import_id, viewer=viewer)
    form = importshown.LayoutForm(sheets, viewer, request.POST or None)

    def learn(cleaned: dict[str, Any]) -> str:
        actions.set_parts(import_id=import_id, parts=form.parts(), actor=viewer)
        now = queries.read_import(import_id=import_id, viewer=viewer)
        return _checked(import_id, now, request) if now.is_understood else _page(import_id)

    if redirect := submitted(request, form, name=f"layout:{import_id}", act=learn):
        return redirect
    context = {
        "title": gettext("Columns of {name}").format(name=row.name),
        "row": row,
        "form": form,
        "back_href": _page(import_id),
    }
    response = show(request, "kiem/import_layout.html", context)
    response.status_code = form.status
    return response


@requires(Permission.IMPORT_FILES)
def check_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Compare the file with what is known now."""
    row = queries.read_import(import_id=import_id, viewer=viewer_of(request))
    return _once(request, row, "import_check", lambda: _checked(import_id, row, request))


@requires(Permission.IMPORT_FILES)
def apply_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Apply what the page showed; refused when it was checked again meanwhile."""
    viewer = viewer_of(request)
    row = queries.read_import(import_id=import_id, viewer=viewer)
    chosen = request.POST.get("issuer", "")
    issuer = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else None

    def act() -> str:
        run_id = actions.start_apply(import_id=import_id, actor=viewer, issuer_id=issuer)
        return reverse("run", args=[run_id]) if run_id else _page(import_id)

    return _once(request, row, "import_apply", act, _seen(row))


@requires(Permission.IMPORT_FILES)
def discard_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Doing it twice is harmless, so that this form needs no token of its own."""
    row = queries.read_import(import_id=import_id, viewer=viewer_of(request))
    if request.method == "POST":
        actions.discard_file(import_id=row.id, actor=viewer_of(request))
        return HttpResponseRedirect(reverse("imports"))
    return HttpResponseRedirect(_page(import_id))


def _once(
    request: HttpRequest,
    row: queries.ImportRow,
    form: str,
    act: Callable[[], str],
    seen: str = "",
) -> HttpResponse:
    """Do it for a form that was sent; who only follows the address is shown the import."""
    if request.method != "POST":
        return HttpResponseRedirect(_page(row.id))
    target = submit_once(
        token=request.POST.get("token", ""),
        form=form,
        actor=viewer_of(request),
        act=act,
        seen=seen,
    )
    return HttpResponseRedirect(target)


def _checked(import_id: int, row: queries.ImportRow, request: HttpRequest) -> str:
    """Check and go to what was found, or to the run that does it."""
    run_id = actions.start_check(import_id=import_id, actor=viewer_of(request))
    return reverse("run", args=[run_id]) if run_id else _page(import_id)


def _page(import_id: int) -> str:
    return reverse("import", args=[import_id])


def _seen(row: queries.ImportRow) -> str:
    return f"{row.id} {row.state} {wording.moment(row.reported_at)} {row.reported_at}"
