"""The main links, by what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web.asked import Asked
from kiem.platform.access import Permission, Viewer

_ENTRIES: tuple[tuple[str, str, Permission], ...] = (
    ("/", gettext_noop("Load picture"), Permission.VIEW_LOAD),
    ("/findings/", gettext_noop("Findings"), Permission.VIEW_LOAD),
    ("/units/", gettext_noop("Units"), Permission.VIEW_STRUCTURE),
    ("/people/", gettext_noop("People"), Permission.VIEW_PERSON),
    ("/organizations/", gettext_noop("Member organisations"), Permission.VIEW_STRUCTURE),
    ("/changes/", gettext_noop("Reorganisations"), Permission.VIEW_STRUCTURE),
    ("/rules/", gettext_noop("Rules"), Permission.VIEW_RULES),
    ("/audit/", gettext_noop("Audit trail"), Permission.VIEW_AUDIT),
)


@dataclass(frozen=True, slots=True)
class NavigationLink:
    label: str
    href: str
    is_here: bool


def navigation_of(viewer: Viewer | None, path: str, asked: Asked) -> tuple[NavigationLink, ...]:
    """The links, in order, with the present one marked; none before signing in."""
    if viewer is None:
        return ()
    return tuple(
        NavigationLink(
            gettext(label),
            asked.link(target),
            path == target if target == "/" else path.startswith(target),
        )
        for target, label, permission in _ENTRIES
        if viewer.can(permission)
    )
