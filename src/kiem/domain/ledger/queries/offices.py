"""Every office held in a month, with what it is entitled to: for asking what another rule gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kiem.domain.ledger.queries.hundredths import divide
from kiem.domain.ledger.queries.picture import gather_units
from kiem.domain.ledger.queries.units import EVERY_KIND, visible_units
from kiem.platform.access import Permission, Viewer
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """One office or external seat of a dual holder in a month. `available` and `release`: hours
    x 100 of the person's month and of what the rules in force give for this office."""

    person_id: int
    unit_id: int
    organization_type: str
    family: str
    role: str
    days_held: int
    month_days: int
    available: int
    release: int
    is_regulated: bool

    def release_at(self, percent: Decimal) -> int:
        """Hours x 100 if the office gave this share of the available hours, by its days."""
        share = int(percent * 100)
        return divide(self.available * share * self.days_held, 10_000 * self.month_days)


def offices_held(
    *, viewer: Viewer, on: date, known_at: datetime | None = None
) -> tuple[HeldOffice, ...]:
    """Offices of the dual holders in the viewer's units in the month of `on`, each once."""
    viewer.require(Permission.VIEW_LOAD)
    visible = visible_units(viewer=viewer, on=on, known_at=known_at, kind=EVERY_KIND)
    gathered, _staff = gather_units(visible, on, known_at)
    days = Month.of(on).days
    once: dict[tuple[int, int], HeldOffice] = {}
    for case, account in zip(gathered.cases, gathered.accounts, strict=True):
        for post in account.posts:
            held = post.holding
            head = gathered.heads[case.slot, held.organization_id]
            once[case.person_id, held.appointment_id] = HeldOffice(
                person_id=case.person_id,
                unit_id=gathered.slots[case.slot].unit_id,
                organization_type=head.type,
                family=head.family,
                role=held.role or "",
                days_held=held.end - held.start,
                month_days=days,
                available=account.available,
                release=post.release,
                is_regulated=bool(post.parts),
            )
    return tuple(once.values())
