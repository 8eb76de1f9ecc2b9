"""The vocabulary of the chronicle: what is decided, when, and what it does to the world.

Plans name organisations and posts by keys (`new:09661`, `new:09661#chief`) and people by numbers
from 1; `seeding.py` turns them into the identities the register gives out. Nothing here touches a
database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kiem.delivery.sample.names import PersonName
from kiem.delivery.sample.plan_assembly import AssemblyOperation
from kiem.delivery.sample.plan_congress import CongressOperation
from kiem.delivery.sample.plan_orders import OrderOperation
from kiem.delivery.sample.plan_practices import PracticeOperation
from kiem.delivery.sample.plan_survey import SurveyOperation


@dataclass(frozen=True, slots=True)
class OrganizationPlan:
    key: str
    category: str
    type: str
    code: str
    name_vi: str
    name_en: str
    parent: str | None = None
    higher: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PostPlan:
    organization: str
    slot: str
    kind: str
    role: str
    title_vi: str
    title_en: str
    team: str = ""
    seats: int = 1
    is_mandatory: bool = False

    @property
    def key(self) -> str:
        return f"{self.organization}#{self.slot}"


@dataclass(frozen=True, slots=True)
class PersonPlan:
    number: int
    name: PersonName
    birth_date: date
    sex: str
    rank: str

    @property
    def staff_number(self) -> str:
        """`M` as in *mẫu*: a sample's number, that no force uses."""
        return f"M{self.number:06d}"

    def age(self, day: date) -> int:
        """Full years on `day`."""
        birth = self.birth_date
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class Seat:
    """A person takes a seat of a post."""

    person: int
    post: str
    mode: str = "appointed"
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    organizations: Sequence[OrganizationPlan]


@dataclass(frozen=True, slots=True)
class CreatePosts:
    posts: Sequence[PostPlan]


@dataclass(frozen=True, slots=True)
class Recruit:
    people: Sequence[PersonPlan]


@dataclass(frozen=True, slots=True)
class Appoint:
    seats: Sequence[Seat]


@dataclass(frozen=True, slots=True)
class Vacate:
    """Each (person, post) ends on the step's day; `moves` continue in another line post."""

    seats: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Move:
    """Each (person, from post, to post): the person changes line posts on the step's day."""

    moves: Sequence[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Retire:
    people: Sequence[int]


@dataclass(frozen=True, slots=True)
class Admit:
    memberships: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Each membership (person, organisation) ends on the step's day."""

    memberships: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Promote:
    ranks: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class TermPlan:
    organization: str
    label: str
    planned_from: date
    planned_until: date


@dataclass(frozen=True, slots=True)
class OpenTerms:
    """Each term opens on the step's day and cuts short the one that runs."""

    terms: Sequence[TermPlan]


@dataclass(frozen=True, slots=True)
class Change:
    """New states of organisations that keep their identity: converted, renamed, under new hosts."""

    organizations: Sequence[OrganizationPlan]


@dataclass(frozen=True, slots=True)
class EndOrganizations:
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class Link:
    original: str
    result: str | None
    is_principal: bool = False


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """What becomes of a hosted organisation.

    `kept`: it lives on as this. Else it ends, and its members follow into `result`, if any.
    """

    original: str
    result: str | None = None
    kept: OrganizationPlan | None = None


@dataclass(frozen=True, slots=True)
class Reorganize:
    """A change event: units linked, everybody placed, chapters converted.

    `members`: (person, from, to) of those who do not simply stay with or follow their chapter.
    """

    kind: str
    title_vi: str
    title_en: str
    links: Sequence[Link]
    placements: Sequence[tuple[int, str]]
    chapters: Sequence[ChapterPlan]
    members: Sequence[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class SetCalendar:
    organization: str
    daily_hours: float
    weekdays: str
    holidays: str


@dataclass(frozen=True, slots=True)
class LeavePlan:
    person: int
    kind: str
    start: date
    end: date  # half-open


@dataclass(frozen=True, slots=True)
class GrantLeave:
    leaves: Sequence[LeavePlan]


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """`participants`: (person, post) of those who take part, all for `planned_hours`."""

    key: str
    organization: str
    category: str
    title_vi: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    planned_hours: float
    participants: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class PlanActivities:
    activities: Sequence[ActivityPlan]
    allow_clashes: bool = False


@dataclass(frozen=True, slots=True)
class EntryPlan:
    person: int
    post: str
    kind: str  # line or office
    category: str
    day: date
    hours: float
    activity: str | None = None
    is_month_total: bool = False


@dataclass(frozen=True, slots=True)
class LogTime:
    entries: Sequence[EntryPlan]


@dataclass(frozen=True, slots=True)
class CorrectHours:
    """A logged entry turns out to have been of other hours."""

    entry: EntryPlan
    hours: float
    reason: str


@dataclass(frozen=True, slots=True)
class CloseMonth:
    organizations: Sequence[str]
    month: date


Operation = (
    Found
    | CreatePosts
    | Recruit
    | Appoint
    | Vacate
    | Move
    | Retire
    | Admit
    | Dismiss
    | Promote
    | OpenTerms
    | Change
    | EndOrganizations
    | Reorganize
    | SetCalendar
    | GrantLeave
    | PlanActivities
    | LogTime
    | CorrectHours
    | CloseMonth
    | AssemblyOperation
    | CongressOperation
    | OrderOperation
    | SurveyOperation
    | PracticeOperation
)


def joined(operations: Sequence[Operation]) -> list[Operation]:
    """The same with all posts created in one operation and all appointments made in one, last.

    One bulk action takes about as long as one small one.
    """
    posts = [post for o in operations if isinstance(o, CreatePosts) for post in o.posts]
    seats = [seat for o in operations if isinstance(o, Appoint) for seat in o.seats]
    others = [o for o in operations if not isinstance(o, CreatePosts | Appoint)]
    return [*others, CreatePosts(posts), Appoint(seats)]


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """`issuer` is an organisation's key; the titles are completed with the sample's mark."""

    issuer: str
    number: str
    signed_on: date
    kind: str
    title_vi: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Step:
    """One chapter of the chronicle: one transaction, recorded at `moment`, valid from `day`.

    `decision` is None for what is not decided but done: hours, activities, closed months.
    """

    moment: datetime
    day: date
    label: str
    operations: Sequence[Operation]
    decision: DecisionPlan | None = field(default=None)
