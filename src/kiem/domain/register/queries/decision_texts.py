"""What a decision or a draft says, for whoever may read it: its articles, with their facts.

A decision is a public act of the house, the people in it are not: whoever speaks for the issuer
reads it whole; others read of it the people they may name anyway, as an extract that says how many
more there are. Members admitted or released are named to their own line only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kiem.domain.register.actions._reach import require_candidates
from kiem.domain.register.actions.articles import ArticleContent
from kiem.domain.register.actions.drafts import contents_of, find_draft
from kiem.domain.register.models import DecisionDraft
from kiem.domain.register.queries.articles import ArticleFacts, PersonLine, facts_of_all
from kiem.domain.register.queries.decisions import DecisionDetail, decision
from kiem.domain.register.queries.reach import places, reach_on
from kiem.domain.register.queries.scopes import nameable, organization_scope
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock

_OF_MEMBERS = ("admit", "release")


@dataclass(frozen=True, slots=True)
class DecisionText:
    """The text of a decision or draft. `articles` empty: it was recorded without a text.

    `number` and `signed_on` are empty in a draft; `made_on` is the day it was last changed.
    `hidden_people`: how many more the articles name than the reader is told. `known_at`: the
    moment whose names are printed, None for now.
    """

    issuer_id: int
    kind: str
    title_vi: str
    title_en: str
    grounds: tuple[str, ...]
    articles: tuple[ArticleFacts, ...]
    number: str
    signed_on: date | None
    made_on: date
    known_at: datetime | None
    hidden_people: int

    @property
    def is_draft(self) -> bool:
        return self.signed_on is None


def decision_text(
    *, viewer: Viewer, decision_id: int, on: date, known_at: datetime | None = None
) -> DecisionText:
    """The text of an issued decision, as far as the viewer may read it.

    Raises NotFound for whoever sees neither the issuer nor anything it concerns.
    """
    detail = decision(viewer=viewer, decision_id=decision_id, on=on, known_at=known_at)
    grounds, contents = _issued(decision_id)
    facts = facts_of_all(contents, known_at=detail.recorded_at)
    shown = facts
    if not _speaks_for(viewer, detail):
        shown = _readable(viewer, facts, detail.decision.signed_on)
    return DecisionText(
        issuer_id=detail.issuer_id,
        kind=detail.kind,
        title_vi=detail.decision.title_vi,
        title_en=detail.decision.title_en,
        grounds=grounds,
        articles=shown,
        number=detail.decision.number,
        signed_on=detail.decision.signed_on,
        made_on=detail.decision.signed_on,
        known_at=detail.recorded_at,
        hidden_people=_count(facts) - _count(shown),
    )


def draft_text(*, viewer: Viewer, draft_id: int) -> DecisionText:
    """The text of a draft, for whoever speaks for its issuer.

    Raises NotFound for others, and for people in it whom the viewer could not decide about.
    """
    draft = find_draft(draft_id, viewer)
    contents = contents_of(draft)
    people = {person for content in contents for person in content.subjects().people}
    require_candidates(viewer, people, clock.today())
    return DecisionText(
        issuer_id=draft.issuer_id,
        kind=draft.kind,
        title_vi=draft.title_vi,
        title_en=draft.title_en,
        grounds=tuple(draft.grounds),
        articles=facts_of_all(contents),
        number="",
        signed_on=None,
        made_on=draft.changed_at.astimezone(clock.LOCAL_ZONE).date(),
        known_at=None,
        hidden_people=0,
    )


def _issued(decision_id: int) -> tuple[tuple[str, ...], list[ArticleContent]]:
    """Grounds and articles of the draft it came from; nothing for what was only recorded."""
    draft = DecisionDraft.objects.filter(decision_id=decision_id).first()
    return (tuple(draft.grounds), contents_of(draft)) if draft else ((), [])


def _speaks_for(viewer: Viewer, detail: DecisionDetail) -> bool:
    if not viewer.can(Permission.CHANGE_REGISTER):
        return False
    day = detail.decision.signed_on
    reach = reach_on(viewer, day)
    return reach is None or all(map(reach.changes, places([detail.issuer_id], day)))


def _readable(
    viewer: Viewer, facts: Sequence[ArticleFacts], signed_on: date
) -> tuple[ArticleFacts, ...]:
    """The articles with only those people the viewer may be shown by name."""
    named = _nameable(viewer, facts, signed_on)
    lines = frozenset[int]()
    everything = False
    if viewer.can(Permission.VIEW_MEMBERS):
        scope = organization_scope(viewer, Permission.VIEW_MEMBERS, signed_on)
        lines, everything = scope.organization_ids, scope.everything
    return tuple(_cut(article, named, lines, everything=everything) for article in facts)


def _cut(
    article: ArticleFacts, named: Collection[int], lines: Collection[int], *, everything: bool
) -> ArticleFacts:
    if article.verb in _OF_MEMBERS:
        organization_id = article.organization.id if article.organization else None
        is_own_line = everything or organization_id in lines
        return article if is_own_line else replace(article, people=())
    wrong = article.wrong if article.wrong and article.wrong.person.id in named else None
    people = tuple(line for line in article.people if line.person.id in named)
    return replace(article, people=people, wrong=wrong)


def _nameable(viewer: Viewer, facts: Sequence[ArticleFacts], signed_on: date) -> frozenset[int]:
    """Whoever held a post in the viewer's scope on one of the days around the change."""
    if not viewer.can(Permission.VIEW_OFFICES):
        return frozenset()
    found: frozenset[int] = frozenset()
    for article in facts:
        ids = {line.person.id for line in _lines(article)}
        starts = {day for day in (article.on, article.wrong_on) if day} or {signed_on}
        for day in starts | {day - timedelta(days=1) for day in starts}:
            found |= nameable(viewer, Permission.VIEW_OFFICES, ids - found, day)
    return found


def _lines(article: ArticleFacts) -> tuple[PersonLine, ...]:
    return (*article.people, *((article.wrong,) if article.wrong else ()))


def _count(facts: Sequence[ArticleFacts]) -> int:
    return len({(article.number, line.person.id) for article in facts for line in _lines(article)})
