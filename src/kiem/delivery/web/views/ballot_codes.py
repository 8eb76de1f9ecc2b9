"""The codes of a ballot: drawn once and printed, spoiled ones replaced."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kiem.delivery.web import congressforms as forms
from kiem.delivery.web import wording
from kiem.delivery.web.asked import asked_of, scope_of, viewer_of
from kiem.delivery.web.congresswords import congress_href
from kiem.delivery.web.formpage import form_page
from kiem.delivery.web.gate import requires
from kiem.delivery.web.views.voting import held_round
from kiem.domain.documents.queries.slips import slip_sheet
from kiem.domain.documents.slips import render_slips
from kiem.domain.elections import actions
from kiem.domain.elections.errors import missing
from kiem.platform.access import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CONDUCT_ASSEMBLY)
def ballot_codes(request: HttpRequest, congress_id: int, round_id: int) -> HttpResponse:
    """Answers with the sheet of slips, this once: the codes are kept nowhere."""
    asked, viewer = asked_of(request), viewer_of(request)
    detail, state = held_round(request, congress_id, round_id)
    if state.mode != "by_code" or state.tally is not None:
        raise missing("ballot")
    back = congress_href(congress_id, asked, f"contests/{detail.contest.number}/")
    sheets: list[bytes] = []
    form: forms.DrawForm | forms.ReplaceForm = (
        forms.DrawForm(request.POST or None)
        if state.codes is None
        else forms.ReplaceForm(request.POST or None)
    )

    def act(given: dict[str, Any]) -> str:
        if isinstance(form, forms.ReplaceForm):
            codes = actions.replace_codes(
                round_id=round_id,
                spoiled=given["spoiled"].splitlines(),
                reason=given["reason"],
                actor=viewer,
            )
        else:
            codes = actions.draw_codes(round_id=round_id, actor=viewer)
        sheet = slip_sheet(
            congress_id=congress_id,
            round_id=round_id,
            codes=codes,
            address=request.build_absolute_uri(reverse("vote")),
            **scope_of(request),
        )
        sheets.append(render_slips(sheet))  # in the transaction: no sheet, no codes
        return back

    answer = form_page(
        request,
        form,
        name=f"codes {round_id}",
        act=act,
        title=gettext("Codes on paper slips"),
        lead=_lead(state.codes is None, len(state.voter_ids)),
        back_href=back,
    )
    if sheets:
        return _file(sheets[0], round_id)
    if answer.status_code == 302:  # the form sent again: the sheet was made the first time
        messages.info(request, gettext("These codes are drawn already; their sheet came once."))
    return answer


def _lead(is_first: bool, voters: int) -> str:
    if not is_first:
        return gettext("The codes are drawn. Spoiled slips are replaced, never added to.")
    return gettext(
        "{count} codes, one for each voter, come once as a sheet to print. Cut it, mix the slips,"
        " and let every voter take one; note for nobody which. Then delete the file."
    ).format(count=wording.number(voters))


def _file(content: bytes, round_id: int) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="slips-{round_id}.pdf"'
    return response
