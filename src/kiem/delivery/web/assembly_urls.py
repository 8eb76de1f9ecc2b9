"""The pages of assemblies: projects, events, congresses, surveys, models, coordination, tasks."""

from django.urls import path

from kiem.delivery.web.papers import in_each_format
from kiem.delivery.web.views import (
    assembly,
    assembly_acts,
    ballot_codes,
    calendar,
    citations,
    congress_acts,
    congresses,
    coordination,
    corrections,
    documents,
    event_acts,
    good_models,
    projects,
    proposals,
    survey_acts,
    survey_questions,
    survey_results,
    surveys,
    tasks,
    voting,
    voting_by_code,
)

urlpatterns = [
    path("assembly/", assembly.assembly_list, name="assemblies"),
    path("assembly/projects/new/", assembly_acts.new_project, name="new_project"),
    path("assembly/projects/<int:project_id>/", projects.project_page, name="project"),
    path(
        "assembly/projects/<int:project_id>/events/new/", assembly_acts.new_event, name="new_event"
    ),
    path("assembly/events/<int:event_id>/", assembly.event_page, name="event"),
    path(
        "assembly/events/<int:event_id>/contributions/<int:number>/correct/",
        corrections.correct_contribution,
        name="correct_contribution",
    ),
    path(
        "assembly/events/<int:event_id>/conclusions/<int:number>/correct/",
        corrections.correct_conclusion,
        name="correct_conclusion",
    ),
    path(
        "assembly/events/<int:event_id>/minutes/write/",
        event_acts.write_minutes,
        name="write_minutes",
    ),
    path(
        "assembly/events/<int:event_id>/minutes/approve/",
        event_acts.approve_minutes,
        name="approve_minutes",
    ),
    path("assembly/events/<int:event_id>/attendance/", event_acts.attendance, name="attendance"),
    path("assembly/events/<int:event_id>/change/", event_acts.change_event, name="change_event"),
    path("assembly/events/<int:event_id>/cancel/", event_acts.cancel_event, name="cancel_event"),
    path("assembly/events/<int:event_id>/event.ics", calendar.event_ics, name="event_ics"),
    path("assembly/events/<int:event_id>/figures/", citations.cited_figures, name="cited_figures"),
    path(
        "assembly/events/<int:event_id>/figures/<int:number>/<int:position>/",
        citations.pinned_figure,
        name="pinned_figure",
    ),
    path("assembly/events/<int:event_id>/papers/new/", assembly_acts.new_paper, name="new_paper"),
    path(
        "assembly/events/<int:event_id>/papers/<int:paper_id>/",
        assembly.event_paper,
        name="event_paper",
    ),
    path(
        "assembly/events/<int:event_id>/contributions/new/",
        assembly_acts.new_contribution,
        name="new_contribution",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/new/",
        proposals.new_proposal,
        name="new_proposal",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/<int:number>/verdict/",
        proposals.judge_proposal,
        name="judge_proposal",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/<int:number>/support/",
        proposals.support_proposal,
        name="support_proposal",
    ),
    path(
        "assembly/events/<int:event_id>/proposals/<int:number>/effect/",
        proposals.proposal_effect,
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
    path(
        "congresses/<int:congress_id>/delegates/all/",
        congress_acts.convene_all,
        name="convene_all",
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
        "congresses/<int:congress_id>/rounds/<int:round_id>/end/",
        voting.end_round,
        name="end_round",
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
        "congresses/<int:congress_id>/rounds/<int:round_id>/codes/",
        ballot_codes.ballot_codes,
        name="ballot_codes",
    ),
    path("vote/", voting_by_code.vote, name="vote"),
    path("vote/ballot/", voting_by_code.vote_ballot, name="vote_ballot"),
    path("vote/done/", voting_by_code.vote_done, name="vote_done"),
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
    path("models/", good_models.model_list, name="good_models"),
    path("models/new/", good_models.new_model, name="new_model"),
    path("models/<int:model_id>/", good_models.model_page, name="good_model"),
    path("models/<int:model_id>/similar/", good_models.similar_units, name="similar_units"),
    path("models/<int:model_id>/correct/", good_models.correct_model, name="correct_model"),
    path("models/<int:model_id>/adopt/", good_models.adopt_model, name="adopt_model"),
    path(
        "models/<int:model_id>/adoptions/<int:adoption_id>/",
        good_models.adoption_result,
        name="adoption_result",
    ),
    path("models/<int:model_id>/files/<int:file_id>/", good_models.model_file, name="model_file"),
    path("coordination/", coordination.coordination_list, name="coordination"),
    path("coordination/new/", coordination.new_regulation, name="new_regulation"),
    path("coordination/<int:regulation_id>/", coordination.regulation_page, name="regulation"),
    path(
        "coordination/<int:regulation_id>/review/",
        coordination.review_regulation,
        name="review_regulation",
    ),
    path(
        "coordination/<int:regulation_id>/files/<int:file_id>/",
        coordination.regulation_file,
        name="regulation_file",
    ),
    path("requests/", coordination.request_list, name="requests"),
    path("requests/new/", coordination.new_request, name="new_request"),
    path("requests/<int:request_id>/", coordination.request_page, name="request"),
    path(
        "requests/<int:request_id>/files/<int:file_id>/",
        coordination.request_file,
        name="request_file",
    ),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<int:task_id>/", tasks.task_page, name="task"),
    path("tasks/<int:task_id>/conditions/", tasks.new_condition, name="new_condition"),
    path("tasks/<int:task_id>/delegate/", tasks.delegate, name="delegate_task"),
]
