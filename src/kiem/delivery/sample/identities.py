"""Which identity the database gave to which name of the plan."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from kiem.delivery.sample import plan
from kiem.platform.access import Viewer

ACTOR = Viewer(name="Kiem (dữ liệu mẫu)", is_system=True)


class Identities:
    """What the playing of a chronicle has to remember.

    `watched`: people whose time entries are kept, for later corrections; it may grow meanwhile.
    `day` and `decision_id` are those of the step being played; `rows` counts facts written.
    """

    def __init__(self, watched: Set[int]) -> None:
        self.watched = watched
        self.organizations: dict[str, int] = {}
        self.posts: dict[str, int] = {}
        self.people: dict[int, int] = {}
        self.appointments: dict[tuple[int, str], int] = {}
        self.activities: dict[str, int] = {}
        self.entries: dict[plan.EntryPlan, int] = {}
        self.projects: dict[str, int] = {}
        self.events: dict[str, int] = {}
        self.congresses: dict[str, int] = {}
        self.tasks: dict[str, int] = {}
        self.question_sets: dict[str, int] = {}  # code -> version asked
        self.surveys: dict[str, int] = {}
        self.dual_holders: dict[int, int] = {}  # body asked -> what its sheet is prefilled with
        self.practices: dict[str, int] = {}
        self.rows = 0
        self.day = date.min
        self.decision_id = 0

    def organization_or_none(self, key: str | None) -> int | None:
        return None if key is None else self.organizations[key]
