"""Which permissions each role carries. Roles are code: they change with the program only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiem.platform.access.permissions import Permission

_OFFICES_AND_HOURS = frozenset(
    {
        Permission.VIEW_STRUCTURE,
        Permission.VIEW_OFFICES,
        Permission.VIEW_LOAD,
        Permission.VIEW_RULES,
    }
)
_IN_ASSEMBLIES = frozenset({Permission.VIEW_ASSEMBLY, Permission.WORK_TASKS})
_AND_PEOPLE = _OFFICES_AND_HOURS | {Permission.VIEW_PERSON}

ROLES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        # The member organisation's own side: its members, never a person's whole file.
        # It confirms office hours, the unit's commander line hours.
        "youth_officer": _OFFICES_AND_HOURS
        | _IN_ASSEMBLIES
        | {
            Permission.VIEW_MEMBERS,
            Permission.CHANGE_REGISTER,
            Permission.CHANGE_LEDGER,
            Permission.IMPORT_FILES,
            Permission.CONFIRM_TIME,
            Permission.CONDUCT_ASSEMBLY,
            Permission.VIEW_RETURNS,
        },
        # Whoever holds a chapter's leading office sends its month, logs for a group after its
        # activities and confirms the hours of its other officers.
        "chapter_secretary": _OFFICES_AND_HOURS
        | _IN_ASSEMBLIES
        | {
            Permission.VIEW_MEMBERS,
            Permission.CONFIRM_TIME,
            Permission.VIEW_RETURNS,
            Permission.SUBMIT_RETURN,
        },
        # The employer's side: offices and hours, never membership lists.
        "unit_commander": _AND_PEOPLE
        | _IN_ASSEMBLIES
        | {Permission.CONFIRM_TIME, Permission.VIEW_RETURNS, Permission.IMPORT_FILES},
        "personnel": _AND_PEOPLE
        | _IN_ASSEMBLIES
        | {
            Permission.CHANGE_REGISTER,
            Permission.CONDUCT_ASSEMBLY,
            Permission.IMPORT_FILES,
        },
        "auditor": _AND_PEOPLE
        | {
            Permission.VIEW_AUDIT,
            Permission.VIEW_ASSEMBLY,
            Permission.VIEW_RETURNS,
            Permission.KNOWN_AT,
        },
        # Somebody's own page and hours, within `person:N`.
        "dual_holder": _AND_PEOPLE | {Permission.LOG_TIME, Permission.VIEW_ASSEMBLY},
        # Accounts and grants, and nothing of what they open.
        "administrator": frozenset({Permission.MANAGE_ACCESS}),
    }
)

# The kinds of scope a role may be granted in. A member organisation's own rights are granted in its
# line and nowhere else, so that no slip gives the employer's side its membership lists.
ROLE_SCOPES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "youth_officer": frozenset({"line"}),
        "chapter_secretary": frozenset({"line"}),
        "unit_commander": frozenset({"unit"}),
        "personnel": frozenset({"unit", "all"}),
        "auditor": frozenset({"unit", "all"}),
        "dual_holder": frozenset({"person"}),
        "administrator": frozenset({"unit", "line", "all"}),
    }
)

# A test holds each of these to having no membership lists.
EMPLOYER_ROLES = frozenset({"unit_commander", "personnel", "auditor", "administrator"})
