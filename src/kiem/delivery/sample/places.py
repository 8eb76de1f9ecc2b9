"""Keys of the chapters of today's 126 units."""

from __future__ import annotations

from kiem.delivery.sample import units
from kiem.delivery.sample.world import World

BRANCHES_FROM_STAFF = 105  # a unit of this strength has two branches below its grassroots union


def youth_key(code: str) -> str:
    """The Youth Union chapter of a new unit: that of the former commune whose code it bears."""
    return f"youth:{units.former_key(code)}"


def women_key(code: str) -> str:
    return f"women:{units.new_key(code)}"


def youth_home(world: World, post_key: str) -> str:
    """The chapter that Youth Union members in a line post of a new unit belong to.

    A branch by team in a large unit, else the unit's own chapter.
    """
    post = world.posts[post_key]
    code = post.organization.partition(":")[2]
    if branch_key(code, 1) not in world.organizations:
        return youth_key(code)
    number = 1 if post.team in ("", "Tổ 1", "Tổ 2", "Tổ 3") else 2
    return branch_key(code, number)


def branch_key(code: str, number: int) -> str:
    """A branch below a large unit's grassroots union."""
    return f"youth:branch:{code}-{number}"
