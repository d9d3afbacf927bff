"""The program's own settings, with the proof's notice and without collected static files."""

import os

from wayfellow.config.settings import *  # noqa: F403
from wayfellow.config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.proofs._mail_kill"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": os.environ["PROOF_LOG"]}},
    "root": {"handlers": ["file"], "level": "WARNING"},
}
if os.environ.get("PROOF_QUICK"):
    # Tables straight from the models: the same as the migrations make, and sooner.
    MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}
