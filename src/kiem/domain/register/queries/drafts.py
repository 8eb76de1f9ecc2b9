"""Drafts and the articles of decisions, for their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.actions.articles import ArticleContent
from kiem.domain.register.actions.drafts import contents_of, find_draft
from kiem.domain.register.models import Article, DecisionDraft
from kiem.domain.register.queries.articles import ArticleFacts, facts_of_all
from kiem.domain.register.queries.decision_texts import (
    draft_articles,
    people_named,
    readable_articles,
    readable_changes,
)
from kiem.domain.register.queries.decisions import decision
from kiem.domain.register.queries.fact_changes import FactChange, fact_changes
from kiem.domain.register.queries.issuers import IssuerHeader, issuer_header
from kiem.domain.register.queries.preview import shown_to
from kiem.domain.register.queries.reach import places, reach_on
from kiem.domain.register.queries.signing import Chosen, chosen_in
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list. `articles`: how many it has."""

    id: int
    issuer_id: int
    issuer_vi: str
    issuer_en: str
    kind: str
    title_vi: str
    title_en: str
    effective_on: date
    state: str
    version: int
    author_name: str
    changed_at: datetime
    articles: int


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """A draft with everything it says. `decision_id`: what it became."""

    draft: DraftRow
    header: IssuerHeader
    grounds: tuple[str, ...]
    reason: str
    corrects_id: int | None
    decision_id: int | None
    contents: tuple[ArticleContent, ...]
    facts: tuple[ArticleFacts, ...]
    signatory: Chosen | None


def list_drafts(
    *, viewer: Viewer, on: date, known_at: datetime | None = None, limit: int = 200
) -> tuple[DraftRow, ...]:
    """Open drafts of issuers the viewer speaks for, last changed first. Raises Forbidden.

    Drafts are working paper of today: neither `on` nor `known_at` takes one back in time.
    """
    viewer.require(Permission.CHANGE_REGISTER)
    drafts = list(
        DecisionDraft.objects.filter(state=DecisionDraft.State.DRAFT)
        .prefetch_related("articles")
        .order_by("-changed_at", "-pk")
    )
    today = clock.today()
    reach = reach_on(viewer, today)
    if reach is not None:
        stands = places({draft.issuer_id for draft in drafts}, today)
        own = {place.id for place in stands if reach.changes(place)}
        drafts = [draft for draft in drafts if draft.issuer_id in own]
    shown = drafts[:limit]
    names = {
        issuer_id: issuer_header(organization_id=issuer_id, on=today)
        for issuer_id in {draft.issuer_id for draft in shown}
    }
    return tuple(_row(draft, names[draft.issuer_id]) for draft in shown)


def draft_detail(
    *, viewer: Viewer, draft_id: int, on: date, known_at: datetime | None = None
) -> DraftDetail:
    """One draft, in whichever state. Raises NotFound unless the viewer speaks for its issuer."""
    viewer.require(Permission.CHANGE_REGISTER)
    draft = find_draft(draft_id, viewer)
    contents = contents_of(draft)
    header = issuer_header(organization_id=draft.issuer_id, on=clock.today())
    return DraftDetail(
        draft=_row(draft, header),
        header=header,
        grounds=tuple(draft.grounds),
        reason=draft.reason,
        corrects_id=draft.corrects_id,
        decision_id=draft.decision_id,
        contents=tuple(contents),
        facts=draft_articles(viewer, contents),
        signatory=chosen_in(draft),
    )


@dataclass(frozen=True, slots=True)
class DecisionText:
    """What an issued decision says and did; nothing of it for one that was only recorded.

    `hidden_people`: how many more its articles name than the viewer may be told.
    """

    header: IssuerHeader
    grounds: tuple[str, ...]
    articles: tuple[ArticleFacts, ...]
    changes: tuple[FactChange, ...]
    corrected_by: tuple[int, ...]
    hidden_people: int = 0


def decision_text(
    *, viewer: Viewer, decision_id: int, on: date, known_at: datetime | None = None
) -> DecisionText:
    """The articles of a decision the viewer sees, worded by what was known when it was recorded.

    Raises NotFound as `decision` does. Whoever speaks for the issuer reads it whole, others the
    people they may be shown by name; members are named to their own side only.
    """
    detail = decision(viewer=viewer, decision_id=decision_id, on=on, known_at=known_at)
    header = issuer_header(
        organization_id=detail.issuer_id,
        on=detail.decision.signed_on,
        known_at=detail.recorded_at,
    )
    draft = DecisionDraft.objects.filter(decision_id=decision_id).first()
    corrected_by = tuple(
        DecisionDraft.objects.filter(corrects_id=decision_id, decision__isnull=False)
        .order_by("decision_id")
        .values_list("decision_id", flat=True)
    )
    if draft is None:
        return DecisionText(header, (), (), (), corrected_by)
    facts = facts_of_all(contents_of(draft), known_at=detail.recorded_at)
    articles = readable_articles(viewer, detail, facts)
    changes = readable_changes(viewer, detail, changes_of(decision_id))
    return DecisionText(
        header=header,
        grounds=tuple(draft.grounds),
        articles=articles,
        changes=shown_to(viewer, changes, on),
        corrected_by=corrected_by,
        hidden_people=people_named(facts) - people_named(articles),
    )


def changes_of(decision_id: int) -> tuple[FactChange, ...]:
    """What a decision with articles changed, as its preview said. Applies no scope."""
    articles = Article.objects.filter(draft__decision_id=decision_id).order_by("number")
    return fact_changes(
        {
            article.number: (article.effects["opened"], article.effects["closed"])
            for article in articles
            if article.effects is not None
        }
    )


def _row(draft: DecisionDraft, header: IssuerHeader) -> DraftRow:
    return DraftRow(
        id=draft.pk,
        issuer_id=draft.issuer_id,
        issuer_vi=header.name_vi,
        issuer_en=header.name_en,
        kind=draft.kind,
        title_vi=draft.title_vi,
        title_en=draft.title_en,
        effective_on=draft.effective_on,
        state=draft.state,
        version=draft.version,
        author_name=draft.author_name,
        changed_at=draft.changed_at,
        articles=len(draft.articles.all()),
    )
