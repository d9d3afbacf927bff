"""Which rows are due, and which will be: always the same number of queries, however many rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from wayfellow.institutions.models import Institution
from wayfellow.timetable.failures import resting
from wayfellow.timetable.models import NEVER, Adjustment, Done
from wayfellow.timetable.reckoning import Moment, Quiet, Window, sleeps, windows
from wayfellow.timetable.rules import Rule, Step


@dataclass(frozen=True, slots=True)
class Changes:
    """What the programmes have changed in one rule."""

    paused: frozenset[int] = frozenset()
    shifts: dict[int, frozenset[int]] = field(default_factory=dict)
    """Programmes by the days by which they move it."""

    @property
    def everybody(self) -> frozenset[int]:
        return self.paused.union(*self.shifts.values())

    def shift(self, programme: int) -> int:
        return next((days for days, those in self.shifts.items() if programme in those), 0)


def changes(rules: Iterable[Rule]) -> dict[str, Changes]:
    """What the programmes have changed in ``rules``, by the rules' names."""
    found: dict[str, Changes] = {}
    paused: dict[str, set[int]] = {}
    shifts: dict[str, dict[int, set[int]]] = {}
    names = [rule.name for rule in rules]
    for row in Adjustment.objects.filter(rule__in=names).exclude(is_paused=False, days=0):
        if row.is_paused:
            paused.setdefault(row.rule, set()).add(row.programme_id)
        else:
            shifts.setdefault(row.rule, {}).setdefault(row.days, set()).add(row.programme_id)
    for name in names:
        moved = {days: frozenset(those) for days, those in shifts.get(name, {}).items()}
        found[name] = Changes(frozenset(paused.get(name, ())), moved)
    return found


def zones() -> list[str]:
    """The time zones in which institutions live."""
    return sorted(set(Institution.objects.order_by().values_list("time_zone", flat=True)))


def reckoned(rule: Rule, day: date) -> QuerySet[Any]:
    """The rule's rows, each with its start, time zone, programme and the step it has reached."""
    start = F(rule.start)
    rows = rule.rows(day).annotate(
        due_start=start,
        due_zone=F(f"{rule.institution}__time_zone"),
        due_programme=F(rule.programme),
        due_day=start if rule.dated else TruncDate(rule.start, tzinfo=UTC),
    )
    done = Done.objects.filter(
        rule=rule.name,
        subject=OuterRef("pk"),
        day=OuterRef("due_day"),
    )
    reached = Subquery(done.values("reached")[:1], output_field=SmallIntegerField())
    found: QuerySet[Any] = rows.annotate(due_reached=Coalesce(reached, Value(NEVER)))
    return found


@dataclass(frozen=True, slots=True)
class Key:
    """What a due row is known by before it is loaded."""

    pk: int
    start: Moment
    zone: str
    programme: int
    reached: int
    known: datetime | None = None


class Due:
    """What one rule has to do at one moment."""

    def __init__(
        self,
        rule: Rule,
        at: datetime,
        places: Iterable[str],
        changed: Changes,
        quiet: Quiet,
        *,
        has_failures: bool = False,
    ) -> None:
        self.rule, self.at, self._changed = rule, at, changed
        self.has_failures = has_failures
        self._windows: dict[tuple[str, int], tuple[Window, ...]] = {}
        for place in places:
            zone = ZoneInfo(place)
            if rule.quiet and sleeps(at, zone, quiet):
                continue
            for shift in (0, *changed.shifts):
                self._windows[place, shift] = tuple(windows(rule, zone, shift, at))

    @property
    def day(self) -> date:
        """The latest day that it is anywhere."""
        return (self.at.astimezone(UTC) + timedelta(hours=14)).date()

    def keys(self, limit: int) -> list[Key]:
        """Rows for which a step is due that they have not reached, without the rows themselves."""
        which = self._which()
        if which is None:
            return []
        names = ["pk", "due_start", "due_zone", "due_programme", "due_reached"]
        known = [self.rule.known] if self.rule.known else []
        rows = reckoned(self.rule, self.day).filter(which).order_by("pk")
        if self.has_failures:
            rows = rows.filter(~resting(self.rule.name, self.at))
        return [Key(*values) for values in rows.values_list(*names, *known)[:limit]]

    def row(self, key: Key) -> Any:
        """The row as it stands now; None when it is none of the rule's any more."""
        rows = reckoned(self.rule, self.day).filter(pk=key.pk, due_start=key.start)
        return rows.first()

    def step(self, key: Key) -> Step | None:
        """The latest step that is due for a row: what was missed before it is not made up."""
        shift = self._changed.shift(key.programme)
        for window in reversed(self._windows.get((key.zone, shift), ())):
            step = window.step
            if step.offset > key.reached and window.holds(key.start):
                return step if _was_there(step, shift, key) else None
        return None

    def _which(self) -> Q | None:
        """The rows that are due, in as few words as the zones allow: most live by one clock."""
        places: dict[tuple[int, tuple[Window, ...]], list[str]] = {}
        for (place, shift), some in self._windows.items():
            places.setdefault((shift, some), []).append(place)
        found = [self._of(zones, *key) for key, zones in places.items()]
        return reduce(or_, found) if found else None

    def _of(self, zones: list[str], shift: int, some: tuple[Window, ...]) -> Q:
        here = Q(due_zone__in=zones) & _any(self.rule, shift, some)
        if shift:
            return here & Q(due_programme__in=self._changed.shifts[shift])
        changed = self._changed.everybody
        return here & ~Q(due_programme__in=changed) if changed else here


def _any(rule: Rule, shift: int, some: tuple[Window, ...]) -> Q:
    """In one of the windows, and not yet at the step of the latest of them."""
    latest = [
        When(due_start__lte=window.until, then=Value(window.step.offset))
        for window in reversed(some)
    ]
    step = Case(*latest, default=Value(NEVER), output_field=SmallIntegerField())
    return reduce(or_, (_holds(rule, shift, window) for window in some)) & Q(due_reached__lt=step)


def _holds(rule: Rule, shift: int, window: Window) -> Q:
    which = Q(due_start__lte=window.until)
    if window.after is not None:
        which &= Q(due_start__gt=window.after)
    return which & was_there(rule, window.step, shift)


def was_there(rule: Rule, step: Step, shift: int) -> Q:
    """Rows that were there when ``step`` was due."""
    if not rule.known:
        return Q()
    before = timedelta(days=step.days + shift, hours=step.hours)
    return Q(due_start__gte=F(rule.known) - before)


def _was_there(step: Step, shift: int, key: Key) -> bool:
    if key.known is None or not isinstance(key.start, datetime):
        return True
    return key.start + timedelta(days=step.days + shift, hours=step.hours) >= key.known
