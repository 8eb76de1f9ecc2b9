"""Seats to fill, and who comes into question for each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.listing import organization_path
from kiem.delivery.web.pages import show
from kiem.delivery.web.reasons import candidate_line
from kiem.delivery.web.tables import Table
from kiem.domain.continuity import queries as continuity
from kiem.platform import audit
from kiem.platform.access import Permission

_CAUSES = {
    "vacant": gettext_noop("vacant"),
    "ending": gettext_noop("appointment ends"),
    "age": gettext_noop("age limit"),
}
_NOTHING = mark_safe("")
SHOWN_PEOPLE = 60


@require_safe
@requires(Permission.VIEW_OFFICES)
def vacancy_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    table = Table.of_all(
        request,
        name="vacancies",
        caption=gettext("Seats to fill"),
        columns=vacancy_columns(asked),
        rows=continuity.list_vacancies(**scope_of(request)),
        default_sort="due",
        empty_text=gettext("Every seat of your scope is filled, and none falls free soon."),
    )
    lead = gettext(
        "Seats that are vacant, and seats that fall free within {days} days by age or by the end "
        "of an appointment, with the day by which they are to be filled."
    ).format(days=continuity.HORIZON_DAYS)
    context = {"title": gettext("Seats to fill"), "lead": lead, "table": table}
    return show(request, "kiem/list.html", context, [table])


@require_safe
@requires(Permission.VIEW_OFFICES)
def vacancy_page(request: HttpRequest, post_id: int) -> HttpResponse:
    """Who comes into question for a post. Looking is recorded: it compares people."""
    asked, viewer = asked_of(request), viewer_of(request)
    found = continuity.candidates_for(post_id=post_id, **scope_of(request))
    if found.people:
        audit.record_view(viewer, f"candidates:{post_id}")
    opens = viewer.can(Permission.VIEW_PERSON)
    wants_all = request.GET.get("all") == "1"
    shown = found.people if wants_all else found.people[:SHOWN_PEOPLE]
    post = found.post
    context = {
        "title": wording.name_of(post.post.title_vi, post.post.title_en),
        "organization": wording.name_of(post.organization_vi, post.organization_en),
        "organization_href": organization_path(
            post.organization_category, post.post.organization_id
        )
        + asked.query,
        "post_href": f"/posts/{post_id}/{asked.query}",
        "vacancies": [
            {
                "cause": gettext(_CAUSES[v.seat.cause]),
                "day": v.seat.day,
                "due": v.due,
                "holder": v.seat.full_name,
                "is_overdue": v.is_overdue(asked.on),
            }
            for v in found.vacancies
        ],
        "from_members": found.pool.from_members,
        "people": [candidate_line(c, asked, opens_people=opens) for c in shown],
        "eligible": sum(c.is_eligible for c in found.people),
        "total": len(found.people),
        "all_href": asked.link(request.path, all="1") if len(shown) < len(found.people) else "",
        "load_on": found.load_on,
    }
    return show(request, "kiem/vacancy.html", context)


def vacancy_columns(asked: Asked) -> list[Column[continuity.Vacancy]]:
    def due_status(vacancy: continuity.Vacancy) -> SafeString:
        return statuses.status("overdue") if vacancy.is_overdue(asked.on) else _NOTHING

    def letter(vacancy: continuity.Vacancy) -> SafeString:
        return statuses.letter(vacancy.rule.letter) if vacancy.rule else _NOTHING

    return [
        Column("due", gettext("Fill by"), lambda v: v.due, Kind.DATE),
        Column(
            "state",
            gettext("State"),
            lambda v: statuses.status_text("overdue") if v.is_overdue(asked.on) else "",
            html=due_status,
        ),
        Column(
            "post",
            gettext("Post"),
            lambda v: wording.name_of(v.seat.title_vi, v.seat.title_en),
            href=lambda v: f"/vacancies/{v.seat.post_id}/{asked.query}",
            is_heading=True,
        ),
        Column(
            "organization",
            gettext("Organisation"),
            lambda v: wording.name_of(v.seat.organization_vi, v.seat.organization_en),
            href=lambda v: organization_path(v.seat.category, v.seat.organization_id) + asked.query,
        ),
        Column("cause", gettext("Why"), lambda v: gettext(_CAUSES[v.seat.cause])),
        Column("day", gettext("Since / from"), lambda v: v.seat.day, Kind.DATE),
        Column("holder", gettext("Holder"), lambda v: v.seat.full_name),
        Column("free", gettext("Seats"), lambda v: v.seat.free, Kind.COUNT, is_summed=True),
        Column("eligible", gettext("Eligible"), lambda v: v.eligible, Kind.COUNT),
        Column(
            "rule",
            gettext("Rule"),
            lambda v: wording.name_of(v.rule.title_vi, v.rule.title_en) if v.rule else "",
            href=lambda v: f"/rules/{v.rule.rule_id}/{asked.query}" if v.rule else None,
        ),
        Column(
            "letter",
            gettext("Letter"),
            lambda v: v.rule.letter.value if v.rule else "",
            html=letter,
        ),
    ]
