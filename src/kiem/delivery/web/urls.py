"""Every page and what it is called. Each view declares its permission."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from kiem.delivery.web.views import (
    activities,
    assembly,
    assembly_acts,
    audit,
    calendar,
    changes,
    closing,
    confirming,
    congress_acts,
    congresses,
    decisions,
    documents,
    drafts,
    entries,
    exports,
    findings,
    handovers,
    home,
    imports,
    inbox,
    leave,
    letterheads,
    month,
    objections,
    organizations,
    people,
    picks,
    posts,
    preferences,
    return_figures,
    return_office,
    return_reports,
    returns,
    rules,
    runs,
    search,
    survey_acts,
    survey_questions,
    survey_results,
    surveys,
    tasks,
    units,
    vacancies,
    voting,
    why,
)
from kiem.domain.documents.render import FileFormat


def in_each_format(
    route: str, view: Callable[..., HttpResponse], name: str, **settled: str
) -> list[URLPattern]:
    """A document's addresses, one for each kind of file: `route.pdf` is called `name_pdf`."""
    return [
        path(f"{route}.{kind}", view, {"file_format": kind, **settled}, name=f"{name}_{kind}")
        for kind in FileFormat
    ]


urlpatterns = [
    path("", home.home, name="home"),
    path("findings/first/", findings.first_findings, name="first_findings"),
    path("findings/", findings.finding_list, name="findings"),
    path("why/<str:subject>/<str:figure>/", why.why_page, name="why"),
    path("units/", units.unit_list, name="units"),
    path("units/<int:unit_id>/", units.unit_page, name="unit"),
    path("units/<int:unit_id>/load/", units.unit_load_part, name="unit_load"),
    path("organizations/", organizations.organization_list, name="organizations"),
    path(
        "organizations/<int:organization_id>/", organizations.organization_page, name="organization"
    ),
    path("organizations/<int:organization_id>/members/", organizations.member_list, name="members"),
    path(
        "organizations/<int:organization_id>/open/",
        organizations.open_organization,
        name="open_organization",
    ),
    path(
        "organizations/<int:organization_id>/letterhead/",
        letterheads.letterhead_page,
        name="letterhead",
    ),
    path(
        "organizations/<int:organization_id>/letterhead/change/",
        letterheads.change_letterhead,
        name="change_letterhead",
    ),
    path(
        "organizations/<int:organization_id>/letterhead/signatories/",
        letterheads.new_signatory,
        name="new_signatory",
    ),
    path(
        "organizations/<int:organization_id>/letterhead/signatories/<int:authority_id>/end/",
        letterheads.end_right,
        name="end_signatory",
    ),
    path("people/", people.person_list, name="people"),
    path("people/<int:person_id>/", people.person_page, name="person"),
    path("people/<int:person_id>/load/", people.person_load_part, name="person_load"),
    path("posts/<int:post_id>/", posts.post_page, name="post"),
    path("changes/", changes.change_list, name="changes"),
    path("changes/<int:event_id>/", changes.change_page, name="change"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/<int:decision_id>/", decisions.decision_page, name="decision"),
    path("assembly/", assembly.assembly_list, name="assemblies"),
    path("assembly/projects/new/", assembly_acts.new_project, name="new_project"),
    path(
        "assembly/projects/<int:project_id>/events/new/", assembly_acts.new_event, name="new_event"
    ),
    path("assembly/events/<int:event_id>/", assembly.event_page, name="event"),
    path("assembly/events/<int:event_id>/figures/", assembly.cited_figures, name="cited_figures"),
    path(
        "assembly/events/<int:event_id>/contributions/new/",
        assembly_acts.new_contribution,
        name="new_contribution",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/new/",
        assembly_acts.new_proposal,
        name="new_proposal",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/<int:number>/verdict/",
        assembly_acts.judge_proposal,
        name="judge_proposal",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/<int:number>/support/",
        assembly_acts.support_proposal,
        name="support_proposal",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/<int:number>/effect/",
        assembly_acts.proposal_effect,
        name="proposal_effect",
    ),
    path(
        "assembly/events/<int:event_id>/commitments/new/",
        assembly_acts.new_commitment,
        name="new_commitment",
    ),
    path(
        "assembly/events/<int:event_id>/conclusions/new/",
        assembly_acts.new_conclusion,
        name="new_conclusion",
    ),
    path(
        "assembly/events/<int:event_id>/conclusions/<int:number>/",
        assembly.conclusion_page,
        name="conclusion",
    ),
    path(
        "assembly/events/<int:event_id>/conclusions/<int:number>/tasks/",
        assembly_acts.new_tasks,
        name="new_tasks",
    ),
    *in_each_format(
        "assembly/events/<int:event_id>/notice",
        documents.event_file,
        "event_notice",
        paper="notice",
    ),
    *in_each_format(
        "assembly/events/<int:event_id>/minutes",
        documents.event_file,
        "event_minutes",
        paper="minutes",
    ),
    path(
        "assembly/events/<int:event_id>/congress/",
        congress_acts.congress_of_event,
        name="congress_of_event",
    ),
    path("congresses/<int:congress_id>/", congresses.congress_page, name="congress"),
    path(
        "congresses/<int:congress_id>/scheme/",
        congress_acts.change_scheme,
        name="congress_scheme",
    ),
    path("congresses/<int:congress_id>/rules/", congresses.rules_page, name="congress_rules"),
    path(
        "congresses/<int:congress_id>/rules/new/", congress_acts.new_rule, name="new_congress_rule"
    ),
    path(
        "congresses/<int:congress_id>/allocation/",
        congresses.allocation_page,
        name="congress_allocation",
    ),
    path(
        "congresses/<int:congress_id>/allocation/new/",
        congress_acts.new_allocation,
        name="new_allocation",
    ),
    path(
        "congresses/<int:congress_id>/delegates/",
        congresses.delegate_list,
        name="congress_delegates",
    ),
    path(
        "congresses/<int:congress_id>/delegates/new/",
        congress_acts.new_delegates,
        name="new_delegates",
    ),
    path(
        "congresses/<int:congress_id>/delegates/<int:delegate_id>/",
        congress_acts.credential,
        name="credential",
    ),
    path("congresses/<int:congress_id>/presence/", congress_acts.presence, name="roll_call"),
    path("congresses/<int:congress_id>/boards/", congress_acts.fill_board, name="congress_boards"),
    path("congresses/<int:congress_id>/contests/new/", voting.new_contest, name="new_contest"),
    path(
        "congresses/<int:congress_id>/contests/<int:number>/",
        congresses.contest_page,
        name="contest",
    ),
    path(
        "congresses/<int:congress_id>/contests/<int:number>/nominate/",
        voting.nominate,
        name="nominate",
    ),
    path(
        "congresses/<int:congress_id>/contests/<int:number>/withdraw/<int:person_id>/",
        voting.withdraw_nomination,
        name="withdraw_nomination",
    ),
    path(
        "congresses/<int:congress_id>/contests/<int:number>/close/",
        voting.close_list,
        name="close_list",
    ),
    path(
        "congresses/<int:congress_id>/contests/<int:number>/rounds/new/",
        voting.open_round,
        name="new_round",
    ),
    path(
        "congresses/<int:congress_id>/rounds/<int:round_id>/count/",
        voting.count_round,
        name="count_round",
    ),
    path(
        "congresses/<int:congress_id>/rounds/<int:round_id>/tie/",
        voting.settle_tie,
        name="settle_tie",
    ),
    path(
        "congresses/<int:congress_id>/rounds/<int:round_id>/ballot/", voting.ballot, name="ballot"
    ),
    path(
        "congresses/<int:congress_id>/recognition/", congress_acts.recognition, name="recognition"
    ),
    *in_each_format(
        "congresses/<int:congress_id>/record", documents.congress_file, "congress_record"
    ),
    *in_each_format(
        "congresses/<int:congress_id>/rounds/<int:round_id>/minutes",
        documents.counting_file,
        "counting_minutes",
    ),
    path("surveys/", surveys.survey_list, name="surveys"),
    path("surveys/mine/", surveys.my_surveys, name="my_surveys"),
    path("surveys/projects/<int:project_id>/new/", survey_acts.new_survey, name="new_survey"),
    path("surveys/questions/new/", survey_questions.new_question_set, name="new_question_set"),
    path("surveys/questions/<int:version_id>/", survey_questions.question_set, name="question_set"),
    path(
        "surveys/questions/<int:version_id>/<slug:key>/",
        survey_questions.change_question,
        name="change_question",
    ),
    path("surveys/<int:survey_id>/", surveys.survey_page, name="survey"),
    path("surveys/<int:survey_id>/change/", survey_acts.change_survey, name="change_survey"),
    path("surveys/<int:survey_id>/board/", surveys.survey_board, name="survey_board"),
    path(
        "surveys/<int:survey_id>/sheets/<int:organization_id>/",
        survey_acts.survey_sheet,
        name="survey_sheet",
    ),
    path(
        "surveys/<int:survey_id>/sheets/<int:organization_id>/reopen/",
        survey_acts.reopen_sheet,
        name="reopen_sheet",
    ),
    path("surveys/<int:survey_id>/take-part/", survey_acts.take_part, name="take_part"),
    path("surveys/<int:survey_id>/results/", survey_results.survey_results, name="survey_results"),
    path(
        "surveys/<int:survey_id>/texts/<slug:key>/",
        survey_results.survey_texts,
        name="survey_texts",
    ),
    path("surveys/<int:survey_id>/answers/", survey_results.survey_answers, name="survey_answers"),
    path(
        "surveys/<int:survey_id>/comparison/",
        survey_results.survey_comparison,
        name="survey_comparison",
    ),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<int:task_id>/", tasks.task_page, name="task"),
    path("tasks/<int:task_id>/delegate/", tasks.delegate, name="delegate_task"),
    path("tasks/<int:task_id>/files/<int:file_id>/", tasks.task_file, name="task_file"),
    *in_each_format("decisions/<int:decision_id>/document", documents.decision_file, "decision"),
    *in_each_format(
        "decisions/<int:decision_id>/letters/<int:organization_id>", documents.letter_file, "letter"
    ),
    *in_each_format("drafts/<int:draft_id>/document", documents.draft_file, "draft"),
    path("drafts/", drafts.draft_list, name="drafts"),
    path("drafts/new/", drafts.new_draft, name="new_draft"),
    path("drafts/<int:draft_id>/", drafts.draft_page, name="draft"),
    path("drafts/<int:draft_id>/head/", drafts.draft_head, name="draft_head"),
    path("drafts/<int:draft_id>/articles/", drafts.new_article, name="new_article"),
    path("drafts/<int:draft_id>/articles/<int:number>/", drafts.article_page, name="article"),
    path(
        "drafts/<int:draft_id>/articles/<int:number>/remove/",
        drafts.remove_article,
        name="remove_article",
    ),
    path("drafts/<int:draft_id>/preview/", drafts.preview_page, name="preview"),
    path("drafts/<int:draft_id>/discard/", drafts.discard_draft, name="discard_draft"),
    path("pick/<str:source>/", picks.pick, name="pick"),
    path("search/", search.search_page, name="search"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/<str:rule_id>/", rules.rule_page, name="rule"),
    path("audit/", audit.audit_trail, name="audit"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/templates/<str:kinds>/", imports.import_template, name="import_template"),
    path("imports/<int:import_id>/", imports.import_page, name="import"),
    path("imports/<int:import_id>/columns/", imports.import_layout, name="import_layout"),
    path("imports/<int:import_id>/check/", imports.check_import, name="check_import"),
    path("imports/<int:import_id>/apply/", imports.apply_import, name="apply_import"),
    path("imports/<int:import_id>/discard/", imports.discard_import, name="discard_import"),
    path("imports/<int:import_id>/file/", imports.import_file, name="import_file"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/<int:run_id>/", runs.run_page, name="run"),
    path("runs/<int:run_id>/file/", runs.run_file, name="run_file"),
    path("runs/<int:run_id>/cancel/", runs.cancel_run, name="cancel_run"),
    path("vacancies/", vacancies.vacancy_list, name="vacancies"),
    path("vacancies/<int:post_id>/", vacancies.vacancy_page, name="vacancy"),
    path("handovers/", handovers.handover_list, name="handovers"),
    path("handovers/<int:post_id>/<int:person_id>/", handovers.handover_page, name="handover"),
    path("handovers/<int:post_id>/<int:person_id>/tick/", handovers.tick, name="tick_handover"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar/address/", calendar.make_address, name="calendar_address"),
    path("calendar/address/revoke/", calendar.revoke_address, name="revoke_calendar_address"),
    path("calendar/<slug:secret>.ics", calendar.feed, name="calendar_feed"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/read/", inbox.mark_all_read, name="mark_all_read"),
    path("inbox/<int:notice_id>/", inbox.open_notice, name="open_notice"),
    path("month/", month.my_month, name="my_month"),
    path("month/plan/", month.plan_own, name="plan_own"),
    path("month/repeat/", month.repeat_week, name="repeat_week"),
    path("month/answer/", month.answer_question, name="answer_question"),
    path("month/entries/<int:entry_id>/", entries.entry_page, name="time_entry"),
    path("month/leave/", leave.my_leave, name="my_leave"),
    path("month/leave/<int:request_id>/withdraw/", leave.withdraw_leave, name="withdraw_leave"),
    path("confirm/entries/<int:entry_id>/", entries.entry_files, name="entry_files"),
    path("evidence/<int:evidence_id>/", entries.evidence_file, name="evidence"),
    path(
        "evidence/<int:evidence_id>/withdraw/", entries.withdraw_evidence, name="withdraw_evidence"
    ),
    path("objections/", objections.objection_list, name="objections"),
    path("objections/<int:objection_id>/", objections.objection_page, name="objection"),
    path("exports/", exports.export_page, name="exports"),
    path("returns/", returns.board_page, name="returns"),
    path("returns/remind/", return_office.remind_page, name="return_remind"),
    path("returns/deadline/", return_office.deadline_page, name="return_deadline"),
    path("returns/report/", return_reports.report_page, name="return_report"),
    path("returns/report/file/", return_reports.report_file, name="return_report_file"),
    path("returns/report/<str:figure>/", return_figures.total_page, name="return_total"),
    path("returns/chapters/<int:organization_id>/", returns.chapter_page, name="return_of_chapter"),
    path("returns/chapters/<int:organization_id>/form/", returns.form_download, name="return_form"),
    path(
        "returns/chapters/<int:organization_id>/<str:figure>/",
        return_figures.figure_page,
        name="return_figure",
    ),
    path("returns/files/<int:submission_id>/", returns.file_page, name="return_file"),
    path(
        "returns/files/<int:submission_id>/workbook/",
        returns.file_download,
        name="return_workbook",
    ),
    path("activities/<int:activity_id>/", activities.activity_page, name="activity"),
    path("confirm/", confirming.confirm_list, name="confirm"),
    path("confirm/<int:person_id>/<int:post_id>/", confirming.confirm_sheet, name="confirm_sheet"),
    path("confirm/leave/<int:request_id>/", confirming.decide_leave, name="decide_leave"),
    path("closing/", closing.closing_list, name="closing"),
    path("closing/<int:unit_id>/", closing.unit_month, name="unit_month"),
    path("preferences/", preferences.set_preferences, name="preferences"),
]
