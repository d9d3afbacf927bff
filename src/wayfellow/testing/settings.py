"""The settings of the tests: the program's own, with quick hashing and loud tasks."""

import os

os.environ.setdefault("SECRET_KEY", "for-tests-only-for-tests-only-for-tests-only")
os.environ["DEBUG"] = "no"
os.environ["SHOW_GALLERY"] = "yes"
os.environ["MAIL_URL"] = ""
os.environ["MAIL_INBOX_URL"] = ""
os.environ["MAIL_WEBHOOK"] = ""
# Tests run at any hour of the day.
os.environ["QUIET_HOURS"] = "none"

from wayfellow.config.settings import *  # noqa: F403
from wayfellow.config.settings import DATABASES, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "wayfellow.testing.loud.LoudBackend"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
# Tests need no collected files: look each one up when it is asked for.
WHITENOISE_AUTOREFRESH = True
# Several test runs on one PostgreSQL server keep out of each other's way.
if suffix := os.environ.get("TEST_DATABASE_SUFFIX", ""):
    DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_wayfellow_{suffix}"

# The test server finds static files in the rooms themselves.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
