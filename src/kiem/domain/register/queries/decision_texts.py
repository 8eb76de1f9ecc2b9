"""What a decision or a draft says, for whoever may read it: its articles, with their facts.

A decision is a public act of the house, the people in it are not: whoever speaks for the issuer
reads it whole; others read of it the people they may name anyway, as an extract that says how many
more there are. Members admitted or released are named to their own line only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kiem.domain.register.actions._reach import candidates_within
from kiem.domain.register.actions.articles import ArticleContent
from kiem.domain.register.actions.drafts import contents_of, find_draft
from kiem.domain.register.models import DecisionDraft
from kiem.domain.register.queries.articles import ArticleFacts, PersonLine, facts_of_all
from kiem.domain.register.queries.decisions import DecisionDetail, decision
from kiem.domain.register.queries.fact_changes import FactChange
from kiem.domain.register.queries.naming import PersonFacts
from kiem.domain.register.queries.reach import places, reach_on
from kiem.domain.register.queries.scopes import nameable, organization_scope
from kiem.domain.register.queries.signing import Chosen, chosen_in
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock

_OF_MEMBERS = ("admit", "release")


@dataclass(frozen=True, slots=True)
class DecisionText:
    """The text of a decision or draft. `articles` empty: it was recorded without a text.

    `number` and `signed_on` are empty in a draft; `made_on` is the day it was last changed.
    `hidden_people`: how many more the articles name than the reader is told. `known_at`: the
    moment whose names are printed, None for now. `signatory` signs in the head's
    stead.
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
    signatory: Chosen | None = None

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
    grounds, contents, signatory = _issued(decision_id)
    facts = facts_of_all(contents, known_at=detail.recorded_at)
    shown = readable_articles(viewer, detail, facts)
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
        hidden_people=people_named(facts) - people_named(shown),
        signatory=signatory,
    )


def draft_text(*, viewer: Viewer, draft_id: int) -> DecisionText:
    """The text of a draft, for whoever speaks for its issuer. Raises NotFound for others."""
    draft = find_draft(draft_id, viewer)
    return DecisionText(
        issuer_id=draft.issuer_id,
        kind=draft.kind,
        title_vi=draft.title_vi,
        title_en=draft.title_en,
        grounds=tuple(draft.grounds),
        articles=draft_articles(viewer, contents_of(draft)),
        number="",
        signed_on=None,
        made_on=draft.changed_at.astimezone(clock.LOCAL_ZONE).date(),
        known_at=None,
        hidden_people=0,
        signatory=chosen_in(draft),
    )


def draft_articles(viewer: Viewer, contents: Sequence[ArticleContent]) -> tuple[ArticleFacts, ...]:
    """The facts of a draft's articles. Somebody the viewer could not decide about, whose number
    was written into it, stays a number: a draft is no way to look people up."""
    facts = facts_of_all(contents)
    people = {line.person.id for article in facts for line in _lines(article)}
    outside = people - candidates_within(viewer, people, clock.today())
    return tuple(_numbered(article, outside) for article in facts) if outside else facts


def readable_articles(
    viewer: Viewer, detail: DecisionDetail, facts: Sequence[ArticleFacts]
) -> tuple[ArticleFacts, ...]:
    """The articles with only those people the viewer may be shown by name."""
    if _speaks_for(viewer, detail):
        return tuple(facts)
    signed_on = detail.decision.signed_on
    named = _nameable(
        viewer,
        (
            (line.person.id, day)
            for article in facts
            for line in _lines(article)
            for day in (article.on or signed_on, article.wrong_on or signed_on)
        ),
    )
    lines: frozenset[int] = frozenset()
    everything = False
    if viewer.can(Permission.VIEW_MEMBERS):
        scope = organization_scope(viewer, Permission.VIEW_MEMBERS, signed_on)
        lines, everything = scope.organization_ids, scope.everything
    return tuple(_cut(article, named, lines, everything=everything) for article in facts)


def readable_changes(
    viewer: Viewer, detail: DecisionDetail, changes: Sequence[FactChange]
) -> tuple[FactChange, ...]:
    """The changes, each without its person where the viewer may not be told who it is."""
    if _speaks_for(viewer, detail):
        return tuple(changes)
    of_posts = [c for c in changes if c.person_id is not None and c.fact != "membership"]
    named = _nameable(viewer, ((c.person_id or 0, c.day) for c in of_posts))
    hidden = {c.person_id for c in of_posts} - named
    return tuple(
        replace(change, person_id=None, person="") if change.person_id in hidden else change
        for change in changes
    )


def _issued(decision_id: int) -> tuple[tuple[str, ...], list[ArticleContent], Chosen | None]:
    """Grounds, articles and signatory of the draft it came from; nothing for what was only
    recorded."""
    draft = DecisionDraft.objects.filter(decision_id=decision_id).first()
    if draft is None:
        return (), [], None
    return tuple(draft.grounds), contents_of(draft), chosen_in(draft)


def _speaks_for(viewer: Viewer, detail: DecisionDetail) -> bool:
    if not viewer.can(Permission.CHANGE_REGISTER):
        return False
    day = detail.decision.signed_on
    reach = reach_on(viewer, day)
    return reach is None or all(map(reach.changes, places([detail.issuer_id], day)))


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


def _nameable(viewer: Viewer, wanted: Iterable[tuple[int, date]]) -> frozenset[int]:
    """Those of (person, day) who held a post in the viewer's scope that day or the day before."""
    if not viewer.can(Permission.VIEW_OFFICES):
        return frozenset()
    by_day: dict[date, set[int]] = {}
    for person_id, day in wanted:
        by_day.setdefault(day, set()).add(person_id)
        by_day.setdefault(day - timedelta(days=1), set()).add(person_id)
    found: frozenset[int] = frozenset()
    for day, people in sorted(by_day.items()):
        found |= nameable(viewer, Permission.VIEW_OFFICES, people - found, day)
    return found


def _numbered(article: ArticleFacts, outside: Collection[int]) -> ArticleFacts:
    def numbered(line: PersonLine) -> PersonLine:
        if line.person.id not in outside:
            return line
        return replace(line, person=PersonFacts(line.person.id, f"#{line.person.id}"))

    wrong = numbered(article.wrong) if article.wrong else None
    return replace(article, people=tuple(map(numbered, article.people)), wrong=wrong)


def _lines(article: ArticleFacts) -> tuple[PersonLine, ...]:
    return (*article.people, *((article.wrong,) if article.wrong else ()))


def people_named(facts: Sequence[ArticleFacts]) -> int:
    """How many people the articles name; somebody in two articles counts in each."""
    return len({(article.number, line.person.id) for article in facts for line in _lines(article)})
