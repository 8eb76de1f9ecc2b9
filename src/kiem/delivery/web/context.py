"""What every template knows: time, ruler, viewer, language, sample banner."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.navigation import navigation_of
from kiem.delivery.web.ruler import Mark, Ruler, build_ruler, window_of
from kiem.domain.ledger.queries.ruler import months_with_closings
from kiem.domain.register.queries import markers
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation
from kiem.time.month import Month

_NOT_KEPT = ("on", "known_at", "format", "table", "after", "from")


def marks_of(viewer: Viewer, asked: Asked, first: date, end: date) -> list[Mark]:
    """What happened on the band in the viewer's scope; nothing for who may not see structure."""
    if not viewer.can(Permission.VIEW_STRUCTURE):
        return []
    found = markers.ruler_marks(viewer=viewer, from_day=first, to_day=end, known_at=asked.known_at)
    return [Mark(m.day, m.kind, wording.name_of(m.label_vi, m.label_en)) for m in found]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor; the ruler is built only when a template asks for it."""
    asked: Asked = getattr(request, "asked", None) or Asked(
        on=clock.today(), known_at=None, today=clock.today()
    )

    kept = [(k, request.GET[k]) for k in request.GET if k not in _NOT_KEPT]

    def ruler() -> Ruler:
        first, last = window_of(asked)
        marks = marks_of(viewer, asked, first.start, last.end) if viewer is not None else []
        closed: frozenset[Month] = frozenset()
        if viewer is not None and viewer.can(Permission.VIEW_LOAD):
            closed = months_with_closings(
                viewer=viewer, on=asked.on, known_at=asked.known_at, first=first, last=last
            )
        return build_ruler(asked, request.path, kept=kept, marks=marks, closed_months=closed)

    viewer = getattr(request, "viewer", None)
    return {
        "asked": asked,
        "q": asked.query,
        "more": asked.more,
        "ruler": SimpleLazyObject(ruler),
        "ruler_kept": kept,
        "is_sample": SimpleLazyObject(lambda: read_installation().is_sample),
        "known_words": wording.moment(asked.known_at) if asked.known_at else gettext("now"),
        "known_value": dict(asked.pairs).get("known_at", ""),
        "may_ask_known_at": viewer is not None and viewer.can(Permission.KNOWN_AT),
        "viewer": viewer,
        "language": get_language(),
        "theme": request.COOKIES.get("kiem_theme", ""),
        "navigation": navigation_of(viewer, request.path, asked),
    }
