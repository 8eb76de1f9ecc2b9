"""Persona by operation by scope, as for the pages: who gets what, and whose names stand in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories.two_sides import PEOPLE, TwoSides

from kiem.delivery.api.document import operations
from kiem.platform.access import SYSTEM
from kiem.platform.access.roles import ROLES
from kiem.platform.audit import list_trail

DAY = "on=2025-03-03"
ROLE_OF = {
    "youth": "youth_officer",
    "women": "youth_officer",
    "commander": "unit_commander",
    "personnel": "personnel",
    "auditor": "auditor",
    "dual": "dual_holder",
}
READERS = set(ROLE_OF)
ABOVE = {"personnel", "auditor"}  # their scope is the whole city

# (operation, address, who gets it)
MATRIX: tuple[tuple[str, str, set[str]], ...] = (
    ("listUnits", "/units", READERS),
    ("getUnit", "/units/{a}", {"youth", "commander", "dual"} | ABOVE),
    ("getUnit", "/units/{b}", {"women"} | ABOVE),
    ("getUnit", "/units/{city}", {"youth", "women"} | ABOVE),
    ("getUnit", "/units/{youth_a}", set()),  # an organisation is not a unit
    ("getUnit", "/units/999999", set()),
    ("listOrganizations", "/organizations", READERS),
    ("getOrganization", "/organizations/{youth_a}", {"youth", "commander", "dual"} | ABOVE),
    ("getOrganization", "/organizations/{women_b}", {"women"} | ABOVE),
    ("getOrganization", "/organizations/999999", set()),
    ("listTerms", "/organizations/{youth_a}/terms", {"youth", "commander", "dual"} | ABOVE),
    ("listTerms", "/organizations/{women_b}/terms", {"women"} | ABOVE),
    ("listMembers", "/organizations/{youth_a}/members", {"youth"}),
    ("listMembers", "/organizations/{women_b}/members", {"women"}),
    ("listMembers", "/organizations/{a}/members", set()),
    (
        "listActivities",
        "/organizations/{youth_a}/activities",
        {"youth", "commander", "dual"} | ABOVE,
    ),
    ("listActivities", "/organizations/{women_b}/activities", {"women"} | ABOVE),
    ("getPost", "/posts/{secretary_a}", {"youth", "commander", "dual"} | ABOVE),
    ("getPost", "/posts/{chair_b}", {"women"} | ABOVE),
    ("getPost", "/posts/{officer_b}", {"women"} | ABOVE),
    ("getPost", "/posts/999999", set()),
    ("listPeople", "/people", READERS - {"youth", "women"}),
    ("getPerson", "/people/{ánh}", {"commander", "dual"} | ABOVE),
    ("getPerson", "/people/{bình}", {"commander"} | ABOVE),
    ("getPerson", "/people/{cúc}", ABOVE),
    ("getPerson", "/people/{dung}", ABOVE),
    ("getPerson", "/people/{giang}", {"commander"} | ABOVE),
    ("getPerson", "/people/999999", set()),
    ("getPersonLoad", "/people/{ánh}/load", {"youth", "commander", "dual"} | ABOVE),
    ("getPersonLoad", "/people/{cúc}/load", {"women"} | ABOVE),
    ("getPersonLoad", "/people/{giang}/load", {"commander"} | ABOVE),
    ("listTimeEntries", "/people/{ánh}/time-entries", {"youth", "commander", "dual"} | ABOVE),
    ("listTimeEntries", "/people/{cúc}/time-entries", {"women"} | ABOVE),
    ("listLeave", "/people/{ánh}/leave", {"youth", "commander", "dual"} | ABOVE),
    ("listLeave", "/people/{cúc}/leave", {"women"} | ABOVE),
    ("getUnitLoad", "/units/{a}/load", {"youth", "commander", "dual"} | ABOVE),
    ("getUnitLoad", "/units/{b}/load", {"women"} | ABOVE),
    ("getUnitLoad", "/units/999999/load", set()),
    ("listClosedMonths", "/units/{b}/closed-months", {"women"} | ABOVE),
    ("getLoad", "/load", READERS),
    ("listFindings", "/findings", READERS),
    ("explainFigure", "/why/all/load", READERS),
    ("explainFigure", "/why/unit:{b}/load", {"women"} | ABOVE),
    ("explainFigure", "/why/person:{ánh}/load", {"youth", "commander", "dual"} | ABOVE),
    ("explainFigure", "/why/person:{giang}/load", {"commander"} | ABOVE),
    ("listChanges", "/changes", READERS),
    ("getChange", "/changes/999999", set()),
    ("listMovedPeople", "/changes/999999/people", set()),
    ("listRules", "/rules", READERS),
    ("getRule", "/rules/no-such-rule", set()),
    ("listDrafts", "/drafts", {"youth", "women", "personnel"}),
    ("getDraft", "/drafts/999999", set()),
    ("getImport", "/imports/999999", set()),
    ("previewDraft", "/drafts/999999/preview", set()),
    ("listDecisionChanges", "/decisions/999999/changes", set()),
    ("listAudit", "/audit", {"auditor"}),
    ("exportPopolo", "/structure/popolo", READERS),
    ("exportOrg", "/structure/org", READERS),
)
# A decision is a public act of the house: shown to everybody who sees its issuer's line.
UNSCOPED = {"getDecision"}
OPEN_TO_ALL = {"signed_in"}

UNDATED = ("/rules/", "/drafts", "/imports")  # of all days, and of now
# To a member organisation, a colleague without office is a member and nothing else.
ONLY_AS_MEMBER = {"youth": {"Bình"}, "women": {"Dung"}}
NAMES: dict[str, set[str]] = {
    "youth": {"Ánh", "Bình"},
    "women": {"Cúc", "Dung"},
    "commander": {"Ánh", "Bình", "Giang"},
    "personnel": set(PEOPLE),
    "auditor": set(PEOPLE),
    "dual": {"Ánh"},
}
READING = {
    op["operationId"]: op["x-permissions"][0] for method, _, op in operations() if method == "GET"
}


def _with_day(address: str, sides: TwoSides) -> str:
    path = address.format(**sides.ids())
    if path.startswith(UNDATED):
        return path
    return f"{path}{'&' if '?' in path else '?'}{DAY}"


def test_every_scoped_operation_is_in_the_matrix() -> None:
    scoped = {name for name, permission in READING.items() if permission not in OPEN_TO_ALL}
    missing = scoped - {name for name, _, _ in MATRIX} - UNSCOPED
    assert not missing, f"add addresses inside and outside each scope to MATRIX: {missing}"


@pytest.mark.parametrize("persona", ROLE_OF)
def test_token_gets_what_lies_in_scope_and_nothing_else(
    persona: str, sides: TwoSides, call: Callable[..., Any]
) -> None:
    held = ROLES[ROLE_OF[persona]]
    wrong = []
    for name, address, readers in MATRIX:
        expected = 200 if persona in readers else 404 if READING[name] in held else 403
        status = call(persona, _with_day(address, sides)).status_code
        if status != expected:
            wrong.append((address, status, expected))
    assert wrong == []


@pytest.mark.parametrize("persona", ROLE_OF)
def test_names_in_answers_are_those_of_the_scope(
    persona: str, sides: TwoSides, call: Callable[..., Any]
) -> None:
    """Exactly these: a name too few would mean that the test has stopped looking."""
    addresses = [address for _, address, _ in MATRIX]
    addresses += [f"/decisions/{sides.decision}", "/me", "/catalogue"]
    addresses += [f"/search?text={word}" for word in (*PEOPLE, "nguyen", "00003")]
    shown: dict[str, set[str]] = {}
    for address in addresses:
        path = address if address in ("/me", "/catalogue") else _with_day(address, sides)
        answer = call(persona, path)
        content = b"".join(answer) if answer.streaming else answer.content
        body = content.decode()
        for name in PEOPLE:
            if f"Nguyễn Văn {name}" in body:
                shown.setdefault(name, set()).add(path)
    assert shown.keys() == NAMES[persona], shown
    for member in ONLY_AS_MEMBER.get(persona, ()):
        assert {path for path in shown[member] if "/members" not in path} == set()


def test_looking_at_a_person_is_audited_and_a_refused_look_is_not(
    sides: TwoSides, call: Callable[..., Any]
) -> None:
    for part in ("", "/load", "/time-entries", "/leave"):
        assert call("commander", f"/people/{sides.people['Bình']}{part}?{DAY}").status_code == 200
        assert call("commander", f"/people/{sides.people['Cúc']}{part}?{DAY}").status_code == 404
    call("commander", f"/why/person:{sides.people['Giang']}/load?{DAY}")
    looks = list_trail(viewer=SYSTEM, views=True)
    assert {(row.actor, row.subject) for row in looks} == {
        (f"user:{sides.accounts['commander']}", f"person:{sides.people['Bình']}"),
        (f"user:{sides.accounts['commander']}", f"person:{sides.people['Giang']}"),
    }


def test_looking_at_members_is_audited(sides: TwoSides, call: Callable[..., Any]) -> None:
    call("youth", f"/organizations/{sides.youth_a}/members?{DAY}")
    call("women", f"/organizations/{sides.youth_a}/members?{DAY}")
    (look,) = list_trail(viewer=SYSTEM, views=True)
    assert look.subject == f"members:{sides.youth_a}"


@pytest.mark.parametrize("persona", sorted(READERS))
def test_only_auditors_ask_what_was_known(persona: str, call: Callable[..., Any]) -> None:
    expected = 200 if persona == "auditor" else 403
    assert call(persona, "/units?known_at=2025-03-01").status_code == expected
