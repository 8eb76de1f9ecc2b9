"""Truth about who holds what. Identity tables hold an id and what can never change; state and fact
tables hold everything else with `valid` and `recorded` ranges."""

from kiem.domain.register.models.catalogue import OrganizationType, Rank, Role
from kiem.domain.register.models.change import ChangeEvent, ChangeLink
from kiem.domain.register.models.decision import Decision
from kiem.domain.register.models.draft import (
    Article,
    DecisionCounter,
    DecisionDraft,
    IssuerProfile,
)
from kiem.domain.register.models.holding import Appointment, Membership, Term
from kiem.domain.register.models.organization import (
    Organization,
    OrganizationCategory,
    OrganizationState,
)
from kiem.domain.register.models.person import Person, PersonState, RankHolding
from kiem.domain.register.models.post import Post, PostKind, PostState
from kiem.domain.register.models.signing import SigningAuthority

__all__ = [
    "Appointment",
    "Article",
    "ChangeEvent",
    "ChangeLink",
    "Decision",
    "DecisionCounter",
    "DecisionDraft",
    "IssuerProfile",
    "Membership",
    "Organization",
    "OrganizationCategory",
    "OrganizationState",
    "OrganizationType",
    "Person",
    "PersonState",
    "Post",
    "PostKind",
    "PostState",
    "Rank",
    "RankHolding",
    "Role",
    "SigningAuthority",
    "Term",
]
