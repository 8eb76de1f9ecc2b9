"""Writes of the register. Keyword-only, one transaction, audited; bulk first."""

from kiem.domain.register.actions.appointments import (
    AppointmentEnd,
    NewAppointment,
    appoint,
    end_appointments,
)
from kiem.domain.register.actions.catalogue import load_catalogue
from kiem.domain.register.actions.decisions import record_decision
from kiem.domain.register.actions.memberships import (
    MembershipEnd,
    NewMembership,
    admit_members,
    end_memberships,
)
from kiem.domain.register.actions.organizations import (
    NewOrganization,
    create_identities,
    found_issuer,
    found_organizations,
)
from kiem.domain.register.actions.people import NewPerson, NewRank, register_people, set_ranks
from kiem.domain.register.actions.posts import NewPost, create_posts
from kiem.domain.register.actions.terms import NewTerm, open_term, open_terms

__all__ = [
    "AppointmentEnd",
    "MembershipEnd",
    "NewAppointment",
    "NewMembership",
    "NewOrganization",
    "NewPerson",
    "NewPost",
    "NewRank",
    "NewTerm",
    "admit_members",
    "appoint",
    "create_identities",
    "create_posts",
    "end_appointments",
    "end_memberships",
    "found_issuer",
    "found_organizations",
    "load_catalogue",
    "open_term",
    "open_terms",
    "record_decision",
    "register_people",
    "set_ranks",
]
