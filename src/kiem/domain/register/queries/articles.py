"""What an article says, resolved for whoever words it: names, ranks, posts, organisations, dates.

The register keeps ids; a sentence needs "Đại úy Nguyễn Văn A, Cán bộ, Công an phường Ba Đình".
People are described as they stand the day before the article tells: where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kiem.domain.register.actions.articles import (
    Admit,
    Appoint,
    ArticleContent,
    CloseTerm,
    Convert,
    Correct,
    Dissolve,
    Establish,
    FormCommittee,
    GrantLeave,
    Nominate,
    OpenTerm,
    Release,
    Relieve,
    Rename,
    Revoke,
    Second,
    Transfer,
)
from kiem.domain.register.queries.decisions import DecisionRef
from kiem.domain.register.queries.naming import (
    OrganizationFacts,
    PersonFacts,
    PostFacts,
    appointment_rows,
    name_organizations,
    name_people,
    name_posts,
    name_types,
    refer_to_decisions,
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of an article and what happens to them. `until`: the first day no longer so."""

    person: PersonFacts
    from_post: PostFacts | None = None
    to_post: PostFacts | None = None
    until: date | None = None
    mode: str = ""
    share_percent: Decimal | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """A post that a new organisation starts with."""

    role: str
    title_vi: str
    title_en: str
    seats: int


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article with everything its wording names. What a verb does not speak of is empty.

    `on`: the first day it tells. `until`: the first day it no longer does. `organization`: as it
    is before; `becomes`: what differs after (names, type). `planned_*`: of a term. `revoked`: the
    decision taken back; `wrong`: the appointment that is corrected, as it was recorded.
    """

    number: int
    verb: str
    on: date | None
    until: date | None = None
    people: tuple[PersonLine, ...] = ()
    organization: OrganizationFacts | None = None
    becomes: OrganizationFacts | None = None
    offices: tuple[OfficeFacts, ...] = ()
    how: str = ""
    term_label: str = ""
    planned_from: date | None = None
    planned_until: date | None = None
    leave_kind: str = ""
    leaves_offices: bool = False
    replaces: bool = False
    revoked: DecisionRef | None = None
    wrong: PersonLine | None = None
    wrong_on: date | None = None


def facts_of(
    content: ArticleContent, *, number: int = 1, known_at: datetime | None = None
) -> ArticleFacts:
    """One article's facts. The scope is checked by whoever read the article."""
    (facts,) = facts_of_all([content], known_at=known_at)
    return _numbered(facts, number)


def facts_of_all(
    contents: Sequence[ArticleContent], *, known_at: datetime | None = None
) -> tuple[ArticleFacts, ...]:
    """The facts of a draft's or decision's articles, in order: a handful of statements for all.

    `known_at`: for a decision, the moment it was recorded; names are those known then.
    """
    names = _Names(contents, known_at)
    return tuple(
        _numbered(_describe(content, names), number)
        for number, content in enumerate(contents, start=1)
    )


@dataclass(slots=True)
class _Names:
    """Everything the articles name, asked for once."""

    contents: Sequence[ArticleContent]
    known_at: datetime | None
    people: dict[tuple[int, date], PersonFacts] = field(init=False)
    posts: dict[tuple[int, date], PostFacts] = field(init=False)
    organizations: dict[tuple[int, date], OrganizationFacts] = field(init=False)
    types: dict[str, tuple[str, str, str, str]] = field(init=False)
    wrong: dict[int, Any] = field(init=False)
    decisions: dict[int, DecisionRef] = field(init=False)

    def __post_init__(self) -> None:
        people: set[tuple[int, date]] = set()
        posts: set[tuple[int, date]] = set()
        organizations: set[tuple[int, date]] = set()
        corrected = [c.appointment_id for c in self.contents if isinstance(c, Correct)]
        self.wrong = appointment_rows(corrected, self.known_at)
        for content in self.contents:
            subjects = content.subjects()
            day = content.day
            if day is None:
                continue
            people |= {(person_id, day) for person_id in subjects.people}
            posts |= {(post_id, day) for post_id in subjects.posts}
            organizations |= {(id_, day) for id_ in subjects.organizations}
        for row in self.wrong.values():
            people.add((row.person_id, row.start))
            posts.add((row.post_id, row.start))
        self.people = name_people(people, self.known_at)
        lines = {(p.line_post_id, day) for (_, day), p in self.people.items() if p.line_post_id}
        self.posts = name_posts(posts | {(i, d) for i, d in lines if i is not None}, self.known_at)
        self.organizations = name_organizations(organizations, self.known_at)
        self.types = name_types()
        revoked = [c.decision_id for c in self.contents if isinstance(c, Revoke)]
        self.decisions = refer_to_decisions(revoked)

    def person(self, person_id: int, day: date) -> PersonFacts:
        return self.people.get((person_id, day)) or PersonFacts(person_id)

    def post(self, post_id: int | None, day: date) -> PostFacts | None:
        if post_id is None:
            return None
        return self.posts.get((post_id, day)) or PostFacts(post_id)

    def organization(self, organization_id: int | None, day: date) -> OrganizationFacts | None:
        if organization_id is None:
            return None
        return self.organizations.get((organization_id, day)) or OrganizationFacts(organization_id)


def _numbered(facts: ArticleFacts, number: int) -> ArticleFacts:
    return replace(facts, number=number)


def _describe(content: ArticleContent, names: _Names) -> ArticleFacts:
    for kinds, describe in _DESCRIBERS:
        if isinstance(content, kinds):
            facts: ArticleFacts = describe(content, names)
            return facts
    raise TypeError(f"No wording facts for {content.verb}.")


def _of_one(content: Appoint | Relieve | Second, names: _Names) -> ArticleFacts:
    day = content.on
    person = names.person(content.person_id, day)
    post = names.post(content.post_id, day)
    until = None if isinstance(content, Relieve) else content.until
    if isinstance(content, Relieve):
        line = PersonLine(person, from_post=post)
    elif isinstance(content, Second):
        line = PersonLine(
            person,
            from_post=names.post(person.line_post_id, day),
            to_post=post,
            until=until,
            mode="seconded",
            share_percent=content.share_percent,
        )
    else:
        line = PersonLine(
            person,
            to_post=post,
            until=until,
            mode="appointed",
            share_percent=content.share_percent,
            is_provisional=content.is_provisional,
        )
    return ArticleFacts(1, content.verb, day, until, people=(line,))


def _of_transfer(content: Transfer, names: _Names) -> ArticleFacts:
    lines = []
    for move in content.moves:
        person = names.person(move.person_id, content.on)
        left = person.line_post_id if move.from_post_id is None else move.from_post_id
        lines.append(
            PersonLine(
                person,
                from_post=names.post(left, content.on),
                to_post=names.post(move.to_post_id, content.on),
                mode="appointed",
            )
        )
    return ArticleFacts(
        1,
        content.verb,
        content.on,
        people=tuple(lines),
        leaves_offices=content.leaves_offices,
    )


def _of_committee(content: FormCommittee, names: _Names) -> ArticleFacts:
    lines = tuple(
        PersonLine(
            names.person(seat.person_id, content.on),
            to_post=names.post(seat.post_id, content.on),
            until=content.until,
            mode=content.how,
            share_percent=seat.share_percent,
        )
        for seat in content.seats
    )
    return ArticleFacts(
        1,
        content.verb,
        content.on,
        content.until,
        people=lines,
        organization=names.organization(content.organization_id, content.on),
        how=content.how,
        replaces=content.replaces,
    )


def _of_nomination(content: Nominate, names: _Names) -> ArticleFacts:
    lines = tuple(
        PersonLine(
            names.person(nominee.person_id, content.on),
            to_post=names.post(nominee.post_id, content.on),
            until=content.until,
            mode="designated",
            is_provisional=True,
        )
        for nominee in content.nominees
    )
    return ArticleFacts(1, content.verb, content.on, content.until, people=lines)


def _of_members(content: Admit | Release, names: _Names) -> ArticleFacts:
    return ArticleFacts(
        1,
        content.verb,
        content.on,
        people=tuple(PersonLine(names.person(id_, content.on)) for id_ in content.person_ids),
        organization=names.organization(content.organization_id, content.on),
    )


def _of_term(content: OpenTerm | CloseTerm, names: _Names) -> ArticleFacts:
    day = content.opens_on if isinstance(content, OpenTerm) else content.on
    organization = names.organization(content.organization_id, day)
    if isinstance(content, CloseTerm):
        return ArticleFacts(1, content.verb, day, organization=organization)
    return ArticleFacts(
        1,
        content.verb,
        day,
        organization=organization,
        term_label=content.label,
        planned_from=content.planned_from,
        planned_until=content.planned_until,
    )


def _of_establishing(content: Establish, names: _Names) -> ArticleFacts:
    host = names.organization(content.parent_id, content.on)
    higher = names.organization(content.higher_id, content.on)
    category, family, type_vi, type_en = names.types.get(content.type, ("", "", "", ""))
    becomes = OrganizationFacts(
        id=None,
        category=category,
        family=family,
        type=content.type,
        type_vi=type_vi,
        type_en=type_en,
        code=content.code,
        name_vi=content.name_vi,
        name_en=content.name_en,
        host_id=content.parent_id,
        host_vi=host.name_vi if host else "",
        host_en=host.name_en if host else "",
        higher_id=content.higher_id,
        higher_vi=higher.name_vi if higher else "",
        higher_en=higher.name_en if higher else "",
    )
    offices = tuple(
        OfficeFacts(office.role, office.title_vi, office.title_en, office.seats)
        for office in content.offices
    )
    return ArticleFacts(1, content.verb, content.on, becomes=becomes, offices=offices)


def _of_change(content: Rename | Convert, names: _Names) -> ArticleFacts:
    before = names.organization(content.organization_id, content.on)
    becomes = before or OrganizationFacts(content.organization_id)
    if content.name_vi is not None:
        becomes = replace(becomes, name_vi=content.name_vi)
    if content.name_en is not None:
        becomes = replace(becomes, name_en=content.name_en)
    if isinstance(content, Rename):
        if content.code is not None:
            becomes = replace(becomes, code=content.code)
    else:
        _, family, type_vi, type_en = names.types.get(content.type, ("", "", "", ""))
        becomes = replace(
            becomes, type=content.type, family=family, type_vi=type_vi, type_en=type_en
        )
        host = names.organization(content.parent_id, content.on)
        if host is not None:
            becomes = replace(becomes, host_id=host.id, host_vi=host.name_vi, host_en=host.name_en)
        higher = names.organization(content.higher_id, content.on)
        if higher is not None:
            becomes = replace(
                becomes, higher_id=higher.id, higher_vi=higher.name_vi, higher_en=higher.name_en
            )
    return ArticleFacts(1, content.verb, content.on, organization=before, becomes=becomes)


def _of_ending(content: Dissolve, names: _Names) -> ArticleFacts:
    organization = names.organization(content.organization_id, content.on)
    return ArticleFacts(1, content.verb, content.on, organization=organization)


def _of_leave(content: GrantLeave, names: _Names) -> ArticleFacts:
    line = PersonLine(names.person(content.person_id, content.on), until=content.until)
    return ArticleFacts(
        1, content.verb, content.on, content.until, people=(line,), leave_kind=content.kind
    )


def _of_correction(content: Correct, names: _Names) -> ArticleFacts:
    row = names.wrong.get(content.appointment_id)
    wrong = None
    if row is not None:
        wrong = PersonLine(
            names.person(row.person_id, row.start),
            to_post=names.post(row.post_id, row.start),
            until=row.until,
            mode=row.mode,
            share_percent=row.share_percent,
            is_provisional=row.is_provisional,
        )
    people: tuple[PersonLine, ...] = ()
    if content.right is not None:
        right = content.right
        people = (
            PersonLine(
                names.person(right.person_id, right.on),
                to_post=names.post(right.post_id, right.on),
                until=right.until,
                mode=right.mode,
                share_percent=right.share_percent,
                is_provisional=right.is_provisional,
            ),
        )
    return ArticleFacts(
        1,
        content.verb,
        content.day,
        people=people,
        wrong=wrong,
        wrong_on=None if row is None else row.start,
    )


def _of_revocation(content: Revoke, names: _Names) -> ArticleFacts:
    return ArticleFacts(1, content.verb, None, revoked=names.decisions.get(content.decision_id))


_DESCRIBERS: tuple[tuple[Any, Any], ...] = (
    ((Appoint, Relieve, Second), _of_one),
    (Transfer, _of_transfer),
    (FormCommittee, _of_committee),
    (Nominate, _of_nomination),
    ((Admit, Release), _of_members),
    ((OpenTerm, CloseTerm), _of_term),
    (Establish, _of_establishing),
    ((Rename, Convert), _of_change),
    (Dissolve, _of_ending),
    (GrantLeave, _of_leave),
    (Correct, _of_correction),
    (Revoke, _of_revocation),
)
