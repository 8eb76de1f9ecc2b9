"""What was decided in the story's year: the transfers to 9 of 9 communes, and what mended them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from kiem.delivery.sample import chapters, codes
from kiem.delivery.sample.chapters import Chooser
from kiem.delivery.sample.clerk import Clerk, at
from kiem.delivery.sample.plan import OpenTerms, Operation, Seat, Step, TermPlan
from kiem.delivery.sample.plan_orders import (
    CommitteeArticle,
    IssueDecision,
    MoveArticle,
    OfficePlan,
)
from kiem.delivery.sample.vinh import bodies
from kiem.delivery.sample.vinh.bodies import CITY, COMMUNES, WARDS, YOUTH
from kiem.delivery.sample.world import World

ASSIGNED = date(2020, 4, 1)
ASSIGNED_SIGNED = at(date(2020, 3, 25), 9, 20)
HOSTED_MEANWHILE = at(date(2020, 4, 2), 9, 20)
REFILLED = date(2020, 8, 1)
REFILLED_SIGNED = at(date(2020, 7, 24), 9, 20)
FOUNDED = date(2020, 9, 1)
FOUNDED_SIGNED = at(date(2020, 8, 25), 9, 20)
REINFORCED = date(2020, 11, 16)
REINFORCED_SIGNED = at(date(2020, 11, 10), 9, 20)
LAST_FOUNDED = date(2020, 12, 1)
LAST_FOUNDED_SIGNED = at(date(2020, 11, 27), 9, 20)
WEAKENED = WARDS[:9]  # each gives two of its three committee members to one commune
REFILLED_WARDS = WEAKENED[:7]  # the eighth waits to be accepted, the ninth proposed nobody
SMALL = COMMUNES[7:]  # have two members of the Youth Union until they are reinforced
_GROUNDS = (
    "Căn cứ chủ trương bố trí Công an chính quy đảm nhiệm các chức danh Công an xã (dữ liệu mẫu)",
    "Xét đề nghị của Đội Tổng hợp",
)
_Moves = list[tuple[int, str, str]]


class Changes:
    """Each method decides at its moment; choices follow from who stands where by then."""

    def __init__(self, world: World, clerk: Clerk, chooser: Chooser) -> None:
        self._world = world
        self._clerk = clerk
        self._chooser = chooser

    def assign_regular_officers(self) -> Step:
        """9 of 9 communes get officers by one decision; nine committees can no longer decide."""
        self._world.day = ASSIGNED
        moves = self._assignments()
        return self._clerk.order(
            ASSIGNED_SIGNED,
            ASSIGNED,
            [
                IssueDecision(
                    CITY,
                    (
                        "Bố trí Công an chính quy về 9/9 xã",
                        "Assign regular officers to 9 of 9 communes",
                    ),
                    _GROUNDS,
                    [self._article(moves)],
                )
            ],
            label="Regular officers for 9 of 9 communes",
            issuer=CITY,
        )

    def host_members_meanwhile(self) -> Step:
        """Members in communes belong to the city's union until there is a branch."""
        self._world.day = HOSTED_MEANWHILE.date()
        members = [(p, YOUTH) for c in COMMUNES for p in self._youth(c)]
        return self._clerk.decide(
            HOSTED_MEANWHILE,
            HOSTED_MEANWHILE.date(),
            [self._world.admit(members)],
            issuer=YOUTH,
            title=(
                "Tiếp nhận đoàn viên ở 9 xã về sinh hoạt tạm",
                "Take in members of the 9 communes for the time being",
            ),
        )

    def refill_committees(self) -> Step:
        """Seven of the nine weakened committees are made whole."""
        world = self._world
        world.day = REFILLED
        articles = []
        for ward in REFILLED_WARDS:
            key = f"youth:{ward}"
            posts = [world.posts[post] for post in world.posts_of[key]]
            candidates = self._able(ward)
            seats = self._chooser.fill(posts, candidates, mode="recognised")
            if seats:
                world.appoint(seats)
                offices = [OfficePlan(seat.person, seat.post) for seat in seats]
                articles.append(CommitteeArticle(key, "recognised", offices))
        return self._clerk.order(
            REFILLED_SIGNED,
            REFILLED,
            [
                IssueDecision(
                    YOUTH,
                    (
                        "Công nhận bổ sung Ban Chấp hành 7 chi đoàn phường",
                        "Recognise new committee members of 7 ward branches",
                    ),
                    ("Căn cứ biên bản họp các chi đoàn (dữ liệu mẫu)",),
                    articles,
                )
            ],
            label="Seven committees made whole",
            issuer=YOUTH,
        )

    def found_branches(self) -> Step:
        """Branches in the seven communes that have members enough."""
        return self._found(FOUNDED_SIGNED, FOUNDED, [c for c in COMMUNES if c not in SMALL])

    def reinforce(self) -> Step:
        """One more young officer for each of the two communes with too few members."""
        world = self._world
        world.day = REINFORCED
        donors = iter([p for ward in WARDS[9:] for p in self._free_youth(ward)[-1:]])
        moves = [
            (p, world.line_post[p], f"{c}#officer") for c, p in zip(SMALL, donors, strict=False)
        ]
        return self._clerk.order(
            REINFORCED_SIGNED,
            REINFORCED,
            [
                IssueDecision(
                    CITY,
                    ("Tăng cường cán bộ cho hai xã", "Reinforce two communes"),
                    _GROUNDS,
                    [self._article(moves)],
                )
            ],
            label="Two communes reinforced",
            issuer=CITY,
        )

    def found_last_branches(self) -> Step:
        return self._found(LAST_FOUNDED_SIGNED, LAST_FOUNDED, list(SMALL))

    def _assignments(self) -> _Moves:
        """Chiefs were deputies of wards, deputies officers at headquarters; of four officers two
        led a ward's youth branch, one is another member's age, one led women or a union group."""
        world = self._world
        taken: dict[int, str] = {}

        def take(people: Iterable[int], target: str) -> None:
            person = next(p for p in people if p not in taken)
            taken[person] = target

        by_age = sorted(world.staff(CITY), key=lambda p: world.people[p].birth_date)
        at_headquarters = [p for p in by_age if world.line_post[p].endswith(codes.OFFICER)]
        for number, commune in enumerate(COMMUNES):
            ward, other = WARDS[number], WARDS[7 + number]
            take(world.holders[f"{other}#deputy"], f"{commune}#chief")
            take([p for p in at_headquarters if not world.dual_offices(p)], f"{commune}#deputy")
            take(world.holders[f"youth:{ward}#{codes.DEPUTY_SECRETARY}"], f"{commune}#officer")
            take(world.holders[f"youth:{ward}#{codes.COMMITTEE_MEMBER}"], f"{commune}#officer")
            young = [p for w in (other, *WARDS[9:]) for p in self._free_youth(w)]
            older = [p for w in (other, *WARDS[9:]) for p in self._free_elders(w)]
            take(older if commune in SMALL else young, f"{commune}#officer")
            take([*self._leaders(other), *older], f"{commune}#officer")
        return [(person, world.line_post[person], target) for person, target in taken.items()]

    def _leaders(self, ward: str) -> list[int]:
        """Who leads the women's branch and the union group of a ward, unless they are young."""
        world = self._world
        posts = (f"women:{ward}#{codes.BRANCH_HEAD}", f"union:{ward}#{codes.GROUP_LEADER}")
        young = set(self._youth(ward))
        held = [p for post in posts for p in world.holders[post]]
        return [p for p in held if p not in young and "#officer" in world.line_post[p]]

    def _able(self, unit: str) -> list[int]:
        """Who may lead a branch: small units cannot be as choosy as usual."""
        world = self._world
        staff = world.staff(unit)
        return chapters.can_lead_youth(world, staff, world.day, oldest=35, youngest=18)

    def _youth(self, unit: str) -> list[int]:
        return chapters.youth_members(self._world, unit, self._world.day)

    def _officers(self, unit: str) -> list[int]:
        world = self._world
        return [p for p in world.holders[f"{unit}#officer"] if not world.dual_offices(p)]

    def _free_youth(self, unit: str) -> list[int]:
        young = set(self._youth(unit))
        return [p for p in self._officers(unit) if p in young]

    def _free_elders(self, unit: str) -> list[int]:
        young = set(self._youth(unit))
        return [p for p in self._officers(unit) if p not in young]

    def _article(self, moves: Sequence[tuple[int, str, str]]) -> MoveArticle:
        """The world follows what the article will do: who leaves a unit leaves what it hosts."""
        world = self._world
        for person, origin, _target in moves:
            unit = world.posts[origin].organization
            offices = [o for o in world.offices[person] if self._is_hosted(o, unit)]
            world.vacate([(person, office) for office in offices])
            left = [m for m in world.member_of[person] if world.organizations[m].parent == unit]
            world.dismiss([(person, chapter) for chapter in left])
        world.move(moves)
        return MoveArticle(moves)

    def _is_hosted(self, office: str, unit: str) -> bool:
        organization = self._world.organizations[self._world.posts[office].organization]
        return organization.parent == unit

    def _found(self, moment: datetime, day: date, communes: Sequence[str]) -> Step:
        world = self._world
        world.day = day
        plans = [bodies.youth_branch(world.organizations[c]) for c in communes]
        operations: list[Operation] = [world.found(plans)]
        seats: list[Seat] = []
        members = [
            (p, plan.key) for c, plan in zip(communes, plans, strict=True) for p in self._youth(c)
        ]
        operations.append(
            world.dismiss([(p, YOUTH) for p, _ in members if YOUTH in world.member_of[p]])
        )
        operations.append(world.admit(members))
        posts = [post for plan in plans for post in bodies.office_posts(plan.key)]
        operations.append(world.create_posts(posts))
        for commune, plan in zip(communes, plans, strict=True):
            candidates = self._able(commune)
            own = [post for post in posts if post.organization == plan.key]
            seats += self._chooser.fill(own, candidates, mode="designated")
        operations.append(world.appoint(seats))
        operations.append(
            OpenTerms([TermPlan(plan.key, "2020-2022", day, date(2022, 6, 1)) for plan in plans])
        )
        return self._clerk.decide(
            moment,
            day,
            operations,
            issuer=YOUTH,
            kind="organization",
            title=(
                f"Thành lập {len(plans)} chi đoàn xã và chỉ định Ban Chấp hành",
                f"Found {len(plans)} commune branches and designate their committees",
            ),
        )

    def agenda(self) -> Iterator[tuple[datetime, Callable[[], Iterable[Step]]]]:
        yield ASSIGNED_SIGNED, lambda: [self.assign_regular_officers()]
        yield HOSTED_MEANWHILE, lambda: [self.host_members_meanwhile()]
        yield REFILLED_SIGNED, lambda: [self.refill_committees()]
        yield FOUNDED_SIGNED, lambda: [self.found_branches()]
        yield REINFORCED_SIGNED, lambda: [self.reinforce()]
        yield LAST_FOUNDED_SIGNED, lambda: [self.found_last_branches()]
