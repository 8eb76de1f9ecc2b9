"""Drafts of decisions: begin, write articles, preview, issue or give up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from kiem.delivery.web import wording
from kiem.delivery.web.articleform import ArticleForm
from kiem.delivery.web.articleforms import FORMS, verbs_for
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.decisionwords import article_words, kind_text, verb_text
from kiem.delivery.web.draftforms import HeadForm, IssueForm, chosen_value
from kiem.delivery.web.forming import submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.picking import FIND, Chooser, typed
from kiem.delivery.web.previewing import preview_context
from kiem.delivery.web.tables import Table
from kiem.domain.documents.model import HeaderFamily
from kiem.domain.documents.wording.grounds import usual_grounds
from kiem.domain.register.actions import drafts as actions
from kiem.domain.register.queries import choices, decisions, signing
from kiem.domain.register.queries import drafts as queries
from kiem.domain.register.queries.preview import preview
from kiem.platform.access import Permission
from kiem.platform.access.submissions import issue_token
from kiem.platform.kernel.errors import InvalidInput, NotFound

MORE = "more"
GET_AND_POST = ["GET", "HEAD", "POST"]


@requires(Permission.CHANGE_REGISTER)
def draft_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    table = Table.of_all(
        request,
        name="drafts",
        caption=gettext("Drafts"),
        columns=_draft_columns(asked),
        rows=queries.list_drafts(**scope_of(request)),
        empty_text=gettext("No draft is waiting. Begin one with the button above."),
    )
    context = {"title": gettext("Drafts"), "table": table, "begin_href": "/drafts/new/"}
    return show(request, "kiem/drafts.html", context, [table])


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def new_draft(request: HttpRequest) -> HttpResponseBase:
    viewer, asked = viewer_of(request), asked_of(request)
    chooser = Chooser(viewer, asked.today)
    corrects = _corrected(request)
    if FIND in request.POST:
        given = typed(HeadForm(chooser, is_new=True), request)
        form = HeadForm(chooser, initial=given, is_new=True)
        typed(form, request)
    else:
        initial = _first_head(request, chooser, corrects)
        form = HeadForm(chooser, request.POST or None, initial=initial, is_new=True)

    def act(cleaned: dict[str, Any]) -> str:
        corrects_id = None if corrects is None else corrects.decision.id
        draft_id = actions.create_draft(**cleaned, corrects_id=corrects_id, actor=viewer)
        return f"/drafts/{draft_id}/"

    return _form_page(request, form, "new_draft", act, gettext("Begin a decision"))


@requires(Permission.CHANGE_REGISTER)
def draft_page(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    detail = queries.draft_detail(draft_id=draft_id, **scope_of(request))
    if detail.decision_id is not None:
        return HttpResponseRedirect(f"/decisions/{detail.decision_id}/")
    articles = []
    for facts in detail.facts:
        words, lines = article_words(facts)
        articles.append(
            {
                "number": facts.number,
                "verb": verb_text(facts.verb),
                "words": words,
                "lines": lines,
                "href": f"/drafts/{draft_id}/articles/{facts.number}/",
            }
        )
    context = {
        "title": wording.name_of(detail.draft.title_vi, detail.draft.title_en),
        "detail": detail,
        "issuer": wording.name_of(detail.draft.issuer_vi, detail.draft.issuer_en),
        "kind": kind_text(detail.draft.kind),
        "articles": articles,
        "signed_by": _signed_by(detail, asked_of(request)),
        "is_open": detail.draft.state == "draft",
        "document_base": reverse("draft", args=[draft_id]),
        "verbs": [(verb, verb_text(verb)) for verb in verbs_for(detail.draft.kind)],
    }
    return show(request, "kiem/draft.html", context)


def _signed_by(detail: queries.DraftDetail, asked: Asked) -> str:
    """Who signs in the head's stead; empty where the head signs."""
    if detail.signatory is None:
        return ""
    found = signing.signatories(
        organization_id=detail.draft.issuer_id, on=asked.today, chosen=detail.signatory
    )
    if not found:
        return gettext("somebody who may sign no longer: change it")
    title = wording.name_of(found[0].title_vi, found[0].title_en)
    return f"{title}, {found[0].full_name}"


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def draft_head(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    viewer, asked = viewer_of(request), asked_of(request)
    detail = queries.draft_detail(draft_id=draft_id, **scope_of(request))
    initial = {
        "kind": detail.draft.kind,
        "title_vi": detail.draft.title_vi,
        "title_en": detail.draft.title_en,
        "effective_on": detail.draft.effective_on,
        "grounds": "\n".join(detail.grounds or _usual_grounds(detail)),
        "reason": detail.reason,
        "signatory": chosen_value(detail.signatory),
    }
    may_sign = signing.signatories(organization_id=detail.draft.issuer_id, on=asked.today)
    form = HeadForm(
        Chooser(viewer, asked.today),
        request.POST or None,
        initial=initial,
        is_new=False,
        signatories=[each for each in may_sign if each.person_id is not None],
    )
    version = detail.draft.version

    def act(cleaned: dict[str, Any]) -> str:
        actions.change_draft(draft_id=draft_id, version=version, **cleaned, actor=viewer)
        return f"/drafts/{draft_id}/"

    title = gettext("Head of the draft")
    return _form_page(
        request, form, f"draft:{draft_id}", act, title, seen=str(version), back=draft_id
    )


def _usual_grounds(detail: queries.DraftDetail) -> tuple[str, ...]:
    """What decisions of this issuer and kind usually rest on: offered while there are none."""
    return usual_grounds(HeaderFamily(detail.header.header_family), detail.draft.kind)


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def new_article(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    return _article_page(request, draft_id, None)


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def article_page(request: HttpRequest, draft_id: int, number: int) -> HttpResponseBase:
    return _article_page(request, draft_id, number)


@require_POST
@requires(Permission.CHANGE_REGISTER)
def remove_article(request: HttpRequest, draft_id: int, number: int) -> HttpResponseBase:
    """Once: a second press carries a version that is past."""
    actions.replace_article(
        draft_id=draft_id,
        version=_version(request),
        number=number,
        content=None,
        actor=viewer_of(request),
    )
    messages.success(request, gettext("The article is removed; the others move up."))
    return HttpResponseRedirect(f"/drafts/{draft_id}/")


@require_POST
@requires(Permission.CHANGE_REGISTER)
def discard_draft(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """Once: a second press finds it given up."""
    actions.discard_draft(draft_id=draft_id, version=_version(request), actor=viewer_of(request))
    messages.success(request, gettext("The draft is given up. Nothing was decided."))
    return HttpResponseRedirect("/drafts/")


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def preview_page(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """What the draft does; and the button that does it."""
    viewer = viewer_of(request)
    detail = queries.draft_detail(draft_id=draft_id, **scope_of(request))
    if detail.decision_id is not None:
        return HttpResponseRedirect(f"/decisions/{detail.decision_id}/")
    version = detail.draft.version
    form = IssueForm(request.POST or None)

    def act(cleaned: dict[str, Any]) -> str:
        decision_id = actions.issue_draft(
            draft_id=draft_id, version=version, signed_on=cleaned["signed_on"], actor=viewer
        )
        messages.success(request, gettext("The decision is issued."))
        return f"/decisions/{decision_id}/"

    answer = submitted(request, form, name=f"issue:{draft_id}", act=act, seen=str(version))
    if answer is not None:
        return answer
    said = preview(viewer=viewer, draft_id=draft_id)
    context = {
        "title": gettext("What it would change"),
        "name": wording.name_of(detail.draft.title_vi, detail.draft.title_en),
        "detail": detail,
        "form": form,
        **preview_context(said, asked_of(request)),
    }
    response = show(request, "kiem/preview.html", context)
    response.status_code = form.status
    return response


def _article_page(request: HttpRequest, draft_id: int, number: int | None) -> HttpResponseBase:
    viewer = viewer_of(request)
    detail = queries.draft_detail(draft_id=draft_id, **scope_of(request))
    content = None
    if number is not None:
        if not 1 <= number <= len(detail.contents):
            raise _no_article(number)
        content = detail.contents[number - 1]
    verb = content.verb if content is not None else request.GET.get("verb", "")
    if verb not in verbs_for(detail.draft.kind):
        raise InvalidInput(
            "web.unknown_verb",
            "A decision of this kind has no article '{verb}'.",
            remedy="Choose one of those listed below the draft.",
            field="verb",
            params={"verb": verb[:40]},
        )
    form = _article_form(request, FORMS[verb], detail, content)
    version = detail.draft.version

    def act(cleaned: dict[str, Any]) -> str:
        if number is None:
            actions.add_article(
                draft_id=draft_id, version=version, content=form.content(), actor=viewer
            )
        else:
            actions.replace_article(
                draft_id=draft_id,
                version=version,
                number=number,
                content=form.content(),
                actor=viewer,
            )
        return f"/drafts/{draft_id}/"

    title = gettext("Article {number}: {verb}").format(
        number=number or len(detail.contents) + 1, verb=verb_text(verb)
    )
    name = f"article:{draft_id}:{number or 0}"
    return _form_page(request, form, name, act, title, seen=str(version), back=draft_id)


def _article_form(
    request: HttpRequest,
    kind: type[ArticleForm],
    detail: queries.DraftDetail,
    content: Any,
) -> ArticleForm:
    """The form as it is asked for: empty, of an article, looking something up, or to be kept."""
    viewer = viewer_of(request)
    rows = kind.rows_of(content) if content is not None else 1
    day: date = (content.day if content is not None else None) or detail.draft.effective_on
    chooser = Chooser(viewer, day)
    if request.method != "POST":
        values = kind.values_of(content) if content is not None else {}
        if content is None and detail.corrects_id is not None:
            values = {"decision_id": detail.corrects_id}
        return kind(chooser, initial=values, rows=rows)
    shown = request.POST.get("rows", "")
    rows = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 3 else rows
    if FIND not in request.POST:
        return kind(chooser, request.POST, rows=rows)
    if request.POST[FIND] == MORE:
        rows += 1
    # What one answer brings (the offices of an organisation) has answers of its own to keep.
    values = typed(kind(chooser, rows=rows), request)
    values = typed(kind(chooser, initial=values, rows=rows), request)
    form = kind(chooser, initial=values, rows=rows)
    typed(form, request)
    return form


def _form_page(
    request: HttpRequest,
    form: Any,
    name: str,
    act: Any,
    title: str,
    *,
    seen: str = "",
    back: int | None = None,
) -> HttpResponseBase:
    """Do it once, or show the form; looking something up does nothing."""
    if FIND in request.POST:
        form.token = issue_token(form=name, viewer=viewer_of(request), seen=seen)
    else:
        answer = submitted(request, form, name=name, act=act, seen=seen)
        if answer is not None:
            return answer
    context = {
        "title": title,
        "form": form,
        "back_href": "/drafts/" if back is None else f"/drafts/{back}/",
        "rows": getattr(form, "rows", 0) if getattr(form, "repeats", False) else 0,
        "steps": getattr(form, "steps", ""),
    }
    response = show(request, "kiem/article.html", context)
    response.status_code = form.status
    return response


def _corrected(request: HttpRequest) -> decisions.DecisionDetail | None:
    """The decision a new draft corrects or revokes, if it was begun from one."""
    text = request.GET.get("corrects", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _no_article(0)
    return decisions.decision(decision_id=int(text), **scope_of(request))


def _first_head(
    request: HttpRequest, chooser: Chooser, corrects: decisions.DecisionDetail | None
) -> Mapping[str, Any]:
    if corrects is not None:
        number = corrects.decision.number
        return {
            "issuer_id": corrects.issuer_id,
            "kind": "correction",
            "title_vi": f"Về việc đính chính, hủy bỏ Quyết định số {number}",
            "title_en": f"On correcting or revoking Decision {number}",
        }
    usual = choices.list_issuers(viewer=chooser.viewer, on=chooser.on)
    return {"issuer_id": usual[0].id} if len(usual) == 1 else {}


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _no_article(number: int) -> NotFound:
    return NotFound(
        "web.no_article",
        "This draft has no article {number}.",
        remedy="Open the draft again; somebody may have changed it.",
        params={"number": number},
    )


def _draft_columns(asked: Asked) -> list[Column[queries.DraftRow]]:
    return [
        Column(
            "title",
            gettext("Draft"),
            lambda d: wording.name_of(d.title_vi, d.title_en),
            href=lambda d: f"/drafts/{d.id}/{asked.query}",
            is_heading=True,
        ),
        Column("issuer", gettext("Issuer"), lambda d: wording.name_of(d.issuer_vi, d.issuer_en)),
        Column("kind", gettext("Kind"), lambda d: kind_text(d.kind)),
        Column("effective", gettext("Takes effect on"), lambda d: d.effective_on, Kind.DATE),
        Column("articles", gettext("Articles"), lambda d: d.articles, Kind.COUNT),
        Column("author", gettext("Drafted by"), lambda d: d.author_name),
        Column(
            "changed", gettext("Last changed"), lambda d: wording.moment(d.changed_at), Kind.MOMENT
        ),
    ]
