"""Errors of the assembly, in one place: code, English source sentence, remedy, fields."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput, NotFound


def missing(what: str) -> NotFound:
    """Nothing of that number in the actor's scope: never says whether it exists outside."""
    return NotFound(
        "assembly.missing",
        _("There is no {what} of that number here."),
        remedy=_("Go back and choose one from the list."),
        params={"what": what},
    )


def text_missing(field: str) -> InvalidInput:
    return InvalidInput(
        "assembly.text_missing",
        _("The field '{field}' is empty."),
        remedy=_("Write what it is about."),
        field=field,
        params={"field": field},
    )


def text_too_long(field: str, most: int) -> InvalidInput:
    return InvalidInput(
        "assembly.text_too_long",
        _("The text in '{field}' is longer than {most} letters."),
        remedy=_("Shorten it, or attach it as a paper."),
        field=field,
        params={"field": field, "most": most},
    )


def choice_unknown(field: str, value: str, known: list[str]) -> InvalidInput:
    return InvalidInput(
        "assembly.choice_unknown",
        _("'{value}' is not a choice of '{field}'."),
        remedy=_("Use one of: {known}."),
        field=field,
        params={"field": field, "value": value[:40], "known": ", ".join(known)},
    )


def code_taken(code: str) -> Conflict:
    return Conflict(
        "assembly.code_taken",
        _("Another project has the code '{code}'."),
        remedy=_("Choose another code, or open that project."),
        params={"code": code},
    )


def nothing_said() -> InvalidInput:
    return InvalidInput(
        "assembly.nothing_said",
        _("A contribution says something: a situation, a result, a difficulty or a proposal."),
        remedy=_("Fill in at least one of the four."),
        field="situation",
    )


def difficulty_kind_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.difficulty_kind_missing",
        _("A difficulty is objective or subjective, and only a difficulty is."),
        remedy=_("Choose which, or leave both empty."),
        field="difficulty_kind",
    )


def not_an_organization(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.not_an_organization",
        _("One of the bodies does not exist on {day}."),
        remedy=_("Choose bodies that exist on that day, or another day."),
        field="organization",
        params={"day": day.isoformat()},
    )


def codes_unknown(codes: list[str], day: date, field: str) -> InvalidInput:
    return InvalidInput(
        "assembly.codes_unknown",
        _("No body of yours has these codes on {day}: {codes}."),
        remedy=_("Check the codes against the list of units and organisations."),
        field=field,
        params={"codes": ", ".join(code[:40] for code in codes[:20]), "day": day.isoformat()},
    )


def body_twice() -> InvalidInput:
    return InvalidInput(
        "assembly.body_twice",
        _("A body is named twice."),
        remedy=_("Name each body once."),
        field="organization",
    )


def due_before(day: date, first: date) -> InvalidInput:
    return InvalidInput(
        "assembly.due_before",
        _("A task due on {day} would be due before {first}."),
        remedy=_("Choose {first} or a later day."),
        field="due_on",
        params={"day": day.isoformat(), "first": first.isoformat()},
    )


def due_after_parent(day: date, parent_due: date) -> InvalidInput:
    return InvalidInput(
        "assembly.due_after_parent",
        _("Due on {day}, it would come after {parent_due}, when the task above it is due."),
        remedy=_("Choose {parent_due} or an earlier day, or ask for a later day above first."),
        field="due_on",
        params={"day": day.isoformat(), "parent_due": parent_due.isoformat()},
    )


def person_elsewhere(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.person_elsewhere",
        _("The person holds no post in the body that owns the task on {day}."),
        remedy=_("Choose somebody of that body, or leave the person out."),
        field="person",
        params={"day": day.isoformat()},
    )


def step_not_now(kind: str, status: str) -> Conflict:
    return Conflict(
        "assembly.step_not_now",
        _("The step '{kind}' is not possible while the task is '{status}'."),
        remedy=_("Open the task again and see what happened to it."),
        params={"kind": kind, "status": status},
    )


def delegated_not_reported(left: int) -> Conflict:
    return Conflict(
        "assembly.delegated_open",
        _("{left} of the tasks delegated below it are still open."),
        remedy=_("Wait until they are accepted, or withdraw them with a reason."),
        params={"left": left},
    )


def required_open(left: int) -> Conflict:
    return Conflict(
        "assembly.required_open",
        _("{left} of the tasks it depends on are still open."),
        remedy=_("Accept those first."),
        params={"left": left},
    )


def circle(task_id: int) -> InvalidInput:
    return InvalidInput(
        "assembly.circle",
        _("Then task {task} would wait for itself."),
        remedy=_("Leave out one of the conditions."),
        field="requires",
        params={"task": task_id},
    )


def evidence_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.evidence_missing",
        _("A task is reported done with evidence: a file, or where it can be seen."),
        remedy=_("Attach a file, or write where the evidence is."),
        field="text",
    )


def own_evidence() -> Conflict:
    return Conflict(
        "assembly.own_evidence",
        _("Whoever reported the task cannot accept it as well."),
        remedy=_("Let somebody else of the body that set it look at the evidence."),
    )


def own_delay() -> Conflict:
    return Conflict(
        "assembly.own_delay",
        _("Whoever asked for the later day cannot grant it as well."),
        remedy=_("Let somebody else of the body that set the task decide."),
    )


def delegated_to_itself() -> InvalidInput:
    return InvalidInput(
        "assembly.delegated_to_itself",
        _("A body cannot hand a task on to itself."),
        remedy=_("Choose bodies below it, or report the task yourself."),
        field="codes",
    )


def own_support() -> Conflict:
    return Conflict(
        "assembly.own_support",
        _("A body cannot support its own proposal."),
        remedy=_("Choose another body you speak for, or let others support it."),
    )


def supported_already() -> Conflict:
    return Conflict(
        "assembly.supported_already",
        _("This body supports the proposal already."),
        remedy=_("Nothing is left to do."),
    )


def concluded_from(number: int) -> Conflict:
    return Conflict(
        "assembly.concluded_from",
        _("Conclusion {number} came of this proposal: it stands as accepted."),
        remedy=_("Withdraw the tasks of that conclusion and correct it first."),
        params={"number": number},
    )


def reason_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.reason_missing",
        _("A reason is missing."),
        remedy=_("Write why, in a sentence."),
        field="text",
    )


def delay_not_later(day: date, due_on: date) -> InvalidInput:
    return InvalidInput(
        "assembly.delay_not_later",
        _("{day} is not later than {due_on}, when the task is due."),
        remedy=_("Choose a later day."),
        field="due_on",
        params={"day": day.isoformat(), "due_on": due_on.isoformat()},
    )


def verdict_repeated(verdict: str) -> Conflict:
    return Conflict(
        "assembly.verdict_repeated",
        _("The proposal is '{verdict}' already."),
        remedy=_("Open it again and see what was decided."),
        params={"verdict": verdict},
    )


def too_many(most: int) -> InvalidInput:
    return InvalidInput(
        "assembly.too_many",
        _("More than {most} at once."),
        remedy=_("Do it in several steps."),
        params={"most": most},
    )


def figure_not_citable(figure: str) -> InvalidInput:
    return InvalidInput(
        "assembly.figure_not_citable",
        _("The figure '{figure}' cannot be cited."),
        remedy=_("Cite one that a page of Kiem shows with 'why'."),
        field="figure",
        params={"figure": figure[:40]},
    )


def percent_impossible(percent: Decimal) -> InvalidInput:
    return InvalidInput(
        "assembly.percent_impossible",
        _("A share of {percent} % is impossible."),
        remedy=_("Write a share between 0 and 100."),
        field="percent",
        params={"percent": f"{percent.normalize():f}"},
    )


def nobody_concerned(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.nobody_concerned",
        _("Nobody in your scope is concerned in the month of {day}."),
        remedy=_("Choose another line, role or month."),
        field="family",
        params={"day": day.isoformat()},
    )


def not_yet(field: str, day: date, today: date) -> InvalidInput:
    return InvalidInput(
        "assembly.not_yet",
        _("{day} has not come yet."),
        remedy=_("Choose {today} or an earlier day."),
        field=field,
        params={"day": day.isoformat(), "today": today.isoformat()},
    )


def after_not_later(before: date, after: date) -> InvalidInput:
    return InvalidInput(
        "assembly.after_not_later",
        _("The figures 'after' are of {after}, which is not later than {before}."),
        remedy=_("Choose a later month for 'after'."),
        field="after_on",
        params={"after": after.isoformat(), "before": before.isoformat()},
    )


def own_model() -> InvalidInput:
    return InvalidInput(
        "assembly.own_model",
        _("A body does not adopt its own model."),
        remedy=_("Choose another body."),
        field="organization",
    )


def model_adopted_already() -> Conflict:
    return Conflict(
        "assembly.model_adopted_already",
        _("This body has adopted the model already."),
        remedy=_("Open the model, and record what came of it."),
    )


def partner_missing() -> InvalidInput:
    return InvalidInput(
        "assembly.partner_missing",
        _("A regulation of coordination is between two bodies at least."),
        remedy=_("Write the code of another body."),
        field="codes",
    )


def next_review_not_later(day: date, before: date) -> InvalidInput:
    return InvalidInput(
        "assembly.next_review_not_later",
        _("The next review on {day} is not later than {before}."),
        remedy=_("Choose a later day."),
        field="review_on",
        params={"day": day.isoformat(), "before": before.isoformat()},
    )


def regulation_ended() -> Conflict:
    return Conflict(
        "assembly.regulation_ended",
        _("The regulation has ended."),
        remedy=_("Choose another one, or none."),
    )


def to_itself() -> InvalidInput:
    return InvalidInput(
        "assembly.to_itself",
        _("A body does not send a request to itself."),
        remedy=_("Choose another body."),
        field="addressee",
    )


def not_a_party() -> InvalidInput:
    return InvalidInput(
        "assembly.not_a_party",
        _("Both bodies must be parties of the regulation."),
        remedy=_("Choose another regulation, or none."),
        field="regulation",
    )


def days_impossible(days: int, most: int) -> InvalidInput:
    return InvalidInput(
        "assembly.days_impossible",
        _("{days} working days to answer in are impossible."),
        remedy=_("Write a number between 1 and {most}."),
        field="answer_working_days",
        params={"days": days, "most": most},
    )


def nobody_has_codes(codes: list[str], day: date, field: str) -> InvalidInput:
    return InvalidInput(
        "assembly.nobody_has_codes",
        _("No unit or organisation has these codes on {day}: {codes}."),
        remedy=_("Check the codes with the bodies themselves."),
        field=field,
        params={"codes": ", ".join(code[:40] for code in codes[:20]), "day": day.isoformat()},
    )


def event_cancelled() -> Conflict:
    return Conflict(
        "assembly.event_cancelled",
        _("The event is cancelled."),
        remedy=_("Plan another one."),
    )


def event_was_held() -> Conflict:
    return Conflict(
        "assembly.event_was_held",
        _("What was said or concluded at the event is recorded: it took place."),
        remedy=_("Correct the contributions or conclusions instead."),
    )


def agenda_stays(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.agenda_stays",
        _("The event was held on {day}: its agenda stays as it was."),
        remedy=_("Say in the minutes what was done otherwise."),
        field="agenda",
        params={"day": day.isoformat()},
    )


def chair_twice() -> InvalidInput:
    return InvalidInput(
        "assembly.chair_twice",
        _("Somebody is named twice among those who lead the event."),
        remedy=_("Name each person and office once."),
        field="chairs",
    )


def body_spoke() -> Conflict:
    return Conflict(
        "assembly.body_spoke",
        _("A body that is no longer to be invited has spoken at the event."),
        remedy=_("Keep it among those invited."),
    )


def minutes_approved(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.minutes_approved",
        _("The minutes were approved on {day}."),
        remedy=_("Say why they are corrected."),
        field="reason",
        params={"day": day.isoformat()},
    )


def no_minutes() -> Conflict:
    return Conflict(
        "assembly.no_minutes",
        _("There are no minutes yet."),
        remedy=_("Write them first."),
    )


def approved_before(day: date, held_on: date) -> InvalidInput:
    return InvalidInput(
        "assembly.approved_before",
        _("On {day} the event of {held_on} was not held yet."),
        remedy=_("Choose {held_on} or a later day."),
        field="approved_on",
        params={"day": day.isoformat(), "held_on": held_on.isoformat()},
    )


def came_for_nobody(day: date) -> InvalidInput:
    return InvalidInput(
        "assembly.came_for_nobody",
        _("One of the people holds no post on {day} in a body invited, or in its host unit."),
        remedy=_("Leave them out, or invite their body."),
        field="people",
        params={"day": day.isoformat()},
    )
