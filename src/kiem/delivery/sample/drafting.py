"""Decisions as they are written on the site: one issued with its articles, two still drafts.

The issued one takes effect after the sample's end, so that the pictures of today stay as they are.
Of the drafts one would leave a committee unable to decide, the other has to wait for another.
"""

from __future__ import annotations

from datetime import date, timedelta

from kiem.delivery.sample import codes, units
from kiem.delivery.sample.chapters import YOUTH_CITY
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI, at
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.planting_places import ordinary
from kiem.delivery.sample.world import World
from kiem.domain.register.actions.articles import (
    ArticleContent,
    FormCommittee,
    Move,
    Seat,
    Transfer,
)
from kiem.domain.register.actions.drafts import create_draft, issue_draft
from kiem.domain.register.queries.choices import choose_posts
from kiem.platform.kernel import clock
from kiem.time.month import Month

SWAPPED = (22, 23)  # among the ordinary units: officers without office change places
EMPTIED = 24  # whose committee a draft would take away
CROWDED = 25  # whose secretary has to leave before somebody follows
GROUNDS = ("Căn cứ Quy chế làm việc (dữ liệu mẫu)", "Xét đề nghị của Phòng Tổ chức cán bộ")


def draft_decisions(seeder: Identities, world: World, until: date) -> int:
    """Issue one decision and leave two drafts; returns how many there are.

    None in a sample that ends before the new communes have their committees.
    """
    if not all(_has_committee(world, ordinary()[place]) for place in (EMPTIED, CROWDED)):
        return 0
    begins = Month.of(until).shift(1).start
    officers = [_officer(world, ordinary()[place]) for place in SWAPPED]
    posts = [seeder.posts[post] for _, post in officers]
    people = [seeder.people[person] for person, _ in officers]
    swap = Transfer(
        begins,
        (Move(people[0], posts[1], posts[0]), Move(people[1], posts[0], posts[1])),
        leaves_offices=False,
    )
    day = until - timedelta(days=3)
    with clock.travel(at(day, 9)):
        draft_id = _draft(
            seeder, units.CITY, "Về việc điều động cán bộ", "On transfers", [swap], begins
        )
    with clock.travel(at(day, 15)):
        issue_draft(draft_id=draft_id, version=1, actor=ACTOR)
    with clock.travel(at(until - timedelta(days=2), 10)):
        _draft(
            seeder,
            units.CITY,
            "Về việc điều động cán bộ tăng cường",
            "On transfers to reinforce a unit",
            [_emptying(seeder, world, begins)],
            begins,
        )
        _draft(
            seeder,
            YOUTH_CITY,
            "Về việc chỉ định Bí thư Đoàn cơ sở",
            "On designating a secretary",
            [_following(seeder, world, begins)],
            begins,
        )
    return 3


def _draft(
    seeder: Identities,
    issuer: str,
    title_vi: str,
    title_en: str,
    articles: list[ArticleContent],
    begins: date,
) -> int:
    return create_draft(
        issuer_id=seeder.organizations[issuer],
        kind="personnel",
        title_vi=f"{title_vi} {MARK_VI}",
        title_en=f"{title_en} {MARK_EN}",
        effective_on=begins,
        grounds=GROUNDS,
        articles=articles,
        actor=ACTOR,
    )


def _has_committee(world: World, code: str) -> bool:
    """The new commune exists, with a secretary and a deputy."""
    roles = (codes.SECRETARY, codes.DEPUTY_SECRETARY)
    return units.new_key(code) in world.organizations and all(
        world.holders.get(f"{youth_key(code)}#{role}") for role in roles
    )


def _officer(world: World, code: str) -> tuple[int, str]:
    """An officer of the unit who holds no office, and the post's key."""
    unit = units.new_key(code)
    for key, holders in world.holders.items():
        if key.startswith(f"{unit}#officer"):
            for person in sorted(holders):
                if not world.dual_offices(person):
                    return person, key
    raise LookupError(f"Everybody in {unit} holds an office.")


def _emptying(seeder: Identities, world: World, begins: date) -> Transfer:
    """The whole committee of a chapter goes to a post with room for all of them."""
    youth = youth_key(ordinary()[EMPTIED])
    roles = (codes.SECRETARY, codes.DEPUTY_SECRETARY, codes.COMMITTEE_MEMBER)
    committee = sorted({p for role in roles for p in world.holders.get(f"{youth}#{role}", ())})
    free = choose_posts(viewer=ACTOR, on=begins, text="Cán bộ chiến sĩ", kinds=["line"])
    target = max(free, key=lambda post: (post.free, -post.id))
    movers = [seeder.people[person] for person in committee][: max(target.free, 1)]
    return Transfer(begins, tuple(Move(person_id, target.id) for person_id in movers))


def _following(seeder: Identities, world: World, begins: date) -> FormCommittee:
    """The deputy is to follow a secretary who is still there."""
    youth = youth_key(ordinary()[CROWDED])
    (deputy, *_) = sorted(world.holders[f"{youth}#{codes.DEPUTY_SECRETARY}"])
    seat = Seat(seeder.people[deputy], seeder.posts[f"{youth}#{codes.SECRETARY}"])
    return FormCommittee(seeder.organizations[youth], begins, "designated", (seat,), replaces=False)
