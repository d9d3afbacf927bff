"""Workers as they are run: processes that are asked to stop, or killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connections
from django_ox.models import OxTask
from pytest_django import DjangoDbBlocker

from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Heartbeat, Letter, LetterQuerySet
from wayfellow.notifications.tests.smtp import Server

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
PATIENCE = 60.0
"""Seconds after which something will not happen any more; a busy machine is slow."""
SENT, SENDING, WAITING = LetterState.SENT, LetterState.SENDING, LetterState.WAITING


class Outside:
    """Workers in processes of their own, the database in which they work, and their mail server."""

    def __init__(self, process: subprocess.Popen[str], alias: str, folder: Path) -> None:
        self.alias, self.folder = alias, folder
        self.server = Server()
        self._process = process
        self._workers: list[int] = []

    def ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def worker(self) -> int:
        self._workers.append(int(self.ask("work")))
        return self._workers[-1]

    def end(self, pid: int, number: signal.Signals) -> int:
        """The status with which the worker ended."""
        os.kill(pid, number)
        return self.ended(pid)

    def ended(self, pid: int) -> int:
        self._workers.remove(pid)
        return int(self.ask(f"end {pid}"))

    def kill_all(self) -> None:
        for pid in list(self._workers):
            with suppress(ProcessLookupError):
                self.end(pid, signal.SIGKILL)

    @property
    def letters(self) -> LetterQuerySet:
        return Letter.objects.using(self.alias).order_by("pk")

    @property
    def tasks(self) -> Any:
        return OxTask.objects.using(self.alias)

    def states(self) -> list[str]:
        return list(self.letters.values_list("state", flat=True))

    def write(self, *names: str, **fields: Any) -> None:
        for name in names:
            Letter(key=name, address=f"{name}@example.com", subject=name, text="x", **fields).save(
                using=self.alias
            )


def wait_for(what: Callable[[], Any]) -> None:
    deadline = monotonic() + PATIENCE
    while not what():
        assert monotonic() < deadline, "it did not happen"
        sleep(0.05)


@pytest.fixture(scope="module")
def nursery(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Outside]:
    folder: Path = tmp_path_factory.mktemp("outside")
    with django_db_blocker.unblock():
        alias, url = _database(folder)
    server = Server()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wayfellow.cli.tests.outside",
        "DATABASE_URL": url,
        "MAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "WAYFELLOW_VAR": str(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "wayfellow.cli.tests.nursery"]
    with (
        server,
        subprocess.Popen(  # noqa: S603 - our own command
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        found = Outside(process, alias, folder)
        found.server.server_close()
        found.server = server
        yield found
        found.kill_all()
    if alias != "default":
        with django_db_blocker.unblock():
            connections[alias].close()
            del connections[alias]
            del connections.databases[alias]


def _database(folder: Path) -> tuple[str, str]:
    """The tests' own database where others can get at it, else a copy in a file."""
    usual = connections["default"]
    values = usual.settings_dict
    if usual.vendor == "postgresql":
        place = f"{values['HOST']}:{values['PORT']}"
        return "default", f"postgresql://{values['USER']}@{place}/{values['NAME']}"
    file = folder / "outside.sqlite3"
    usual.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        usual.connection.backup(copy)
    connections.databases["outside"] = values | {"NAME": str(file)}
    return "outside", f"sqlite:///{file}"


@pytest.fixture
def outside(nursery: Outside) -> Iterator[Outside]:
    server = nursery.server
    server.received.clear()
    server.pauses, server.silent_at, server.only = {}, "", ""
    server.silence = 2 * PATIENCE
    yield nursery
    nursery.kill_all()
    for table in (Letter, OxTask, Heartbeat):
        table._default_manager.using(nursery.alias).all().delete()


def test_a_worker_with_nothing_to_do_ends_when_asked(outside: Outside) -> None:
    pid = outside.worker()
    outside.write("a")
    wait_for(lambda: outside.states() == [SENT])
    begun = monotonic()

    assert outside.end(pid, signal.SIGTERM) == 0
    assert monotonic() - begun < 30


def test_asked_to_stop_a_worker_finishes_the_letters_in_hand_and_begins_no_other(
    outside: Outside,
) -> None:
    outside.server.pauses["rcpt"] = 1.0
    outside.write(*"abcdef")
    pid = outside.worker()
    wait_for(lambda: outside.states().count(SENDING) == 2)

    assert outside.end(pid, signal.SIGTERM) == 0

    assert sorted(outside.states()) == [SENT] * 2 + [WAITING] * 4
    assert outside.letters.filter(attempts=0).count() == 4
    assert len(outside.server.received) == 2


def test_asked_to_stop_in_the_middle_of_a_long_task_it_begins_no_letter(outside: Outside) -> None:
    diary = outside.folder / "long"
    outside.ask(f"last {diary}")
    pid = outside.worker()
    wait_for(diary.exists)
    os.kill(pid, signal.SIGTERM)
    sleep(1.5)

    outside.write("a")
    sleep(1.5)

    assert outside.states() == [WAITING]
    assert outside.end(pid, signal.SIGKILL) == -signal.SIGKILL


def test_a_server_that_is_silent_with_one_letter_leaves_the_other_lane_free(
    outside: Outside,
) -> None:
    outside.server.silent_at, outside.server.only = "rcpt", "a@example.com"
    outside.write(*"abcdef")
    outside.worker()

    wait_for(lambda: outside.states()[1:] == [SENT] * 5)
    assert outside.states()[0] == SENDING


def test_a_letter_whose_worker_was_killed_is_sent_by_another_and_is_the_same(
    outside: Outside,
) -> None:
    outside.server.pauses["taken"] = 0.5
    outside.write("a")
    pid = outside.worker()
    wait_for(lambda: outside.server.received)
    assert outside.end(pid, signal.SIGKILL) == -signal.SIGKILL
    assert outside.states() == [SENDING]

    outside.worker()
    wait_for(lambda: outside.states() == [SENT])

    first, second = outside.server.received
    assert first == second


def test_a_slow_server_takes_no_letter_from_a_worker_that_lives(outside: Outside) -> None:
    outside.server.pauses["rcpt"] = 4.5
    outside.write("a")
    outside.worker()
    outside.worker()

    wait_for(lambda: outside.states() == [SENT])
    assert len(outside.server.received) == 1
    letter = outside.letters.get()
    assert (letter.attempts, letter.reason) == (1, "")


def test_work_whose_worker_was_killed_is_done_by_another(outside: Outside) -> None:
    diary = outside.folder / "twice"
    outside.ask(f"last {diary}")
    first = outside.worker()
    wait_for(diary.exists)
    outside.end(first, signal.SIGKILL)

    second = outside.worker()
    wait_for(lambda: outside.tasks.get().status == OxTask.Status.SUCCESSFUL)

    assert diary.read_text("utf-8").split() == [str(first), str(second)]


def test_work_that_kills_its_workers_is_parked_after_three(outside: Outside) -> None:
    diary = outside.folder / "poison"
    outside.ask(f"kill {diary}")
    dead: list[int] = []
    for _time in range(3):
        dead.append(outside.worker())
        assert outside.ended(dead[-1]) == -signal.SIGKILL

    outside.worker()
    wait_for(lambda: outside.tasks.get().status == OxTask.Status.LOST)

    assert diary.read_text("utf-8").split() == [str(pid) for pid in dead]
