"""What every template knows: time, ruler, viewer, language, sample banner."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.navigation import navigation_of
from kiem.delivery.web.ruler import Ruler, build_ruler
from kiem.delivery.web.rulermarks import RulerFacts, facts_of
from kiem.delivery.web.samplebanner import sample_banner
from kiem.platform.access import Permission
from kiem.platform.kernel import clock
from kiem.platform.notices import unread_count

_NOT_KEPT = ("on", "known_at", "format", "table", "after", "from")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor; the ruler is built only when a template asks for it."""
    asked: Asked = getattr(request, "asked", None) or Asked(
        on=clock.today(), known_at=None, today=clock.today()
    )

    viewer = getattr(request, "viewer", None)
    kept = [(k, request.GET[k]) for k in request.GET if k not in _NOT_KEPT]

    facts: Any = SimpleLazyObject(
        lambda: facts_of(viewer, asked) if viewer is not None else RulerFacts()
    )

    def ruler() -> Ruler:
        return build_ruler(
            asked, request.path, kept=kept, marks=facts.shown_marks(), closed_months=facts.closed
        )

    return {
        "asked": asked,
        "q": asked.query,
        "more": asked.more,
        "ruler": cache(ruler),  # templates call it, and only when they draw it
        "scope_name": SimpleLazyObject(lambda: facts.scope_text()),
        "ruler_kept": kept,
        "sample": SimpleLazyObject(lambda: sample_banner(asked, request.path, kept)),
        "known_words": wording.moment(asked.known_at) if asked.known_at else gettext("now"),
        "known_value": dict(asked.pairs).get("known_at", ""),
        "may_ask_known_at": viewer is not None and viewer.can(Permission.KNOWN_AT),
        "viewer": viewer,
        "language": get_language(),
        "theme": request.COOKIES.get("kiem_theme", ""),
        "unread": SimpleLazyObject(lambda: unread_count(viewer=viewer)) if viewer else 0,
        "navigation": navigation_of(viewer, request.path, asked),
    }
