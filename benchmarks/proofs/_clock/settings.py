"""The program's own settings, with tables straight from the models and tasks that only wait."""

from wayfellow.config.settings import *  # noqa: F403
from wayfellow.config.settings import DATABASES, INSTALLED_APPS

QUIET_HOURS = (21, 8)
MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
# Without this the proof mostly measures the disk; what is lost with the power is not its subject.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["init_command"] = options.get("init_command", "") + ";PRAGMA synchronous=OFF;"
