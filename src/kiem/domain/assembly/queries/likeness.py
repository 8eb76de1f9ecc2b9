"""Which units resemble one that does something well, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.assembly.errors import missing
from kiem.domain.assembly.profiles import Likeness, Profile, likeness, profile_from
from kiem.domain.assembly.queries.days import recorded_by_day
from kiem.domain.assembly.queries.names import BODY_COLUMNS, body_join, to_body
from kiem.domain.assembly.queries.rows import Body
from kiem.domain.assembly.queries.state import as_of
from kiem.domain.ledger.queries import explain_figure, load_picture
from kiem.domain.register.queries.profiles import StaffCounts, staff_counts
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding, known

LEAST_PERCENT = 60
MOST_RECOMMENDED = 10


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A model for a unit: like which unit where it works, and how alike in what."""

    model_id: int
    title_vi: str
    title_en: str
    unit: Body
    like: Body
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Proven:
    """A unit where a model works, as it was when it published or adopted it."""

    unit: Body
    profile: Profile


def host_of(organization_id: int, on: date) -> int:
    """The unit itself, or the one that hosts the organisation; NotFound where there is none."""
    rows = fetch(
        f"""SELECT CASE WHEN o.category = 'unit' THEN o.id ELSE s.parent_id END
        FROM register_organization o JOIN register_organizationstate s
            ON s.organization_id = o.id AND {holding("s", None)}
        WHERE o.id = %(id)s""",
        {"id": organization_id, "on": on},
    )
    if not rows or rows[0][0] is None:
        raise missing("unit")
    return int(rows[0][0])


def profile_of(*, viewer: Viewer, unit_id: int, on: date) -> Profile:
    """What a unit is like on the day. NotFound where nobody holds a line post in it, or the
    viewer may not see its load."""
    counts = staff_counts(viewer=viewer, on=on, unit_ids=[unit_id]).get(unit_id)
    if counts is None:
        raise missing("unit")
    load = explain_figure(viewer=viewer, subject=f"unit:{unit_id}", figure="load", on=on).value
    return _profile(counts, load)


def recommended_units(
    *, viewer: Viewer, model_id: int, on: date, known_at: datetime | None = None
) -> tuple[Recommendation, ...]:
    """Units of the viewer's scope that resemble one where the model works and have not adopted
    it, the most alike first. None without the permission to see hours."""
    if not viewer.can(Permission.VIEW_LOAD):
        return ()
    here = _profiles(viewer, on, known_at)
    models = _models(on, known_at, model_id)
    found = [
        best
        for unit_id, profile in here.items()
        for model in models
        if (best := _best(model, unit_id, profile)) is not None
    ]
    found.sort(key=lambda best: (-best[1].percent, best[0]))
    return _named(found[:MOST_RECOMMENDED], on, known_at)


def models_for(
    *, viewer: Viewer, unit_id: int, on: date, known_at: datetime | None = None
) -> tuple[Recommendation, ...]:
    """Models that work in units like this one and that it has not adopted, the most alike first."""
    if not viewer.can(Permission.VIEW_LOAD):
        return ()
    profile = _profiles(viewer, on, known_at, unit_id).get(unit_id)
    if profile is None:
        return ()
    models = _models(on, known_at, None)
    found = [best for model in models if (best := _best(model, unit_id, profile)) is not None]
    found.sort(key=lambda best: (-best[1].percent, best[3].id))
    return _named(found[:MOST_RECOMMENDED], on, known_at)


@dataclass(frozen=True, slots=True)
class _Model:
    id: int
    title_vi: str
    title_en: str
    has_it: frozenset[int]
    proven: tuple[_Proven, ...]


_Found = tuple[int, Likeness, _Proven, _Model]


def _best(model: _Model, unit_id: int, profile: Profile) -> _Found | None:
    """The proven unit most like this one; None where it has the model, or none is like it."""
    if unit_id in model.has_it or not model.proven:
        return None
    best, proven = max(
        ((likeness(profile, proven.profile), proven) for proven in model.proven),
        key=lambda pair: (pair[0].percent, -pair[1].unit.id),
    )
    return (unit_id, best, proven, model) if best.percent >= LEAST_PERCENT else None


def _profiles(
    viewer: Viewer, on: date, known_at: datetime | None, unit_id: int | None = None
) -> dict[int, Profile]:
    """Units that serve a place, as they are on the day; one statement and one load picture."""
    picture = load_picture(viewer=viewer, on=on, known_at=known_at, unit_id=unit_id)
    loads: Mapping[int, float | None] = {unit.unit_id: unit.load for unit in picture.units}
    counts = staff_counts(viewer=viewer, on=on, unit_ids=loads, known_at=known_at)
    return {unit: _profile(found, loads[unit]) for unit, found in counts.items()}


def _profile(counts: StaffCounts, load: float | None) -> Profile:
    def share(part: int) -> float:
        return round(part / counts.staff, 4)

    return Profile(
        counts.staff,
        share(counts.young),
        share(counts.women),
        share(counts.dual_holders),
        None if load is None else round(load, 4),
    )


def _models(on: date, known_at: datetime | None, model_id: int | None) -> list[_Model]:
    """Models with the units that have them, and of these the ones where they work: where they
    come from, and those whose last result says so."""
    rows = fetch(
        f"""
        SELECT m.id, s.title_vi, s.title_en, m.unit_id, m.profile::text, true,
            {BODY_COLUMNS.format("u")}
        FROM assembly_goodmodel m
        JOIN assembly_goodmodelstate s ON s.model_id = m.id AND {known("s", known_at)}
        {body_join("u", "m.unit_id", known_at)}
        WHERE m.published_on <= %(on)s::date AND (%(model)s::bigint IS NULL OR m.id = %(model)s)
        UNION ALL
        SELECT a.model_id, '', '', a.unit_id, a.profile::text, coalesce((
            SELECT r.outcome = 'works' FROM assembly_adoptionresult r
            WHERE r.adoption_id = a.id AND {recorded_by_day("r")}
            ORDER BY r.id DESC LIMIT 1), false), {BODY_COLUMNS.format("u")}
        FROM assembly_modeladoption a {body_join("u", "a.unit_id", known_at)}
        WHERE a.adopted_on <= %(on)s::date
            AND (%(model)s::bigint IS NULL OR a.model_id = %(model)s)
        """,
        {"on": on, "known_at": known_at, "as_of": as_of(on, known_at), "model": model_id},
    )
    models = {row[0]: (row[1], row[2]) for row in rows if row[1]}
    has_it: dict[int, set[int]] = {number: set() for number in models}
    proven: dict[int, list[_Proven]] = {number: [] for number in models}
    for number, _vi, _en, unit_id, profile, works, *body in rows:
        if number not in models:
            continue
        has_it[number].add(unit_id)
        if works:
            proven[number].append(_Proven(to_body(body), profile_from(json.loads(profile))))
    return [
        _Model(number, vi, en, frozenset(has_it[number]), tuple(proven[number]))
        for number, (vi, en) in models.items()
    ]


def _named(found: list[_Found], on: date, known_at: datetime | None) -> tuple[Recommendation, ...]:
    rows = fetch(
        f"""SELECT {BODY_COLUMNS.format("u")} FROM unnest(%(units)s::bigint[]) AS g(id)
        {body_join("u", "g.id", known_at)}""",
        {"units": sorted({each[0] for each in found}), "on": on, "known_at": known_at},
    )
    names = {row[0]: to_body(row) for row in rows}
    return tuple(
        Recommendation(model.id, model.title_vi, model.title_en, names[unit_id], proven.unit, best)
        for unit_id, best, proven, model in found
    )
