"""Preparing a congress: its plan, its rules, how many delegates each chapter sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from kiem.domain.assembly.actions.guards import text_of
from kiem.domain.elections.actions.rights import held_congress, note
from kiem.domain.elections.actions.telling import tell_convened
from kiem.domain.elections.allocation import Allocation, Claim, Method
from kiem.domain.elections.apportioning import BANDS, apportion
from kiem.domain.elections.errors import (
    allocation_wrong,
    already_prepared,
    days_out_of_order,
    delegates_needed,
    delegates_too_early,
    letter_wrong,
    lots_unknown,
    missing,
    not_a_congress,
    percent_out_of_range,
    rule_value_wrong,
    term_without_end,
)
from kiem.domain.elections.models import Apportionment, Congress, RuleOverride, Scheme
from kiem.domain.elections.queries.facts import (
    CongressFacts,
    chapters_below,
    congress_facts,
    rules_of,
)
from kiem.domain.elections.queries.visible import holds
from kiem.domain.elections.rules import EXAMPLES, KEYS
from kiem.domain.regimes.rules import Letter
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict
from kiem.platform.kernel.sql import fetch
from kiem.platform.kernel.temporal import close_recorded, recorded_from

SHORTEST_TERM_DAYS, LONGEST_TERM_DAYS = 365, 3653


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """The term that opens, the shares the committee should have, in per cent (None: no aim), and
    the last days for naming delegates and for nominations (None: not set)."""

    term_label: str
    planned_from: date
    planned_until: date
    women_percent: int | None = None
    young_percent: int | None = None
    new_percent: int | None = None
    delegates_due_on: date | None = None
    nominations_from: date | None = None
    nominations_until: date | None = None


@dataclass(frozen=True, slots=True)
class RuleValue:
    """A value an organisation sets for its congresses from a day on, and by what right."""

    key: str
    value: str
    valid_from: date
    letter: str
    source_vi: str
    organization_type: str = ""


def prepare_congress(*, event_id: int, scheme: SchemePlan, actor: Viewer) -> int:
    """Let an event of kind congress elect its organiser's committee; returns the congress."""
    actor.require(Permission.CONDUCT_ASSEMBLY)
    _guard_scheme(scheme)
    rows = fetch(
        "SELECT organizer_id, kind FROM assembly_event WHERE id = %(event)s", {"event": event_id}
    )
    if not rows or not holds(actor, rows[0][0]):
        raise missing("event")
    if rows[0][1] != "congress":
        raise not_a_congress()
    try:
        with transaction.atomic():
            congress = Congress.objects.create(
                event_id=event_id,
                organization_id=rows[0][0],
                recorded_at=clock.now(),
                recorded_by=actor.name,
            )
            _write_scheme(congress.pk, scheme, actor)
            (facts,) = congress_facts("c.id = %(congress)s", {"congress": congress.pk})
            _guard_days(scheme, facts.held_on)
            note("prepare_congress", facts, actor, congress=[congress.pk])
    except IntegrityError as error:
        raise already_prepared() from error
    return congress.pk


def change_scheme(*, congress_id: int, scheme: SchemePlan, actor: Viewer) -> None:
    """Replace the plan of the congress."""
    _guard_scheme(scheme)
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        _guard_days(scheme, facts.held_on)
        _close(Scheme, congress=congress_id)
        row = _write_scheme(congress_id, scheme, actor)
        note("change_scheme", facts, actor, scheme=[row])


def set_rule(*, congress_id: int, rule: RuleValue, actor: Viewer) -> None:
    """Set a rule for the organisation that holds the congress, and for those below it.

    Raises InvalidInput for a key, value or letter that is none, or without a source.
    """
    if rule.key not in KEYS or not KEYS[rule.key](rule.value):
        raise rule_value_wrong(rule.key, rule.value, EXAMPLES.get(rule.key, ", ".join(KEYS)))
    if rule.letter not in set(Letter):
        raise letter_wrong(rule.letter)
    source = text_of("source_vi", rule.source_vi, most=300)
    with transaction.atomic():
        facts = held_congress(congress_id, actor, is_changed=False)
        same = {
            "organization_id": facts.organization_id,
            "organization_type": rule.organization_type,
            "key": rule.key,
            "valid_from": rule.valid_from,
        }
        _close(RuleOverride, **same)
        row = RuleOverride.objects.create(
            **same,
            value=rule.value,
            letter=rule.letter,
            source_vi=source,
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
        )
        note("set_rule", facts, actor, ruleoverride=[row.pk])


def allocate_delegates(
    *,
    congress_id: int,
    method: str,
    total: int = 0,
    base: int = 0,
    bands: Sequence[tuple[int, int]] = (),
    lots: Sequence[int] = (),
    counted_on: date | None = None,
    exception_vi: str = "",
    actor: Viewer,
) -> Allocation:
    """Give each chapter its delegates by members on a day (default: the congress's), and keep
    inputs and result. `method`: one of `Method`, or `bands` with `bands`. A tie keeps its seats
    open: repeat it with `lots`, the tied chapters in the order drawn.

    Delegates below the number of members from which the rule has them, or every member above it,
    are refused unless `exception_vi` says why; the reason is kept, and only then.
    """
    exception = text_of("exception_vi", exception_vi, most=300, may_be_empty=True)
    if method != BANDS and method not in set(Method):
        raise allocation_wrong("seats")
    with transaction.atomic():
        facts = held_congress(congress_id, actor)
        day = counted_on or facts.held_on
        chapters = chapters_below(facts.organization_id, day)
        if lots and not set(lots) <= {chapter.id for chapter in chapters}:
            raise lots_unknown()
        claims = [Claim(chapter.id, chapter.members) for chapter in chapters]
        found = apportion(claims, method, total, base, bands, lots)
        broken = _against_rule(facts, sum(claim.weight for claim in claims), found.seats)
        if broken is not None and not exception:
            raise broken
        _close(Apportionment, congress=congress_id)
        row = Apportionment.objects.create(
            congress_id=congress_id,
            method=method,
            total=found.seats,
            base=base,
            counted_on=day,
            weights=[[claim.key, claim.weight] for claim in claims],
            bands=[list(band) for band in bands],
            lots=list(lots),
            seats=[[share.key, share.seats] for share in found.shares],
            exception_vi=exception if broken is not None else "",
            recorded=recorded_from(clock.now()),
            recorded_by=actor.name,
        )
        note("allocate_delegates", facts, actor, apportionment=[row.pk])
        tell_convened(facts, actor)
    return found


def _against_rule(facts: CongressFacts, members: int, seats: int) -> Conflict | None:
    """What the rule that says from how many members there are delegates has against it."""
    rule = rules_of(facts).get("delegates_from_members")
    if rule is None:
        return None
    threshold = int(rule.value)
    if seats < members < threshold:
        return delegates_too_early(members, threshold, rule.letter.value)
    if members >= threshold and seats >= members:
        return delegates_needed(members, threshold, rule.letter.value)
    return None


def _guard_scheme(scheme: SchemePlan) -> None:
    text_of("term_label", scheme.term_label, most=40)
    days = (scheme.planned_until - scheme.planned_from).days
    if not SHORTEST_TERM_DAYS <= days <= LONGEST_TERM_DAYS:
        raise term_without_end(scheme.planned_from, scheme.planned_until)
    for field in ("women_percent", "young_percent", "new_percent"):
        value = getattr(scheme, field)
        if value is not None and not 0 <= value <= 100:
            raise percent_out_of_range(field, value)


def _guard_days(scheme: SchemePlan, held_on: date) -> None:
    """Delegates are named and nominations end by the day of the congress."""
    first, last = scheme.nominations_from, scheme.nominations_until
    if scheme.delegates_due_on is not None and scheme.delegates_due_on > held_on:
        raise days_out_of_order("delegates_due_on")
    if (first is None) != (last is None):
        raise days_out_of_order("nominations_from" if first is None else "nominations_until")
    if first is not None and last is not None and not first <= last <= held_on:
        raise days_out_of_order("nominations_until")


def _write_scheme(congress_id: int, scheme: SchemePlan, actor: Viewer) -> int:
    row = Scheme.objects.create(
        congress_id=congress_id,
        term_label=text_of("term_label", scheme.term_label, most=40),
        planned_from=scheme.planned_from,
        planned_until=scheme.planned_until,
        women_percent=scheme.women_percent,
        young_percent=scheme.young_percent,
        new_percent=scheme.new_percent,
        delegates_due_on=scheme.delegates_due_on,
        nominations_from=scheme.nominations_from,
        nominations_until=scheme.nominations_until,
        recorded=recorded_from(clock.now()),
        recorded_by=actor.name,
    )
    return row.pk


def _close(model: type, **narrow: object) -> None:
    rows = model.objects.filter(recorded__upper_inf=True, **narrow)  # type: ignore[attr-defined]  # any of this app's models
    close_recorded(model, list(rows.values_list("pk", flat=True)), clock.now())
