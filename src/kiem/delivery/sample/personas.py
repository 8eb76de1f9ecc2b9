"""Five invented accounts that the sign-in page offers with one click, in a sample only."""

from __future__ import annotations

from kiem.delivery.sample.seeding import Seeder
from kiem.delivery.sample.world import World


def create_personas(world: World, seeder: Seeder) -> None:
    """Make the accounts and their grants."""
