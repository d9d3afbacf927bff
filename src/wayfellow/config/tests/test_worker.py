"""Background work: recovered when its worker died, parked when it is poison, told to those who ask."""

import gc
import threading
import warnings
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from django_ox.models import OxTask
from django_ox.worker import Worker

from wayfellow.config import queue, settings
from wayfellow.config.doctor import _outbox, _work
from wayfellow.home.tasks import tick
from wayfellow.notifications.lifecycle import STUCK
from wayfellow.notifications.models import Heartbeat, Letter

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ox(settings: Any) -> None:
    """The queue of the program in place of the tests' own, without its timetable."""
    options = {"LOCK_TIMEOUT": 45}
    settings.TASKS = {
        "default": {"BACKEND": "django_ox.backend.OxBackend", "QUEUES": [], "OPTIONS": options}
    }


def work_off() -> None:
    before = set(threading.enumerate())
    Worker(backend_alias="default", batch=True, poll_interval=0.01).run()
    for thread in set(threading.enumerate()) - before:
        thread.join(30)
    with warnings.catch_warnings():
        # The connections of its threads end with the process; here the process goes on.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def left_behind(**fields: Any) -> OxTask:
    """A task whose worker died a minute ago, in the middle of it."""
    task = OxTask.objects.get(pk=tick.enqueue().id)
    ago = now() - MINUTE
    values = {
        "status": OxTask.Status.RUNNING,
        "attempts": 1,
        "locked_by": "a dead worker",
        "locked_at": ago,
        "started_at": ago,
        "last_attempted_at": ago,
        "lease_expires_at": ago,
        "worker_ids": ["a dead worker"],
        "lease_epoch": 1,
    }
    OxTask.objects.filter(pk=task.pk).update(**values | fields)
    return task


def test_a_dead_worker_s_work_is_done_by_another_within_a_minute() -> None:
    options: Any = settings.TASKS["default"]["OPTIONS"]

    assert options["LOCK_TIMEOUT"] < MINUTE.total_seconds()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ox")
def test_what_a_dead_worker_left_behind_is_done_again() -> None:
    task = left_behind()

    work_off()

    task.refresh_from_db()
    assert (task.status, task.attempts) == (OxTask.Status.SUCCESSFUL, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ox")
def test_work_that_kills_its_workers_is_parked_and_told() -> None:
    task = left_behind(attempts=3)

    work_off()

    task.refresh_from_db()
    assert task.status == OxTask.Status.LOST
    assert queue.given_up() == {f"wayfellow.home.tasks.tick ({queue.LOST})": 1}
    found = _work()
    assert "1 x wayfellow.home.tasks.tick" in found.says
    assert not found.is_well


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ox")
def test_work_that_fails_is_told_with_its_reason() -> None:
    task = left_behind()
    error = {"exception_class_path": "ValueError", "traceback": "Traceback\nValueError: no rows"}
    OxTask.objects.filter(pk=task.pk).update(status=OxTask.Status.FAILED, errors=[error])

    assert queue.given_up() == {"wayfellow.home.tasks.tick (ValueError: no rows)": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seen", "waited", "ready"),
    [(5, 0, True), (5, 119, True), (5, 130, False), (130, 0, False), (None, 0, False)],
)
def test_readiness_is_a_worker_that_lives_and_an_outbox_that_moves(
    client: Client, seen: int | None, waited: int, ready: bool
) -> None:
    with time_machine.travel(now(), tick=False):
        if seen is not None:
            Heartbeat.objects.create(name="one", at=now() - timedelta(seconds=seen))
        due_at = now() - timedelta(seconds=waited)
        Letter.objects.create(
            key="x", address="a@example.com", subject="x", text="x", due_at=due_at
        )
        answer = client.get("/readyz")

    assert answer.status_code == (200 if ready else 503)
    told = answer.json()
    assert (told["ready"], told["database"]) == (ready, True)
    assert told["queue_age_seconds"] == waited
    assert told["work_age_seconds"] == 0


@pytest.mark.django_db
def test_the_doctor_counts_what_waits_for_somebody() -> None:
    for state in STUCK:
        Letter.objects.create(
            key=state, address="a@example.com", subject="x", text="x", state=state
        )

    found = _outbox()

    assert not found.is_well
    assert "1 given up, 1 perhaps sent, 1 held back" in found.says
