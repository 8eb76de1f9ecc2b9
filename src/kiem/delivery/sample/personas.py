"""Invented accounts that the sign-in page offers with one click, in a sample only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiem.delivery.sample import chapters, codes, units
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.delivery.sample.opening import START
from kiem.delivery.sample.places import youth_key
from kiem.delivery.sample.planting_places import shown_code
from kiem.delivery.sample.world import World
from kiem.platform.access.actions import grant_access
from kiem.platform.accounts.actions import create_account

PERSONNEL = 2  # its place among the accounts


@dataclass(frozen=True, slots=True)
class PersonaPlan:
    """`post`: who holds it is the account's person; `scope`: kind and key of what it may see."""

    username: str
    display_name: str
    role: str
    post: str
    scope: tuple[str, str]


def persona_plans(world: World) -> Iterator[PersonaPlan]:
    """The accounts, for the organisations that exist now; a national sample has no divisions."""
    code = shown_code()
    unit = units.new_key(code)
    if unit not in world.organizations:
        unit = units.former_key(code)
    yield from (
        PersonaPlan(
            "can-bo-doan",
            "Thường trực Đoàn Thanh niên Công an thành phố",
            "youth_officer",
            f"{chapters.YOUTH_CITY}#{codes.DEPUTY_SECRETARY}",
            ("line", chapters.YOUTH_CITY),
        ),
        PersonaPlan(
            "chi-huy", "Trưởng Công an đơn vị", "unit_commander", f"{unit}#chief", ("unit", unit)
        ),
        PersonaPlan(
            "to-chuc-can-bo",
            "Phòng Tổ chức cán bộ",
            "personnel",
            f"{units.department_key('TCCB')}#head",
            ("unit", units.CITY),
        ),
        PersonaPlan(
            "kiem-nhiem",
            "Cán bộ kiêm nhiệm",
            "dual_holder",
            f"{youth_key(code)}#{codes.SECRETARY}",
            ("person", ""),
        ),
        PersonaPlan(
            "thanh-tra",
            "Kiểm tra, giám sát",
            "auditor",
            f"{units.department_key('PC')}#head",
            ("unit", units.CITY),
        ),
    )


def create_personas(
    plans: Iterable[PersonaPlan], world: World, seeder: Identities, since: date = START
) -> list[int]:
    """Make the accounts, without passwords, and their grants; returns the accounts' ids."""
    accounts = []
    for plan in plans:
        holder = next(iter(world.holders[plan.post]), None)
        person = None if holder is None else seeder.people[holder]
        account = create_account(
            username=plan.username,
            display_name=plan.display_name,
            password=None,
            person_id=person,
            is_sample=True,
            actor=ACTOR,
        )
        kind, key = plan.scope
        scope_id = person if kind == "person" else seeder.organizations[key]
        grant_access(
            principal=f"user:{account}",
            role=plan.role,
            scope=f"{kind}:{scope_id}",
            valid_from=since,
            reason="Tài khoản mẫu",
            actor=ACTOR,
        )
        accounts.append(account)
    return accounts


def let_secretary_act(seeder: Identities, chapter: str, since: date = START) -> None:
    """Whoever is secretary of the chapter works on its tasks and sends its return: the grant is
    the post's."""
    grant_access(
        principal=f"post:{seeder.posts[f'{chapter}#{codes.SECRETARY}']}",
        role="chapter_secretary",
        scope=f"line:{seeder.organizations[chapter]}",
        valid_from=since,
        reason="Tài khoản mẫu",
        actor=ACTOR,
    )
