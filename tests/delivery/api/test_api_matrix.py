"""Persona by operation by scope, as for the pages: who gets what, and whose names stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.factories.assembly import hold_session, share_and_coordinate
from tests.factories.small_congress import hold_small_congress
from tests.factories.two_sides import PEOPLE, TwoSides, build_two_sides

from kiem.delivery.api.document import operations
from kiem.domain.surveys.actions import (
    Asked,
    SurveyPlan,
    create_question_set,
    create_survey,
    open_survey,
)
from kiem.platform.access import SYSTEM
from kiem.platform.access.roles import ROLES
from kiem.platform.audit import list_trail
from kiem.platform.kernel import clock

DAY = "on=2025-03-03"
ROLE_OF = {
    "youth": "youth_officer",
    "women": "youth_officer",
    "commander": "unit_commander",
    "personnel": "personnel",
    "auditor": "auditor",
    "dual": "dual_holder",
    "secretary": "chapter_secretary",
}
READERS = set(ROLE_OF)
ABOVE = {"personnel", "auditor"}  # their scope is the whole city
HERE = {"youth", "secretary", "commander", "dual"}  # who sees unit A and its youth
SUPERIORS = {"youth", "women", "secretary", "commander"}
SENDERS = SUPERIORS | {"auditor"}  # who sees monthly returns
CHANGERS = {"youth", "women", "personnel"}

# (operation, address, who gets it)
MATRIX: tuple[tuple[str, str, set[str]], ...] = (
    ("listUnits", "/units", READERS),
    ("getUnit", "/units/{a}", HERE | ABOVE),
    ("getUnit", "/units/{b}", {"women"} | ABOVE),
    ("getUnit", "/units/{city}", {"youth", "women"} | ABOVE),
    ("getUnit", "/units/{youth_a}", set()),  # an organisation is not a unit
    ("getUnit", "/units/999999", set()),
    ("listOrganizations", "/organizations", READERS),
    ("getOrganization", "/organizations/{youth_a}", HERE | ABOVE),
    ("getOrganization", "/organizations/{women_b}", {"women"} | ABOVE),
    ("getOrganization", "/organizations/999999", set()),
    ("listTerms", "/organizations/{youth_a}/terms", HERE | ABOVE),
    ("listTerms", "/organizations/{women_b}/terms", {"women"} | ABOVE),
    ("listMembers", "/organizations/{youth_a}/members", {"youth", "secretary"}),
    ("listMembers", "/organizations/{women_b}/members", {"women"}),
    ("listMembers", "/organizations/{a}/members", set()),
    (
        "listActivities",
        "/organizations/{youth_a}/activities",
        HERE | ABOVE,
    ),
    ("listActivities", "/organizations/{women_b}/activities", {"women"} | ABOVE),
    ("getPost", "/posts/{secretary_a}", HERE | ABOVE),
    ("getPost", "/posts/{chair_b}", {"women"} | ABOVE),
    ("getPost", "/posts/{officer_b}", {"women"} | ABOVE),
    ("getPost", "/posts/999999", set()),
    ("listPeople", "/people", READERS - {"youth", "women", "secretary"}),
    ("getPerson", "/people/{ánh}", {"commander", "dual"} | ABOVE),
    ("getPerson", "/people/{bình}", {"commander"} | ABOVE),
    ("getPerson", "/people/{cúc}", ABOVE),
    ("getPerson", "/people/{dung}", ABOVE),
    ("getPerson", "/people/{giang}", {"commander"} | ABOVE),
    ("getPerson", "/people/999999", set()),
    ("getPersonLoad", "/people/{ánh}/load", HERE | ABOVE),
    ("getPersonLoad", "/people/{cúc}/load", {"women"} | ABOVE),
    ("getPersonLoad", "/people/{giang}/load", {"commander"} | ABOVE),
    ("listTimeEntries", "/people/{ánh}/time-entries", HERE | ABOVE),
    ("listTimeEntries", "/people/{cúc}/time-entries", {"women"} | ABOVE),
    ("listLeave", "/people/{ánh}/leave", HERE | ABOVE),
    ("listLeave", "/people/{cúc}/leave", {"women"} | ABOVE),
    ("getUnitLoad", "/units/{a}/load", HERE | ABOVE),
    ("getUnitLoad", "/units/{b}/load", {"women"} | ABOVE),
    ("getUnitLoad", "/units/999999/load", set()),
    ("listClosedMonths", "/units/{b}/closed-months", {"women"} | ABOVE),
    ("getLoad", "/load", READERS),
    ("listQuestionSets", "/question-sets", READERS),
    ("getQuestionVersion", "/question-versions/999999", set()),
    ("listSurveys", "/surveys", READERS),
    ("getSurvey", "/surveys/{survey}", HERE | ABOVE),
    ("getSurvey", "/surveys/999999", set()),
    ("getSurveyResults", "/surveys/{survey}/results", {"youth"} | ABOVE),
    ("listSurveySheets", "/surveys/{survey}/sheets", {"youth"} | ABOVE),
    ("getSurveySheet", "/surveys/{survey}/sheets/{youth_a}", HERE | ABOVE),
    ("getSurveySheet", "/surveys/{survey}/sheets/{women_b}", set()),
    ("listSurveyTexts", "/surveys/{survey}/texts/model", set()),  # asks for a choice
    ("listSurveyAnswers", "/surveys/{survey}/answers", {"youth"} | ABOVE),
    ("compareSurveyRounds", "/surveys/{survey}/comparison", set()),  # it is the first one
    ("listSurveysToAnswer", "/me/surveys", READERS),
    ("listProjects", "/projects", READERS),
    ("getProjectBoard", "/projects/{project}/board", HERE | ABOVE),
    ("getProjectBoard", "/projects/999999/board", set()),
    ("listEvents", "/events", READERS),
    ("getEvent", "/events/{event}", HERE | ABOVE),
    ("getEvent", "/events/999999", set()),
    ("listCitedFigures", "/events/{event}/figures", HERE | ABOVE),
    ("explainCitedFigure", "/events/{event}/contributions/9/figures/1", set()),
    ("getEventNotice", "/events/{event}/notice.docx", HERE | ABOVE),
    ("getEventMinutes", "/events/{event}/minutes.docx", HERE | ABOVE),
    ("getEventMinutes", "/events/999999/minutes.pdf", set()),
    ("listTargetGroups", "/target-groups", READERS),
    ("listTasks", "/tasks?owner_id={youth_a}", READERS),
    ("getTask", "/tasks/{task}", HERE | ABOVE),
    ("getTask", "/tasks/999999", set()),
    ("getTaskFile", "/tasks/{task}/files/999999", set()),
    ("getEventPaper", "/events/{event}/papers/999999", set()),
    ("listCongresses", "/congresses?event_id={congress_event}", READERS),
    ("getCongress", "/congresses/{congress}", HERE | ABOVE),
    ("getCongress", "/congresses/999999", set()),
    ("listCongressRules", "/congresses/{congress}/rules", HERE | ABOVE),
    ("getAllocation", "/congresses/{congress}/allocation", HERE | ABOVE),
    ("listDelegates", "/congresses/{congress}/delegates", HERE | ABOVE),
    ("listDelegates", "/congresses/999999/delegates", set()),
    ("listChapters", "/congresses/{congress}/chapters", {"youth", "secretary"}),
    ("listPostsToElect", "/congresses/{congress}/posts", {"youth"}),
    ("listRecognisers", "/congresses/{congress}/issuers", {"youth"}),
    ("getContest", "/congresses/{congress}/contests/1", {"youth", "secretary"}),
    ("getContest", "/congresses/{congress}/contests/9", set()),
    ("getCongressRecord", "/congresses/{congress}/record.docx", {"youth", "secretary"}),
    (
        "getCountingMinutes",
        "/congresses/{congress}/rounds/{round}/minutes.docx",
        {"youth", "secretary"},
    ),
    ("getBallot", "/rounds/{round}/ballot", set()),  # it is on paper
    ("listGoodModels", "/good-models", READERS),
    ("getGoodModel", "/good-models/{model}", READERS),
    ("getGoodModel", "/good-models/999999", set()),
    ("listSimilarUnits", "/good-models/{model}/similar-units", READERS),
    ("listSimilarUnits", "/good-models/999999/similar-units", set()),
    ("getGoodModelFile", "/good-models/{model}/files/999999", set()),
    ("listSuitedModels", "/units/{a}/suited-models", HERE | ABOVE),
    ("listSuitedModels", "/units/{b}/suited-models", {"women"} | ABOVE),
    ("listRegulations", "/regulations", READERS),
    ("getRegulation", "/regulations/{regulation}", {"youth", "commander"} | ABOVE),
    ("getRegulation", "/regulations/999999", set()),
    ("getRegulationFile", "/regulations/{regulation}/files/999999", set()),
    ("listRequests", "/requests", READERS),
    ("getRequest", "/requests/{request}", {"youth", "commander"} | ABOVE),
    ("getRequest", "/requests/999999", set()),
    ("getRequestFile", "/requests/{request}/files/999999", set()),
    ("listDuties", "/units/{a}/duties", {"commander"} | ABOVE),
    ("listDuties", "/units/{b}/duties", ABOVE),
    ("listFindings", "/findings", READERS),
    ("explainFigure", "/why/all/load", READERS),
    ("explainFigure", "/why/unit:{b}/load", {"women"} | ABOVE),
    ("explainFigure", "/why/person:{ánh}/load", HERE | ABOVE),
    ("explainFigure", "/why/person:{giang}/load", {"commander"} | ABOVE),
    ("listChanges", "/changes", READERS),
    ("getChange", "/changes/999999", set()),
    ("listMovedPeople", "/changes/999999/people", set()),
    ("listRules", "/rules", READERS),
    ("getRule", "/rules/no-such-rule", set()),
    ("listDecisions", "/decisions", READERS),
    ("getDecisionDocument", "/decisions/{decision}/document.docx", READERS),
    ("getDecisionDocument", "/decisions/999999/document.pdf", set()),
    ("getLetter", "/decisions/{decision}/letters/{a}.pdf", set()),
    ("listVacancies", "/vacancies", READERS),
    ("getVacancy", "/vacancies/{secretary_a}", HERE | ABOVE),
    ("getVacancy", "/vacancies/{chief_a}", HERE | ABOVE),
    ("getVacancy", "/vacancies/{chair_b}", {"women"} | ABOVE),
    ("getVacancy", "/vacancies/{officer_b}", {"women"} | ABOVE),
    ("getVacancy", "/vacancies/999999", set()),
    ("listHandovers", "/handovers", READERS),
    ("getHandover", "/handovers/{secretary_a}/999999", set()),
    ("getHandover", "/handovers/{secretary_a}/{ánh}", set()),  # she stays
    ("getMyMonth", "/me/month", {"dual"}),
    ("getMyTasks", "/me/tasks", {"dual"}),
    ("listMyLeaveRequests", "/me/leave-requests", {"dual"}),
    ("getTimeEntry", "/time-entries/999999", set()),
    ("getActivity", "/activities/999999", set()),
    ("getEvidence", "/evidence/999999", set()),
    ("listSheets", "/confirmations/2025-03", SUPERIORS),
    ("getSheet", "/confirmations/2025-03/{ánh}/{secretary_a}", set()),  # no hours are logged
    ("listObjections", "/objections", SUPERIORS | {"dual"}),
    ("getObjection", "/objections/999999", set()),
    ("listLeaveRequests", "/leave-requests", SUPERIORS),
    ("listUnitsToClose", "/closings/2025-02", SUPERIORS),
    ("getMonthEnd", "/units/{a}/closings/2025-02", {"commander"}),
    ("getMonthEnd", "/units/{b}/closings/2025-02", set()),
    ("listReturns", "/returns/2025-02", SENDERS),
    ("listReturnLines", "/returns/2025-02/lines", SENDERS),
    (
        "getReturn",
        "/organizations/{youth_a}/returns/2025-02",
        {"youth", "secretary", "commander", "auditor"},
    ),
    ("getReturn", "/organizations/{women_b}/returns/2025-02", {"women", "auditor"}),
    ("getReturn", "/organizations/999999/returns/2025-02", set()),
    ("getReturnForm", "/organizations/{youth_a}/returns/2025-02/form", {"secretary"}),
    ("getReturnForm", "/organizations/{women_b}/returns/2025-02/form", set()),
    ("getReturnFile", "/return-files/999999", set()),
    ("getReturnWorkbook", "/return-files/999999/workbook", set()),
    ("getReport", "/reports/2025-02", SENDERS),
    ("exportReportWorkbook", "/reports/2025-Q1/report.xlsx", SENDERS),
    ("exportReportDocument", "/reports/2025-02/report.pdf", SENDERS),
    *(
        (
            "listFigureRecords",
            f"/organizations/{{youth_a}}/figures/2025-02/{figure}",
            {"youth", "secretary", "commander", "auditor"},
        )
        for figure in ("members_end", "officers", "returns")
    ),
    (
        "listFigureRecords",
        "/organizations/{women_b}/figures/2025-02/members_end",
        {"women", "auditor"},
    ),
    *(
        ("listTotalRecords", f"/reports/2025-02/figures/{figure}", SENDERS)
        for figure in ("members_end", "officers", "returns")
    ),
    ("listDrafts", "/drafts", CHANGERS),
    ("getDraft", "/drafts/999999", set()),
    ("getDraftDocument", "/drafts/999999/document.pdf", set()),
    ("listImports", "/imports", CHANGERS | {"commander"}),
    ("getImport", "/imports/999999", set()),
    ("getImportFile", "/imports/999999/file", set()),
    ("getImportTemplate", "/import-templates/people+appointments", CHANGERS),
    ("previewDraft", "/drafts/999999/preview", set()),
    ("listDecisionChanges", "/decisions/999999/changes", set()),
    ("listAudit", "/audit", {"auditor"}),
    ("exportPopolo", "/structure/popolo", READERS),
    ("exportOrg", "/structure/org", READERS),
)
# A decision is a public act of the house: shown to everybody who sees its issuer's line.
UNSCOPED = {"getDecision"}
OPEN_TO_ALL = {"signed_in"}

# Of all days, and of now: these take no day.
UNDATED = re.compile(
    r"/(rules|drafts|import|time-entries|evidence|confirmations|objections|leave-requests|closings"
    r"|return-files)|/me/leave|/units/\d+/closings|/organizations/\d+/returns"
)
UNDATED_FOR_ALL = {"getMe", "getCatalogue"}
# To a member organisation, a colleague without office is a member and nothing else.
ONLY_AS_MEMBER = {"youth": {"Bình"}, "women": {"Dung"}, "secretary": {"Bình"}}
# Its own members are named in the list of them, and where they come into question for an office.
MEMBERS_NAMED = re.compile(r".*/members|/vacancies/\d+|.*/figures/.*/members_(start|in|out|end)")
NAMES: dict[str, set[str]] = {
    "youth": {"Ánh", "Bình"},
    "women": {"Cúc", "Dung"},
    "commander": {"Ánh", "Bình", "Giang"},
    "personnel": set(PEOPLE),
    "auditor": set(PEOPLE),
    "dual": {"Ánh"},
    "secretary": {"Ánh", "Bình"},
}
READING = {
    op["operationId"]: set(op["x-permissions"]) for method, _, op in operations() if method == "GET"
}


@pytest.fixture
def sides(db: None) -> TwoSides:
    """With a session of the city's youth, where the youth of A got a task; a model; a request."""
    made = build_two_sides()
    made.more.update(hold_session(made))
    made.more.update(share_and_coordinate(made))
    made.more.update(hold_small_congress(made, made.more["project"]))
    made.more["survey"] = _ask_youth(made)
    return made


def _ask_youth(places: TwoSides) -> int:
    """A survey of the city's youth in the session's project, that asks the youth of A."""
    version = create_question_set(
        organization_id=places.youth,
        code="mo-hinh",
        title_vi="Mô hình",
        questions=[Asked("model", "choice", "Mô hình nào?", options_vi=("Một", "Hai"))],
        actor=SYSTEM,
    )
    with clock.travel(datetime(2025, 2, 20, 3, tzinfo=UTC)):
        survey = create_survey(
            project_id=places.more["project"],
            organizer_id=places.youth,
            version_id=version,
            plan=SurveyPlan(
                "Khảo sát",
                reference_on=date(2025, 2, 20),
                due_on=date(2198, 12, 31),
                rule="type",
                types=["youth_grassroots"],
            ),
            actor=SYSTEM,
        )
        open_survey(survey_id=survey, actor=SYSTEM)
    return survey


def _with_day(address: str, sides: TwoSides) -> str:
    path = address.format(**sides.ids())
    if UNDATED.match(path):
        return path
    return f"{path}{'&' if '?' in path else '?'}{DAY}"


def test_every_scoped_operation_is_in_the_matrix() -> None:
    scoped = {name for name, permissions in READING.items() if not permissions & OPEN_TO_ALL}
    missing = scoped - {name for name, _, _ in MATRIX} - UNSCOPED
    assert not missing, f"add addresses inside and outside each scope to MATRIX: {missing}"


@pytest.mark.parametrize("persona", ROLE_OF)
def test_token_gets_what_lies_in_scope_and_no_name_beyond_it(
    persona: str, sides: TwoSides, call: Callable[..., Any]
) -> None:
    """Exactly these names: one too few would mean that the test has stopped looking."""
    held = set(map(str, ROLES[ROLE_OF[persona]]))
    wrong, shown = [], dict[str, set[str]]()
    for name, address, readers in (*MATRIX, *_everybodys(sides)):
        path = address if name in UNDATED_FOR_ALL else _with_day(address, sides)
        answer = call(persona, path)
        expected = 200 if persona in readers else 404 if READING[name] & held else 403
        if answer.status_code != expected:
            wrong.append((address, answer.status_code, expected))
        for named in _names_in(answer):
            shown.setdefault(named, set()).add(path)
    assert wrong == []
    assert shown.keys() == NAMES[persona], shown
    for member in ONLY_AS_MEMBER.get(persona, ()):
        assert {path for path in shown[member] if not MEMBERS_NAMED.match(path)} == set()


def _everybodys(sides: TwoSides) -> list[tuple[str, str, set[str]]]:
    """Addresses that need no more than an account, or show what is public in the house."""
    words = (*PEOPLE, "nguyen", "00003")
    return [
        ("getDecision", f"/decisions/{sides.decision}", READERS),
        ("getMe", "/me", READERS),
        ("getCatalogue", "/catalogue", READERS),
        ("listDates", "/calendar", READERS),
        *(("search", f"/search?text={word}", READERS) for word in words),
    ]


def _names_in(answer: Any) -> set[str]:
    content = b"".join(answer) if answer.streaming else answer.content
    body = content.decode(errors="replace")
    return {name for name in PEOPLE if f"Nguyễn Văn {name}" in body}


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
