"""Founds organisations, changes what is true of them, ends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions._guards import (
    guard_choice,
    guard_distinct,
    guard_interval,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import require_decision, require_superiors
from kiem.domain.register.actions._supersede import add
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.actions.decisions import record_decision
from kiem.domain.register.errors import unknown
from kiem.domain.register.models import (
    Decision,
    Organization,
    OrganizationCategory,
    OrganizationState,
    OrganizationType,
)
from kiem.platform.access import Viewer
from kiem.platform.kernel.bulk import insert_columns
from kiem.platform.kernel.collation import fold, sort_key


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """An organisation to be founded on `valid_from`.

    `category` unit, member, party or external; `type` a code of the catalogue. `parent_id`: the
    superior or hosting unit; `higher_id`: the higher organisation in its own line. Coordinates in
    degrees (WGS 84). `identity_id`: an identity made beforehand, else a new one is made.
    """

    category: str
    type: str
    code: str
    name_vi: str
    name_en: str
    valid_from: date
    parent_id: int | None = None
    higher_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    valid_until: date | None = None
    identity_id: int | None = None


def found_organizations(
    *, decision_id: int, organizations: Sequence[NewOrganization], actor: Viewer
) -> list[int]:
    """Found organisations by one decision; returns their ids in the order given.

    Superiors must exist on all the days (they may be founded by the same call when their
    `identity_id` is given). Raises Conflict for a code in use, a superior that does not exist then
    or a type not in force; NotFound for unknown ids.
    """
    _guard(organizations)
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        guard_known(OrganizationType, {o.type for o in organizations}, what="type", field="type")
        ids = _make_identities(organizations)
        _guard_places(organizations, set(ids), actor)
        add(
            OrganizationState,
            state_columns(organizations, ids),
            decision_id=decision_id,
            moment=change.moment,
        )
        change.audit(
            "found_organizations",
            subject=f"decision:{decision_id}",
            rows={"organization": ids},
            decision_id=decision_id,
        )
    return ids


def create_identities(*, category: str, count: int, actor: Viewer) -> list[int]:
    """Identities for organisations that will be founded together and name each other."""
    guard_choice("category", category, OrganizationCategory.values, 1)
    with register_transaction(actor) as change:
        ids = insert_columns(Organization, {"category": [category] * count})
        change.audit("create_identities", subject="register", rows={"organization": ids})
    return ids


def found_issuer(
    *,
    organization: NewOrganization,
    number: str,
    signed_on: date,
    title_vi: str,
    title_en: str,
    actor: Viewer,
) -> tuple[int, int]:
    """Start a register: an organisation founded by a decision of its own.

    Every other organisation is founded by a decision of one that exists. Returns the ids of the
    organisation and the decision.
    """
    with register_transaction(actor):
        (identity,) = create_identities(category=organization.category, count=1, actor=actor)
        decision_id = record_decision(
            issuer_id=identity,
            number=number,
            signed_on=signed_on,
            kind=Decision.Kind.ORGANIZATION,
            title_vi=title_vi,
            title_en=title_en,
            actor=actor,
        )
        values = {
            name: getattr(organization, name) for name in NewOrganization.__dataclass_fields__
        }
        founded = NewOrganization(**{**values, "identity_id": identity})
        found_organizations(decision_id=decision_id, organizations=[founded], actor=actor)
    return identity, decision_id


def state_columns(
    organizations: Sequence[NewOrganization], ids: Sequence[int]
) -> dict[str, list[object]]:
    """Columns of OrganizationState rows; sort key and search text are made here."""
    return {
        "organization_id": list(ids),
        "type_id": [o.type for o in organizations],
        "code": [o.code.strip() for o in organizations],
        "name_vi": [o.name_vi.strip() for o in organizations],
        "name_en": [o.name_en.strip() for o in organizations],
        "sort_key": [sort_key(o.name_vi.strip()) for o in organizations],
        "search_text": [fold(f"{o.code} {o.name_vi} {o.name_en}") for o in organizations],
        "parent_id": [o.parent_id for o in organizations],
        "higher_id": [o.higher_id for o in organizations],
        "latitude": [o.latitude for o in organizations],
        "longitude": [o.longitude for o in organizations],
        "valid_from": [o.valid_from for o in organizations],
        "valid_until": [o.valid_until for o in organizations],
    }


def _guard(organizations: Sequence[NewOrganization]) -> None:
    for row, organization in enumerate(organizations, start=1):
        guard_choice("category", organization.category, OrganizationCategory.values, row)
        for field in ("code", "name_vi", "name_en"):
            guard_text(field, getattr(organization, field), row)
        guard_interval("valid_from", organization.valid_from, organization.valid_until)
    guard_distinct("code", ((o.code.strip(), o.valid_from) for o in organizations))


def _make_identities(organizations: Sequence[NewOrganization]) -> list[int]:
    given = [o.identity_id for o in organizations if o.identity_id is not None]
    guard_known(Organization, given, what="identity", field="identity_id")
    fresh = iter(
        insert_columns(
            Organization,
            {"category": [o.category for o in organizations if o.identity_id is None]},
        )
    )
    return [o.identity_id if o.identity_id is not None else next(fresh) for o in organizations]


def _guard_places(organizations: Sequence[NewOrganization], fresh: set[int], actor: Viewer) -> None:
    """Superiors exist, and the actor may change what stands under them."""
    superiors = {o.parent_id for o in organizations} | {o.higher_id for o in organizations}
    guard_known(Organization, superiors - fresh, what="superior", field="parent_id")
    for day in sorted({o.valid_from for o in organizations}):
        for category in sorted({o.category for o in organizations if o.valid_from == day}):
            given = [o for o in organizations if (o.valid_from, o.category) == (day, category)]
            require_superiors(
                actor,
                category,
                hosts={o.parent_id for o in given} - fresh,
                highers={o.higher_id for o in given} - fresh,
                day=day,
            )
    if not actor.is_system:
        _guard_new_identities([o.identity_id for o in organizations if o.identity_id is not None])


def _guard_new_identities(identity_ids: Sequence[int]) -> None:
    """An identity given must be new: what has a life of its own is changed, not founded again."""
    states = OrganizationState.objects.filter(organization_id__in=identity_ids)
    if used := sorted(set(states.values_list("organization_id", flat=True))):
        raise unknown("identity", list(used), "identity_id")
