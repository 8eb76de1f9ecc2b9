"""Every refusal of the register: code, sentence, remedy.

`translate(error)` turns what the database found (by the constraint's name) into the same errors.
The sentences are English sources; `{name}` fields are filled from `params` at delivery.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import DatabaseError, connection

from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from kiem.platform.kernel.sql import fetch

EARLIEST = date(1945, 1, 1)
LATEST = date(2150, 1, 1)

# constraint name -> (code suffix, sentence, remedy); parameters come with the database's report
_CONFLICTS: dict[str, tuple[str, str, str]] = {
    "signing_authority_one_a_day": (
        "signs_already",
        "This post may sign from that day on already, or later.",
        "End that first, or choose another day.",
    ),
    "register_one_organization_state": (
        "organization_overlap",
        "Two states of organisation {organization_id} would hold on the same day ({valid}).",
        "Change the running state from the new date on, or give a date after it.",
    ),
    "register_code_once": (
        "code_taken",
        "The code {code} already names an organisation in {valid}.",
        "Give another code, or a date after the other organisation has ended.",
    ),
    "register_one_post_state": (
        "post_overlap",
        "Two states of post {post_id} would hold on the same day ({valid}).",
        "Change the running state from the new date on.",
    ),
    "register_one_person_state": (
        "person_overlap",
        "Two states of person {person_id} would hold on the same day ({valid}).",
        "Change the running state from the new date on.",
    ),
    "register_staff_number_once": (
        "staff_number_taken",
        "The staff number {staff_number} already names somebody in {valid}.",
        "Check the number; everyone has a number of their own.",
    ),
    "register_one_rank": (
        "rank_overlap",
        "Person {person_id} would hold two ranks on the same day ({valid}).",
        "Set the new rank from a date on; the running one ends by itself.",
    ),
    "register_one_term": (
        "term_overlap",
        "Two terms of organisation {organization_id} would run on the same day ({valid}).",
        "Open the new term with the action that cuts the running one short.",
    ),
    "register_one_membership": (
        "already_member",
        "Person {person_id} is already a member of organisation {organization_id} in {valid}.",
        "Nothing needs to be admitted; check the date.",
    ),
    "register_appointed_once": (
        "already_appointed",
        "{person} already holds the post '{post}' on some of these days ({valid}).",
        (
            "Give a later day, so that what is held ends the day before; or revoke the decision "
            "that appointed them, if this one replaces it."
        ),
    ),
    "register_seats": (
        "seat_taken",
        "On {day} {holders} people would hold the post '{post}', which has room for {seats}.",
        "End an appointment first, create another seat, or choose another date.",
    ),
    "register_shares": (
        "share_over_100",
        "The posts of {person} would take {share} % of the working time from {day} on.",
        "Lower a share; the shares of one person add up to 100 % at most.",
    ),
    "register_service": (
        "outside_service",
        "{person} is not in service all the time from {from} on that this {fact} needs.",
        "Choose dates within the time of service.",
    ),
    "register_post_life": (
        "post_outside_organization",
        "The post '{post}' would exist from {from} on when its organisation does not.",
        "End the post with its organisation, or found the organisation earlier.",
    ),
    "register_post_kind": (
        "post_kind",
        "A post of kind {kind} cannot stand in an organisation of category {category}.",
        "Line posts stand in units, offices in member organisations, seats in bodies outside.",
    ),
    "register_parent_life": (
        "superior_missing",
        "{organization} would stand under {superior} from {from} on, which does not exist then.",
        "Choose a superior that exists on all those days.",
    ),
    "register_type_validity": (
        "type_not_in_force",
        (
            "{organization} would be of the type '{type}' outside the days of that type "
            "(from {from}, until {until})."
        ),
        "Choose another type, or end the organisation when its type ends.",
    ),
    "register_category": (
        "category_mismatch",
        (
            "{organization} of category {category} does not fit its type ({type_category}) or what "
            "it stands under ({superior_category}, {higher_category})."
        ),
        "Units stand under units; member and party organisations are hosted by a unit.",
    ),
    "register_cycle": (
        "circle",
        "From {day} on {organization} would stand under itself.",
        "Choose a superior that is not below it.",
    ),
    "register_term_life": (
        "term_outside_organization",
        "The term {term} would run from {from} on when its organisation does not exist.",
        "Choose dates within the life of the organisation.",
    ),
    "register_membership_life": (
        "membership_outside_organization",
        "A membership in {organization} from {from} on lies outside its life, or it takes none.",
        "Choose a member organisation and dates within its life.",
    ),
    "decision_number_once_per_issuer_and_year": (
        "decision_number_taken",
        "This issuer already has a decision of that number in the same year.",
        "Check the number; the same decision is recorded once.",
    ),
    "decision_correction_has_reason": (
        "reason_missing",
        "A correction needs a reason.",
        "Say why the record was wrong.",
    ),
    "appointment_share_within_100": (
        "share_out_of_range",
        "A share lies between 0 and 100 percent.",
        "A concurrent office is carried on top and has 0.",
    ),
    "post_has_a_seat": (
        "no_seat",
        "A post has at least one seat.",
        "Give 1 or more.",
    ),
    "person_employment_share_within_100": (
        "employment_out_of_range",
        "The employment share lies above 0 and up to 100 percent.",
        "Full time is 100.",
    ),
    "change_link_once": (
        "link_twice",
        "The same original and result are linked twice.",
        "Give each pair once.",
    ),
    "change_link_one_principal": (
        "two_principals",
        "An organisation would have two principal successors.",
        "Mark one successor as the principal.",
    ),
    "kernel_append_only": (
        "append_only",
        "Facts of the register are superseded by new ones, never rewritten or deleted.",
        "Record a correction.",
    ),
}

_KEY = re.compile(r"^Key \((?P<columns>.+?)\)=\((?P<values>.+)\) (?:conflicts|is not present)")


def translate(error: DatabaseError) -> DomainError | None:
    """The register's own error for what the database refused; None when it is not a rule."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None:
        return None
    state, name = diagnosis.sqlstate, diagnosis.constraint_name or ""
    params = _read_detail(diagnosis.message_detail)
    if name in _CONFLICTS:
        suffix, message, remedy = _CONFLICTS[name]
        fields = dict.fromkeys(re.findall(r"\{(\w+)\}", message + remedy), "?")
        if name == "register_appointed_once":
            params |= _who_and_what(params)
        return Conflict(f"register.{suffix}", message, remedy=remedy, params={**fields, **params})
    if state == "22000":  # a row would be closed before it was recorded
        return Conflict(
            "register.changed_meanwhile",
            "Somebody else changed the same facts a moment ago.",
            remedy="Look at the present state and try again.",
        )
    if name.endswith("_valid_sane") or state in ("22007", "22008"):
        return impossible_date("valid", "?")
    if state == "23503":
        column = next(iter(params), "reference")
        return NotFound(
            "register.unknown_reference",
            "Nothing in the register has the {column} {value}.",
            remedy="Check the reference; it may belong to another register.",
            field=column,
            params={"column": column, "value": params.get(column, "?")},
        )
    if state == "22001":
        return InvalidInput(
            "register.text_too_long",
            "A text is longer than its field allows: {detail}",
            remedy="Shorten it.",
            params={"detail": diagnosis.message_primary or ""},
        )
    return None


def _read_detail(detail: str | None) -> dict[str, Any]:
    """Parameters out of our JSON detail or PostgreSQL's `Key (a, b)=(1, 2) ...`."""
    if not detail:
        return {}
    if detail.startswith("{"):
        read: dict[str, Any] = json.loads(detail)
        return read
    match = _KEY.match(detail)
    if match is None:
        return {}
    columns = [column.strip() for column in match["columns"].split(",")]
    values = re.findall(r"[\[(][^)\]]*[)\]]|[^,\s][^,]*", match["values"])
    return dict(zip(columns, (value.strip() for value in values), strict=False))


def _who_and_what(params: Mapping[str, Any]) -> dict[str, str]:
    """Names for the person and the post an actor wrote down by number, as last known."""
    ids = {key: params.get(key, "") for key in ("person_id", "post_id")}
    if connection.needs_rollback or not all(str(id_).isdigit() for id_ in ids.values()):
        return {}
    rows = fetch(
        """SELECT p.full_name, s.title_vi, s.title_en
        FROM register_personstate p CROSS JOIN register_poststate s
        WHERE p.person_id = %(person_id)s AND upper_inf(p.recorded)
          AND s.post_id = %(post_id)s AND upper_inf(s.recorded)
        ORDER BY lower(p.valid) DESC, lower(s.valid) DESC LIMIT 1""",
        {key: int(id_) for key, id_ in ids.items()},
    )
    return dict(zip(("person", "post", "post_en"), rows[0], strict=True)) if rows else {}


def unknown(what: str, values: list[Any], field: str) -> NotFound:
    """Ids or codes that are not there, or not in the actor's scope: the same answer for both."""
    shown = ", ".join(str(value) for value in values[:5])
    return NotFound(
        "register.unknown",
        "There is no {what} {values} here.",
        remedy="Check the id or code and the date; you may also lack access to it.",
        field=field,
        params={"what": what, "values": shown},
    )


def impossible_date(field: str, value: object) -> InvalidInput:
    return InvalidInput(
        "register.impossible_date",
        "'{value}' cannot be the date in '{field}'.",
        remedy="Give a day between {earliest} and {latest}.",
        field=field,
        params={"field": field, "value": value, "earliest": EARLIEST, "latest": LATEST},
    )


def empty_interval(field: str, start: date, end: date) -> InvalidInput:
    return InvalidInput(
        "register.ends_before_start",
        "'{field}' ends on {end}, which is not after its start on {start}.",
        remedy="The end is the first day on which it no longer holds.",
        field=field,
        params={"field": field, "start": start, "end": end},
    )


def refusal(
    code: str, message: str, remedy: str, *, field: str | None = None, **params: object
) -> DomainError:
    """A broken rule that an action found before the database had to."""
    named = {"field": field, **params} if "{field}" in message + remedy else params
    return DomainError(f"register.{code}", message, remedy=remedy, field=field, params=named)


def conflict(code: str, message: str, remedy: str, **params: object) -> Conflict:
    return Conflict(f"register.{code}", message, remedy=remedy, params=params)


def codes() -> Mapping[str, str]:
    """Code -> sentence of everything the database may refuse: for translation and docs."""
    return {f"register.{suffix}": message for suffix, message, _ in _CONFLICTS.values()}
