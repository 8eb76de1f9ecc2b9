"""The main links, by what the viewer may see: a row of subjects, and the pages of the present one.

A new page joins the subject it belongs to; the rows stay short enough for a phone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web.asked import Asked
from kiem.platform.access import Permission, Viewer


@dataclass(frozen=True, slots=True)
class _Entry:
    """A page of the navigation. `also`: beginnings of addresses that belong to it as well."""

    path: str
    label: str
    permission: Permission
    also: tuple[str, ...] = ()

    def length_of_match(self, path: str) -> int:
        """How much of `path` this entry answers for; 0 for none of it."""
        if self.path == "/":
            return int(path == "/")
        return max((len(p) for p in (self.path, *self.also) if path.startswith(p)), default=0)


_GROUPS: tuple[tuple[str, tuple[_Entry, ...]], ...] = (
    (
        gettext_noop("Overview"),
        (
            _Entry("/", gettext_noop("Load picture"), Permission.VIEW_LOAD),
            _Entry("/findings/", gettext_noop("Findings"), Permission.VIEW_LOAD),
            _Entry("/units/", gettext_noop("Units"), Permission.VIEW_STRUCTURE),
            _Entry("/people/", gettext_noop("People"), Permission.VIEW_PERSON),
            _Entry(
                "/organizations/",
                gettext_noop("Member organisations"),
                Permission.VIEW_STRUCTURE,
                also=("/posts/",),
            ),
            _Entry("/changes/", gettext_noop("Reorganisations"), Permission.VIEW_STRUCTURE),
        ),
    ),
    (
        gettext_noop("My work"),
        (
            _Entry(
                "/month/", gettext_noop("My month"), Permission.LOG_TIME, also=("/objections/",)
            ),
            _Entry("/tasks/", gettext_noop("My tasks"), Permission.VIEW_ASSEMBLY),
            _Entry("/surveys/mine/", gettext_noop("My surveys"), Permission.VIEW_ASSEMBLY),
            _Entry(
                "/confirm/",
                gettext_noop("Confirm hours"),
                Permission.CONFIRM_TIME,
                also=("/closing/",),
            ),
            _Entry("/inbox/", gettext_noop("Inbox"), Permission.SIGNED_IN, also=("/account/",)),
            _Entry("/calendar/", gettext_noop("Calendar"), Permission.SIGNED_IN),
        ),
    ),
    (
        gettext_noop("Decisions"),
        (
            _Entry("/drafts/", gettext_noop("Drafts"), Permission.CHANGE_REGISTER),
            _Entry("/decisions/", gettext_noop("Issued decisions"), Permission.VIEW_STRUCTURE),
            _Entry("/vacancies/", gettext_noop("Seats to fill"), Permission.VIEW_OFFICES),
            _Entry("/handovers/", gettext_noop("Handovers"), Permission.VIEW_OFFICES),
            _Entry(
                "/assembly/",
                gettext_noop("Assemblies"),
                Permission.VIEW_ASSEMBLY,
                also=("/congresses/",),
            ),
            _Entry("/surveys/", gettext_noop("Surveys"), Permission.VIEW_ASSEMBLY),
            _Entry("/models/", gettext_noop("Good models"), Permission.VIEW_ASSEMBLY),
            _Entry(
                "/coordination/",
                gettext_noop("Coordination"),
                Permission.VIEW_ASSEMBLY,
                also=("/requests/",),
            ),
        ),
    ),
    (
        gettext_noop("Returns and data"),
        (
            _Entry("/returns/", gettext_noop("Monthly returns"), Permission.VIEW_RETURNS),
            _Entry("/imports/", gettext_noop("Imports"), Permission.IMPORT_FILES),
            _Entry("/exports/", gettext_noop("Export"), Permission.VIEW_STRUCTURE),
            _Entry("/runs/", gettext_noop("Background work"), Permission.SIGNED_IN),
        ),
    ),
    (
        gettext_noop("Rules and records"),
        (
            _Entry("/rules/", gettext_noop("Rules"), Permission.VIEW_RULES),
            _Entry("/audit/", gettext_noop("Audit trail"), Permission.VIEW_AUDIT),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class NavigationLink:
    label: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """`groups`: the subjects, each leading to its first page; `links`: pages of the present one."""

    groups: tuple[NavigationLink, ...] = ()
    links: tuple[NavigationLink, ...] = ()


def navigation_of(viewer: Viewer | None, path: str, asked: Asked) -> Navigation:
    """Both rows, in order, with the present subject and page marked; none before signing in.

    A page that belongs to no subject shows the first one's links and marks none.
    """
    if viewer is None or not viewer.can(Permission.SIGNED_IN):
        return Navigation()
    groups = [
        (label, held)
        for label, entries in _GROUPS
        if (held := [entry for entry in entries if viewer.can(entry.permission)])
    ]
    here = max(
        (entry for _, held in groups for entry in held), key=lambda e: e.length_of_match(path)
    )
    here_or_none = here if here.length_of_match(path) else None
    shown = next((held for _, held in groups if here_or_none in held), groups[0][1])
    return Navigation(
        groups=tuple(
            NavigationLink(gettext(label), asked.link(held[0].path), here_or_none in held)
            for label, held in groups
        ),
        links=tuple(
            NavigationLink(gettext(entry.label), asked.link(entry.path), entry is here_or_none)
            for entry in shown
        ),
    )
