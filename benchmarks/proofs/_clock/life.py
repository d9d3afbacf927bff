"""A year of looks at the clock by two schedulers, beside what had been promised."""

import queue
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from benchmarks.proofs._clock import groups, stories, world  # noqa: E402 - they need what is set up
from wayfellow.home.schedules import SWEEPS  # noqa: E402
from wayfellow.notifications.models import DIGEST, Letter  # noqa: E402
from wayfellow.timetable import run as timetable  # noqa: E402

SEED = 20270104
SHOWN = 12

type Sent = Counter[tuple[str, int, str, datetime]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything, for each institution."""

    zones: int
    groups: int
    others: int
    step: float
    """Hours between two looks at the clock, at most; they are odd and of chance."""
    gaps: int
    """Pauses of one to eleven days."""


FULL = Size(zones=6, groups=25, others=12, step=40, gaps=14)
QUICK = Size(zones=3, groups=2, others=2, step=720, gaps=5)


def run(*, quick: bool, sabotage: bool) -> dict[str, Any]:
    """Live through the year; the proof's figures."""
    size = QUICK if quick else FULL
    began = time.monotonic()
    call_command("migrate", run_syncdb=True, verbosity=0)
    year = _year(size)
    if sabotage:
        _forget_what_was_done()
    ticks = _ticks(size, year.chance)
    print(f"{len(year.promises):,} promises, {len(ticks):,} looks at the clock by two schedulers")
    sent, expected = _live_through(year, ticks)
    figures = _compare(sent, expected)
    return figures | {
        "days": 365, "ticks": len(ticks), "schedulers": 2, "zones": size.zones,
        "promises": len(year.promises), "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def _forget_what_was_done() -> None:
    timetable.claim = lambda *_args: True


def _year(size: Size) -> Any:
    year = world.Year(SEED)
    with transaction.atomic():
        for number, zone in enumerate(world.ZONES[: size.zones]):
            place = world.Place(year, zone, adjusted=number == 1)
            stories.guardians(place, size.others)
            stories.directory(place, size.others)
            stories.joining(place, size.others)
            stories.companies(place, size.others)
            stories.worries(place, size.others)
            groups.groups(place, size.groups)
    year.changes.sort(key=lambda change: change[:2])
    return year


def _ticks(size: Size, chance: Any) -> list[datetime]:
    """Looks at the clock at odd steps for a year, a few seconds after the minute, with gaps."""
    at, ticks, end = world.BEGIN, [], world.BEGIN + timedelta(days=365)
    gaps = {round(chance.uniform(0, 365)) for _n in range(size.gaps)}
    while at < end:
        ticks.append(at.replace(second=chance.randrange(1, 20), microsecond=0))
        hours = chance.uniform(0.3, size.step) if chance.random() < 0.5 else size.step / 10
        before = (at - world.BEGIN).days
        at += timedelta(hours=hours)
        if any(before <= gap < (at - world.BEGIN).days for gap in gaps):
            at += timedelta(days=chance.uniform(1, 11))
    return ticks


def _live_through(year: Any, ticks: list[datetime]) -> tuple[Sent, Sent]:
    """What was sent and what had been promised, each with the look at the clock that sent it."""
    schedulers = [_Scheduler(), _Scheduler()]
    sent: Sent = Counter()
    expected: Sent = Counter()
    changes, last = list(reversed(year.changes)), 0
    try:
        for at in ticks:
            while changes and changes[-1][0] <= at:
                changes.pop()[2]()
            # The second one's clock is ahead of the first one's.
            schedulers[0].look(at)
            schedulers[1].look(at + timedelta(seconds=30))
            for scheduler in schedulers:
                scheduler.wait()
            last = _collect(sent, at, last)
            for promise in year.promises:
                for event, subject, reader in promise.at(at):
                    expected[event, subject, reader, at] += 1
    finally:
        for scheduler in schedulers:
            scheduler.stop()
    return sent, expected


def _collect(sent: Sent, at: datetime, last: int) -> int:
    # A digest tells of letters that are counted already.
    rows = Letter.objects.filter(pk__gt=last).exclude(notice=DIGEST).order_by("pk")
    for pk, event, subject, address in rows.values_list(
        "pk", "event__name", "event__subject_id", "address"
    ):
        sent[event, subject, address, at] += 1
        last = pk
    return last


class _Scheduler:
    """One process's worth of looking at the clock, on a connection of its own."""

    def __init__(self) -> None:
        self._asked: queue.Queue[datetime | None] = queue.Queue()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def look(self, at: datetime) -> None:
        self._asked.put(at)

    def wait(self) -> None:
        self._asked.join()
        if self._failed:
            raise self._failed

    def stop(self) -> None:
        self._asked.put(None)
        self._thread.join(timeout=30)

    def _live(self) -> None:
        while (at := self._asked.get()) is not None:
            try:
                self._sweep(at, SWEEPS)
            except BaseException as failed:  # noqa: BLE001 - it is raised where it is waited for
                self._failed = failed
            self._asked.task_done()
        connection.close()

    @staticmethod
    def _sweep(at: datetime, sweeps: dict[str, Callable[[datetime], int]]) -> None:
        for run in sweeps.values():
            run(at)


def _compare(sent: Sent, expected: Sent) -> dict[str, Any]:
    missing, extra = expected - sent, sent - expected
    doubled = sum(count - 1 for count in sent.values() if count > 1)
    for word, rows in (("promised, not sent", missing), ("sent, not promised", extra)):
        for event, subject, reader, at in list(rows)[:SHOWN]:
            print(
                f"{word}: {event} of {subject} to {reader} at {at:%Y-%m-%d %H:%M}", file=sys.stderr
            )
    kinds = Counter(event for event, _subject, _reader, _at in expected.elements())
    for event, count in sorted(kinds.items()):
        print(f"{event:32} {count:8,}")
    return {
        "holds": not missing and not extra and not doubled and bool(expected),
        "promised": expected.total(), "sent": sent.total(), "missing": missing.total(),
        "unpromised": extra.total(), "doubled": doubled, "kinds": len(kinds),
    }  # fmt: skip
