"""Who gets which page: addresses inside and outside the scope of each persona, and the names."""

from __future__ import annotations

import re

from tests.factories.two_sides import PEOPLE

DAY = "on=2025-03-03"
ROLE_OF = {
    "youth": "youth_officer",
    "women": "youth_officer",
    "commander": "unit_commander",
    "personnel": "personnel",
    "auditor": "auditor",
    "dual": "dual_holder",
    "secretary": "chapter_secretary",
    "administrator": "administrator",
    "nobody": "",
}
PERSONAS = tuple(ROLE_OF)
READERS = {"youth", "women", "commander", "personnel", "auditor", "dual", "secretary"}
SENDERS = {"youth", "women", "commander", "auditor", "secretary"}  # who sees monthly returns
CHANGERS = {"youth", "women", "personnel"}
ABOVE = {"personnel", "auditor"}  # their scope is the whole city
DRAFTERS = {"personnel", "youth", "women"}  # whoever may change something somewhere
SURVEYED = {"youth", "commander", "secretary", "dual"} | ABOVE  # sees what the youth of A is asked
SPEAKERS = {"youth", "commander", "personnel", "secretary"}  # in the name of a body at the session

# (route, address, who gets it)
MATRIX: tuple[tuple[str, str, set[str]], ...] = (
    ("units", "/units/", READERS),
    ("unit", "/units/{a}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("unit", "/units/{b}/", {"women"} | ABOVE),
    ("unit", "/units/{city}/", {"youth", "women"} | ABOVE),
    ("unit", "/units/{youth_a}/", set()),  # an organisation is not a unit
    ("unit", "/units/999999/", set()),
    # Ánh sees of the own unit only what is Ánh's.
    ("unit_load", "/units/{a}/load/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("unit_load", "/units/{b}/load/", {"women"} | ABOVE),
    ("unit_load", "/units/999999/load/", set()),
    ("organizations", "/organizations/", READERS),
    (
        "organization",
        "/organizations/{youth_a}/",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("organization", "/organizations/{women_b}/", {"women"} | ABOVE),
    ("organization", "/organizations/{youth}/", {"youth"} | ABOVE),
    ("organization", "/organizations/{council_a}/", {"commander", "dual"} | ABOVE),
    ("organization", "/organizations/999999/", set()),
    ("members", "/organizations/{youth_a}/members/", {"youth", "secretary"}),
    ("members", "/organizations/{women_b}/members/", {"women"}),
    ("members", "/organizations/{a}/members/", set()),
    *(
        (route, f"/organizations/{{{body}}}/letterhead/{path}", who)
        for route, path in (
            ("letterhead", ""),
            ("change_letterhead", "change/"),
            ("new_signatory", "signatories/"),
        )
        for body, who in (
            ("youth", {"youth"}),
            ("women_b", {"women"}),
            ("city", {"personnel"}),
            ("b", {"personnel"}),
        )
    ),
    ("letterhead", "/organizations/999999/letterhead/", set()),
    ("end_signatory", "/organizations/{youth}/letterhead/signatories/999999/end/", set()),
    ("people", "/people/", READERS - {"youth", "women", "secretary"}),
    ("person", "/people/{ánh}/", {"commander", "dual"} | ABOVE),
    ("person", "/people/{bình}/", {"commander"} | ABOVE),
    ("person", "/people/{cúc}/", ABOVE),
    ("person", "/people/{dung}/", ABOVE),
    ("person", "/people/{giang}/", {"commander"} | ABOVE),
    ("person", "/people/999999/", set()),
    ("person_load", "/people/{ánh}/load/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("person_load", "/people/{cúc}/load/", {"women"} | ABOVE),
    ("person_load", "/people/{giang}/load/", {"commander"} | ABOVE),
    ("person_load", "/people/999999/load/", set()),
    ("post", "/posts/{secretary_a}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("post", "/posts/{chair_b}/", {"women"} | ABOVE),
    ("post", "/posts/{chief_a}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("post", "/posts/{officer_b}/", {"women"} | ABOVE),
    ("vacancies", "/vacancies/", READERS),
    ("vacancy", "/vacancies/{secretary_a}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("vacancy", "/vacancies/{chair_b}/", {"women"} | ABOVE),
    ("vacancy", "/vacancies/{chief_a}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("vacancy", "/vacancies/{officer_b}/", {"women"} | ABOVE),
    ("vacancy", "/vacancies/999999/", set()),
    ("handovers", "/handovers/", READERS),
    ("handover", "/handovers/{secretary_a}/999999/", set()),
    ("handover", "/handovers/{secretary_a}/{ánh}/", set()),  # she stays
    ("decisions", "/decisions/", READERS),
    ("drafts", "/drafts/", DRAFTERS),
    ("new_draft", "/drafts/new/", DRAFTERS),
    ("draft", "/drafts/999999/", set()),
    ("draft_head", "/drafts/999999/head/", set()),
    ("new_article", "/drafts/999999/articles/?verb=appoint", set()),
    ("article", "/drafts/999999/articles/1/", set()),
    ("preview", "/drafts/999999/preview/", set()),
    ("pick", "/pick/people/?name=p&p_text=nguyen", DRAFTERS),
    ("changes", "/changes/", READERS),
    ("change", "/changes/999999/", set()),
    ("decision_pdf", "/decisions/{decision}/document.pdf", READERS),
    ("decision_pdf", "/decisions/999999/document.pdf", set()),
    ("decision_docx", "/decisions/{decision}/document.docx", READERS),
    ("letter_pdf", "/decisions/{decision}/letters/{a}.pdf", set()),
    ("letter_docx", "/decisions/{decision}/letters/{a}.docx", set()),
    ("draft_pdf", "/drafts/999999/document.pdf", set()),
    ("draft_docx", "/drafts/999999/document.docx", set()),
    ("search", "/search/?text=nguyen", set(PERSONAS)),
    ("rules", "/rules/", READERS),
    ("rule", "/rules/no-such-rule/", set()),
    ("audit", "/audit/", {"auditor"}),
    ("assemblies", "/assembly/", READERS),
    ("new_project", "/assembly/projects/new/", {"youth", "women", "personnel"}),
    ("new_event", "/assembly/projects/{project}/events/new/", {"youth", "personnel"}),
    (
        "project",
        "/assembly/projects/{project}/",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("project", "/assembly/projects/999999/", set()),
    ("event", "/assembly/events/{event}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("event", "/assembly/events/999999/", set()),
    (
        "event_ics",
        "/assembly/events/{event}/event.ics",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("event_ics", "/assembly/events/999999/event.ics", set()),
    (
        "cited_figures",
        "/assembly/events/{event}/figures/",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("pinned_figure", "/assembly/events/{event}/figures/1/1/", set()),  # nothing was cited
    (
        "event_notice_pdf",
        "/assembly/events/{event}/notice.pdf",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    (
        "event_notice_docx",
        "/assembly/events/{event}/notice.docx",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    (
        "event_minutes_pdf",
        "/assembly/events/{event}/minutes.pdf",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    (
        "event_minutes_docx",
        "/assembly/events/{event}/minutes.docx",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("event_minutes_docx", "/assembly/events/999999/minutes.docx", set()),
    ("new_paper", "/assembly/events/{event}/papers/new/", SPEAKERS),
    ("event_paper", "/assembly/events/{event}/papers/999999/", set()),
    ("new_contribution", "/assembly/events/{event}/contributions/new/", SPEAKERS),
    ("new_proposal", "/assembly/events/{event}/proposals/new/", SPEAKERS),
    ("new_commitment", "/assembly/events/{event}/commitments/new/", SPEAKERS),
    ("support_proposal", "/assembly/events/{event}/proposals/1/support/", SPEAKERS),
    ("proposal_effect", "/assembly/events/{event}/proposals/1/effect/", SPEAKERS),
    ("proposal_effect", "/assembly/events/{event}/proposals/9/effect/", set()),
    ("support_proposal", "/assembly/events/{event}/proposals/9/support/", set()),
    ("judge_proposal", "/assembly/events/{event}/proposals/1/verdict/", {"youth", "personnel"}),
    ("new_conclusion", "/assembly/events/{event}/conclusions/new/", {"youth", "personnel"}),
    (
        "correct_conclusion",
        "/assembly/events/{event}/conclusions/1/correct/",
        {"youth", "personnel"},
    ),
    ("correct_conclusion", "/assembly/events/{event}/conclusions/9/correct/", set()),
    ("correct_contribution", "/assembly/events/{event}/contributions/9/correct/", set()),
    ("write_minutes", "/assembly/events/{event}/minutes/write/", {"youth", "personnel"}),
    ("approve_minutes", "/assembly/events/{event}/minutes/approve/", {"youth", "personnel"}),
    ("attendance", "/assembly/events/{event}/attendance/", {"youth", "personnel"}),
    ("new_condition", "/tasks/{task}/conditions/", {"youth", "personnel"}),
    ("change_event", "/assembly/events/{event}/change/", {"youth", "personnel"}),
    ("cancel_event", "/assembly/events/{event}/cancel/", {"youth", "personnel"}),
    (
        "conclusion",
        "/assembly/events/{event}/conclusions/1/",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("conclusion", "/assembly/events/{event}/conclusions/2/", set()),
    ("new_tasks", "/assembly/events/{event}/conclusions/1/tasks/", {"youth", "personnel"}),
    # A congress's names are for its own side: whoever holds it, its members' line, its delegates.
    ("congress_of_event", "/assembly/events/{event}/congress/", set()),
    *(
        (
            route,
            f"/congresses/{{congress}}/{below}",
            {"youth", "secretary", "commander", "dual"} | ABOVE,
        )
        for route, below in (
            ("congress", ""),
            ("congress_rules", "rules/"),
            ("congress_allocation", "allocation/"),
            ("congress_delegates", "delegates/"),
        )
    ),
    ("congress", "/congresses/999999/", set()),
    ("contest", "/congresses/{congress}/contests/9/", set()),
    *(
        (route, f"/congresses/{{congress}}/{below}", {"youth", "secretary"})
        for route, below in (
            ("contest", "contests/1/"),
            ("congress_record_pdf", "record.pdf"),
            ("congress_record_docx", "record.docx"),
            ("counting_minutes_pdf", "rounds/{round}/minutes.pdf"),
            ("counting_minutes_docx", "rounds/{round}/minutes.docx"),
        )
    ),
    *(
        (route, f"/congresses/{{congress}}/{below}", {"youth"})
        for route, below in (
            ("congress_scheme", "scheme/"),
            ("new_congress_rule", "rules/new/"),
            ("new_allocation", "allocation/new/"),
            ("credential", "delegates/{delegate}/"),
            ("convene_all", "delegates/all/"),
            ("roll_call", "presence/"),
            ("congress_boards", "boards/"),
            ("new_contest", "contests/new/"),
            ("nominate", "contests/1/nominate/"),
            ("withdraw_nomination", "contests/1/withdraw/{ánh}/"),
            ("close_list", "contests/1/close/"),
            ("new_round", "contests/1/rounds/new/"),
            ("count_round", "rounds/{round}/count/"),
            ("recognition", "recognition/"),
        )
    ),
    ("new_delegates", "/congresses/{congress}/delegates/new/", {"youth", "secretary"}),
    (
        "new_delegates",
        "/congresses/{congress}/delegates/new/?chapter={youth_a}",
        {"youth", "secretary"},
    ),
    ("settle_tie", "/congresses/{congress}/rounds/{round}/tie/", set()),  # nobody is tied
    ("end_round", "/congresses/{congress}/rounds/{round}/end/", set()),  # it is on paper
    ("ballot", "/congresses/{congress}/rounds/{round}/ballot/", set()),  # it is on paper
    ("ballot_codes", "/congresses/{congress}/rounds/{round}/codes/", set()),  # likewise
    ("surveys", "/surveys/", READERS),
    ("my_surveys", "/surveys/mine/", READERS),
    ("new_survey", "/surveys/projects/{project}/new/", {"youth", "personnel"}),
    ("new_question_set", "/surveys/questions/new/", CHANGERS),
    ("question_set", "/surveys/questions/{version}/", {"youth"} | ABOVE),
    ("question_set", "/surveys/questions/999999/", set()),
    ("change_question", "/surveys/questions/{version}/model/", {"youth", "personnel"}),
    ("change_question", "/surveys/questions/{version}/none/", set()),
    ("survey", "/surveys/{survey}/", SURVEYED),
    ("survey", "/surveys/999999/", set()),
    ("change_survey", "/surveys/{survey}/change/", {"youth", "personnel"}),
    ("survey_board", "/surveys/{survey}/board/", {"youth"} | ABOVE),
    ("survey_board", "/surveys/{anonymous}/board/", set()),
    ("survey_sheet", "/surveys/{survey}/sheets/{youth_a}/", SURVEYED),
    ("survey_sheet", "/surveys/{survey}/sheets/{women_b}/", set()),
    ("reopen_sheet", "/surveys/{survey}/sheets/{youth_a}/reopen/", {"youth", "personnel"}),
    ("take_part", "/surveys/{survey}/take-part/", set()),
    ("take_part", "/surveys/{anonymous}/take-part/", set()),  # invites Ánh, not these accounts
    ("survey_results", "/surveys/{survey}/results/", {"youth"} | ABOVE),
    ("survey_texts", "/surveys/{survey}/texts/say/", {"youth"} | ABOVE),
    ("survey_texts", "/surveys/{survey}/texts/model/", set()),
    ("survey_answers", "/surveys/{survey}/answers/", {"youth"} | ABOVE),
    ("survey_answers", "/surveys/{anonymous}/answers/", set()),
    ("survey_comparison", "/surveys/{survey}/comparison/", {"youth"} | ABOVE),
    ("survey_comparison", "/surveys/{first_round}/comparison/", set()),
    ("good_models", "/models/", READERS),
    ("new_model", "/models/new/", SPEAKERS | {"women"}),
    ("good_model", "/models/{model}/", READERS),  # published is shared
    ("good_model", "/models/999999/", set()),
    ("similar_units", "/models/{model}/similar/", READERS),
    ("correct_model", "/models/{model}/correct/", SPEAKERS),
    ("adopt_model", "/models/{model}/adopt/", SPEAKERS | {"women"}),
    ("adoption_result", "/models/{model}/adoptions/{adoption}/", {"women", "personnel"}),
    ("model_file", "/models/{model}/files/999999/", set()),
    ("coordination", "/coordination/", READERS),
    ("new_regulation", "/coordination/new/", {"youth", "women", "personnel"}),
    ("regulation", "/coordination/{regulation}/", {"youth", "commander"} | ABOVE),
    ("regulation", "/coordination/999999/", set()),
    ("review_regulation", "/coordination/{regulation}/review/", {"youth", "personnel"}),
    ("regulation_file", "/coordination/{regulation}/files/999999/", set()),
    ("requests", "/requests/", READERS),
    ("new_request", "/requests/new/", SPEAKERS | {"women"}),
    ("request", "/requests/{request}/", {"youth", "commander"} | ABOVE),
    ("request", "/requests/999999/", set()),
    ("request_file", "/requests/{request}/files/999999/", set()),
    ("unit_duties", "/units/{a}/duties/", {"commander"} | ABOVE),
    ("unit_duties", "/units/{b}/duties/", ABOVE),
    ("tasks", "/tasks/", READERS),
    ("task", "/tasks/{task}/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("task", "/tasks/999999/", set()),
    ("delegate_task", "/tasks/{task}/delegate/", SPEAKERS),
    ("task_file", "/tasks/{task}/files/999999/", set()),
    ("findings", "/findings/", READERS),
    ("first_findings", "/findings/first/", READERS),
    ("my_month", "/month/", {"dual"}),
    ("plan_own", "/month/plan/", {"dual"}),
    ("repeat_week", "/month/repeat/", {"dual"}),
    ("answer_question", "/month/answer/", {"dual"}),
    ("time_entry", "/month/entries/999999/", set()),
    ("my_leave", "/month/leave/", {"dual"}),
    ("imports", "/imports/", CHANGERS | {"commander"}),
    ("import_template", "/imports/templates/people+appointments/", CHANGERS),
    ("import_template", "/imports/templates/time/", {"youth", "women", "commander"}),
    # Files are their sender's alone: for everybody else there is none of that number.
    ("import", "/imports/999999/", set()),
    ("import_file", "/imports/999999/file/", set()),
    ("import_layout", "/imports/999999/columns/", set()),
    ("check_import", "/imports/999999/check/", set()),
    ("apply_import", "/imports/999999/apply/", set()),
    ("discard_import", "/imports/999999/discard/", set()),
    ("activity", "/activities/999999/", set()),
    ("confirm", "/confirm/", {"youth", "women", "secretary", "commander"}),
    ("confirm_sheet", "/confirm/{ánh}/{secretary_a}/", set()),  # no hours are logged
    ("entry_files", "/confirm/entries/999999/", set()),
    ("decide_leave", "/confirm/leave/999999/", set()),
    ("closing", "/closing/", {"youth", "women", "secretary", "commander"}),
    ("unit_month", "/closing/{a}/", {"commander"}),
    ("unit_month", "/closing/{b}/", set()),
    ("why", "/why/all/load/", READERS),
    # Ánh sees of the own unit only what is Ánh's.
    ("why", "/why/unit:{a}/load/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("why", "/why/unit:{b}/load/", {"women"} | ABOVE),
    ("why", "/why/unit:999999/load/", set()),
    ("why", "/why/person:{ánh}/load/", {"youth", "secretary", "commander", "dual"} | ABOVE),
    ("why", "/why/person:{cúc}/load/", {"women"} | ABOVE),
    ("why", "/why/person:{giang}/load/", {"commander"} | ABOVE),
    ("why", "/why/person:999999/load/", set()),
    (
        "why",
        "/why/organization:{youth_a}/committees/",
        {"youth", "secretary", "commander", "dual"} | ABOVE,
    ),
    ("why", "/why/organization:{women_b}/committees/", {"women"} | ABOVE),
    ("why", "/why/organization:999999/committees/", set()),
    ("exports", "/exports/", READERS),
    ("returns", "/returns/?month=2025-02", SENDERS),
    ("return_report", "/returns/report/?period=2025-02", SENDERS),
    ("return_report_file", "/returns/report/file/?period=2025-02&kind=xlsx", SENDERS),
    *(
        ("return_total", f"/returns/report/{figure}/?period=2025-02", SENDERS)
        for figure in ("members_start", "members_end", "officers", "office_hours", "returns")
    ),
    (
        "return_of_chapter",
        "/returns/chapters/{youth_a}/?month=2025-02",
        {"youth", "secretary", "commander", "auditor"},
    ),
    ("return_of_chapter", "/returns/chapters/{women_b}/?month=2025-02", {"women", "auditor"}),
    ("return_of_chapter", "/returns/chapters/999999/?month=2025-02", set()),
    ("return_form", "/returns/chapters/{youth_a}/form/?month=2025-02", {"secretary"}),
    ("return_form", "/returns/chapters/{women_b}/form/?month=2025-02", set()),
    *(
        (
            "return_figure",
            f"/returns/chapters/{{youth_a}}/{figure}/?period=2025-02",
            {"youth", "secretary", "commander", "auditor"},
        )
        for figure in ("members_start", "members_end", "officers", "office_hours", "returns")
    ),
    (
        "return_figure",
        "/returns/chapters/{women_b}/members_end/?period=2025-02",
        {"women", "auditor"},
    ),
    ("return_file", "/returns/files/999999/", set()),
    ("return_workbook", "/returns/files/999999/workbook/", set()),
    ("return_remind", "/returns/remind/?month=2025-02&line={youth}", {"youth"}),
    ("return_deadline", "/returns/deadline/?line={youth}", {"youth"}),
)
# Shown to everybody with the permission: a decision is a public act of the house, and names only
# those the reader may be told (tests/domain/documents, test_draft_pages).
# Opening an organisation by number only leads on, to a page that is in the matrix itself.
UNSCOPED = {"decision", "open_organization"}
# Take a form and show nothing; what they refuse is in the tests of their pages.
UNSCOPED |= {"tick_handover", "remove_article", "discard_draft"}

# To a member organisation, a colleague without office is a member and nothing else.
ONLY_AS_MEMBER = {"youth": {"Bình"}, "women": {"Dung"}, "secretary": {"Bình"}}
# Its own members are named in the list of them, and where they come into question for an office,
# as delegates or as candidates.
MEMBERS_NAMED = re.compile(
    r"/organizations/\d+/members/|/vacancies/\d+/|/pick/people/"
    r"|/returns/(chapters/\d+|report)/members_(start|in|out|end)/"
    r"|/congresses/\d+/(delegates/new|contests/\d+/nominate)/"
)
EXPORT = re.compile(r'href="([^"]+format=csv[^"]*)"')

# Whose names each persona may ever read. Members without office are their line's alone to know.
NAMES: dict[str, set[str]] = {
    "youth": {"Ánh", "Bình"},  # the secretary, and both members
    "women": {"Cúc", "Dung"},
    "commander": {"Ánh", "Bình", "Giang"},
    "personnel": set(PEOPLE),
    "auditor": set(PEOPLE),
    "dual": {"Ánh"},
    "secretary": {"Ánh", "Bình"},
    "administrator": set(),
    "nobody": set(),
}
