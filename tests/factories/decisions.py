"""A town at work, and one draft for every verb a decision can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    NewPost,
    NewTerm,
    admit_members,
    appoint,
    create_posts,
    found_organizations,
    open_terms,
)
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
    Move,
    Nominate,
    Nominee,
    Office,
    OpenTerm,
    Release,
    Relieve,
    Rename,
    Revoke,
    RightAppointment,
    Seat,
    Second,
    Transfer,
)
from kiem.domain.register.actions.drafts import create_draft, issue_draft
from kiem.platform.access import SYSTEM, Viewer
from tests.factories.register import START, Town, found_town, organization, post

DAY = date(2025, 6, 1)


@dataclass(frozen=True)
class Staffed:
    """`town` with people at work.

    Person 0 is officer, secretary and member in unit A; 1 deputy secretary and member there; 2
    member; 3 officer of unit B; 4 and 5 hold nothing. `seat` stands in a body outside, `lone` is
    a chapter without offices, `term` runs in A's chapter.
    """

    town: Town
    deputy: int
    body: int
    seat: int
    lone: int
    line: dict[int, int]
    secretary_since: int


def staff(town: Town) -> Staffed:
    people = town.people
    (deputy,) = create_posts(
        decision_id=town.decision,
        posts=[office(town.chapter, "deputy_secretary", "Phó Bí thư", "Deputy secretary")],
        actor=SYSTEM,
    )
    (body,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization("TD-A", category="external", type="external_youth", parent_id=town.unit)
        ],
        actor=SYSTEM,
    )
    (lone,) = found_organizations(
        decision_id=town.decision,
        organizations=[
            organization(
                "B-Y",
                category="member",
                type="youth_branch",
                parent_id=town.other_unit,
                higher_id=town.youth,
            )
        ],
        actor=SYSTEM,
    )
    (seat,) = create_posts(
        decision_id=town.decision,
        posts=[
            post(
                body,
                kind="external",
                role="committee_member",
                title_vi="Ủy viên",
                title_en="Member",
            )
        ],
        actor=SYSTEM,
    )
    appointments = appoint(
        decision_id=town.decision,
        appointments=[
            NewAppointment(people[0], town.officer, START, "appointed", 100),
            NewAppointment(people[1], town.officer, START, "appointed", 100),
            NewAppointment(people[2], town.officer, START, "appointed", 100),
            NewAppointment(people[3], town.other_officer, START, "appointed", 100),
            NewAppointment(people[0], town.secretary, START, "elected", 0),
            NewAppointment(people[1], deputy, START, "elected", 0),
        ],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=town.decision,
        members=[NewMembership(people[i], town.chapter, START) for i in range(3)],
        actor=SYSTEM,
    )
    open_terms(
        decision_id=town.decision,
        terms=[NewTerm(town.chapter, "I", START, START, date(2027, 1, 1))],
        actor=SYSTEM,
    )
    return Staffed(
        town=town,
        deputy=deputy,
        body=body,
        seat=seat,
        lone=lone,
        line=dict(zip(people[:4], appointments[:4], strict=True)),
        secretary_since=appointments[4],
    )


def staffed_town() -> Staffed:
    return staff(found_town())


def office(organization_id: int, role: str, title_vi: str, title_en: str) -> NewPost:
    return post(
        organization_id,
        kind="office",
        role=role,
        title_vi=title_vi,
        title_en=title_en,
        is_mandatory=True,
    )


def draft(
    place: Staffed,
    *articles: ArticleContent,
    kind: str = "personnel",
    issuer: int | None = None,
    reason: str = "",
    effective_on: date = DAY,
    actor: Viewer = SYSTEM,
) -> int:
    """A draft of the city's, at version 1."""
    return create_draft(
        issuer_id=place.town.city if issuer is None else issuer,
        kind=kind,
        title_vi="Về công tác cán bộ",
        title_en="On personnel",
        effective_on=effective_on,
        reason=reason,
        articles=articles,
        actor=actor,
    )


def issue(place: Staffed, *articles: ArticleContent, kind: str = "personnel", **given: str) -> int:
    """A decision of the city's with these articles."""
    draft_id = draft(place, *articles, kind=kind, **given)  # type: ignore[arg-type]  # reason only
    return issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)


def correction(place: Staffed, *articles: ArticleContent) -> int:
    return draft(place, *articles, kind="correction", reason="Ghi nhầm người")


Contents = Callable[[Staffed], ArticleContent]

# One article for every verb, each of which can be carried out in a staffed town.
ARTICLES: Mapping[str, Contents] = {
    "appoint": lambda s: Appoint(s.town.people[4], s.town.chief, DAY),
    "relieve": lambda s: Relieve(s.town.people[0], s.town.secretary, DAY),
    "transfer": lambda s: Transfer(
        DAY,
        (
            Move(s.town.people[0], s.town.other_officer),
            Move(s.town.people[1], s.town.other_officer, s.town.officer),
        ),
    ),
    "second": lambda s: Second(
        s.town.people[2], s.town.other_officer, DAY, until=date(2025, 12, 1)
    ),
    "form_committee": lambda s: FormCommittee(
        s.town.chapter,
        DAY,
        "designated",
        (Seat(s.town.people[2], s.town.secretary), Seat(s.town.people[1], s.deputy)),
    ),
    "nominate": lambda s: Nominate(DAY, (Nominee(s.town.people[2], s.seat),)),
    "admit": lambda s: Admit(s.lone, DAY, (s.town.people[3], s.town.people[4])),
    "release": lambda s: Release(s.town.chapter, DAY, (s.town.people[2],)),
    "open_term": lambda s: OpenTerm(s.town.chapter, "II", DAY, DAY, date(2030, 6, 1)),
    "close_term": lambda s: CloseTerm(s.town.chapter, DAY),
    "establish": lambda s: Establish(
        "youth_branch",
        "A-Y-1",
        "Chi đoàn số 1",
        "Branch 1",
        DAY,
        s.town.unit,
        s.town.chapter,
        (Office("secretary"), Office("committee_member", seats=3, is_mandatory=False)),
    ),
    "rename": lambda s: Rename(s.town.unit, DAY, "Công an phường Mới", "New Ward Police", "M"),
    "convert": lambda s: Convert(
        s.town.chapter, DAY, "youth_branch", "Chi đoàn A", "Branch A", s.town.unit, s.town.youth
    ),
    "dissolve": lambda s: Dissolve(s.lone, DAY),
    "correct": lambda s: Correct(
        s.secretary_since,
        RightAppointment(s.town.people[2], s.town.secretary, START, "elected"),
    ),
    "revoke": lambda s: Revoke(issue(s, ARTICLES["transfer"](s))),
}
CORRECTIONS = frozenset({"correct", "revoke"})


def draft_of(place: Staffed, verb: str) -> int:
    """A draft with the one article of the verb, at version 1."""
    content = ARTICLES[verb](place)
    return correction(place, content) if verb in CORRECTIONS else draft(place, content)
