"""Papers of events, handed in by the bodies that take part."""

from __future__ import annotations

from django.db import transaction

from kiem.domain.assembly.actions.contributions import open_to
from kiem.domain.assembly.actions.guards import LONGEST_TITLE, text_of
from kiem.domain.assembly.models import EventPaper
from kiem.platform import audit
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


def add_paper(
    *,
    event_id: int,
    organization_id: int,
    title_vi: str,
    title_en: str = "",
    file_id: int,
    actor: Viewer,
) -> int:
    """Hand a kept file in as a paper of an event; returns the paper's id.

    Whoever conducts the event may for every body that takes part; a body may for itself.
    """
    with transaction.atomic():
        event = open_to(event_id, organization_id, actor)
        paper = EventPaper.objects.create(
            event=event,
            organization_id=organization_id,
            title_vi=text_of("title_vi", title_vi, most=LONGEST_TITLE),
            title_en=text_of("title_en", title_en, most=LONGEST_TITLE, may_be_empty=True),
            file_id=file_id,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        audit.record(
            action="assembly.add_paper",
            actor=actor,
            subject=f"event:{event_id}",
            rows={"assembly_eventpaper": [paper.pk], "files_keptfile": [file_id]},
        )
    return paper.pk
