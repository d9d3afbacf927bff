"""What the list of mails promises, reckoned by itself.

Nothing of the program is used here: timings are those of the list of mails, typed once more, and a
moment is reckoned forward from its start with wall clocks, where the program reckons backward.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING, AT_DAY = 21, 8, 9
WEEK = timedelta(days=7)
FOR_EVER = timedelta(days=100_000)

type Start = date | datetime
type Readers = Iterable[str] | Callable[[datetime], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the list: so long after its start, to these readers."""

    event: str
    readers: Readers
    days: int = 0
    hours: int = 0
    late: timedelta = WEEK

    def read_by(self, at: datetime) -> list[str]:
        found = self.readers(at) if callable(self.readers) else self.readers
        return sorted(set(found))

    @property
    def before(self) -> bool:
        return self.days < 0


@dataclass(slots=True, kw_only=True)
class Promise:
    """One line of the list for one object."""

    name: str
    subject: int
    zone: ZoneInfo
    mails: tuple[Mail, ...]
    start: Callable[[datetime], Start | None]
    """From where it is reckoned, as things stand at a moment; nothing where it does not apply."""
    sleeps: bool = True
    known: datetime | None = None
    shift: Callable[[datetime], int] = lambda _at: 0
    then: Callable[[datetime, Mail], None] = lambda _at, _mail: None
    """What the program changes with the mail, such as the end of a request."""
    done: dict[date, int] = field(default_factory=dict)

    def at(self, at: datetime) -> Iterator[tuple[str, int, str]]:
        """Event, subject and reader of what a look at the clock sends."""
        start = self.start(at)
        if start is None or (self.sleeps and _night(at, self.zone)):
            return
        shift = self.shift(at)
        for number in reversed(range(len(self.mails))):
            mail = self.mails[number]
            if not self._in_time(mail, start, shift, at):
                continue
            day = start.astimezone(UTC).date() if isinstance(start, datetime) else start
            if number > self.done.get(day, -1) and self._was_known(mail, start, shift):
                self.done[day] = number
                for reader in mail.read_by(at):
                    yield mail.event, self.subject, reader
                self.then(at, mail)
            return

    def _in_time(self, mail: Mail, start: Start, shift: int, at: datetime) -> bool:
        if later(start, self.zone, mail.days + shift, mail.hours) > at:
            return False
        if mail.before:
            if isinstance(start, datetime):
                return at < start
            return at.astimezone(self.zone).date() <= start
        if mail.late == FOR_EVER:
            return True
        return at < later(start, self.zone, mail.days + shift + mail.late.days, mail.hours)

    def _was_known(self, mail: Mail, start: Start, shift: int) -> bool:
        if self.known is None or not isinstance(start, datetime):
            return True
        return start + timedelta(days=mail.days + shift, hours=mail.hours) >= self.known


def always(start: Start | None) -> Callable[[datetime], Start | None]:
    """Reckoned from ``start``, whatever happens."""
    return lambda _at: start


def during(start: Start, begins: datetime, over: datetime) -> Callable[[datetime], Start | None]:
    """Reckoned from ``start`` at moments between the two."""
    return lambda at: start if begins <= at < over else None


@dataclass(slots=True)
class Story:
    """Something that stands until it is over, which may come by itself."""

    begins: datetime
    over: datetime

    def start(self, at: datetime) -> datetime | None:
        return self.begins if self.begins <= at < self.over else None

    def end(self, at: datetime, _mail: Mail | None = None) -> None:
        self.over = at


def later(start: Start, zone: ZoneInfo, days: int, hours: int) -> datetime:
    """When the wall clock at ``zone`` has gone on by ``days``, and then ``hours`` of any clock."""
    if not isinstance(start, datetime):
        wall = datetime.combine(start, time(AT_DAY)) + timedelta(days=days)
        return wall.replace(tzinfo=zone).astimezone(UTC)
    if not days:
        return start + timedelta(hours=hours)
    wall = start.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return wall.replace(tzinfo=zone).astimezone(UTC) + timedelta(hours=hours)


def _night(at: datetime, zone: ZoneInfo) -> bool:
    hour = at.astimezone(zone).hour
    return hour >= EVENING or hour < MORNING


def monday(at: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week in which it is ``at`` there."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
