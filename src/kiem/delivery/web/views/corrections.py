"""Forms that correct what was said or concluded: with the reason, the earlier words kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import assemblyforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.assemblychoices import conducted, speaker_choices
from kiem.delivery.web.assemblypicking import Attenders
from kiem.delivery.web.assemblytables import conclusion_href, event_href
from kiem.delivery.web.formpage import as_asked, blamed, form_page
from kiem.delivery.web.gate import requires
from kiem.domain.assembly import actions
from kiem.domain.assembly import queries as assembly
from kiem.domain.assembly.errors import missing
from kiem.platform.access import Permission
from kiem.platform.kernel import clock

_METHODS = ["GET", "HEAD", "POST"]
_WORDS = (
    "situation", "result", "difficulty", "difficulty_kind", "proposal",
    "situation_en", "result_en", "difficulty_en", "proposal_en",
)  # fmt: skip


@require_http_methods(_METHODS)
@requires(Permission.WORK_TASKS)
def correct_contribution(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """By whoever conducts the event, or the body that said it; what it cited stays pinned."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = assembly.event_detail(event_id=event_id, **scope_of(request))
    said = next((c for c in detail.contributions if c.number == number), None)
    bodies = speaker_choices(request, detail)
    bodies = [choice for choice in bodies if said is not None and choice[0] == str(said.body.id)]
    if said is None or not bodies:
        raise missing("contribution")

    def make(data: Any) -> forms.CorrectContributionForm:
        return forms.CorrectContributionForm(
            data,
            bodies=bodies,
            chooser=Attenders(viewer, clock.today(), [said.body.id]),
            initial={
                "organization": str(said.body.id),
                "person": said.person_id,
                **{name: getattr(said, name) for name in _WORDS},
            },
        )

    def act(given: dict[str, Any]) -> str:
        with blamed("person"):
            actions.correct_contribution(
                event_id=event_id,
                number=number,
                statement=forms.statement_of(given),
                reason=given["reason"],
                keeps_sources=True,
                actor=viewer,
            )
        return event_href(event_id, asked)

    return form_page(
        request,
        as_asked(request, make),
        name=f"correct contribution {event_id} {number}",
        act=act,
        title=gettext("Correct contribution {number}").format(number=number),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=event_href(event_id, asked),
    )


@require_http_methods(_METHODS)
@requires(Permission.CONDUCT_ASSEMBLY)
def correct_conclusion(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """Its tasks stay."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail = conducted(request, event_id)
    decided = next((c for c in detail.conclusions if c.number == number), None)
    if decided is None:
        raise missing("conclusion")

    def act(given: dict[str, Any]) -> str:
        actions.correct_conclusion(
            event_id=event_id,
            number=number,
            text_vi=given["text_vi"],
            text_en=given["text_en"],
            reason=given["reason"],
            actor=viewer,
        )
        return conclusion_href(event_id, number, asked)

    return form_page(
        request,
        forms.CorrectConclusionForm(
            request.POST or None,
            initial={"text_vi": decided.text_vi, "text_en": decided.text_en},
        ),
        name=f"correct conclusion {event_id} {number}",
        act=act,
        title=gettext("Correct conclusion {number}").format(number=number),
        lead=wording.name_of(detail.event.title_vi, detail.event.title_en),
        back_href=conclusion_href(event_id, number, asked),
    )
