"""Settings: from the environment only (docs/settings.md lists them)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from wayfellow.config import env

BASE = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("WAYFELLOW_VAR", BASE / "var")).resolve()

DEBUG = env.flag("DEBUG")
SHOW_GALLERY = env.flag("SHOW_GALLERY", default=DEBUG)
TIME_ZONE = env.time_zone()
QUIET_HOURS = env.quiet_hours()
MAILINGS_PER_MINUTE = env.mailings_per_minute()
SECRET_KEY = env.secret_key(VAR)
BASE_URL = env.base_url()
ALLOWED_HOSTS = env.hosts(BASE_URL)
TRUSTED_PROXIES = env.trusted_proxies()

USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fi", _("Finnish")), ("zh-hans", _("Simplified Chinese"))]
# A pure room is no app, so that its texts must be named here.
LOCALE_PATHS = [str(Path(__file__).resolve().parents[1] / "sheets" / "locale")]
ROOT_URLCONF = "wayfellow.config.urls"
WSGI_APPLICATION = "wayfellow.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "wayfellow.ui",
    "wayfellow.access",
    "wayfellow.events",
    "wayfellow.answers",
    "wayfellow.api",
    "wayfellow.calendars",
    "wayfellow.papers",
    "wayfellow.notifications",
    "wayfellow.mailbox",
    "wayfellow.people",
    "wayfellow.institutions",
    "wayfellow.programmes",
    "wayfellow.timetable",
    "wayfellow.mailings",
    "wayfellow.partners",
    "wayfellow.applications",
    "wayfellow.mentorships",
    "wayfellow.pairing",
    "wayfellow.safeguarding",
    "wayfellow.conversations",
    "wayfellow.surveys",
    "wayfellow.privacy",
    "wayfellow.wordings",
    "wayfellow.insights",
    "wayfellow.imports",
    "wayfellow.home",
    # Libraries come last: our templates and our translations take the place of theirs.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_ox",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wayfellow.access.middleware.PlainTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wayfellow.access.middleware.RefusalMiddleware",
    "wayfellow.people.middleware.LocaleOfPersonMiddleware",
    "wayfellow.institutions.middleware.StatementsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["wayfellow.ui.templatetags.ui", "wayfellow.ui.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wayfellow.ui.context.theme",
                "wayfellow.home.context.places",
            ],
        },
    }
]
FORM_RENDERER = "wayfellow.ui.forms.Renderer"

DATABASES = {"default": env.database(VAR)}
CACHES = {"default": env.cache()}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": [],
        "OPTIONS": {
            "LOCK_TIMEOUT": 45,
            "WORKER_CLASS": "wayfellow.config.work.Worker",
            "SCHEDULES": {
                "tick": {"task": "wayfellow.home.tasks.tick", "cron": "* * * * *"},
                "collect": {"task": "wayfellow.mailbox.tasks.collect", "cron": "* * * * *"},
            },
        },
    }
}
EVENT_SUBSCRIBERS = [
    "wayfellow.programmes.subscribers.hear",
    "wayfellow.applications.subscribers.hear",
    "wayfellow.mentorships.subscribers.hear",
    "wayfellow.notifications.fan_out.fan_out",
]

MAILERS = {"default": env.mailer(VAR)}
MAIL_DOMAIN = urlsplit(BASE_URL).hostname or "localhost"
MAIL_INBOX_URL = env.inbox()
MAIL_PROVIDER, ANYMAIL = env.provider()
MAIL_REPLIES = env.replies(MAIL_DOMAIN) if MAIL_INBOX_URL or MAIL_PROVIDER else ""
"""The address of the mailbox that takes replies; nothing where this site takes no mail."""
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", f"Wayfellow <mentoring@{MAIL_DOMAIN}>")

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE / "var" / "vendor"]
"""What bin/assets makes of the front-end packages."""
MEDIA_ROOT = env.media(VAR)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wayfellow.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
# We count these tries ourselves, by address and network, so that no stranger shuts anybody out.
ACCOUNT_RATE_LIMITS = {"login_failed": "", "reset_password": ""}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_FORMS = {
    "login": "wayfellow.people.forms.SignInForm",
    "reset_password": "wayfellow.people.forms.ForgottenForm",
    "reset_password_from_key": "wayfellow.people.forms.ForgottenKeyForm",
    "change_password": "wayfellow.people.forms.ChangePasswordForm",
    "set_password": "wayfellow.people.forms.SetPasswordForm",
    "reauthenticate": "wayfellow.people.forms.AgainForm",
}

_secure = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_NAME = "__Host-session" if _secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
SECURE_SSL_REDIRECT = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "wayfellow.access.failures.csrf"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "wayfellow.config.logs.Line",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"wayfellow": {"level": "INFO"}, "django.tasks": {"level": "WARNING"}},
}
