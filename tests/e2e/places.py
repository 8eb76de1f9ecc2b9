"""Where the named pages are in a demo: one real address for every named URL of the program."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.e2e.demo import SHOWN, UNTIL
from tests.e2e.visitor import Visitor

ON = f"?on={SHOWN}"
CONGRESS_PAGES = (
    ("congress_scheme", "scheme/"),
    ("congress_rules", "rules/"),
    ("new_congress_rule", "rules/new/"),
    ("congress_allocation", "allocation/"),
    ("new_allocation", "allocation/new/"),
    ("congress_delegates", "delegates/"),
    ("new_delegates", "delegates/new/"),
    ("credential", "delegates/999999/"),
    ("convene_all", "delegates/all/"),
    ("roll_call", "presence/"),
    ("congress_boards", "boards/"),
    ("new_contest", "contests/new/"),
    ("contest", "contests/1/"),
    ("nominate", "contests/1/nominate/"),
    ("withdraw_nomination", "contests/1/withdraw/999999/"),
    ("close_list", "contests/1/close/"),
    ("new_round", "contests/1/rounds/new/"),
    ("count_round", "rounds/1/count/"),
    ("end_round", "rounds/999999/end/"),
    ("settle_tie", "rounds/999999/tie/"),
    ("ballot", "rounds/999999/ballot/"),
    ("ballot_codes", "rounds/999999/codes/"),
    ("recognition", "recognition/"),
)


@dataclass(frozen=True)
class Place:
    """A page: the named URL it belongs to, who may see it, and its address."""

    name: str
    persona: str | None
    path: str
    status: int = 200


def unit_path(visitor: Visitor, text: str, on: str = SHOWN) -> str:
    """The address of the first unit whose name has these words on that day."""
    return visitor.first_link(f"/units/?text={text}&on={on}", r"/units/\d+/")


def places_of(officer: Visitor, auditor: Visitor) -> list[Place]:
    """Every page there is to see, found by following links as each persona."""
    unit = unit_path(auditor, "ba+dinh")
    organization = auditor.first_link(unit + ON, r"/organizations/\d+/")
    post = auditor.first_link(organization + ON, r"/posts/\d+/")
    person = auditor.first_link(post + ON, r"/people/\d+/")
    change = auditor.first_link("/changes/" + ON, r"/changes/\d+/")
    decision = auditor.first_link(change + ON, r"/decisions/\d+/")
    rules = re.findall(r'href="(/rules/[^"/?]+/)[?"]', auditor.fetch("/rules/" + ON))
    rule = max(rules, key=len)  # a phone must hold the longest name
    vacancy = officer.first_link("/vacancies/" + ON, r"/vacancies/\d+/")
    handover = officer.first_link("/handovers/" + ON, r"/handovers/\d+/\d+/")
    draft = officer.first_link("/drafts/", r"/drafts/\d+/")
    line = officer.first_link("/organizations/" + ON, r"/organizations/\d+/")
    event = officer.first_link(
        f"/assembly/?f_kind=forum&sort=day&on={SHOWN}", r"/assembly/events/\d+/"
    )
    conclusion = f"{event}conclusions/1/"
    task = officer.first_link(f"{conclusion}{ON}", r"/tasks/\d+/")
    projects = re.findall(r'href="/assembly/projects/(\d+)/', officer.fetch("/assembly/" + ON))
    project = projects[0]
    listed = officer.fetch(f"/surveys/?sort=-due&on={SHOWN}")
    survey, fairness, *_trial = re.findall(r'href="(/surveys/\d+/)', listed)
    waiting = officer.fetch(f"/surveys/?sort=-due&on={UNTIL}")  # one that is answered then
    again = re.findall(r'href="(/surveys/\d+/)', waiting)[0]
    form = officer.first_link(f"{again}board/?on={UNTIL}", r"/surveys/\d+/sheets/\d+/")
    questions = officer.first_link(survey + ON, r"/surveys/questions/\d+/")
    sheet = officer.first_link(f"{survey}board/{ON}", r"/surveys/\d+/sheets/\d+/")
    model = officer.first_link(f"/models/?text=ky+nang+so&on={SHOWN}", r"/models/\d+/")
    result = officer.first_link(model + ON, r"/models/\d+/adoptions/\d+/")
    regulation = officer.first_link("/coordination/" + ON, r"/coordination/\d+/")
    asked = officer.first_link("/requests/" + ON, r"/requests/\d+/")
    month = "month=2025-10"  # the last one the sample's chapters returned
    returned = officer.first_link(f"/returns/?{month}&f_mistakes=1", r"/returns/chapters/\d+/")
    wrong = officer.first_link(f"{returned}?{month}", r"/returns/files/\d+/")
    return [
        Place("returns", "youth_officer", f"/returns/?{month}"),
        Place("returns", "auditor", f"/returns/?{month}"),
        Place("return_of_chapter", "youth_officer", f"{returned}?{month}"),
        Place("return_file", "youth_officer", wrong),
        Place("return_report", "youth_officer", "/returns/report/?period=2025-Q4"),
        Place("return_total", "auditor", "/returns/report/members_end/?period=2025-10"),
        Place(
            "return_total",
            "youth_officer",
            "/returns/report/turnout/?period=2025-Q4&category=meeting",
        ),
        Place("return_figure", "auditor", f"{returned}members_end/?period=2025-10"),
        Place("return_figure", "youth_officer", f"{returned}office_hours/?period=2025-10"),
        Place("return_remind", "youth_officer", f"/returns/remind/?{month}"),
        Place("return_deadline", "youth_officer", "/returns/deadline/"),
        Place("letterhead", "youth_officer", f"{line}letterhead/"),
        Place("change_letterhead", "youth_officer", f"{line}letterhead/change/"),
        Place("new_signatory", "youth_officer", f"{line}letterhead/signatories/"),
        Place("end_signatory", "youth_officer", f"{line}letterhead/signatories/999999/end/", 404),
        Place("exports", "auditor", f"/exports/{ON}"),
        Place("assemblies", "youth_officer", f"/assembly/{ON}"),
        *(Place("project", "youth_officer", f"/assembly/projects/{p}/{ON}") for p in projects),
        Place("project", "auditor", f"/assembly/projects/{project}/?view=projected&on={SHOWN}"),
        Place("event", "youth_officer", event + ON),
        Place("event", "auditor", f"{event}?view=projected&on={SHOWN}"),
        Place("cited_figures", "auditor", f"{event}figures/{ON}"),
        Place("pinned_figure", "youth_officer", f"{event}figures/1/1/{ON}"),
        Place("conclusion", "youth_officer", conclusion + ON),
        Place("task", "youth_officer", task + ON),
        Place("vote", None, "/vote/"),
        Place("vote_done", None, "/vote/done/"),
        Place("congress_of_event", "youth_officer", f"{event}congress/", 404),
        *(Place("congress", "youth_officer", f"/congresses/{held}/{ON}") for held in (1, 2)),
        *(
            Place(
                name,
                "youth_officer",
                f"/congresses/1/{below}{ON}",
                404 if "999999" in below else 200,
            )
            for name, below in CONGRESS_PAGES
        ),
        Place("tasks", "youth_officer", f"/tasks/?state=open&on={SHOWN}"),
        Place("new_condition", "youth_officer", f"{task}conditions/"),
        Place("delegate_task", "youth_officer", f"{task}delegate/"),
        Place("task_file", "youth_officer", f"{task}files/999999/", 404),
        Place("new_project", "youth_officer", "/assembly/projects/new/"),
        Place("new_event", "youth_officer", f"/assembly/projects/{project}/events/new/"),
        Place("correct_contribution", "youth_officer", f"{event}contributions/1/correct/"),
        Place("correct_conclusion", "youth_officer", f"{event}conclusions/1/correct/"),
        Place("write_minutes", "youth_officer", f"{event}minutes/write/"),
        Place("approve_minutes", "youth_officer", f"{event}minutes/approve/"),
        Place("attendance", "youth_officer", f"{event}attendance/"),
        Place("change_event", "youth_officer", f"{event}change/"),
        Place("cancel_event", "youth_officer", f"{event}cancel/"),
        Place("new_paper", "youth_officer", f"{event}papers/new/"),
        Place("event_paper", "youth_officer", f"{event}papers/999999/", 404),
        Place("new_contribution", "youth_officer", f"{event}contributions/new/"),
        Place("new_proposal", "youth_officer", f"{event}proposals/new/"),
        Place("support_proposal", "youth_officer", f"{event}proposals/1/support/"),
        Place("proposal_effect", "youth_officer", f"{event}proposals/1/effect/"),
        Place("judge_proposal", "youth_officer", f"{event}proposals/1/verdict/"),
        Place("new_commitment", "youth_officer", f"{event}commitments/new/"),
        Place("new_conclusion", "youth_officer", f"{event}conclusions/new/"),
        Place("new_tasks", "youth_officer", f"{conclusion}tasks/"),
        Place("surveys", "youth_officer", f"/surveys/{ON}"),
        Place("my_surveys", "youth_officer", f"/surveys/mine/{ON}"),
        Place("new_survey", "youth_officer", f"/surveys/projects/{project}/new/"),
        Place("new_question_set", "youth_officer", "/surveys/questions/new/"),
        Place("question_set", "youth_officer", questions),
        Place("change_question", "youth_officer", f"{questions}model/"),
        Place("survey", "youth_officer", survey + ON),
        Place("survey", "auditor", fairness + ON),
        Place("change_survey", "youth_officer", f"{survey}change/"),
        Place("survey_board", "youth_officer", f"{survey}board/{ON}"),
        Place("survey_sheet", "youth_officer", sheet + ON),
        Place("survey_sheet", "youth_officer", f"{form}?on={UNTIL}"),
        Place("reopen_sheet", "youth_officer", f"{sheet}reopen/"),
        Place("take_part", "dual_holder", f"{fairness}take-part/"),
        Place("survey_results", "youth_officer", f"{survey}results/?by=dual&on={SHOWN}"),
        Place("survey_results", "auditor", f"{fairness}results/?by=size&on={SHOWN}"),
        Place("survey_texts", "youth_officer", f"{survey}texts/say/{ON}"),
        Place("survey_answers", "youth_officer", f"{survey}answers/{ON}"),
        Place("survey_comparison", "youth_officer", f"{survey}comparison/{ON}"),
        Place("good_models", "youth_officer", f"/models/{ON}"),
        Place("good_model", "youth_officer", model + ON),
        Place("similar_units", "auditor", f"{model}similar/{ON}"),
        Place("new_model", "youth_officer", "/models/new/"),
        Place("correct_model", "youth_officer", f"{model}correct/"),
        Place("adopt_model", "youth_officer", f"{model}adopt/"),
        Place("adoption_result", "youth_officer", result),
        Place("model_file", "youth_officer", f"{model}files/999999/", 404),
        Place("coordination", "youth_officer", f"/coordination/{ON}"),
        Place("regulation", "youth_officer", regulation + ON),
        Place("new_regulation", "youth_officer", "/coordination/new/"),
        Place("review_regulation", "youth_officer", f"{regulation}review/"),
        Place("regulation_file", "youth_officer", f"{regulation}files/999999/", 404),
        Place("requests", "youth_officer", f"/requests/?state=open&on={SHOWN}"),
        Place("request", "youth_officer", asked + ON),
        Place("new_request", "youth_officer", "/requests/new/"),
        Place("request_file", "youth_officer", f"{asked}files/999999/", 404),
        Place("unit_duties", "auditor", f"{unit}duties/{ON}"),
        # What is handed in is visited by its own test (test_importing).
        Place("imports", "youth_officer", "/imports/"),
        Place("import", "youth_officer", "/imports/999999/", 404),
        Place("import_layout", "youth_officer", "/imports/999999/columns/", 404),
        Place("import_file", "youth_officer", "/imports/999999/file/", 404),
        Place("check_import", "youth_officer", "/imports/999999/check/", 404),
        Place("apply_import", "youth_officer", "/imports/999999/apply/", 404),
        Place("discard_import", "youth_officer", "/imports/999999/discard/", 404),
        Place("import_template", "youth_officer", "/imports/templates/none/", 422),
        Place("runs", "youth_officer", "/runs/"),
        Place("run", "youth_officer", "/runs/999999/", 404),
        Place("run_file", "youth_officer", "/runs/999999/file/", 404),
        Place("decisions", "auditor", f"/decisions/{ON}"),
        Place("drafts", "youth_officer", "/drafts/"),
        Place("new_draft", "youth_officer", "/drafts/new/"),
        Place("draft", "youth_officer", draft),
        Place("draft_head", "youth_officer", f"{draft}head/"),
        Place("new_article", "youth_officer", f"{draft}articles/?verb=admit"),
        Place("article", "youth_officer", f"{draft}articles/1/"),
        Place("preview", "youth_officer", f"{draft}preview/"),
        Place("pick", "youth_officer", "/pick/people/?name=p&p_text=nguyen"),
        Place("vacancies", "youth_officer", f"/vacancies/{ON}"),
        Place("vacancy", "youth_officer", vacancy + ON),
        Place("vacancy", "auditor", vacancy + ON),
        Place("handovers", "youth_officer", f"/handovers/{ON}"),
        Place("handover", "youth_officer", handover),
        Place("calendar", "youth_officer", "/calendar/"),
        Place("calendar_feed", None, "/calendar/nobodys.ics", 404),
        Place("inbox", "youth_officer", "/inbox/"),
        Place("sign_in", None, "/sign-in/"),
        Place("home", "auditor", f"/{ON}"),
        Place("home", "auditor", "/?on=2025-02-15"),
        Place("findings", "auditor", f"/findings/{ON}"),
        Place("why", "auditor", f"/why/person:{person.split('/')[2]}/load/{ON}"),
        Place("why", "auditor", f"/why/all/release_hours/{ON}"),
        Place("first_findings", "auditor", f"/findings/first/{ON}"),
        Place("units", "auditor", f"/units/{ON}"),
        Place("unit", "auditor", unit + ON),
        Place("unit_load", "auditor", f"{unit}load/{ON}"),
        Place("organizations", "auditor", f"/organizations/{ON}"),
        Place("organization", "auditor", organization + ON),
        Place("open_organization", "auditor", f"{organization}open/{ON}"),
        Place("members", "youth_officer", f"{line}members/{ON}"),
        Place("people", "auditor", f"/people/?dual=1&on={SHOWN}"),
        Place("person", "auditor", person + ON),
        Place("person_load", "auditor", f"{person}load/{ON}"),
        Place("post", "auditor", post + ON),
        Place("changes", "auditor", f"/changes/{ON}"),
        Place("change", "auditor", change + ON),
        Place("decision", "auditor", decision + ON),
        Place("search", "auditor", f"/search/?text=nguyen+van&on={SHOWN}"),
        Place("search", "auditor", f"/search/?text=qqqqqq&on={SHOWN}"),
        Place("rules", "auditor", f"/rules/{ON}"),
        Place("rule", "auditor", rule + ON),
        Place("audit", "auditor", f"/audit/{ON}"),
        Place("home", "auditor", f"/?on={SHOWN}&known_at=2025-10-25"),
        Place("account", "auditor", "/account/"),
        Place("change_password", "auditor", "/account/password/"),
        Place("set_up_factor", "auditor", "/account/second-factor/"),
        Place("remove_factor", "auditor", "/account/second-factor/remove/"),
        Place("tokens", "auditor", "/account/tokens/"),
        Place("api", None, "/api/"),
        Place("home", "auditor", "/?on=2025-02-31", 400),
        Place("members", "auditor", f"{organization}members/{ON}", 403),
        Place("unit", "auditor", "/units/99999999/", 404),
    ]
