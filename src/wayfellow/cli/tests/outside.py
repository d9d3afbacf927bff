"""The settings of workers in processes of their own: quick leases, no timetable."""

import os

os.environ.setdefault("SECRET_KEY", "for-tests-only-for-tests-only-for-tests-only")

from wayfellow.config.settings import *  # noqa: F403

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": [],
        "OPTIONS": {"LOCK_TIMEOUT": 1, "WORKER_CLASS": "wayfellow.config.work.Worker"},
    }
}
