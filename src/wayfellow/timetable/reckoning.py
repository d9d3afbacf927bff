"""Reckoning with wall clocks: which starts are due at a moment. No database, no chance.

"Three days after" means: when the wall clock of the institution shows the same time three days
later, also when clocks were changed in between. So it is the present moment that is reckoned back,
by the wall clock, to the latest start that is due; nothing is ever reckoned forward for each row.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wayfellow.timetable.rules import Rule, Step

MORNING = 9
"""The hour at which what is due on a day is due."""
MIDNIGHT = 24

type Moment = date | datetime
type Quiet = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Window:
    """Starts later than ``after`` and not later than ``until`` are due by ``step``."""

    step: Step
    after: Moment | None
    until: Moment

    def holds(self, start: Moment) -> bool:
        early = self.after is not None and start <= self.after
        return not early and start <= self.until


def sleeps(at: datetime, zone: ZoneInfo, quiet: Quiet) -> bool:
    """Whether people in ``zone`` are not to be disturbed at ``at``."""
    if quiet is None:
        return False
    begins, ends = quiet
    hour = at.astimezone(zone).hour
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def windows(rule: Rule, zone: ZoneInfo, shift: int, at: datetime) -> list[Window]:
    """For each step of ``rule``, moved by ``shift`` days, the starts that make it due at ``at``."""
    return [_window(rule, step, zone, shift, at) for step in rule.steps]


def _window(rule: Rule, step: Step, zone: ZoneInfo, shift: int, at: datetime) -> Window:
    days = timedelta(days=step.days + shift)
    until = _back(rule, step, zone, days, at)
    after: Moment | None = None
    if step.offset < 0:
        # What comes before its moment is of no use after it.
        here = at.astimezone(zone).date() - timedelta(days=1) if rule.dated else at
        after = here
    elif step.late is not None:
        after = _back(rule, step, zone, days + step.late, at)
    return Window(step, after, until)


def _back(rule: Rule, step: Step, zone: ZoneInfo, days: timedelta, at: datetime) -> Moment:
    """The start of which ``at`` is ``days`` later by the wall clock, and the step's hours."""
    wall = at.astimezone(zone).replace(tzinfo=None)
    if rule.dated:
        return (wall - timedelta(hours=MORNING + step.hours)).date() - days
    hours = timedelta(hours=step.hours)
    if not days:
        return at - hours
    # An hour that comes twice counts as its second, one that is left out is waited for.
    return (wall - days).replace(tzinfo=zone, fold=1).astimezone(UTC) - hours


def to_morning(quiet: Quiet) -> timedelta:
    """What falls into the evening's quiet hours is of the next day; add this to find its day."""
    evening = quiet is not None and quiet[0] > quiet[1]
    return timedelta(hours=MIDNIGHT - quiet[0]) if quiet and evening else timedelta()


def noon(day: date) -> datetime:
    """A moment of ``day`` that is on that day wherever people live, nearly."""
    return datetime.combine(day, time(12), UTC)
