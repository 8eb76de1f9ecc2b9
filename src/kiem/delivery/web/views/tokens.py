"""The tokens of one's own account, with which programs use the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.forming import KiemForm, submitted
from kiem.delivery.web.gate import requires
from kiem.delivery.web.rights import PERMISSION_NAMES
from kiem.delivery.web.views.account import own_id
from kiem.platform import accounts
from kiem.platform.access import Permission, Viewer

DAYS = {
    7: gettext_noop("a week"),
    30: gettext_noop("a month"),
    90: gettext_noop("three months"),
    366: gettext_noop("a year"),
}
DAYS_AT_FIRST = 90


class TokenForm(KiemForm):
    """A new token: for which program, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("What will use it"), max_length=80, initial="", strip=True
    )
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        help_text=gettext_lazy("Never more than you may yourself on the day it is used."),
        widget=forms.CheckboxSelectMultiple,
    )
    valid_days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"), coerce=int, initial=DAYS_AT_FIRST
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = gettext("Make the token")
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]  # a choice field
            (code, permission_text(code)) for code in accounts.grantable_permissions(viewer)
        ]
        self.fields["valid_days"].choices = [  # type: ignore[attr-defined]  # a choice field
            (days, gettext(text)) for days, text in DAYS.items()
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGNED_IN)
def token_list(request: HttpRequest) -> HttpResponseBase:
    """One's tokens, and a form for a new one, which is shown this once."""
    viewer, user_id = viewer_of(request), own_id(request)
    form = TokenForm(request.POST or None, viewer=viewer)
    made: list[accounts.NewToken] = []

    def act(wanted: dict[str, Any]) -> str:
        made.append(accounts.create_token(user_id=user_id, actor=viewer, **wanted))
        return reverse("tokens")

    answer = submitted(request, form, name="token", act=act)
    if made:
        return render(request, "kiem/account/token_made.html", {"made": made[0]})
    if answer is not None:  # the form sent again: the token was shown the first time
        messages.info(request, gettext("This token is made already and was shown once."))
        return answer
    context = {
        "title": gettext("Tokens for programs"),
        "form": form,
        "tokens": [_shown(row) for row in accounts.list_tokens(user_id=user_id)],
        "may_make": bool(accounts.grantable_permissions(viewer)),
    }
    return render(request, "kiem/account/tokens.html", context, status=form.status)


# Revoking twice is revoking once: the form needs no token for one use.
@require_POST
@requires(Permission.SIGNED_IN)
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponseBase:
    accounts.revoke_token(token_id=token_id, actor=viewer_of(request))
    messages.success(request, gettext("The token can no longer be used."))
    return HttpResponseRedirect(reverse("tokens"))


def permission_text(code: str) -> str:
    """What a permission allows, in words; the code itself for one that has none."""
    known = {str(permission): text for permission, text in PERMISSION_NAMES.items()}
    return gettext(known[code]) if code in known else code


def _shown(row: accounts.TokenRow) -> dict[str, Any]:
    if row.usable:
        state = gettext("usable")
    else:
        state = gettext("revoked") if row.revoked_at else gettext("expired")
    return {
        "row": row,
        "state": state,
        "permissions": [permission_text(code) for code in row.permissions],
    }
