"""What will be sent in a programme, day by day, as things stand now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import now

from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Office, Programme
from wayfellow.timetable.models import Adjustment
from wayfellow.timetable.queries import reckoned, was_there
from wayfellow.timetable.reckoning import to_morning
from wayfellow.timetable.rules import RULES, Rule, Step

SPAN = timedelta(days=28)
"""So many days stand on one page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """So many mails of one kind on one day, for one audience."""

    day: date
    rule: Rule
    step: Step
    count: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day on which something is sent."""

    on: date
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Place:
    """The institutions whose mails one person sees, and the clock of each."""

    programme: Programme
    institutions: list[Institution]

    @property
    def zones(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for one in self.institutions:
            found.setdefault(one.time_zone, []).append(one.pk)
        return found


def place_of(programme: Programme, person_id: int) -> Place:
    """Where ``person_id`` coordinates: one institution's students are not another's to see."""
    offices = Office.objects.current().filter(
        programme=programme, person=person_id, role=Office.Role.COORDINATOR
    )
    rows = Institution.objects.filter(pk__in=offices.values("institution"))
    return Place(programme, list(rows))


def adjustments(programme: Programme) -> dict[str, Adjustment]:
    """What the programme has changed, by rule."""
    rows = Adjustment.objects.filter(programme=programme).select_related("by")
    return {row.rule: row for row in rows}


def listed() -> list[Rule]:
    """The rules that coordinators see, in the order of the list of mails."""
    return sorted((rule for rule in RULES.values() if rule.listed), key=lambda rule: rule.mail)


def days(place: Place, first: date, changed: dict[str, Adjustment]) -> list[Day]:
    """What is sent from ``first`` on, for ``SPAN``, by day; always as many queries."""
    gathered: dict[date, list[Entry]] = {}
    for entry in _entries(place, first, first + SPAN - timedelta(days=1), changed):
        gathered.setdefault(entry.day, []).append(entry)
    return [Day(on, gathered[on]) for on in sorted(gathered)]


def _entries(
    place: Place, first: date, last: date, changed: dict[str, Adjustment]
) -> Iterator[Entry]:
    for rule in listed():
        adjusted = changed.get(rule.name)
        if adjusted and adjusted.is_paused:
            continue
        shift = adjusted.days if adjusted else 0
        counts: dict[tuple[date, int], int] = {}
        for occasion in _occasions(rule, last):
            for step, day, count in _counted(place, rule, shift, (first, last), occasion):
                key = (day, step.offset)
                counts[key] = counts.get(key, 0) + count
        for (day, offset), count in counts.items():
            found = rule.step(offset)
            if found is not None and count:
                yield Entry(day, rule, found, count)


def _occasions(rule: Rule, last: date) -> list[date]:
    """The days for which the rule's rows are asked: each week of the span, or its end alone."""
    weeks = SPAN.days // 7 if rule.weekly else 1
    return [last - timedelta(weeks=week) for week in range(weeks)]


def _counted(
    place: Place, rule: Rule, shift: int, span: tuple[date, date], occasion: date
) -> Iterator[tuple[Step, date, int]]:
    for hours in sorted({step.hours for step in rule.steps}):
        steps = [step for step in rule.steps if step.hours == hours]
        for zone, institutions in place.zones.items():
            rows = _rows(place, rule, institutions, occasion)
            rows = rows.annotate(coming=_day_of(rule, hours, zone))
            yield from _by_day(rows, rule, steps, shift, span)


def _by_day(
    rows: QuerySet[Any], rule: Rule, steps: list[Step], shift: int, span: tuple[date, date]
) -> Iterator[tuple[Step, date, int]]:
    first, last = span
    moves = {step.offset: timedelta(days=step.days + shift) for step in steps}
    near = rows.filter(
        coming__gte=first - max(moves.values()), coming__lte=last - min(moves.values())
    )
    sums = {
        f"n{number}": Count("pk", filter=_open(rule, step, shift))
        for number, step in enumerate(steps)
    }
    for row in near.order_by().values("coming").annotate(**sums):
        for number, step in enumerate(steps):
            day = row["coming"] + moves[step.offset]
            if first <= day <= last:
                yield step, day, row[f"n{number}"]


def _open(rule: Rule, step: Step, shift: int) -> Q:
    """Rows for which ``step`` is still to come."""
    which = Q(due_reached__lt=step.offset) & was_there(rule, step, shift)
    if step.offset < 0 and not rule.dated:
        which &= Q(due_start__gt=now())
    return which


def on(
    place: Place, rule: Rule, step: Step, day: date, adjusted: Adjustment | None
) -> QuerySet[Any]:
    """The rows of ``rule`` whose ``step`` comes on ``day``."""
    shift = adjusted.days if adjusted else 0
    start = day - timedelta(days=step.days + shift)
    rows = _rows(place, rule, [one.pk for one in place.institutions], day)
    here = Q(pk__in=[])
    for number, (zone, institutions) in enumerate(place.zones.items()):
        rows = rows.annotate(**{f"coming{number}": _day_of(rule, step.hours, zone)})
        here |= Q(**{f"coming{number}": start, f"{rule.institution}__in": institutions})
    return rows.filter(here & _open(rule, step, shift)).order_by("pk")


def _rows(place: Place, rule: Rule, institutions: Iterable[int], day: date) -> QuerySet[Any]:
    here = {rule.programme: place.programme.pk, f"{rule.institution}__in": list(institutions)}
    return reckoned(rule, day).filter(**here)


def _day_of(rule: Rule, hours: int, zone: str) -> Any:
    """The day of a row's start there, hours and the night added."""
    if rule.dated:
        return F("due_start")
    more = timedelta(hours=hours) + (
        to_morning(settings.QUIET_HOURS) if rule.quiet else timedelta()
    )
    moment = ExpressionWrapper(F("due_start") + more, DateTimeField())
    return TruncDate(moment, tzinfo=ZoneInfo(zone))
