"""A decision: the transaction every fact points to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import scope_of
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.domain.documents.queries import decisions as documents
from kiem.domain.register.queries import decisions
from kiem.platform.access import Permission

_KINDS = {
    "personnel": gettext_noop("personnel"),
    "organization": gettext_noop("organisation"),
    "term": gettext_noop("term of office"),
    "membership": gettext_noop("membership"),
    "import": gettext_noop("import"),
    "correction": gettext_noop("correction"),
}
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
def decision_page(request: HttpRequest, decision_id: int) -> HttpResponse:
    detail = decisions.decision(decision_id=decision_id, **scope_of(request))
    context = {
        "title": gettext("Decision {number}").format(number=detail.decision.number),
        "name": wording.name_of(detail.decision.title_vi, detail.decision.title_en),
        "detail": detail,
        "kind": gettext(_KINDS.get(detail.kind, detail.kind)),
        "issuer": wording.name_of(detail.issuer_vi, detail.issuer_en),
        "made": _counts(detail.made),
        "ended": _counts(detail.ended),
        "document_base": reverse("decision", args=[decision_id]),
        "letters": _letters(request, decision_id),
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
