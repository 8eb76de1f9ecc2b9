"""What an account may do, in words: for its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.domain.register.queries import organizations, units
from kiem.platform.access import Permission, Viewer
from kiem.platform.access.viewer import ALL
from kiem.platform.kernel.errors import DomainError

PERMISSION_NAMES = {
    Permission.VIEW_STRUCTURE: gettext_noop("see units, member organisations and posts"),
    Permission.VIEW_OFFICES: gettext_noop("see who holds which post"),
    Permission.VIEW_MEMBERS: gettext_noop("see membership lists"),
    Permission.VIEW_PERSON: gettext_noop("open people's pages"),
    Permission.VIEW_LOAD: gettext_noop("see hours, load and findings"),
    Permission.VIEW_RULES: gettext_noop("read entitlement rules"),
    Permission.LOG_TIME: gettext_noop("log your own hours"),
    Permission.CONFIRM_TIME: gettext_noop(
        "confirm others' hours, answer their objections, decide on leave, close months"
    ),
    Permission.CHANGE_REGISTER: gettext_noop("issue decisions that change the register"),
    Permission.CHANGE_LEDGER: gettext_noop("plan activities, record leave and close months"),
    Permission.VIEW_ASSEMBLY: gettext_noop("see sessions, conclusions and tasks"),
    Permission.CONDUCT_ASSEMBLY: gettext_noop("hold sessions, set tasks and accept evidence"),
    Permission.WORK_TASKS: gettext_noop("speak and report on tasks for a body"),
    Permission.VIEW_RETURNS: gettext_noop("see which monthly returns came, and their reports"),
    Permission.SUBMIT_RETURN: gettext_noop("send the monthly return"),
    Permission.IMPORT_FILES: gettext_noop("hand in spreadsheets to be imported"),
    Permission.VIEW_AUDIT: gettext_noop("read the audit trail"),
    Permission.KNOWN_AT: gettext_noop("ask what was known at an earlier moment"),
    Permission.MANAGE_ACCESS: gettext_noop("manage accounts and rights"),
}


@dataclass(frozen=True, slots=True)
class ScopeRights:
    """One scope by name, and what may be done in it."""

    scope: str
    permissions: tuple[str, ...]


def rights_of(viewer: Viewer, on: date) -> list[ScopeRights]:
    """The viewer's rights by scope, permissions in the order they are declared."""
    held: dict[str, set[Permission]] = {}
    for grant in viewer.grants:
        held.setdefault(grant.scope, set()).add(grant.permission)
    return [
        ScopeRights(
            _scope_name(viewer, scope, on),
            tuple(gettext(PERMISSION_NAMES[p]) for p in Permission if p in permissions),
        )
        for scope, permissions in sorted(held.items())
    ]


def _scope_name(viewer: Viewer, scope: str, on: date) -> str:
    """The name where the viewer may read it, else the scope as it is stored."""
    if scope == ALL:
        return gettext("Everything")
    kind, _, number = scope.partition(":")
    if kind == "person" and int(number) == viewer.person_id:
        return gettext("Yourself")
    try:
        if kind == "unit":
            unit = units.unit_detail(unit_id=int(number), viewer=viewer, on=on).unit
            return wording.name_of(unit.name_vi, unit.name_en)
        if kind == "line":
            found = organizations.organization_detail(
                organization_id=int(number), viewer=viewer, on=on
            ).organization
            return wording.name_of(found.name_vi, found.name_en)
    except DomainError:
        return scope  # it has ended, or its name is not this viewer's to read
    return scope
