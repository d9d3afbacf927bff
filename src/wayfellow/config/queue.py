"""The one place that looks into the task queue's own tables: how old it is, what it gave up."""

from collections import Counter
from datetime import timedelta

from django.utils.timezone import now
from django_ox.models import OxTask
from django_ox.stats import oldest_ready_age

REMEMBERED = timedelta(days=7)
"""For so long a piece of work that was given up is told."""
LOST = "its worker died with it each time"


def waiting() -> timedelta:
    """For how long the oldest piece of work that is due has waited; zero when none waits."""
    return oldest_ready_age() or timedelta()


def given_up() -> dict[str, int]:
    """Work that failed too often or killed its workers: its name with the reason, how often."""
    rows = OxTask.objects.filter(
        status__in=[OxTask.Status.FAILED, OxTask.Status.LOST],
        enqueued_at__gte=now() - REMEMBERED,
    )
    found = rows.values_list("task_path", "status", "errors")
    return dict(Counter(f"{path} ({_why(status, errors)})" for path, status, errors in found))


def _why(status: str, errors: list[dict[str, str]]) -> str:
    if status == OxTask.Status.LOST or not errors:
        return LOST
    lines = errors[-1].get("traceback", "").strip().splitlines()
    return lines[-1] if lines else errors[-1].get("exception_class_path", "")
