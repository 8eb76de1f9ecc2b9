"""Who is told of a survey: heads of the bodies asked, or those invited in person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kiem.domain.register.queries.heads import heads_of
from kiem.domain.surveys.queries.state import state_of
from kiem.platform import notices
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


def tell_bodies(
    code: str,
    survey_id: int,
    organization_ids: Collection[int],
    actor: Viewer,
    *,
    link: str = "/surveys/mine/",
    occasion: str = "",
    due_on: date | None = None,
) -> int:
    """One notice to whoever heads the bodies today, not to the actor; how many are new."""
    people = heads_of(organization_ids, clock.today()) - {actor.person_id or 0}
    return _tell(code, survey_id, people, actor, link, occasion, due_on)


def tell_people(
    code: str, survey_id: int, person_ids: Collection[int], actor: Viewer, *, occasion: str = ""
) -> int:
    """One notice to those invited to an anonymous survey; how many are new."""
    link = f"/surveys/{survey_id}/take-part/"
    return _tell(code, survey_id, person_ids, actor, link, occasion, None)


def _tell(
    code: str,
    survey_id: int,
    person_ids: Collection[int],
    actor: Viewer,
    link: str,
    occasion: str,
    due_on: date | None,
) -> int:
    state = state_of(survey_id)
    return notices.notify(
        code=code,
        params={
            "title_vi": state.title_vi,
            "title_en": state.title_en or state.title_vi,
            "due_on": (due_on or state.due_on).isoformat(),
        },
        link=link,
        person_ids=person_ids,
        occasion=f"survey {survey_id} {occasion}".strip(),
        actor=actor,
    )
