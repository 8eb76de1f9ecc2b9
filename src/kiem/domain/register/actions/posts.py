"""Creates posts and ends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.register.actions._guards import (
    guard_choice,
    guard_interval,
    guard_known,
    guard_text,
)
from kiem.domain.register.actions._reach import require_changed, require_decision
from kiem.domain.register.actions._supersede import add
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.models import Organization, Post, PostKind, PostState, Role
from kiem.platform.access import Viewer
from kiem.platform.kernel.bulk import insert_columns


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post from `valid_from` on: `kind` line, office, party or external; `role` of the catalogue.

    `seats`: how many people may hold it at once. `team`: within the unit, if any.
    """

    organization_id: int
    kind: str
    role: str
    title_vi: str
    title_en: str
    valid_from: date
    team: str = ""
    seats: int = 1
    is_mandatory: bool = False
    valid_until: date | None = None


def create_posts(*, decision_id: int, posts: Sequence[NewPost], actor: Viewer) -> list[int]:
    """Create posts by one decision; returns their ids in the order given.

    Raises Conflict when a post would outlive its organisation or its kind does not fit it,
    NotFound for unknown organisations and roles.
    """
    for row, post in enumerate(posts, start=1):
        guard_choice("kind", post.kind, PostKind.values, row)
        guard_text("title_vi", post.title_vi, row)
        guard_text("title_en", post.title_en, row)
        guard_interval("valid_from", post.valid_from, post.valid_until)
    with register_transaction(actor) as change:
        require_decision(actor, decision_id)
        guard_known(Role, {post.role for post in posts}, what="role", field="role")
        organizations = {post.organization_id for post in posts}
        guard_known(Organization, organizations, what="organisation", field="organization_id")
        for day in sorted({post.valid_from for post in posts}):
            given = {post.organization_id for post in posts if post.valid_from == day}
            require_changed(actor, given, day)
        ids = insert_columns(
            Post,
            {
                "organization_id": [post.organization_id for post in posts],
                "kind": [post.kind for post in posts],
            },
        )
        add(
            PostState,
            {
                "post_id": ids,
                "role_id": [post.role for post in posts],
                "title_vi": [post.title_vi.strip() for post in posts],
                "title_en": [post.title_en.strip() for post in posts],
                "team": [post.team.strip() for post in posts],
                "seats": [post.seats for post in posts],
                "is_mandatory": [post.is_mandatory for post in posts],
                "valid_from": [post.valid_from for post in posts],
                "valid_until": [post.valid_until for post in posts],
            },
            decision_id=decision_id,
            moment=change.moment,
        )
        change.audit(
            "create_posts",
            subject=f"decision:{decision_id}",
            rows={"post": ids},
            decision_id=decision_id,
        )
    return ids
