"""Django settings. The command line resolves the data folder and database before this is read."""

from __future__ import annotations

import os
from pathlib import Path

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
STATIC_URL = "static/"
