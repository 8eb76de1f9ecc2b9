"""Each operation on good models and coordination, as the action a user would take."""

from __future__ import annotations

from functools import singledispatch

from kiem.delivery.sample import plan_practices as plan
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.assembly import actions as assembly


@singledispatch
def write_practice(operation: object, book: Identities) -> None:
    """Do the operation. Raises TypeError for unknown ones."""
    raise TypeError(f"No action is known for {type(operation).__name__}.")


@write_practice.register
def _(operation: plan.PublishModel, book: Identities) -> None:
    book.practices[operation.key] = assembly.publish_model(
        organization_id=book.organizations[operation.organization],
        event_id=book.events[operation.event],
        plan=assembly.ModelPlan(
            title_vi=f"{operation.title[0]} {MARK_VI}",
            title_en=f"{operation.title[1]} {MARK_EN}",
            description_vi=operation.description[0],
            description_en=operation.description[1],
            evidence_vi=operation.evidence[0],
            evidence_en=operation.evidence[1],
        ),
        figures=[assembly.Compared(*figure) for figure in operation.figures],
        actor=ACTOR,
    )
    book.rows += 2 + len(operation.figures)


@write_practice.register
def _(operation: plan.AdoptModel, book: Identities) -> None:
    book.practices[f"{operation.model}:{operation.organization}"] = assembly.adopt_model(
        model_id=book.practices[operation.model],
        organization_id=book.organizations[operation.organization],
        adopted_on=book.day,
        note_vi=operation.note[0],
        note_en=operation.note[1],
        actor=ACTOR,
    )
    book.rows += 1


@write_practice.register
def _(operation: plan.ReportAdoption, book: Identities) -> None:
    assembly.record_adoption_result(
        adoption_id=book.practices[f"{operation.model}:{operation.organization}"],
        outcome=operation.outcome,
        text_vi=operation.result[0],
        text_en=operation.result[1],
        actor=ACTOR,
    )
    book.rows += 1


@write_practice.register
def _(operation: plan.AgreeRegulation, book: Identities) -> None:
    book.practices[operation.key] = assembly.agree_regulation(
        plan=assembly.RegulationPlan(
            number=operation.number,
            signed_on=book.day,
            parties=[book.organizations[key] for key in operation.parties],
            title_vi=f"{operation.title[0]} {MARK_VI}",
            title_en=f"{operation.title[1]} {MARK_EN}",
            content_vi=operation.content[0],
            content_en=operation.content[1],
            answer_working_days=operation.answer_working_days,
            review_on=operation.review_on,
        ),
        actor=ACTOR,
    )
    book.rows += 1 + len(operation.parties)


@write_practice.register
def _(operation: plan.SendRequest, book: Identities) -> None:
    book.practices[operation.key] = assembly.send_request(
        request=assembly.NewRequest(
            sender_id=book.organizations[operation.sender],
            addressee_id=book.organizations[operation.addressee],
            regulation_id=book.practices[operation.regulation],
            subject_vi=f"{operation.subject[0]} {MARK_VI}",
            subject_en=f"{operation.subject[1]} {MARK_EN}",
            text_vi=operation.text[0],
            text_en=operation.text[1],
        ),
        actor=ACTOR,
    )
    book.rows += 1


@write_practice.register
def _(operation: plan.AnswerRequest, book: Identities) -> None:
    request = book.practices[operation.request]
    assembly.answer_request(
        request_id=request, text=operation.answer[0], text_en=operation.answer[1], actor=ACTOR
    )
    if operation.is_closed:
        assembly.close_request(request_id=request, actor=ACTOR)
    book.rows += 1 + operation.is_closed


@write_practice.register
def _(_operation: plan.RemindLate, book: Identities) -> None:
    book.rows += assembly.remind_overdue(on=book.day, actor=ACTOR).tasks
    assembly.remind_requests(on=book.day, actor=ACTOR)
