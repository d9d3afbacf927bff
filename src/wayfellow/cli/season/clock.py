"""Time in the demonstration: steps happen on their days, whatever the day is today."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine

HOUR = 10


@dataclass(frozen=True, slots=True)
class Calendar:
    """The samples' calendar, moved by whole days so that the season lies where it is wanted."""

    shift: timedelta
    zone: ZoneInfo

    def day(self, as_written: date) -> date:
        """The day on which something of the samples' calendar happens here."""
        return as_written + self.shift

    def at(self, as_written: date, hour: int = HOUR, minute: int = 0) -> datetime:
        """A moment of that day."""
        return datetime.combine(self.day(as_written), time(hour, minute), self.zone)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens on a day of the samples' calendar."""

    on: date
    says: str
    do: Callable[[], object]
    hour: int = HOUR


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Let it be ``to``, and time go on from there."""
    with time_machine.travel(to, tick=True):
        yield
