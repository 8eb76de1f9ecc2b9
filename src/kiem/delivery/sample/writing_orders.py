"""Decisions that are drafted with articles and issued, as on the site."""

from __future__ import annotations

from kiem.delivery.sample import plan_orders as plan
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.register.actions.articles import (
    ArticleContent,
    FormCommittee,
    Move,
    Seat,
    Transfer,
)
from kiem.domain.register.actions.drafts import create_draft, issue_draft
from kiem.domain.register.actions.numbers import set_issuer_profile


def write_order(operation: plan.OrderOperation, book: Identities) -> None:
    """Do the operation at the step's moment."""
    if isinstance(operation, plan.SetIssuer):
        _set_issuer(operation, book)
    else:
        _issue(operation, book)


def _set_issuer(operation: plan.SetIssuer, book: Identities) -> None:
    set_issuer_profile(
        organization_id=book.organizations[operation.organization],
        header_family=operation.header_family,
        symbol=operation.symbol,
        place_vi=operation.place_vi,
        signing_vi=operation.signing_vi,
        parent_body_vi=operation.parent_body_vi,
        actor=ACTOR,
    )
    book.rows += 1


def _issue(operation: plan.IssueDecision, book: Identities) -> None:
    draft_id = create_draft(
        issuer_id=book.organizations[operation.issuer],
        kind="personnel",
        title_vi=f"{operation.title[0]} {MARK_VI}",
        title_en=f"{operation.title[1]} {MARK_EN}",
        effective_on=book.day,
        grounds=operation.grounds,
        articles=[_article(article, book) for article in operation.articles],
        actor=ACTOR,
    )
    issue_draft(draft_id=draft_id, version=1, actor=ACTOR)
    book.rows += len(operation.articles)


def _article(article: plan.MoveArticle | plan.CommitteeArticle, book: Identities) -> ArticleContent:
    if isinstance(article, plan.MoveArticle):
        moves = [
            Move(book.people[person], book.posts[target], book.posts[origin])
            for person, origin, target in article.moves
        ]
        return Transfer(book.day, tuple(moves))
    return FormCommittee(
        book.organizations[article.organization],
        book.day,
        article.how,
        tuple(Seat(book.people[seat.person], book.posts[seat.post]) for seat in article.seats),
        replaces=False,
    )
