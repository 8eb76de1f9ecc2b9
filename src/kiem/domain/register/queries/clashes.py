"""Other drafts that speak about the same people, posts and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions.articles import ArticleContent, Establish, Subjects
from kiem.domain.register.actions.drafts import contents_of
from kiem.domain.register.models import DecisionDraft
from kiem.domain.register.queries.naming import name_organizations, name_people, name_posts
from kiem.domain.register.queries.reach import places, reach_on
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Clash:
    """Another draft about the same. `comes_first`: it takes effect earlier, so that this one
    stands on what it leaves. Names of what both speak about, at most a few of each."""

    draft_id: int
    title_vi: str
    title_en: str
    effective_on: date
    comes_first: bool
    people: tuple[str, ...]
    posts_vi: tuple[str, ...]
    posts_en: tuple[str, ...]
    organizations_vi: tuple[str, ...]
    organizations_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that may still be issued, with what it says."""

    draft: DecisionDraft
    contents: tuple[ArticleContent, ...]


def open_drafts(viewer: Viewer, *, besides: int) -> list[OpenDraft]:
    """Drafts of issuers the viewer speaks for, but one."""
    drafts = list(
        DecisionDraft.objects.filter(state=DecisionDraft.State.DRAFT)
        .exclude(pk=besides)
        .prefetch_related("articles")
        .order_by("pk")
    )
    today = clock.today()
    reach = reach_on(viewer, today)
    if reach is not None:
        stands = places({draft.issuer_id for draft in drafts}, today)
        own = {place.id for place in stands if reach.changes(place)}
        drafts = [draft for draft in drafts if draft.issuer_id in own]
    return [OpenDraft(draft, tuple(contents_of(draft))) for draft in drafts]


def clashes_of(
    draft: DecisionDraft, contents: Sequence[ArticleContent], *, viewer: Viewer
) -> tuple[Clash, ...]:
    """Open drafts that name somebody or something this one names; the earliest first."""
    mine = _subjects(contents)
    day = _first_day(draft, contents)
    found = []
    for other in open_drafts(viewer, besides=draft.pk):
        theirs = _subjects(other.contents)
        both = Subjects(
            mine.people & theirs.people,
            mine.posts & theirs.posts,
            mine.organizations & theirs.organizations,
        )
        if both != Subjects():
            found.append((_first_day(other.draft, other.contents), other.draft, both))
    found.sort(key=lambda item: (item[0], item[1].pk))
    return tuple(_clash(other, on, both, day) for on, other, both in found[:SHOWN])


def _clash(other: DecisionDraft, on: date, both: Subjects, day: date) -> Clash:
    people = name_people({(id_, on) for id_ in both.people})
    posts = name_posts({(id_, on) for id_ in both.posts})
    organizations = name_organizations({(id_, on) for id_ in both.organizations})
    return Clash(
        draft_id=other.pk,
        title_vi=other.title_vi,
        title_en=other.title_en,
        effective_on=on,
        comes_first=on < day,
        people=tuple(sorted(p.full_name for p in people.values()))[:SHOWN],
        posts_vi=tuple(f"{p.title_vi}, {p.organization.name_vi}" for p in posts.values()),
        posts_en=tuple(f"{p.title_en}, {p.organization.name_en}" for p in posts.values()),
        organizations_vi=tuple(o.name_vi for o in organizations.values()),
        organizations_en=tuple(o.name_en for o in organizations.values()),
    )


def _subjects(contents: Sequence[ArticleContent]) -> Subjects:
    """What the articles change. Founding something below an organisation does not change it."""
    subjects = Subjects()
    for content in contents:
        if not isinstance(content, Establish):
            subjects |= content.subjects()
    return subjects


def _first_day(draft: DecisionDraft, contents: Sequence[ArticleContent]) -> date:
    return min([c.day for c in contents if c.day is not None], default=draft.effective_on)
