"""Every page and what it is called. Each view declares its permission."""

from django.urls import path

from kiem.delivery.web.views import (
    audit,
    changes,
    decisions,
    findings,
    home,
    inbox,
    organizations,
    people,
    posts,
    preferences,
    rules,
    runs,
    search,
    units,
    vacancies,
    why,
)

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
    path("people/", people.person_list, name="people"),
    path("people/<int:person_id>/", people.person_page, name="person"),
    path("people/<int:person_id>/load/", people.person_load_part, name="person_load"),
    path("posts/<int:post_id>/", posts.post_page, name="post"),
    path("changes/", changes.change_list, name="changes"),
    path("changes/<int:event_id>/", changes.change_page, name="change"),
    path("decisions/<int:decision_id>/", decisions.decision_page, name="decision"),
    path("search/", search.search_page, name="search"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/<str:rule_id>/", rules.rule_page, name="rule"),
    path("audit/", audit.audit_trail, name="audit"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/<int:run_id>/", runs.run_page, name="run"),
    path("runs/<int:run_id>/file/", runs.run_file, name="run_file"),
    path("runs/<int:run_id>/cancel/", runs.cancel_run, name="cancel_run"),
    path("vacancies/", vacancies.vacancy_list, name="vacancies"),
    path("vacancies/<int:post_id>/", vacancies.vacancy_page, name="vacancy"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/read/", inbox.mark_all_read, name="mark_all_read"),
    path("inbox/<int:notice_id>/", inbox.open_notice, name="open_notice"),
    path("preferences/", preferences.set_preferences, name="preferences"),
]
