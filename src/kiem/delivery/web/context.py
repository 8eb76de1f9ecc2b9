"""What every template knows: time, ruler, viewer, language, sample banner."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.navigation import navigation_of
from kiem.delivery.web.ruler import Ruler, build_ruler, window_of
from kiem.delivery.web.rulermarks import RulerFacts, ruler_facts
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation

_NOT_KEPT = ("on", "known_at", "format", "table", "after", "from")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor; the ruler is built only when a template asks for it."""
    asked: Asked = getattr(request, "asked", None) or Asked(
        on=clock.today(), known_at=None, today=clock.today()
    )

    kept = [(k, request.GET[k]) for k in request.GET if k not in _NOT_KEPT]

    def ruler() -> Ruler:
        facts = RulerFacts()
        if viewer is not None:
            facts = ruler_facts(viewer, asked, *window_of(asked))
        return build_ruler(
            asked, request.path, kept=kept, marks=facts.shown_marks(), closed_months=facts.closed
        )

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
