"""Why a draft cannot be issued as it is, and what has to be decided first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiem.domain.register.actions.articles import (
    Appoint,
    ArticleContent,
    Establish,
    FormCommittee,
    Relieve,
    Transfer,
)
from kiem.domain.register.queries.clashes import OpenDraft, open_drafts
from kiem.domain.register.queries.naming import PersonFacts, PostFacts, name_people, name_posts
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to be decided before. `what`: `free_post` (somebody leaves a post), `take_post`
    (somebody gets a line post), `place_people` (everybody leaves a unit), `revoke` (later
    decisions go first), `found` (an organisation is established).

    `drafts`: open drafts that would do it, by id: issue those first.
    """

    what: str
    person: PersonFacts | None = None
    post: PostFacts | None = None
    text: str = ""
    drafts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A refusal. `article` None: it is about several articles together. `people` and `posts`: whom
    the sentence names by number only."""

    article: int | None
    error: DomainError
    people: tuple[PersonFacts, ...]
    posts: tuple[PostFacts, ...]
    first: tuple[FirstStep, ...]


def obstacles_of(
    errors: Sequence[tuple[int | None, DomainError]],
    contents: Sequence[ArticleContent],
    *,
    viewer: Viewer,
    draft_id: int,
) -> tuple[Obstacle, ...]:
    """The refusals in the order of the articles, those about all together last.

    What the checks of the commit find is about the article that names the same person or post, if
    only one does.
    """
    if not errors:
        return ()
    others = open_drafts(viewer, besides=draft_id)
    return tuple(
        _obstacle(_concerned(error, contents) if article is None else article, error, others)
        for article, error in errors
    )


def _concerned(error: DomainError, contents: Sequence[ArticleContent]) -> int | None:
    people, posts = set(_ids(error, "person_id")), set(_ids(error, "post_id"))
    naming = [
        number
        for number, content in enumerate(contents, start=1)
        if people & content.subjects().people or posts & content.subjects().posts
    ]
    return naming[0] if len(naming) == 1 else None


def _obstacle(article: int | None, error: DomainError, others: Sequence[OpenDraft]) -> Obstacle:
    day = _day(error)
    people = name_people({(id_, day) for id_ in _ids(error, "person_id")})
    posts = name_posts({(id_, day) for id_ in _ids(error, "post_id")})
    first = _FIRST.get(error.code)
    return Obstacle(
        article=article,
        error=error,
        people=tuple(people.values()),
        posts=tuple(posts.values()),
        first=() if first is None else tuple(first(error, day, others)),
    )


def _free_post(error: DomainError, day: date, others: Sequence[OpenDraft]) -> Iterable[FirstStep]:
    """Whoever sits in a post that is full has to leave it."""
    for post_id in _ids(error, "post_id"):
        for person_id in _holders(post_id, day):
            yield _leaving(person_id, post_id, day, others)


def _free_person(error: DomainError, day: date, others: Sequence[OpenDraft]) -> Iterable[FirstStep]:
    """Whose employment is taken up has to leave a post that takes part of it."""
    rows = fetch(
        """
        SELECT DISTINCT a.person_id, a.post_id FROM register_appointment a
        WHERE a.person_id = ANY (%(people)s) AND upper_inf(a.recorded)
          AND a.valid @> %(day)s::date AND a.share_percent > 0
        ORDER BY a.person_id, a.post_id
        """,
        {"people": _ids(error, "person_id"), "day": day},
    )
    for person_id, post_id in rows:
        yield _leaving(person_id, post_id, day, others)


def _take_post(error: DomainError, day: date, others: Sequence[OpenDraft]) -> Iterable[FirstStep]:
    """Who holds no line post has to get one."""
    return [_taking(person_id, day, others) for person_id in _ids(error, "person_id")]


def _place_people(
    error: DomainError, day: date, others: Sequence[OpenDraft]
) -> Iterable[FirstStep]:
    yield FirstStep("place_people", text=str(error.params.get("people", "")))


def _revoke_later(
    error: DomainError, day: date, others: Sequence[OpenDraft]
) -> Iterable[FirstStep]:
    yield FirstStep("revoke", text=str(error.params.get("decisions", "")))


def _found_first(error: DomainError, day: date, others: Sequence[OpenDraft]) -> Iterable[FirstStep]:
    """Something has to exist by then; a draft that establishes something may be the one."""
    drafts = _doing(others, lambda c: isinstance(c, Establish))
    yield FirstStep("found", drafts=drafts)


_FIRST: dict[str, Any] = {
    "register.seat_taken": _free_post,
    "register.share_over_100": _free_person,
    "register.which_post_left": _take_post,
    "register.no_home_post": _take_post,
    "register.people_without_place": _place_people,
    "register.built_upon": _revoke_later,
    "register.superior_missing": _found_first,
    "register.post_outside_organization": _found_first,
    "register.membership_outside_organization": _found_first,
    "register.term_outside_organization": _found_first,
}


def _leaving(person_id: int, post_id: int, day: date, others: Sequence[OpenDraft]) -> FirstStep:
    return FirstStep(
        "free_post",
        person=_person(person_id, day),
        post=name_posts({(post_id, day)}).get((post_id, day)),
        drafts=_doing(others, lambda c: _leaves(c, person_id, post_id)),
    )


def _taking(person_id: int, day: date, others: Sequence[OpenDraft]) -> FirstStep:
    return FirstStep(
        "take_post",
        person=_person(person_id, day),
        drafts=_doing(others, lambda c: _takes(c, person_id)),
    )


def _leaves(content: ArticleContent, person_id: int, post_id: int) -> bool:
    """Whether the article makes the person leave the post."""
    if isinstance(content, Relieve):
        return (content.person_id, content.post_id) == (person_id, post_id)
    if isinstance(content, Transfer):
        return any(
            move.person_id == person_id and move.from_post_id in (None, post_id)
            for move in content.moves
        )
    return (
        isinstance(content, FormCommittee)
        and content.replaces
        and post_id in {seat.post_id for seat in content.seats}
    )


def _takes(content: ArticleContent, person_id: int) -> bool:
    return isinstance(content, Appoint) and content.person_id == person_id


def _doing(others: Sequence[OpenDraft], does: Any) -> tuple[int, ...]:
    return tuple(other.draft.pk for other in others if any(map(does, other.contents)))


def _holders(post_id: int, day: date) -> list[int]:
    rows = fetch(
        """
        SELECT a.person_id FROM register_appointment a
        WHERE a.post_id = %(post)s AND upper_inf(a.recorded) AND a.valid @> %(day)s::date
        ORDER BY lower(a.valid), a.id LIMIT 10
        """,
        {"post": post_id, "day": day},
    )
    return [row[0] for row in rows]


def _person(person_id: int, day: date) -> PersonFacts:
    return name_people({(person_id, day)}).get((person_id, day)) or PersonFacts(person_id)


def _ids(error: DomainError, name: str) -> Collection[int]:
    value = error.params.get(name)
    if isinstance(value, int):
        return [value]
    return [int(value)] if isinstance(value, str) and value.isdigit() else []


def _day(error: DomainError) -> date:
    """The day the refusal speaks of, else today."""
    for name in ("day", "on", "from"):
        value = error.params.get(name)
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                continue
    return clock.today()
