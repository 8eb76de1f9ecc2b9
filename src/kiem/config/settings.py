"""Django settings. The command line resolves the data folder and database before this is read."""

from __future__ import annotations

import os
from pathlib import Path

import fontpkg_be_vietnam_pro

from kiem.config.database import databases

PACKAGE = Path(__file__).resolve().parents[1]

SECRET_KEY = os.environ.get("KIEM_SECRET_KEY", "only-for-checks-and-tests")
DEBUG = os.environ.get("KIEM_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("KIEM_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "kiem.platform.kernel",
    "kiem.platform.accounts",
    "kiem.platform.access",
    "kiem.platform.audit",
    "kiem.domain.register",
    "kiem.domain.ledger",
    "kiem.delivery.web",
]
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kiem.delivery.web.middleware.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kiem.delivery.web.middleware.TimeMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "kiem.delivery.web.context.page",
            ]
        },
    }
]
AUTH_USER_MODEL = "accounts.User"
DATABASES = databases(os.environ)
ROOT_URLCONF = "kiem.config.urls"
WSGI_APPLICATION = "kiem.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LOCALE_PATHS = [PACKAGE / "delivery" / "web" / "locale"]
STATIC_URL = "static/"
STATICFILES_DIRS = [("fonts", fontpkg_be_vietnam_pro.ROOT / "files")]  # free font from its package
