"""What is said at an event: contributions with cited figures, proposals and their verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from kiem.domain.assembly.actions.guards import LONGEST_TITLE, choice_of, guard_bodies, text_of
from kiem.domain.assembly.actions.rights import held_event, require_bodies
from kiem.domain.assembly.actions.states import state_of
from kiem.domain.assembly.errors import (
    concluded_from,
    difficulty_kind_missing,
    figure_not_citable,
    missing,
    nothing_said,
    own_support,
    reason_missing,
    text_missing,
    verdict_repeated,
)
from kiem.domain.assembly.models import (
    Citation,
    Conclusion,
    Contribution,
    Event,
    Proposal,
    ProposalSupport,
    ProposalVerdict,
    Reference,
)
from kiem.domain.assembly.queries.pinned import figure_value, scopes_seen
from kiem.domain.assembly.queries.referring import label_of
from kiem.domain.register.queries.scopes import any_scope, person_in_scope
from kiem.platform import audit
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.temporal import close_recorded, recorded_from

_PARTS = ("situation", "result", "difficulty", "proposal")


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure to pin: `subject` `unit:12`, `organization:5`, `person:7` or `all`; the month that
    contains `on`, or that day itself for figures of committees."""

    subject: str
    figure: str
    on: date


@dataclass(frozen=True, slots=True)
class Referred:
    """Something of the register to point to: `kind` `unit`, `organization`, `post` or `decision`;
    named as on the day."""

    kind: str
    target_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Statement:
    """A contribution in the one form. `difficulty_kind`: `objective`, `subjective` or empty.
    English texts stand beside the Vietnamese ones, and only there."""

    organization_id: int
    situation: str = ""
    result: str = ""
    difficulty: str = ""
    difficulty_kind: str = ""
    proposal: str = ""
    person_id: int | None = None
    citations: Sequence[Cited] = ()
    references: Sequence[Referred] = ()
    situation_en: str = ""
    result_en: str = ""
    difficulty_en: str = ""
    proposal_en: str = ""


def contribute(*, event_id: int, statement: Statement, actor: Viewer) -> int:
    """Record what a body said; returns the contribution's number in the event.

    Whoever conducts the event may for every body that takes part; a body may for itself. Each cited
    figure is computed with what is known now and pinned with that moment, so that it shows the
    same in a year. Raises InvalidInput for an empty form or a figure that cannot be cited.
    """
    with transaction.atomic():
        event = open_to(event_id, statement.organization_id, actor)
        number = next_number(Contribution, event)
        _write_contribution(event, number, statement, actor)
    return number


def correct_contribution(
    *,
    event_id: int,
    number: int,
    statement: Statement,
    reason: str = "",
    keeps_sources: bool = False,
    actor: Viewer,
) -> None:
    """Replace the words of a contribution; the earlier ones stay readable at their time.

    `keeps_sources`: what it cited stays pinned as it was, and the statement's own are left out.
    """
    why = text_of("reason", reason, most=LONGEST_TITLE, may_be_empty=True)
    with transaction.atomic():
        event = open_to(event_id, statement.organization_id, actor)
        before = Contribution.objects.filter(event=event, number=number, recorded__upper_inf=True)
        found = before.values_list("pk", "organization_id").first()
        if found is None or found[1] != statement.organization_id:
            raise missing("contribution")
        close_recorded(Contribution, [found[0]], clock.now())
        row = _write_contribution(
            event,
            number,
            replace(statement, citations=(), references=()) if keeps_sources else statement,
            actor,
            reason=why,
        )
        if keeps_sources:
            _keep_sources(found[0], row)


def _keep_sources(before_id: int, row: Contribution) -> None:
    for model in (Citation, Reference):
        for kept in model._default_manager.filter(contribution=before_id).order_by("pk"):
            kept.pk, kept.contribution = None, row
            kept.save(force_insert=True)


def propose(
    *,
    event_id: int,
    organization_id: int,
    text_vi: str,
    text_en: str = "",
    grounds: str = "",
    grounds_en: str = "",
    contribution_number: int | None = None,
    actor: Viewer,
) -> int:
    """Put a proposal; returns its id. It is open until `judge_proposal`."""
    with transaction.atomic():
        event = open_to(event_id, organization_id, actor)
        if (
            contribution_number is not None
            and not Contribution.objects.filter(event=event, number=contribution_number).exists()
        ):
            raise missing("contribution")
        proposal = Proposal.objects.create(
            event=event,
            number=next_number(Proposal, event),
            contribution_number=contribution_number,
            organization_id=organization_id,
            text_vi=text_of("text_vi", text_vi),
            text_en=text_of("text_en", text_en, may_be_empty=True),
            grounds=text_of("grounds", grounds, may_be_empty=True),
            grounds_en=text_of("grounds_en", grounds_en, may_be_empty=True),
            **_said(actor),
        )
        _note("propose", f"proposal:{proposal.pk}", actor, proposal)
    return proposal.pk


def support_proposal(*, proposal_id: int, organization_id: int, actor: Viewer) -> bool:
    """A body supports a proposal of another's; False when it does already."""
    require_bodies(actor, Permission.WORK_TASKS, [organization_id])
    with transaction.atomic():
        proposal = Proposal.objects.select_related("event").filter(pk=proposal_id).first()
        if proposal is None:
            raise missing("proposal")
        _require_seen(proposal.event, actor)
        if proposal.organization_id == organization_id:
            raise own_support()
        _support, is_new = ProposalSupport.objects.get_or_create(
            proposal=proposal, organization_id=organization_id, defaults=_said(actor)
        )
        if is_new:
            _note("support_proposal", f"proposal:{proposal_id}", actor, _support)
    return is_new


def judge_proposal(
    *, proposal_id: int, verdict: str, reason: str, reason_en: str = "", actor: Viewer
) -> None:
    """Accept, reject or defer a proposal, with the reason. A later verdict replaces this one.

    Raises Conflict when another verdict than `accepted` would contradict a conclusion drawn from
    it.
    """
    choice_of("verdict", verdict, ProposalVerdict.Verdict.values)
    if not reason.strip():
        raise reason_missing()
    with transaction.atomic():
        proposal = Proposal.objects.filter(pk=proposal_id).first()
        if proposal is None:
            raise missing("proposal")
        held_event(proposal.event_id, actor)
        last = proposal.verdicts.order_by("-pk").values_list("verdict", flat=True).first()
        if last == verdict:
            raise verdict_repeated(verdict)
        drawn = (
            Conclusion.objects.filter(proposal=proposal, recorded__upper_inf=True)
            .order_by("number")
            .values_list("number", flat=True)
            .first()
        )
        if drawn is not None and verdict != ProposalVerdict.Verdict.ACCEPTED:
            raise concluded_from(drawn)
        row = ProposalVerdict.objects.create(
            proposal=proposal,
            verdict=verdict,
            reason=text_of("reason", reason),
            reason_en=text_of("reason_en", reason_en, may_be_empty=True),
            **_said(actor),
        )
        _note("judge_proposal", f"proposal:{proposal_id}", actor, row, reason=reason.strip())


def open_to(event_id: int, organization_id: int, actor: Viewer) -> Event:
    """The event, locked; the actor conducts it, or works for a body that takes part in it.
    Raises Conflict when it is cancelled."""
    event = Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
    if event is None:
        raise missing("event")
    _require_seen(event, actor)
    allowed: frozenset[int] | None = frozenset()
    if actor.can(Permission.CONDUCT_ASSEMBLY):
        allowed = any_scope(actor, Permission.CONDUCT_ASSEMBLY, clock.today())
    if allowed is not None and event.organizer_id not in allowed:
        require_bodies(actor, Permission.WORK_TASKS, [organization_id])
        invited = event.attendances.filter(
            organization_id=organization_id, recorded__upper_inf=True
        )
        if organization_id != event.organizer_id and not invited.exists():
            raise missing("event")
    guard_bodies([organization_id], clock.today())
    state_of(event)
    return event


def _require_seen(event: Event, actor: Viewer) -> None:
    """NotFound unless the organiser or a body that takes part lies in the actor's scope."""
    allowed = any_scope(actor, Permission.VIEW_ASSEMBLY, clock.today())
    if allowed is None or event.organizer_id in allowed:
        return
    bodies = event.attendances.filter(recorded__upper_inf=True, organization_id__in=list(allowed))
    if not bodies.exists():
        raise missing("event")


def _write_contribution(
    event: Event, number: int, said: Statement, actor: Viewer, *, reason: str = ""
) -> Contribution:
    texts = {name: text_of(name, getattr(said, name), may_be_empty=True) for name in _PARTS}
    if not any(texts.values()):
        raise nothing_said()
    english = {
        f"{name}_en": text_of(f"{name}_en", getattr(said, f"{name}_en"), may_be_empty=True)
        for name in _PARTS
    }
    for name in _PARTS:
        if english[f"{name}_en"] and not texts[name]:
            raise text_missing(name)
    if bool(texts["difficulty"]) != bool(said.difficulty_kind):
        raise difficulty_kind_missing()
    if said.difficulty_kind:
        choice_of("difficulty_kind", said.difficulty_kind, Contribution.Difficulty.values)
    if said.person_id is not None and not person_in_scope(
        actor, Permission.VIEW_ASSEMBLY, said.person_id, clock.today()
    ):
        raise missing("person")
    moment = clock.now()
    row = Contribution.objects.create(
        event=event,
        number=number,
        organization_id=said.organization_id,
        person_id=said.person_id,
        difficulty_kind=said.difficulty_kind,
        reason=reason,
        recorded=recorded_from(moment),
        recorded_by=actor.name,
        **texts,
        **english,
    )
    for cited in said.citations:
        Citation.objects.create(
            contribution=row,
            subject=cited.subject,
            figure=cited.figure,
            on=cited.on,
            known_at=moment,
            value=pinned_value(cited, actor, moment),
            scopes=scopes_seen(actor, Permission.VIEW_LOAD),
            recorded_at=moment,
            recorded_by=actor.name,
        )
    _refer(row, said.references, actor)
    _note(
        "correct_contribution" if reason else "contribute",
        f"event:{event.pk}",
        actor,
        row,
        reason=reason,
    )
    return row


def _refer(row: Contribution, references: Sequence[Referred], actor: Viewer) -> None:
    moment = clock.now()
    for referred in references:
        choice_of("references", referred.kind, Reference.Kind.values)
        label_vi, label_en = label_of(
            viewer=actor, kind=referred.kind, target_id=referred.target_id, on=referred.on
        )
        Reference.objects.create(
            contribution=row,
            kind=referred.kind,
            target_id=referred.target_id,
            on=referred.on,
            known_at=moment,
            label_vi=label_vi,
            label_en=label_en,
            **_said(actor),
        )


def pinned_value(cited: Cited, actor: Viewer, moment: datetime) -> Decimal:
    """Ratios are pinned in per cent, everything else in its unit."""
    value = figure_value(actor, cited.subject, cited.figure, cited.on, moment)
    if value is None:
        raise figure_not_citable(cited.figure)
    return value


def next_number(model: type[Model], event: Event) -> int:
    """The next number in the event, which is locked."""
    rows: Any = model._default_manager.filter(event=event)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _said(actor: Viewer) -> dict[str, Any]:
    return {"recorded_at": clock.now(), "recorded_by": actor.name}


def _note(action: str, subject: str, actor: Viewer, row: Model, reason: str = "") -> None:
    audit.record(
        action=f"assembly.{action}",
        actor=actor,
        subject=subject,
        reason=reason,
        rows={row._meta.db_table: [int(row.pk)]},
    )
