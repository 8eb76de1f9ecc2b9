"""Writes of the register. Keyword-only, one transaction, audited; bulk first.

Several actions that belong together run inside `register_transaction(actor)`: checked, audited
and kept as one.
"""

from kiem.domain.register.actions._reach import (
    candidates_within,
    changeable_within,
    staff_within,
)
from kiem.domain.register.actions._transaction import Change, attempt, register_transaction
from kiem.domain.register.actions.appointments import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    end_appointments,
)
from kiem.domain.register.actions.catalogue import load_catalogue
from kiem.domain.register.actions.change_events import apply_change_event
from kiem.domain.register.actions.change_links import (
    ChangeEventResult,
    ChapterLink,
    Link,
    MemberMove,
    Placement,
)
from kiem.domain.register.actions.corrections import (
    PersonCorrection,
    correct_appointment,
    correct_person,
    redact_person,
    withdraw_appointments,
    withdraw_memberships,
)
from kiem.domain.register.actions.decisions import record_decision
from kiem.domain.register.actions.memberships import (
    MembershipEnd,
    NewMembership,
    admit_members,
    end_memberships,
)
from kiem.domain.register.actions.moves import ServiceEnd, Transfer, end_service, transfer
from kiem.domain.register.actions.organizations import (
    NewOrganization,
    create_identities,
    found_issuer,
    found_organizations,
)
from kiem.domain.register.actions.people import NewPerson, NewRank, register_people, set_ranks
from kiem.domain.register.actions.posts import NewPost, create_posts
from kiem.domain.register.actions.restructuring import (
    KEEP,
    OrganizationChange,
    OrganizationEnd,
    PostEnd,
    change_organizations,
    end_organizations,
    end_posts,
)
from kiem.domain.register.actions.terms import (
    NewTerm,
    TermEnd,
    close_terms,
    open_term,
    open_terms,
)

__all__ = [
    "KEEP",
    "AppointmentEnd",
    "Change",
    "ChangeEventResult",
    "ChapterLink",
    "Link",
    "MemberMove",
    "MembershipEnd",
    "NewAppointment",
    "NewMembership",
    "NewOrganization",
    "NewPerson",
    "NewPost",
    "NewRank",
    "NewTerm",
    "OrganizationChange",
    "OrganizationEnd",
    "PersonCorrection",
    "Placement",
    "PostEnd",
    "ServiceEnd",
    "TermEnd",
    "Transfer",
    "admit_members",
    "apply_change_event",
    "appoint",
    "attempt",
    "candidates_within",
    "change_organizations",
    "changeable_within",
    "close_terms",
    "correct_appointment",
    "correct_person",
    "create_identities",
    "create_posts",
    "end_appointments",
    "end_memberships",
    "end_organizations",
    "end_posts",
    "end_service",
    "found_issuer",
    "found_organizations",
    "load_catalogue",
    "open_term",
    "open_terms",
    "record_decision",
    "redact_person",
    "register_people",
    "register_transaction",
    "set_ranks",
    "staff_within",
    "transfer",
    "withdraw_appointments",
    "withdraw_memberships",
]
