"""Objecting to an entry about oneself, answering, and taking an objection back."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction

from kiem.domain.ledger.actions.freezing import writing
from kiem.domain.ledger.actions.telling_superiors import tell_superior
from kiem.domain.ledger.actions.time_entries import replace_entry
from kiem.domain.ledger.daily_errors import (
    answer_missing,
    objection_missing,
    objection_not_found,
    objection_over,
    objection_there,
    own_objection,
    text_too_long,
)
from kiem.domain.ledger.errors import (
    entry_not_found,
)
from kiem.domain.ledger.models import ObjectionStep, TimeEntry, TimeObjection
from kiem.domain.ledger.queries.own import require_own
from kiem.domain.ledger.queries.superiors import ConfirmScope, confirm_scope
from kiem.platform import audit, notices
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month

LONGEST_TEXT = 1000


def object_to_entry(*, entry_id: int, text: str, actor: Viewer) -> int:
    """Say that an entry about oneself is wrong; returns the objection's id.

    Raises NotFound for entries that do not hold or are another's, InvalidInput without words,
    Conflict while an earlier objection to the entry is open.
    """
    text = text.strip()
    if not text:
        raise objection_missing()
    _require_short(text)
    actor.require(Permission.LOG_TIME)
    with writing():
        entry = TimeEntry.objects.filter(pk=entry_id, recorded__upper_inf=True).first()
        if entry is None:
            raise entry_not_found(entry_id)
        try:
            require_own(actor, entry.person_id)
        except NotFound:
            raise entry_not_found(entry_id) from None
        _lock_entry(entry_id)
        if _open_objection(entry_id):
            raise objection_there()
        objection = TimeObjection.objects.create(entry=entry, person_id=entry.person_id)
        step = _step(objection, ObjectionStep.Kind.RAISED, text, actor)
        tell_superior(
            person_id=entry.person_id,
            organization_id=entry.post.organization_id,
            code="ledger.objection_raised",
            params={"on": entry.day.isoformat()},
            link=f"/objections/{objection.pk}/",
            occasion=str(objection.pk),
            actor=actor,
        )
        _audit("object_to_entry", objection, step, actor, text)
    return int(objection.pk)


def answer_objection(
    *,
    objection_id: int,
    is_upheld: bool,
    text: str,
    actor: Viewer,
    hours: Decimal | None = None,
    is_struck: bool = False,
) -> int | None:
    """Answer an objection as the superior of the entry's post; returns the id of the entry that
    holds instead, if the answer changed it.

    Upheld: the entry gets `hours`, or is struck out with `is_struck`, or stays when neither is
    given (the person is right, and the entry was corrected before). Dismissed: it stays. Raises
    NotFound outside the scope, Conflict for the actor's own objection and for one that is over,
    InvalidInput without words.
    """
    text = text.strip()
    if not text:
        raise answer_missing()
    _require_short(text)
    with writing():
        objection = _objection_in_scope(objection_id, actor)
        kind = ObjectionStep.Kind.UPHELD if is_upheld else ObjectionStep.Kind.DISMISSED
        step = _end(objection, kind, text, actor)
        new_id = None
        if is_upheld and (is_struck or hours is not None):
            entry = TimeEntry.objects.filter(
                pk=objection.entry_id, recorded__upper_inf=True
            ).first()
            if entry is None:
                raise entry_not_found(objection.entry_id)
            new_id = replace_entry(entry, None if is_struck else hours, text[:500], actor)
        notices.notify(
            code="ledger.objection_answered",
            params={"objection": objection_id},
            link=f"/objections/{objection_id}/",
            person_ids=[objection.person_id],
            actor=actor,
        )
        _audit("answer_objection", objection, step, actor, text)
    return new_id


def withdraw_objection(*, objection_id: int, text: str, actor: Viewer) -> None:
    """Take one's own objection back."""
    text = text.strip()
    if not text:
        raise answer_missing()
    _require_short(text)
    actor.require(Permission.LOG_TIME)
    with transaction.atomic():
        objection = TimeObjection.objects.filter(pk=objection_id).first()
        if objection is None:
            raise objection_not_found(objection_id)
        try:
            require_own(actor, objection.person_id)
        except NotFound:
            raise objection_not_found(objection_id) from None
        step = _end(objection, ObjectionStep.Kind.WITHDRAWN, text, actor)
        _audit("withdraw_objection", objection, step, actor, text)


def _require_short(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise text_too_long("text", LONGEST_TEXT)


def _lock_entry(entry_id: int) -> None:
    """One objection at a time; the append-only trigger leaves row locks alone."""
    fetch("SELECT id FROM ledger_timeentry WHERE id = %(id)s FOR NO KEY UPDATE", {"id": entry_id})


def _open_objection(entry_id: int) -> bool:
    return bool(
        fetch(
            """SELECT o.id FROM ledger_timeobjection o WHERE o.entry_id = %(entry)s
                AND NOT EXISTS (SELECT FROM ledger_objectionstep s
                    WHERE s.objection_id = o.id AND s.kind <> 'raised')""",
            {"entry": entry_id},
        )
    )


def _objection_in_scope(objection_id: int, actor: Viewer) -> TimeObjection:
    actor.require(Permission.CONFIRM_TIME)
    objection = TimeObjection.objects.select_related("entry").filter(pk=objection_id).first()
    if objection is None:
        raise objection_not_found(objection_id)
    scope = confirm_scope(actor, Month.of(objection.entry.day))
    if objection.person_id == actor.person_id:
        raise own_objection()
    found = fetch(
        f"""SELECT 1 FROM ledger_timeentry e JOIN register_post p ON p.id = e.post_id
        WHERE e.id = %(entry)s AND {ConfirmScope.within()}""",
        {"entry": objection.entry_id, **scope.parameters()},
    )
    if not found:
        raise objection_not_found(objection_id)
    return objection


def _end(objection: TimeObjection, kind: str, text: str, actor: Viewer) -> ObjectionStep:
    try:
        with transaction.atomic():
            return _step(objection, kind, text, actor)
    except IntegrityError:
        raise objection_over(objection.pk) from None


def _step(objection: TimeObjection, kind: str, text: str, actor: Viewer) -> ObjectionStep:
    return ObjectionStep.objects.create(
        objection=objection,
        kind=kind,
        text=text,
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )


def _audit(
    action: str, objection: TimeObjection, step: ObjectionStep, actor: Viewer, text: str
) -> None:
    audit.record(
        action=f"ledger.{action}",
        actor=actor,
        subject=f"person:{objection.person_id}",
        reason=text,
        rows={"ledger_timeobjection": [objection.pk], "ledger_objectionstep": [step.pk]},
    )
