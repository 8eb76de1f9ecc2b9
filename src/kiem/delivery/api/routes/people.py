"""People, what they held, and who moved where. Reading about one person is recorded."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, Time, page_of, scope_of
from kiem.delivery.api.operations import operation
from kiem.delivery.api.routes.structure import BY_NAME
from kiem.delivery.api.schemas.register import Person, PersonDetail, SearchHits
from kiem.delivery.api.schemas.shape import Id, One, Page, Words
from kiem.delivery.web.asked import viewer_of
from kiem.domain.register.queries import people
from kiem.domain.register.queries import search as register_search
from kiem.platform import audit
from kiem.platform.access import Permission

router = Router(tags=["people"])
HITS = 20


@operation(
    router,
    "GET",
    "/people",
    permission=Permission.VIEW_PERSON,
    returns=Page[Person],
    summary=_("List people"),
    description=_(
        "People in service in your scope, by given name. `only_dual`: those who hold an office too."
    ),
)
def list_people(
    request: HttpRequest,
    time: Time,
    page: Paging,
    text: Words | None = None,
    unit_id: Id | None = None,
    only_dual: bool = False,
) -> Rows[people.PersonRow]:
    scope = scope_of(request, time)
    return page_of(
        page,
        of="people",
        shape=BY_NAME,
        fetch=lambda after, limit: people.list_people(
            **scope,
            search=text,
            unit_id=unit_id,
            only_dual=only_dual,
            after=after,
            limit=limit,
        ),
        key_of=lambda row: (row.sort_key, row.id),
    )


@operation(
    router,
    "GET",
    "/people/{person_id}",
    permission=Permission.VIEW_PERSON,
    returns=One[PersonDetail],
    summary=_("One person"),
    description=_(
        "All posts over time with their decisions, ranks, and memberships of your own line."
    ),
)
def get_person(request: HttpRequest, person_id: Id, time: Time) -> people.PersonDetail:
    detail = people.person_detail(person_id=person_id, **scope_of(request, time))
    audit.record_view(viewer_of(request), f"person:{person_id}")
    return detail


@operation(
    router,
    "GET",
    "/search",
    permission=Permission.SIGNED_IN,
    returns=One[SearchHits],
    summary=_("Search everything"),
    description=_("The first 20 units, organisations, people and posts with all words of `text`."),
)
def search(request: HttpRequest, text: Words, time: Time) -> register_search.SearchHits:
    return register_search.search(text=text.strip(), limit=HITS, **scope_of(request, time))
