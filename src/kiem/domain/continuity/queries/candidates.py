"""Who comes into question for a seat, and what speaks for and against each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiem.domain.continuity.queries.vacancies import Vacancy, vacancies_of_post
from kiem.domain.ledger.queries import unit_people_load
from kiem.domain.regimes.eligibility import Facts, Office, Reason, Verdict, reasons
from kiem.domain.register.queries.candidates import (
    CandidateRow,
    Pool,
    list_candidates,
    pool_of,
)
from kiem.domain.register.queries.posts import PostDetail, post_detail
from kiem.domain.register.queries.trees import units_below
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.errors import NotFound
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person with every reason. `is_eligible`: no confirmed or sourced rule bars them."""

    person: CandidateRow
    reasons: tuple[Reason, ...]

    @property
    def is_eligible(self) -> bool:
        return not any(reason.bars for reason in self.reasons)

    @property
    def against(self) -> int:
        return sum(reason.verdict is Verdict.AGAINST for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Candidates:
    """A post with those who come into question: eligible ones first, then by how much speaks
    against them, how many offices they hold, and name. `load_on`: the day of the month loads are
    from; None when the viewer may not see loads."""

    post: PostDetail
    pool: Pool
    vacancies: tuple[Vacancy, ...]
    people: tuple[Candidate, ...]
    load_on: date | None


def candidates_for(
    *, viewer: Viewer, post_id: int, on: date, known_at: datetime | None = None
) -> Candidates:
    """Everybody who comes into question for a post, vacant or not.

    Raises Forbidden without `register.view_offices`, NotFound for a post outside the scope. Whoever
    may see neither the organisation's members nor the host unit's people gets the post alone.
    """
    viewer.require(Permission.VIEW_OFFICES)
    post = post_detail(viewer=viewer, post_id=post_id, on=on, known_at=known_at)
    organization_id = post.post.organization_id
    pool = pool_of(
        viewer=viewer,
        organization_id=organization_id,
        host_id=post.host_id,
        category=post.organization_category,
        family=post.family,
        on=on,
        known_at=known_at,
    )
    people = list_candidates(
        viewer=viewer,
        pool=pool,
        post_id=post_id,
        role=post.post.role,
        organization_type=post.organization_type,
        on=on,
        known_at=known_at,
    )
    loads, load_on = _loads(viewer, post.host_id, on, known_at)
    hosts = units_below([] if post.host_id is None else [post.host_id], on, known_at)
    office = Office(post.family, post.organization_type, post.post.role, frozenset(hosts))
    found = [Candidate(row, reasons(office, _facts(row, loads), on)) for row in people]
    return Candidates(
        post=post,
        pool=pool,
        vacancies=vacancies_of_post(viewer=viewer, post_id=post_id, on=on, known_at=known_at),
        people=tuple(
            sorted(
                found,
                key=lambda c: (
                    not c.is_eligible,
                    c.against,
                    c.person.offices,
                    c.person.sort_key,
                    c.person.person_id,
                ),
            )
        ),
        load_on=load_on,
    )


def _facts(row: CandidateRow, loads: dict[int, float | None]) -> Facts:
    return Facts(
        age=row.age,
        rank_level=row.rank_level,
        unit_id=row.unit_id,
        offices=row.offices,
        held_before=row.held_before,
        load=loads.get(row.person_id),
    )


def _loads(
    viewer: Viewer, host_id: int | None, on: date, known_at: datetime | None
) -> tuple[dict[int, float | None], date | None]:
    """Loads of the unit's dual holders in the last whole month: a running one has few hours yet."""
    if host_id is None or not viewer.can(Permission.VIEW_LOAD):
        return {}, None
    last = Month.of(on).start - timedelta(days=1)
    try:
        rows = unit_people_load(viewer=viewer, unit_id=host_id, on=last, known_at=known_at)
    except NotFound:
        return {}, None  # the unit is younger than a month, or its loads are not this viewer's
    return {row.person_id: row.month.load for row in rows}, last
