"""An issuer's letterhead and who signs: shown as it is printed, changed, with its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kiem.delivery.web import wording
from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.letterheadforms import (
    FAMILIES,
    WAYS,
    EndForm,
    ProfileForm,
    SignatoryForm,
)
from kiem.delivery.web.listing import organization_path
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.documents.model import Signature
from kiem.domain.documents.queries.letterheads import letterhead_shown
from kiem.domain.register.actions.numbers import set_issuer_profile
from kiem.domain.register.actions.signing import authorise_signatory, end_signatory
from kiem.domain.register.queries import signing
from kiem.platform.access import Permission
from kiem.platform.kernel.errors import NotFound

GET_AND_POST = ["GET", "HEAD", "POST"]
Signed = tuple[signing.Signatory, Signature]


@require_safe
@requires(Permission.CHANGE_REGISTER)
def letterhead_page(request: HttpRequest, organization_id: int) -> HttpResponse:
    shown = letterhead_shown(viewer=viewer_of(request), organization_id=organization_id)
    header = shown.letterhead.header
    tables: list[Table[Any]] = [
        Table.of_all(
            request,
            name="signatories",
            caption=gettext("Who else may sign"),
            columns=signatory_columns(organization_id),
            rows=shown.signatories,
            empty_text=gettext("Only the head signs."),
        ),
        Table.of_all(
            request,
            name="history",
            caption=gettext("Earlier letterheads"),
            columns=history_columns(),
            rows=shown.letterhead.history,
            is_main=False,
            empty_text=gettext("Nobody has set it yet."),
        ),
    ]
    context = {
        "title": gettext("Letterhead and signatures"),
        "name": wording.name_of(header.name_vi, header.name_en),
        "back_href": organization_path(header.category, organization_id),
        "shown": shown,
        "header": header,
        "signatories": tables[0],
        "history": tables[1],
        "base_href": _base(organization_id),
    }
    return show(request, "kiem/letterhead.html", context, tables)


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def change_letterhead(request: HttpRequest, organization_id: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    header = signing.letterhead(viewer=viewer, organization_id=organization_id).header
    names = ("header_family", "symbol", "place_vi", "signing_vi", "parent_body_vi")
    form = ProfileForm(
        request.POST or None, initial={name: getattr(header, name) for name in names}
    )

    def act(cleaned: dict[str, Any]) -> None:
        set_issuer_profile(organization_id=organization_id, **cleaned, actor=viewer)
        messages.success(request, gettext("The next decision carries this letterhead."))

    return _form_page(request, organization_id, form, "letterhead", gettext("Letterhead"), act)


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def new_signatory(request: HttpRequest, organization_id: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    posts = signing.signing_posts(viewer=viewer, organization_id=organization_id)
    form = SignatoryForm(posts, request.POST or None)

    def act(cleaned: dict[str, Any]) -> None:
        authorise_signatory(organization_id=organization_id, **cleaned, actor=viewer)

    title = gettext("Who else may sign")
    return _form_page(request, organization_id, form, "signatory", title, act)


@require_http_methods(GET_AND_POST)
@requires(Permission.CHANGE_REGISTER)
def end_right(request: HttpRequest, organization_id: int, authority_id: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    said = signing.letterhead(viewer=viewer, organization_id=organization_id)
    if authority_id not in {each.id for each in said.signatories}:
        raise NotFound(
            "web.no_signatory",
            "There is no right to sign of this number today.",
            remedy="Open the issuer's letterhead page again.",
        )
    form = EndForm(request.POST or None)

    def act(cleaned: dict[str, Any]) -> None:
        end_signatory(authority_id=authority_id, ends_on=cleaned["ends_on"], actor=viewer)

    title = gettext("End the right to sign")
    return _form_page(request, organization_id, form, f"end_right:{authority_id}", title, act)


def _form_page(
    request: HttpRequest,
    organization_id: int,
    form: KiemForm,
    name: str,
    title: str,
    act: Callable[[dict[str, Any]], None],
) -> HttpResponseBase:
    back = _base(organization_id)

    def do(cleaned: dict[str, Any]) -> str:
        act(cleaned)
        return back

    if answer := submitted(request, form, name=f"{name}:{organization_id}", act=do):
        return answer
    context = {
        "title": title,
        "form": form,
        "back_href": back,
        "crumbs": [(gettext("Letterhead and signatures"), back)],
    }
    page = show(request, "kiem/form_page.html", context)
    page.status_code = form.status
    return page


def _base(organization_id: int) -> str:
    return f"/organizations/{organization_id}/letterhead/"


def signatory_columns(organization_id: int) -> list[Column[Signed]]:
    return [
        Column(
            "post",
            gettext("Post"),
            lambda s: wording.name_of(s[0].title_vi, s[0].title_en),
            href=lambda s: f"/posts/{s[0].post_id}/",
            is_heading=True,
        ),
        Column(
            "organization",
            gettext("Organisation"),
            lambda s: wording.name_of(s[0].organization_vi, s[0].organization_en),
        ),
        Column("way", gettext("Signs"), lambda s: gettext(WAYS[s[0].way])),
        Column("printed", gettext("As printed"), lambda s: " / ".join(printed(s[1]))),
        Column("since", gettext("From"), lambda s: s[0].valid.start, Kind.DATE),
        Column(
            "end",
            gettext("End it"),
            lambda _s: gettext("end"),
            href=lambda s: f"{_base(organization_id)}signatories/{s[0].id}/end/",
            is_exported=False,
            is_filterable=False,
            is_sortable=False,
        ),
    ]


def printed(signature: Signature) -> tuple[str, ...]:
    """The lines of a signature, the name last; nobody holds the post: no name."""
    name = f"{signature.rank_vi} {signature.name}".strip() if signature.name else ""
    return (*(line.upper() for line in signature.heads_vi), *([name] if name else ()))


def history_columns() -> list[Column[signing.ProfileVersion]]:
    return [
        Column(
            "recorded",
            gettext("Recorded"),
            lambda p: wording.moment(p.recorded_at),
            Kind.MOMENT,
            is_heading=True,
        ),
        Column("family", gettext("Form"), lambda p: gettext(FAMILIES[p.header_family])),
        Column("parent", gettext("Body above"), lambda p: p.parent_body_vi),
        Column("symbol", gettext("Symbol"), lambda p: p.symbol),
        Column("place", gettext("Place"), lambda p: p.place_vi),
        Column("signing", gettext("Signing authority"), lambda p: p.signing_vi),
    ]
