"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiem.delivery.web.asked import asked_of, viewer_of
from kiem.delivery.web.gate import requires
from kiem.delivery.web.rights import rights_of
from kiem.delivery.web.samplebanner import opening_path
from kiem.delivery.web.states import sentence
from kiem.platform import accounts
from kiem.platform.access import Permission
from kiem.platform.access.addresses import client_address
from kiem.platform.kernel.errors import Conflict, DomainError

YEAR_SECONDS = 365 * 24 * 3600
ROLE_NAMES = {
    "youth_officer": gettext_noop("Standing officer of a member organisation"),
    "chapter_secretary": gettext_noop("Secretary of a chapter"),
    "unit_commander": gettext_noop("Commander of a unit"),
    "personnel": gettext_noop("Policy and personnel department"),
    "dual_holder": gettext_noop("Dual holder"),
    "auditor": gettext_noop("Auditor"),
    "administrator": gettext_noop("Administrator of accounts"),
}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """User name and password; the personas where people are invented."""
    form = accounts.SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                result = accounts.sign_in(
                    request,
                    username=form.cleaned_data["username"],
                    password=form.cleaned_data["password"],
                    address=client_address(request),
                )
            except DomainError as error:
                status = _add_error(form, error)
            else:
                return _signed_in(request, result)
    elif viewer_of(request).user_id is not None:
        return HttpResponseRedirect(_next(request))
    return render(
        request,
        "kiem/account/sign_in.html",
        {"form": form, "personas": _personas(), "next": _next(request)},
        status=status,
    )


@require_POST
@requires(Permission.PUBLIC)
def enter_persona(request: HttpRequest) -> HttpResponseBase:
    """One click into an invented account. A POST with a token, so that no link can do it."""
    chosen = request.POST.get("persona", "")
    user_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else 0
    result = accounts.enter_persona(request, user_id=user_id)
    return _signed_in(request, result, home=opening_path())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLIC)
def enter_code(request: HttpRequest) -> HttpResponseBase:
    """The second step of signing in."""
    if not accounts.waits_for_factor(request):
        return HttpResponseRedirect(reverse("sign_in"))
    form = accounts.CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                result = accounts.finish_sign_in(request, code=form.cleaned_data["code"])
            except Conflict as error:
                messages.error(request, _words(error))
                return HttpResponseRedirect(reverse("sign_in"))
            except DomainError as error:
                status = _add_error(form, error)
            else:
                return _signed_in(request, result)
    return render(
        request,
        "kiem/account/code.html",
        {"form": form, "next": _next(request)},
        status=status,
    )


@require_POST
@requires(Permission.PUBLIC)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session. Harmless when there is none."""
    accounts.sign_out(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_safe
@requires(Permission.SIGNED_IN)
def account(request: HttpRequest) -> HttpResponseBase:
    """One's own account: rights and second factor."""
    rights = rights_of(viewer_of(request), asked_of(request).today)
    return render(
        request,
        "kiem/account/account.html",
        {
            "rights": rights,
            "factor": accounts.factor_state(own_id(request)),
            "has_password": accounts.has_password(own_id(request)),
        },
    )


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGNED_IN)
def change_password(request: HttpRequest) -> HttpResponseBase:
    """A new password against the present one; all other sessions of the account end."""
    form = accounts.NewPasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                accounts.change_password(
                    request,
                    current=form.cleaned_data["current"],
                    password=form.cleaned_data["password"],
                )
            except DomainError as error:
                status = _add_error(form, error)
            else:
                messages.success(request, gettext("Your password is changed."))
                return HttpResponseRedirect(reverse("account"))
    return render(request, "kiem/account/password.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGNED_IN)
def set_up_factor(request: HttpRequest) -> HttpResponseBase:
    """Show the QR code; with a first valid code turn the factor on and show recovery codes once."""
    user_id = own_id(request)
    enrolment = accounts.start_factor(user_id=user_id)
    form = accounts.CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                codes = accounts.confirm_factor(
                    user_id=user_id, code=form.cleaned_data["code"], actor=viewer_of(request)
                )
            except DomainError as error:
                status = _add_error(form, error)
            else:
                return render(request, "kiem/account/recovery_codes.html", {"codes": codes})
    context = {
        "form": form,
        "secret": enrolment.secret,
        "qr": mark_safe(enrolment.qr_svg),  # noqa: S308 - made by us from base-32 letters
    }
    return render(request, "kiem/account/set_up_factor.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGNED_IN)
def remove_factor(request: HttpRequest) -> HttpResponseBase:
    """Turn the factor off with a valid code."""
    form = accounts.CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                accounts.remove_factor(
                    user_id=own_id(request),
                    code=form.cleaned_data["code"],
                    actor=viewer_of(request),
                )
            except DomainError as error:
                status = _add_error(form, error)
            else:
                messages.success(request, gettext("The second factor is off."))
                return HttpResponseRedirect(reverse("account"))
    return render(request, "kiem/account/remove_factor.html", {"form": form}, status=status)


def _personas() -> list[dict[str, Any]]:
    return [
        {
            "user_id": persona.user_id,
            "name": persona.display_name,
            "roles": [gettext(ROLE_NAMES.get(role, role)) for role in persona.roles],
        }
        for persona in accounts.list_personas()
    ]


def _signed_in(request: HttpRequest, result: accounts.SignIn, *, home: str = "/") -> HttpResponse:
    """On to the code or to the page asked for, in the account's language unless one was chosen."""
    target = _next(request)
    target = home if target == "/" else target
    if result.needs_factor:
        url = reverse("enter_code")
        return HttpResponseRedirect(f"{url}?{_next_query(target)}" if target != "/" else url)
    response = HttpResponseRedirect(target)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            result.language,
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


def _next_query(target: str) -> str:
    return urlencode({"next": target})


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: a path of this site, else home."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else "/"


def own_id(request: HttpRequest) -> int:
    user_id = viewer_of(request).user_id
    if user_id is None:
        raise LookupError("a view that requires SIGNED_IN ran without an account")
    return user_id


def _words(error: DomainError) -> str:
    return f"{sentence(error.message, error)} {sentence(error.remedy, error)}".strip()


def _add_error(form: Form, error: DomainError) -> int:
    """Show the error where it belongs in the form; returns the status of the answer."""
    form.add_error(error.field if error.field in form.fields else None, _words(error))
    return error.status
