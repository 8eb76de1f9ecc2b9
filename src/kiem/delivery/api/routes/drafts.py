"""Decisions in the making: drafted, looked at beforehand, issued."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Time, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.drafts import (
    ArticleTaken,
    DecisionMade,
    Draft,
    DraftChanged,
    DraftDetail,
    DraftIssued,
    DraftMade,
    DraftSeen,
    DraftTaken,
    FactChange,
    Preview,
)
from kiem.delivery.api.schemas.shape import All, Id, One
from kiem.delivery.web.asked import Scope, viewer_of
from kiem.delivery.web.states import sentence
from kiem.domain.register.actions import drafts as acting
from kiem.domain.register.actions.articles import ArticleContent, read_article, to_payload
from kiem.domain.register.queries import drafts, preview
from kiem.domain.register.queries.obstacles import Obstacle
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError

router = Router(tags=["decisions"])


@operation(
    router,
    "GET",
    "/drafts",
    permission=Permission.CHANGE_REGISTER,
    returns=All[Draft],
    summary=_("List drafts"),
    description=_("Open drafts of issuers you speak for, last changed first; always those of now."),
)
def list_drafts(request: HttpRequest) -> tuple[drafts.DraftRow, ...]:
    return drafts.list_drafts(viewer=viewer_of(request), on=clock.today())


@operation(
    router,
    "GET",
    "/drafts/{draft_id}",
    permission=Permission.CHANGE_REGISTER,
    returns=One[DraftDetail],
    summary=_("One draft"),
    description=_("With its articles, and with what it became once it was issued."),
)
def get_draft(request: HttpRequest, draft_id: Id) -> dict[str, Any]:
    found = drafts.draft_detail(viewer=viewer_of(request), draft_id=draft_id, on=clock.today())
    shown = {field.name: getattr(found, field.name) for field in fields(found)}
    return {
        **shown,
        "contents": [{"verb": c.verb, "payload": to_payload(c)} for c in found.contents],
    }


@operation(
    router,
    "POST",
    "/drafts",
    permission=Permission.CHANGE_REGISTER,
    returns=One[DraftMade],
    status=201,
    summary=_("Draft a decision"),
    description=_("For an issuer you speak for. Nothing changes before it is issued."),
)
def create_draft(request: HttpRequest, draft: DraftTaken) -> dict[str, Any]:
    made = acting.create_draft(
        actor=viewer_of(request), **{**dict(draft), "articles": _articles(draft.articles)}
    )
    return {"id": made, "version": 1}


@operation(
    router,
    "PATCH",
    "/drafts/{draft_id}",
    permission=Permission.CHANGE_REGISTER,
    returns=One[DraftMade],
    summary=_("Change a draft"),
    description=_("What is named, as it was at `version`; refused if it changed meanwhile."),
)
def change_draft(request: HttpRequest, draft_id: Id, changed: DraftChanged) -> dict[str, Any]:
    named = {
        name: value
        for name, value in dict(changed).items()
        if name in changed.model_fields_set and value is not None
    }
    if changed.articles is not None:
        named["articles"] = _articles(changed.articles)
    version = acting.change_draft(draft_id=draft_id, actor=viewer_of(request), **named)
    return {"id": draft_id, "version": version}


@operation(
    router,
    "GET",
    "/drafts/{draft_id}/preview",
    permission=Permission.CHANGE_REGISTER,
    returns=One[Preview],
    keeps_answers=False,
    summary=_("What a draft would do"),
    description=_(
        "Every fact it changes, seats it empties, quorums it breaks, branches that get too small, "
        "hours before and after, clashes with other drafts, and what has to be decided first."
    ),
)
def preview_draft(request: HttpRequest, draft_id: Id) -> dict[str, Any]:
    found = preview.preview(viewer=viewer_of(request), draft_id=draft_id)
    shown = {field.name: getattr(found, field.name) for field in fields(found)}
    return {
        **shown,
        "can_be_issued": found.can_be_issued,
        "obstacles": [_told(obstacle) for obstacle in found.obstacles],
    }


@operation(
    router,
    "POST",
    "/drafts/{draft_id}/issue",
    permission=Permission.CHANGE_REGISTER,
    returns=One[DecisionMade],
    summary=_("Issue a decision"),
    description=_(
        "As the draft was at `version`: its number, its facts and its notices in one transaction. "
        "The same version again returns the same decision and does nothing."
    ),
)
def issue_draft(request: HttpRequest, draft_id: Id, seen: DraftIssued) -> dict[str, Any]:
    made = acting.issue_draft(
        draft_id=draft_id,
        version=seen.version,
        signed_on=seen.signed_on,
        actor=viewer_of(request),
    )
    return {"decision_id": made}


@operation(
    router,
    "POST",
    "/drafts/{draft_id}/discard",
    permission=Permission.CHANGE_REGISTER,
    returns=One[DraftMade],
    summary=_("Give a draft up"),
    description=_("It stays to be seen and is never issued."),
)
def discard_draft(request: HttpRequest, draft_id: Id, seen: DraftSeen) -> dict[str, Any]:
    acting.discard_draft(draft_id=draft_id, version=seen.version, actor=viewer_of(request))
    return {"id": draft_id, "version": seen.version}


@operation(
    router,
    "GET",
    "/decisions/{decision_id}/changes",
    permission=Permission.VIEW_STRUCTURE,
    returns=All[FactChange],
    summary=_("What a decision changed"),
    description=_(
        "Fact by fact, by article; empty for one that was only recorded. Members are named to "
        "their own side only."
    ),
)
def list_decision_changes(request: HttpRequest, decision_id: Id, time: Time) -> Any:
    scope: Scope = scope_of(request, time)
    return drafts.decision_text(decision_id=decision_id, **scope).changes


def _articles(taken: list[ArticleTaken]) -> list[ArticleContent]:
    """Read; what is wrong with one says which it is."""
    contents = []
    for number, article in enumerate(taken, start=1):
        try:
            contents.append(read_article(article.verb, article.payload))
        except DomainError as error:
            error.field = acting.article_field(number, error.field)
            raise
    return contents


def _told(obstacle: Obstacle) -> dict[str, Any]:
    error = obstacle.error
    return {
        "article": obstacle.article,
        "code": error.code,
        "detail": sentence(error.message, error),
        "remedy": sentence(error.remedy, error),
        "people": obstacle.people,
        "posts": obstacle.posts,
        "first": obstacle.first,
    }
