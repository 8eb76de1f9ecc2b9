"""Issued decisions: the list, and one with its articles and everything it changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.decisionwords import KINDS, article_words, kind_text, verb_text
from kiem.delivery.web.gate import requires
from kiem.delivery.web.keyset import PAGE_ROWS, Key, cut_page, every_row, read_token
from kiem.delivery.web.pages import show
from kiem.delivery.web.previewing import changes_by_article
from kiem.delivery.web.tables import Table
from kiem.domain.documents.queries import decisions as documents
from kiem.domain.register.queries import decisions
from kiem.domain.register.queries.drafts import decision_text
from kiem.platform.access import Permission

_FACTS = {
    "organizationstate": gettext_noop("states of organisations"),
    "poststate": gettext_noop("states of posts"),
    "personstate": gettext_noop("states of people"),
    "rankholding": gettext_noop("ranks"),
    "membership": gettext_noop("memberships"),
    "term": gettext_noop("terms"),
    "appointment": gettext_noop("appointments"),
}


@requires(Permission.VIEW_STRUCTURE)
def decision_list(request: HttpRequest) -> HttpResponse:
    asked, scope = asked_of(request), scope_of(request)
    kind, year = request.GET.get("kind", ""), request.GET.get("f_year", "").strip()
    issuer = request.GET.get("issuer", "")

    def fetch(after: Key | None, limit: int) -> list[decisions.DecisionRow]:
        return decisions.list_decisions(
            **scope,
            search=request.GET.get("text") or None,
            issuer_id=int(issuer) if issuer.isascii() and issuer.isdigit() else None,
            kind=kind if kind in KINDS else None,
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            after=(str(after[0]), int(after[1])) if after else None,
            limit=limit,
        )

    rows, after = cut_page(fetch(read_token(request, (str, int)), PAGE_ROWS + 1), _key)
    table = Table.of_page(
        request,
        name="decisions",
        caption=gettext("Issued decisions"),
        columns=_columns(asked.query),
        rows=rows,
        next_after=after,
        export_rows=lambda: every_row(fetch, _key),
        filters=("title", "year"),
        filter_names={"title": "text"},
        empty_text=gettext("No decision fits. Clear the filters, or ask for another kind."),
    )
    kinds = [("", gettext("all")), *((code, kind_text(code)) for code in KINDS)]
    context = {
        "title": gettext("Issued decisions"),
        "table": table,
        "choices": [
            {"label": label, "href": asked.link("/decisions/", kind=code), "is_here": code == kind}
            for code, label in kinds
        ],
        "begin_href": "/drafts/new/" if viewer_of(request).can(Permission.CHANGE_REGISTER) else "",
    }
    return show(request, "kiem/decisions.html", context, [table])


@requires(Permission.VIEW_STRUCTURE)
def decision_page(request: HttpRequest, decision_id: int) -> HttpResponse:
    scope = scope_of(request)
    detail = decisions.decision(decision_id=decision_id, **scope)
    text = decision_text(decision_id=decision_id, **scope)
    articles = []
    for facts in text.articles:
        words, lines = article_words(facts)
        articles.append(
            {"number": facts.number, "verb": verb_text(facts.verb), "words": words, "lines": lines}
        )
    context = {
        "title": gettext("Decision {number}").format(number=detail.decision.number),
        "name": wording.name_of(detail.decision.title_vi, detail.decision.title_en),
        "detail": detail,
        "text": text,
        "articles": articles,
        "changes": changes_by_article(text.changes),
        "corrected_by": text.corrected_by,
        "kind": kind_text(detail.kind),
        "issuer": wording.name_of(detail.issuer_vi, detail.issuer_en),
        "made": _counts(detail.made),
        "ended": _counts(detail.ended),
        "document_base": reverse("decision", args=[decision_id]),
        "letters": _letters(request, decision_id),
        "may_change": viewer_of(request).can(Permission.CHANGE_REGISTER),
    }
    return show(request, "kiem/decision.html", context)


def _letters(request: HttpRequest, decision_id: int) -> list[dict[str, object]]:
    """One letter for each body outside to which the decision nominates somebody."""
    return [
        {
            "organization_id": body.organization_id,
            "name": wording.name_of(body.name_vi, body.name_en),
            "people": body.people,
        }
        for body in documents.outside_bodies(decision_id=decision_id, **scope_of(request))
    ]


def _counts(facts: dict[str, int]) -> list[tuple[str, int]]:
    return [(gettext(_FACTS.get(kind, kind)), count) for kind, count in facts.items() if count]


def _key(row: decisions.DecisionRow) -> Key:
    return (row.decision.signed_on.isoformat(), row.decision.id)


def _columns(query: str) -> list[Column[decisions.DecisionRow]]:
    return [
        Column(
            "number",
            gettext("Number"),
            lambda d: d.decision.number,
            href=lambda d: f"/decisions/{d.decision.id}/{query}",
            is_heading=True,
        ),
        Column("year", gettext("Signed on"), lambda d: d.decision.signed_on, Kind.DATE),
        Column(
            "title",
            gettext("Title"),
            lambda d: wording.name_of(d.decision.title_vi, d.decision.title_en),
        ),
        Column("issuer", gettext("Issuer"), lambda d: wording.name_of(d.issuer_vi, d.issuer_en)),
        Column("kind", gettext("Kind"), lambda d: kind_text(d.kind)),
        Column("articles", gettext("Articles"), lambda d: d.articles or None, Kind.COUNT),
    ]
