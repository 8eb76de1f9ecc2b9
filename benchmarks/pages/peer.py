"""The plain peer: Django's admin change lists over the same tables, without access rules or time.

It shows open rows in the same order and searches the same columns; everything else is the admin as
it comes. Nobody signs in: a middleware plays a superuser, so that the peer pays for no session.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kiem.config import settings as own


class Anyone:
    """The superuser of the peer."""

    pk = id = 1
    is_active = is_staff = is_superuser = is_authenticated = True
    is_anonymous = False

    def has_perm(self, *_: object) -> bool:
        return True

    has_module_perms = has_perm

    def get_username(self) -> str:
        return "anyone"

    get_short_name = get_username

    def has_usable_password(self) -> bool:
        return False


class PlaySuperuser:
    """Middleware: every request is Anyone's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = Anyone()  # type: ignore[assignment]  # stands in for an account
        return self.get_response(request)


def configure() -> None:
    """Kiem's settings with the admin added and Kiem's own layers taken away."""
    values: dict[str, Any] = {name: getattr(own, name) for name in dir(own) if name.isupper()}
    values["INSTALLED_APPS"] = ["django.contrib.admin", *own.INSTALLED_APPS]
    values["ROOT_URLCONF"] = "benchmarks.pages.peer_urls"
    values["SILENCED_SYSTEM_CHECKS"] = ["admin"]
    values["TEMPLATES"] = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ]
    values["MIDDLEWARE"] = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "benchmarks.pages.peer.PlaySuperuser",
    ]
    settings.configure(**values)
    django.setup()


if not settings.configured and "DATABASE_URL" in os.environ:
    configure()

from django.core.wsgi import get_wsgi_application  # noqa: E402  # settings first

application = get_wsgi_application()
