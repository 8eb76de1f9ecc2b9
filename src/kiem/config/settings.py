"""Django settings. The command line resolves the data folder and database before this is read.

Every name here and every environment variable is described in `docs/reference/settings.md`; a
test compares.
"""

from __future__ import annotations

import os
from pathlib import Path

import fontpkg_be_vietnam_pro

from kiem.config.database import databases
from kiem.config.logs import LOGGING as LOGGING
from kiem.config.secret import secret_key

PACKAGE = Path(__file__).resolve().parents[1]

SECRET_KEY = secret_key(os.environ)
DEBUG = os.environ.get("KIEM_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("KIEM_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HTTPS = os.environ.get("KIEM_HTTPS") == "1"
TRUSTED_PROXIES = int(os.environ.get("KIEM_PROXIES", "0"))
COUNT_PARTY_OFFICES = os.environ.get("KIEM_COUNT_PARTY_OFFICES") == "1"

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
    "kiem.platform.files",
    "kiem.platform.notices",
    "kiem.platform.jobs",
    "kiem.domain.register",
    "kiem.domain.ledger",
    "kiem.domain.continuity",
    "kiem.domain.assembly",
    "kiem.domain.surveys",
    "kiem.domain.elections",
    "kiem.domain.returns",
    "kiem.domain.imports",
    "kiem.delivery.web",
]
MIDDLEWARE = [
    "kiem.platform.access.headers.HeadersMiddleware",  # outermost: errors have headers too
    "kiem.delivery.api.middleware.ApiMiddleware",  # tokens only: no cookie is read for it
    "whitenoise.middleware.WhiteNoiseMiddleware",  # files need none of what follows
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kiem.delivery.web.middleware.LanguageMiddleware",  # the account's language
    "django_htmx.middleware.HtmxMiddleware",
    "kiem.platform.access.middleware.ViewerMiddleware",
    "kiem.delivery.web.middleware.TimeMiddleware",  # its error page shows the viewer
    "kiem.delivery.web.errors.ErrorsMiddleware",
    "kiem.delivery.web.bodies.BodyMiddleware",  # innermost: it answers with a page like any other
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kiem.delivery.web.context.page",
            ]
        },
    }
]
DATABASES = databases(os.environ)
ROOT_URLCONF = "kiem.config.urls"
WSGI_APPLICATION = "kiem.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kiem.platform.accounts.backend.AccountBackend"]
LOGIN_URL = "/sign-in/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-kiem_session" if HTTPS else "kiem_session"
SESSION_COOKIE_AGE = 12 * 3600  # a working day; then everybody signs in again
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-kiem_csrf" if HTTPS else "kiem_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script needs the cookie
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kiem.delivery.web.errors.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_BYTES = 24 * 1024 * 1024  # a form with a file; the file itself is checked where it goes

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LOCALE_PATHS = [PACKAGE / "delivery" / "web" / "locale"]
STATIC_URL = "static/"
STATICFILES_DIRS = [("fonts", fontpkg_be_vietnam_pro.ROOT / "files")]  # free font from its package
STORAGES = {"staticfiles": {"BACKEND": "kiem.config.staticfiles.VersionedFiles"}}
WHITENOISE_USE_FINDERS = True  # served from the packages; nothing is collected
WHITENOISE_MAX_AGE = 24 * 3600
