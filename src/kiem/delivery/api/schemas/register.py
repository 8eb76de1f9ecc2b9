"""Units, organisations, posts, people, terms, decisions and change events as they are given."""

from __future__ import annotations

from datetime import date, datetime

from kiem.delivery.api.schemas.shape import Interval, Shape


class Unit(Shape):
    """A unit on the day. `staff` counts line posts held in the unit itself, not below it."""

    id: int
    code: str
    name_vi: str
    name_en: str
    type: str
    parent_id: int | None
    parent_name_vi: str
    parent_name_en: str
    latitude: float | None
    longitude: float | None
    staff: int


class UnitRef(Shape):
    id: int
    code: str
    name_vi: str
    name_en: str


class Holder(Shape):
    """Somebody in a post on the day; `since`: the first day of this appointment."""

    person_id: int
    full_name: str
    rank_vi: str
    rank_en: str
    since: date
    mode: str
    share_percent: float
    is_provisional: bool


class Post(Shape):
    """A post on the day."""

    id: int
    kind: str
    """`line`, `office`, `party` or `external`."""
    role: str
    title_vi: str
    title_en: str
    team: str
    seats: int
    is_mandatory: bool
    organization_id: int
    holders: list[Holder] | None
    """Null where you may not see who holds it."""
    vacant_since: date | None


class ChangeRef(Shape):
    """One step of an organisation's history, and what stands on the other side of it."""

    event_id: int
    kind: str
    effective_on: date
    title_vi: str
    title_en: str
    organization_id: int | None
    code: str
    name_vi: str
    name_en: str
    is_principal: bool


class Organization(Shape):
    """An organisation that is not a unit. `host`: the unit that hosts it; `higher`: the next one up
    in its own line."""

    id: int
    code: str
    name_vi: str
    name_en: str
    category: str
    """`member`, `party` or `external`."""
    type: str
    family: str
    host_id: int | None
    host_name_vi: str
    host_name_en: str
    higher_id: int | None
    higher_name_vi: str
    higher_name_en: str
    valid: Interval
    member_count: int


class Term(Shape):
    """`planned` as decided, `valid` as it happened."""

    id: int
    organization_id: int
    label: str
    planned: Interval
    valid: Interval
    cut_short: bool
    decision_id: int


class UnitDetail(Shape):
    """One unit with posts, holders, the organisations it hosts and what it came from."""

    unit: Unit
    ancestors: list[UnitRef]
    children_count: int
    valid: Interval
    posts: list[Post]
    chapters: list[Organization]
    predecessors: list[ChangeRef]
    successors: list[ChangeRef]


class OrganizationDetail(Shape):
    """One organisation with its committee, terms and the organisations below it."""

    organization: Organization
    lower: list[Organization]
    posts: list[Post]
    terms: list[Term]
    members_visible: bool
    """Whether you may open the list of its members."""
    predecessors: list[ChangeRef]
    successors: list[ChangeRef]


class Member(Shape):
    """A member of an organisation: its own to know."""

    person_id: int
    full_name: str
    birth_date: date | None
    sex: str
    since: date
    offices: list[str]
    """Codes of the roles held in this organisation."""


class Decision(Shape):
    """Enough to name a decision."""

    id: int
    number: str
    signed_on: date
    title_vi: str
    title_en: str


class DecisionListed(Shape):
    """A decision in a list. `articles`: how many; 0 for one that was only recorded."""

    decision: Decision
    kind: str
    issuer_id: int
    issuer_vi: str
    issuer_en: str
    articles: int


class DecisionDetail(Shape):
    """A decision, and how many facts of each kind it made or ended."""

    decision: Decision
    kind: str
    reason: str
    issuer_id: int
    issuer_vi: str
    issuer_en: str
    recorded_at: datetime
    corrects_id: int | None
    made: dict[str, int]
    ended: dict[str, int]


class PostHolding(Shape):
    """Somebody who held, holds or will hold a post. `end`: the first day after it."""

    appointment_id: int
    person_id: int
    full_name: str
    start: date
    end: date | None
    mode: str
    share_percent: float
    is_provisional: bool
    decision: Decision
    ended_by: Decision | None


class PostDetail(Shape):
    """A post with its holders over time, newest first; null where you may not see them."""

    post: Post
    valid: Interval
    organization_vi: str
    organization_en: str
    organization_category: str
    organization_type: str
    family: str
    host_id: int | None
    decision: Decision
    holdings: list[PostHolding] | None


class Person(Shape):
    """Somebody in service on the day. `offices_count`: offices and external seats held."""

    id: int
    staff_number: str
    full_name: str
    rank: str
    rank_vi: str
    rank_en: str
    unit_id: int | None
    unit_name_vi: str
    unit_name_en: str
    line_title_vi: str
    line_title_en: str
    offices_count: int
    is_dual: bool


class Appointment(Shape):
    """A post held at some time. `end`: the first day after it."""

    id: int
    post_id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str
    category: str
    family: str
    start: date
    end: date | None
    mode: str
    share_percent: float
    is_provisional: bool
    decision: Decision
    ended_by: Decision | None


class Membership(Shape):
    organization_id: int
    organization_vi: str
    organization_en: str
    family: str
    start: date
    end: date | None


class Rank(Shape):
    rank: str
    name_vi: str
    name_en: str
    start: date
    end: date | None


class PersonDetail(Shape):
    """One person with all posts over time. `memberships`: of lines you belong to only."""

    person: Person
    birth_date: date | None
    sex: str
    employment_share_percent: float
    is_redacted: bool
    in_service: bool
    valid: Interval
    ranks: list[Rank]
    posts: list[Appointment]
    memberships: list[Membership]


class ChangeEvent(Shape):
    """A reorganisation, with how many organisations stood before and after it."""

    id: int
    kind: str
    effective_on: date
    title_vi: str
    title_en: str
    originals: int
    results: int


class ChangeLink(Shape):
    """What became of one organisation. `people`: how many moved from one to the other that day."""

    original_id: int
    original_code: str
    original_vi: str
    original_en: str
    result_id: int | None
    result_code: str
    result_vi: str
    result_en: str
    is_principal: bool
    people: int


class ChangeEventDetail(Shape):
    event: ChangeEvent
    decision: Decision
    links: list[ChangeLink]
    people_moved: int


class MovedPerson(Shape):
    person_id: int
    full_name: str
    from_unit_id: int
    from_vi: str
    from_en: str
    to_unit_id: int
    to_vi: str
    to_en: str


class PostHit(Shape):
    id: int
    kind: str
    title_vi: str
    title_en: str
    organization_id: int
    organization_vi: str
    organization_en: str


class SearchHits(Shape):
    """The first hits of each kind, each within what you may see of that kind."""

    units: list[Unit]
    organizations: list[Organization]
    people: list[Person]
    posts: list[PostHit]


class OrganizationType(Shape):
    """A type of organisation; `valid_until`: the first day without it."""

    code: str
    category: str
    family: str
    name_vi: str
    name_en: str
    valid_from: date
    valid_until: date | None


class Role(Shape):
    code: str
    name_vi: str
    name_en: str


class RankLevel(Shape):
    """`level` orders ranks; higher is senior."""

    code: str
    name_vi: str
    name_en: str
    level: int


class Catalogue(Shape):
    """The short lists whose codes stand everywhere else."""

    organization_types: list[OrganizationType]
    roles: list[Role]
    ranks: list[RankLevel]
