"""Findings: what somebody should look at, most severe first, with evidence and remedy."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.findingtable import finding_columns, finding_line
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import EXPORT_AT_MOST, PAGE_ROWS, read_token, write_token
from kiem.delivery.web.pages import show, show_part
from kiem.delivery.web.tables import Table
from kiem.domain.ledger import queries as ledger
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import InvalidInput

FIRST_SHOWN = 8
_FIGURES = {"committee_below_quorum": "committees_below_quorum"}
_POSITION = (int,) * 8  # the shape of a finding's place in the list


@requires(Permission.VIEW_LOAD)
def finding_list(request: HttpRequest) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    after = read_token(request, _POSITION)
    found = _fetch(request, after, PAGE_ROWS)

    def every_finding() -> Iterator[ledger.Finding]:
        yield from _fetch(request, None, EXPORT_AT_MOST).rows

    table = Table.of_page(
        request,
        name="findings",
        caption=gettext("Findings"),
        columns=finding_columns(asked, opens_people=viewer.can(Permission.VIEW_PERSON)),
        rows=found.rows,
        next_after=write_token(found.after) if found.after else "",
        export_rows=every_finding,
        total_count=found.total,
        empty_text=gettext("No findings on this day."),
    )
    chosen = request.GET.get("severity", "")
    kept = {name: request.GET.get(name, "") for name in ("unit", "person", "kind")}
    choices = [("", gettext("all"))]
    choices += [(s.value, statuses.status_text(s.value)) for s in ledger.Severity]
    context = {
        "title": gettext("Findings"),
        "figure": _figure(request.GET.get("code", ""), kept, asked),
        "lead": gettext("What somebody should look at, with evidence and what to do."),
        "table": table,
        "choices": [
            {
                "label": label,
                "href": asked.link("/findings/", severity=code, **kept),
                "is_here": code == chosen,
            }
            for code, label in choices
        ],
        "codes": [
            {
                "label": f"{gettext(ledger.FINDING_TEXTS[code].title)} {wording.number(count)}",
                "href": asked.link("/findings/", code=code, **kept),
                "is_here": code == request.GET.get("code"),
            }
            for code, count in found.by_code.items()
        ],
    }
    return show(request, "kiem/findings.html", context, [table])


@requires(Permission.VIEW_LOAD)
def first_findings(request: HttpRequest) -> HttpResponse:
    """The most severe ones: loaded by the home page after itself."""
    asked = asked_of(request)
    found = _fetch(request, None, FIRST_SHOWN)
    opens = viewer_of(request).can(Permission.VIEW_PERSON)
    context = {
        "title": gettext("Findings"),
        "lines": [finding_line(f, asked, opens_people=opens) for f in found.rows],
        "total": found.total,
        "all_href": asked.link("/findings/", kind=request.GET.get("kind")),
    }
    return show_part(request, "kiem/parts/findings.html", context)


def _figure(code: str, kept: dict[str, str], asked: Asked) -> tuple[str, str] | None:
    """Name and page of the figure that counts the findings shown, so that it can be cited."""
    if code not in _FIGURES or kept["unit"] or kept["person"]:
        return None
    figure = _FIGURES[code]
    return gettext(ledger.figure_label(figure)), asked.link(
        f"/why/all/{figure}/", kind=kept["kind"]
    )


def _fetch(
    request: HttpRequest, after: tuple[str | int, ...] | None, limit: int
) -> ledger.FindingsPage:
    return ledger.list_findings(
        **scope_of(request),
        severity=request.GET.get("severity") or None,
        code=request.GET.get("code") or None,
        kind=request.GET.get("kind") or None,
        unit_id=read_id(request, "unit"),
        person_id=read_id(request, "person"),
        after=tuple(int(part) for part in after) if after else None,
        limit=limit,
    )


def read_id(request: HttpRequest, name: str) -> int | None:
    """A number in the address. Raises InvalidInput for anything else."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidInput(
            "web.bad_number",
            "'{text}' is not a number that names anything.",
            remedy="Follow a link, or search by name.",
            field=name,
            params={"text": text[:40]},
        )
    return int(text)
