"""What a change event is told: originals, results, and where people and members go."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from kiem.domain.register.actions.restructuring import KEEP, Keep


@dataclass(frozen=True, slots=True)
class Link:
    """An original and one of its successors; `result_id` None: dissolved without.

    An original that is among the results lives on (the unit the others merge into). One successor
    is the principal: it inherits grants and open tasks.
    """

    original_id: int
    result_id: int | None
    is_principal: bool = True


@dataclass(frozen=True, slots=True)
class Placement:
    """The line post somebody takes on the effective day. `share_percent` None: as before."""

    person_id: int
    to_post_id: int
    mode: str = "appointed"
    share_percent: Decimal | int | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """What becomes of a chapter, party committee or body hosted by an original that ends.

    `result_id` equal to the original: it keeps its identity, members and holders, moves to
    `parent_id` (default: the principal successor of its host) and takes the other values given.
    Another result: offices end, members move there. None: it is wound up, memberships end.
    """

    original_id: int
    result_id: int | None
    type: str | Keep = KEEP
    code: str | Keep = KEEP
    name_vi: str | Keep = KEEP
    name_en: str | Keep = KEEP
    parent_id: int | Keep | None = KEEP
    higher_id: int | Keep | None = KEEP


@dataclass(frozen=True, slots=True)
class MemberMove:
    """A member goes elsewhere than the chapter's own successor (a split unit's people)."""

    person_id: int
    from_organization_id: int
    to_organization_id: int


@dataclass(frozen=True, slots=True)
class ChangeEventResult:
    event_id: int
    organizations_ended: int
    posts_ended: int
    people_placed: int
    offices_ended: int
    chapters_kept: int
    members_moved: int
    appointment_ids: tuple[int, ...] = field(repr=False)
