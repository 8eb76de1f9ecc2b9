"""The youth of A grows to twelve members in two branches and holds its congress.

Built on `two_sides`: the youth of A has a secretary (Ánh) and three committee seats; a term
2022-2027 runs. Ten more members, Hạ 1 to Hạ 10, are 24 to 33 years old; `old` is 41. Branch one
hosts Hạ 1 to Hạ 6, branch two Hạ 7 to Hạ 10; `old` and Bình are in branch one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiem.domain.assembly.actions import EventPlan, open_project, plan_event
from kiem.domain.elections.actions import (
    SchemePlan,
    allocate_delegates,
    close_list,
    judge_credentials,
    name_delegates,
    nominate,
    open_contest,
    prepare_congress,
    record_presence,
)
from kiem.domain.register.actions import (
    NewAppointment,
    NewMembership,
    admit_members,
    appoint,
    create_posts,
    found_organizations,
    register_people,
)
from kiem.domain.register.actions.terms import open_term
from kiem.platform.access import SYSTEM, Viewer, grant_access, viewer_for
from kiem.platform.accounts import create_account
from kiem.platform.accounts.models import User
from tests.factories.register import START, organization, person, post
from tests.factories.two_sides import TwoSides, build_two_sides

HELD = date(2025, 6, 1)
SCHEME = SchemePlan(
    term_label="2025-2030",
    planned_from=HELD,
    planned_until=date(2030, 6, 1),
    women_percent=30,
    young_percent=50,
)


@dataclass(frozen=True)
class Congress:
    """Ids of what the congress needs. `members`: Hạ 1 to Hạ 10 in order; `delegates` likewise,
    once named; `voters`: accounts of the first eight."""

    places: TwoSides
    holder: Viewer
    branches: tuple[int, int]
    members: tuple[int, ...]
    old: int
    committee: int
    project: int
    event: int
    congress: int
    voters: tuple[Viewer, ...] = ()


def build_congress() -> Congress:
    places = build_two_sides()
    branches = tuple(
        found_organizations(
            decision_id=places.decision,
            organizations=[
                organization(
                    code,
                    category="member",
                    type="youth_branch",
                    parent_id=places.a,
                    higher_id=places.youth_a,
                )
                for code in ("A-Y1", "A-Y2")
            ],
            actor=SYSTEM,
        )
    )
    (station, committee) = create_posts(
        decision_id=places.decision,
        posts=[
            post(places.a, seats=20),
            post(
                places.youth_a,
                kind="office",
                role="committee_member",
                title_vi="Ủy viên",
                title_en="Member",
                seats=3,
            ),
        ],
        actor=SYSTEM,
    )
    numbers = register_people(
        decision_id=places.decision,
        people=[
            *(
                person(
                    100 + n,
                    given_name=f"Hạ {n}",
                    birth_date=date(2002 - n, 1, 1),
                    sex="female" if n % 2 else "male",
                )
                for n in range(1, 11)
            ),
            person(111, given_name="Cựu", birth_date=date(1984, 1, 1)),
        ],
        actor=SYSTEM,
    )
    members, old = tuple(numbers[:10]), numbers[10]
    appoint(
        decision_id=places.decision,
        appointments=[NewAppointment(n, station, START, "appointed", 100) for n in numbers],
        actor=SYSTEM,
    )
    admit_members(
        decision_id=places.decision,
        members=[
            *(NewMembership(n, branches[0], START) for n in (*members[:6], old)),
            *(NewMembership(n, branches[1], START) for n in members[6:]),
            NewMembership(places.people["Bình"], branches[0], START),
        ],
        actor=SYSTEM,
    )
    open_term(
        decision_id=places.decision,
        organization_id=places.youth_a,
        label="2022-2027",
        opens_on=START,
        planned_from=date(2022, 6, 1),
        planned_until=date(2027, 6, 1),
        actor=SYSTEM,
    )
    holder = viewer_for(User.objects.get(pk=places.accounts["youth"]))
    project = open_project(
        organization_id=places.youth,
        code="DH-2025",
        title_vi="Đại hội nhiệm kỳ 2025-2030",
        title_en="Congresses of the term 2025-2030",
        opened_on=date(2025, 3, 1),
        actor=holder,
    )
    event = plan_event(
        project_id=project,
        organizer_id=places.youth_a,
        kind="congress",
        plan=EventPlan(
            title_vi="Đại hội Đoàn xã A",
            title_en="Congress of the youth of A",
            held_on=HELD,
            place="Hội trường",
            agenda=[("Bầu Ban Chấp hành", "Election of the committee")],
        ),
        actor=holder,
    )
    congress = prepare_congress(event_id=event, scheme=SCHEME, actor=holder)
    return Congress(
        places, holder, (branches[0], branches[1]), members, old, committee, project, event,
        congress,
    )  # fmt: skip


def seat_delegates(world: Congress, *, present: int = 8) -> list[int]:
    """Eight delegates by proportion, credentials confirmed, the first `present` of them there."""
    holder = world.holder
    allocate_delegates(
        congress_id=world.congress,
        method="sainte_lague",
        total=8,
        exception_vi="Hội trường chỉ có tám chỗ",
        actor=holder,
    )
    ids = [
        *name_delegates(
            congress_id=world.congress,
            organization_id=world.branches[0],
            person_ids=world.members[:5],
            mandate_vi="Biên bản chi đoàn 1",
            actor=holder,
        ),
        *name_delegates(
            congress_id=world.congress,
            organization_id=world.branches[1],
            person_ids=world.members[6:9],
            mandate_vi="Biên bản chi đoàn 2",
            actor=holder,
        ),
    ]
    judge_credentials(
        congress_id=world.congress, delegate_ids=ids, verdict="confirmed", actor=holder
    )
    record_presence(congress_id=world.congress, present_ids=ids[:present], actor=holder)
    return ids


def delegate_people(world: Congress) -> list[int]:
    return [*world.members[:5], *world.members[6:9]]


def accounts_of(world: Congress) -> list[Viewer]:
    """An account for each delegate, with no right but to the own page."""
    viewers = []
    for person_id in delegate_people(world):
        user = create_account(
            username=f"delegate{person_id}",
            display_name=f"delegate {person_id}",
            password=None,
            person_id=person_id,
            actor=SYSTEM,
        )
        grant_access(
            principal=f"user:{user}",
            role="dual_holder",
            scope=f"person:{person_id}",
            valid_from=START,
            actor=SYSTEM,
        )
        viewers.append(viewer_for(User.objects.get(pk=user)))
    return viewers


def closed_contest(world: Congress, *, post_id: int, seats: int, people: list[int]) -> int:
    """A contest whose list holds these people and is closed by all hands."""
    contest = open_contest(
        congress_id=world.congress, post_id=post_id, seats=seats, actor=world.holder
    )
    for person_id in people:
        nominate(contest_id=contest, person_id=person_id, actor=world.holder)
    close_list(
        contest_id=contest, votes_for=8, exception_vi="Theo đề án nhân sự", actor=world.holder
    )
    return contest
