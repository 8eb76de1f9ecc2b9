"""Registers people of the organisation, sets their ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiem.domain.register.actions._guards import (
    guard_choice,
    guard_date,
    guard_distinct,
    guard_interval,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import (
    require_decision,
    require_employer,
    require_staff,
)
from kiem.domain.register.actions._supersede import add, cut
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import refusal
from kiem.domain.register.models import Person, PersonState, Rank, RankHolding
from kiem.platform.access import Viewer
from kiem.platform.kernel.bulk import allocate_ids
from kiem.platform.kernel.collation import fold, person_sort_key
from kiem.platform.kernel.sql import execute, fetch

YOUNGEST_YEARS = 15
OLDEST_YEARS = 90


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who enters service on `valid_from`.

    `rank`: a code of the catalogue, or None. `employment_share_percent`: 100 is full time.
    """

    staff_number: str
    family_name: str
    middle_name: str
    given_name: str
    birth_date: date | None
    sex: str
    valid_from: date
    employment_share_percent: Decimal | int = 100
    rank: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class NewRank:
    """A rank held from `valid_from` on, until the next one."""

    person_id: int
    rank: str
    valid_from: date


def register_people(*, decision_id: int, people: Sequence[NewPerson], actor: Viewer) -> list[int]:
    """Register people who enter service by one decision; returns their ids in the order given.

    Raises Conflict for a staff number in use, DomainError for impossible ages, NotFound for
    unknown ranks.
    """
    for row, person in enumerate(people, start=1):
        _guard_person(person, row)
    guard_distinct("staff_number", (person.staff_number.strip() for person in people))
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        guard_known(Rank, {person.rank for person in people}, what="rank", field="rank")
        for day in sorted({person.valid_from for person in people}):
            require_employer(actor, day)
        moment = change.moment
        ids = allocate_ids(Person, len(people))
        if ids:
            execute("INSERT INTO register_person (id) SELECT unnest(%(ids)s)", {"ids": ids})
        add(
            PersonState,
            _person_columns(people, ids),
            decision_id=decision_id,
            moment=moment,
        )
        ranked = [(id_, person) for id_, person in zip(ids, people, strict=True) if person.rank]
        add(
            RankHolding,
            {
                "person_id": [id_ for id_, _ in ranked],
                "rank_id": [person.rank for _, person in ranked],
                "valid_from": [person.valid_from for _, person in ranked],
                "valid_until": [person.valid_until for _, person in ranked],
            },
            decision_id=decision_id,
            moment=moment,
        )
        change.audit(
            "register_people",
            subject=f"decision:{decision_id}",
            rows={"person": ids},
            decision_id=decision_id,
        )
    return ids


def set_ranks(*, decision_id: int, ranks: Sequence[NewRank], actor: Viewer) -> list[int]:
    """Give ranks from a day on; running ranks end there. Returns the ids of the new facts."""
    for rank in ranks:
        guard_date("valid_from", rank.valid_from)
    guard_distinct("person_id", (rank.person_id for rank in ranks))
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        guard_known(Rank, {rank.rank for rank in ranks}, what="rank", field="rank")
        guard_known(Person, {rank.person_id for rank in ranks}, what="person", field="person_id")
        for day in sorted({rank.valid_from for rank in ranks}):
            require_staff(actor, {r.person_id for r in ranks if r.valid_from == day}, day)
        moment = change.moment
        running = _ranks_from(ranks)
        # Where the running rank had an end (a service that ends), the new one inherits it.
        cut(
            RankHolding,
            {row_id: day for row_id, _, day, _ in running},
            decision_id=decision_id,
            moment=moment,
        )
        ends = {person: end for _, person, _, end in running}
        ids = add(
            RankHolding,
            {
                "person_id": [rank.person_id for rank in ranks],
                "rank_id": [rank.rank for rank in ranks],
                "valid_from": [rank.valid_from for rank in ranks],
                "valid_until": [ends.get(rank.person_id) for rank in ranks],
            },
            decision_id=decision_id,
            moment=moment,
        )
        change.audit(
            "set_ranks",
            subject=f"decision:{decision_id}",
            rows={"rank_holding": ids},
            decision_id=decision_id,
        )
    return ids


def _ranks_from(ranks: Sequence[NewRank]) -> list[tuple[int, int, date, date | None]]:
    """(row, person, day, end) of the ranks running on the days given."""
    return fetch(
        """
        SELECT r.id, r.person_id, given.day, upper(r.valid)
        FROM unnest(%(people)s::bigint[], %(days)s::date[]) AS given(person_id, day)
        JOIN register_rankholding r ON r.person_id = given.person_id
            AND upper_inf(r.recorded) AND r.valid @> given.day
        """,
        {
            "people": [rank.person_id for rank in ranks],
            "days": [rank.valid_from for rank in ranks],
        },
    )


def _guard_person(person: NewPerson, row: int) -> None:
    for field in ("staff_number", "family_name", "given_name"):
        guard_text(field, getattr(person, field), row)
    guard_choice("sex", person.sex, PersonState.Sex.values, row)
    guard_interval("valid_from", person.valid_from, person.valid_until)
    if person.birth_date is None:
        return
    years = (person.valid_from - person.birth_date).days / 365.25
    if not YOUNGEST_YEARS <= years <= OLDEST_YEARS:
        raise refusal(
            "impossible_age",
            "Row {row}: born on {birth_date}, {staff_number} would enter service at {years} years.",
            "Check the birth date and the day of entry.",
            field="birth_date",
            row=row,
            birth_date=person.birth_date,
            staff_number=person.staff_number,
            years=int(years),
        )


def _person_columns(people: Sequence[NewPerson], ids: Sequence[int]) -> dict[str, list[object]]:
    names = [(p.family_name.strip(), p.middle_name.strip(), p.given_name.strip()) for p in people]
    full = [" ".join(part for part in name if part) for name in names]
    return {
        "person_id": list(ids),
        "staff_number": [p.staff_number.strip() for p in people],
        "family_name": [name[0] for name in names],
        "middle_name": [name[1] for name in names],
        "given_name": [name[2] for name in names],
        "full_name": list(full),
        "sort_key": [person_sort_key(*name) for name in names],
        "search_text": [
            fold(f"{p.staff_number} {name}") for p, name in zip(people, full, strict=True)
        ],
        "birth_date": [p.birth_date for p in people],
        "sex": [p.sex for p in people],
        "employment_share_percent": [p.employment_share_percent for p in people],
        "valid_from": [p.valid_from for p in people],
        "valid_until": [p.valid_until for p in people],
    }
