"""Each operation of the plan that belongs to an assembly, as the action a user would take."""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch

from kiem.delivery.sample import plan_assembly as plan
from kiem.delivery.sample.clerk import MARK_EN, MARK_VI
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.domain.assembly import actions as assembly
from kiem.platform import files
from kiem.platform.access import Viewer


@singledispatch
def write_assembly(operation: object, book: Identities) -> None:
    """Do the operation. Raises TypeError for unknown ones."""
    raise TypeError(f"No action is known for {type(operation).__name__}.")


@write_assembly.register
def _(operation: plan.OpenProject, book: Identities) -> None:
    book.projects[operation.code] = assembly.open_project(
        organization_id=book.organizations[operation.organization],
        code=operation.code,
        title_vi=f"{operation.title[0]} {MARK_VI}",
        title_en=f"{operation.title[1]} {MARK_EN}",
        opened_on=book.day,
        actor=ACTOR,
    )
    book.rows += 1


@write_assembly.register
def _(operation: plan.PlanEvent, book: Identities) -> None:
    book.events[operation.key] = assembly.plan_event(
        project_id=book.projects[operation.project],
        organizer_id=book.organizations[operation.organizer],
        kind=operation.kind,
        plan=assembly.EventPlan(
            title_vi=f"{operation.title[0]} {MARK_VI}",
            title_en=f"{operation.title[1]} {MARK_EN}",
            held_on=operation.held_on,
            place=operation.place[0],
            place_en=operation.place[1],
            starts_at=operation.starts_at,
            chair_id=None if operation.chair is None else book.people[operation.chair],
            agenda=operation.agenda,
            bodies=[book.organizations[key] for key in operation.bodies],
        ),
        actor=ACTOR,
    )
    book.rows += 1 + len(operation.agenda) + len(operation.bodies)


@write_assembly.register
def _(operation: plan.HoldEvent, book: Identities) -> None:
    event = book.events[operation.event]
    assembly.record_attendance(
        event_id=event,
        parts=[(book.organizations[key], "attended") for key in operation.attended],
        actor=ACTOR,
    )
    for said in operation.statements:
        assembly.contribute(event_id=event, statement=_statement(said, book), actor=ACTOR)
    proposals = [_propose(event, put, book) for put in operation.proposals]
    for decided in operation.conclusions:
        number = assembly.conclude(
            event_id=event,
            text_vi=decided.text[0],
            text_en=decided.text[1],
            proposal_id=None if decided.proposal is None else proposals[decided.proposal - 1],
            contribution_numbers=decided.statements,
            actor=ACTOR,
        )
        for task in decided.tasks:
            ids = assembly.set_tasks(
                event_id=event,
                conclusion_number=number,
                tasks=_new_tasks(task, book),
                actor=ACTOR,
            )
            _name_tasks(task, ids, book)
    for own in operation.commitments:
        ids = [
            assembly.commit_to(event_id=event, task=each, actor=ACTOR)
            for each in _new_tasks(own, book)
        ]
        _name_tasks(own, ids, book)
    assembly.write_minutes(
        event_id=event,
        minutes_vi=operation.minutes[0],
        minutes_en=operation.minutes[1],
        actor=ACTOR,
    )
    book.rows += len(operation.statements) + len(proposals) + len(operation.conclusions)


@write_assembly.register
def _(operation: plan.DelegateTask, book: Identities) -> None:
    ids = assembly.delegate_task(
        task_id=book.tasks[operation.task], tasks=_new_tasks(operation.below, book), actor=ACTOR
    )
    _name_tasks(operation.below, ids, book)


@write_assembly.register
def _(operation: plan.TakeSteps, book: Identities) -> None:
    for step in operation.steps:
        _take(step, book.tasks[step.task])
    book.rows += len(operation.steps)


def _take(step: plan.TaskStepPlan, task: int) -> None:
    actor = Viewer(name=f"{step.by} {MARK_VI}", is_system=True) if step.by else ACTOR
    vi, en = step.text
    match step.kind:
        case "begin":
            assembly.begin_task(task_id=task, text=vi, text_en=en, actor=actor)
        case "report":
            kept = _kept_files(step, actor)
            assembly.report_task(task_id=task, text=vi, text_en=en, file_ids=kept, actor=actor)
        case "accept":
            assembly.accept_task(task_id=task, text=vi, text_en=en, actor=actor)
        case "return":
            assembly.return_task(task_id=task, reason=vi, reason_en=en, actor=actor)
        case "ask_delay" if step.due_on is not None:
            assembly.ask_delay(
                task_id=task, due_on=step.due_on, reason=vi, reason_en=en, actor=actor
            )
        case "grant_delay":
            assembly.grant_delay(task_id=task, actor=actor)
        case _:
            raise ValueError(f"The sample knows no step '{step.kind}' like this.")


def _kept_files(step: plan.TaskStepPlan, actor: Viewer) -> list[int]:
    if not step.file:
        return []
    content = f"{step.text[0]}\n\nDữ liệu mẫu: mọi người và mọi văn bản đều hư cấu.\n".encode()
    kept = files.keep_file(name=step.file, content=content, kinds=files.DOCUMENTS, actor=actor)
    return [kept.id]


def _subject(cited: plan.FigurePlan, book: Identities) -> str:
    return f"{cited.of}:{book.organizations[cited.key]}" if cited.key else "all"


def _statement(said: plan.StatementPlan, book: Identities) -> assembly.Statement:
    return assembly.Statement(
        organization_id=book.organizations[said.organization],
        situation=said.situation[0],
        situation_en=said.situation[1],
        result=said.result[0],
        result_en=said.result[1],
        difficulty=said.difficulty[0],
        difficulty_en=said.difficulty[1],
        difficulty_kind=said.difficulty_kind,
        proposal=said.proposal[0],
        proposal_en=said.proposal[1],
        citations=[
            assembly.Cited(_subject(cited, book), cited.figure, cited.on) for cited in said.figures
        ],
    )


def _propose(event: int, put: plan.ProposalPlan, book: Identities) -> int:
    proposal = assembly.propose(
        event_id=event,
        organization_id=book.organizations[put.organization],
        text_vi=put.text[0],
        text_en=put.text[1],
        grounds=put.grounds[0],
        grounds_en=put.grounds[1],
        contribution_number=put.contribution or None,
        actor=ACTOR,
    )
    for supporter in put.supporters:
        assembly.support_proposal(
            proposal_id=proposal, organization_id=book.organizations[supporter], actor=ACTOR
        )
    for effect in put.effects:
        asked = assembly.Assumption(
            effect.kind, effect.on, effect.family, effect.role, Decimal(effect.percent)
        )
        assembly.compute_effect(proposal_id=proposal, assumption=asked, actor=ACTOR)
    if put.verdict:
        assembly.judge_proposal(
            proposal_id=proposal,
            verdict=put.verdict,
            reason=put.reason[0],
            reason_en=put.reason[1],
            actor=ACTOR,
        )
    return proposal


def _new_tasks(task: plan.TaskPlan, book: Identities) -> list[assembly.NewTask]:
    return [
        assembly.NewTask(
            owner_id=book.organizations[owner],
            text_vi=task.text[0],
            text_en=task.text[1],
            evidence_vi=task.evidence[0],
            evidence_en=task.evidence[1],
            due_on=task.due_on,
            requires=[book.tasks[key] for key in task.requires],
        )
        for owner in task.owners
    ]


def _name_tasks(task: plan.TaskPlan, ids: list[int], book: Identities) -> None:
    if len(ids) == 1:
        book.tasks[task.key] = ids[0]
    for owner, task_id in zip(task.owners, ids, strict=True):
        book.tasks[f"{task.key}:{owner}"] = task_id
    book.rows += len(ids)
