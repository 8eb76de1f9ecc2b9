"""From the result to the decision: a draft of the higher body that recognises the committee."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from kiem.domain.elections.actions.rights import held_congress, note
from kiem.domain.elections.actions.telling import tell_asked
from kiem.domain.elections.errors import missing, no_scheme, not_finished
from kiem.domain.elections.models import Recognition, Scheme
from kiem.domain.elections.queries.elected import committee_elected
from kiem.domain.elections.queries.facts import CongressFacts
from kiem.domain.elections.queries.state import contests_of
from kiem.domain.register.actions.articles import FormCommittee, OpenTerm, Seat
from kiem.domain.register.actions.drafts import create_draft
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


def draft_recognition(
    *,
    congress_id: int,
    issuer_id: int | None = None,
    effective_on: date | None = None,
    actor: Viewer,
) -> int:
    """Draft the decision that recognises the new committee; returns the draft.

    `issuer_id`: the higher body (default: the one above in the line). The decision forms the
    committee anew and opens the term, which cuts the old one short. Somebody elected to several
    posts takes the leading one. Nothing changes in the register before the draft is issued.
    """
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        issuer = issuer_id or facts.higher_id
        if issuer is None:
            raise missing("higher body")
        scheme = Scheme.objects.filter(congress=congress_id, recorded__upper_inf=True).first()
        if scheme is None:
            raise no_scheme()
        day = effective_on or facts.held_on
        draft = create_draft(
            issuer_id=issuer,
            kind="term",
            title_vi=f"Công nhận Ban Chấp hành {facts.name_vi}, nhiệm kỳ {scheme.term_label}",
            title_en=f"Recognise the committee of {facts.name_en}, term {scheme.term_label}",
            grounds=[
                f"Biên bản {facts.title_vi} ngày {facts.held_on:%d/%m/%Y}",
                "Biên bản kiểm phiếu của Ban Kiểm phiếu",
            ],
            effective_on=day,
            articles=[
                FormCommittee(
                    organization_id=facts.organization_id,
                    on=day,
                    how="recognised",
                    seats=_seats(facts),
                ),
                OpenTerm(
                    organization_id=facts.organization_id,
                    label=scheme.term_label,
                    opens_on=day,
                    planned_from=scheme.planned_from,
                    planned_until=scheme.planned_until,
                ),
            ],
            actor=actor,
        )
        row = Recognition.objects.create(
            congress_id=congress_id,
            issuer_id=issuer,
            draft_id=draft,
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        note("draft_recognition", facts, actor, recognition=[row.pk])
        tell_asked(facts, issuer, draft, actor)
    return draft


def _seats(facts: CongressFacts) -> tuple[Seat, ...]:
    elected = committee_elected(contests_of(facts))
    if elected is None:
        raise not_finished()
    return tuple(Seat(person_id, post_id) for person_id, post_id in elected)
