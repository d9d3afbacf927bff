from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group

from wayfellow.timetable.reckoning import sleeps, to_morning, windows
from wayfellow.timetable.rules import ALWAYS, Rule, Step

NIGHT = (21, 8)
ZONES = (
    *("Asia/Singapore", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"),
    *("Pacific/Chatham", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu"),
)
"""Also half hours of summer time, a Ramadan pause, and a country that once left out a day."""


def rule(*steps: Step, dated: bool = False) -> Rule:
    return Rule(
        name="a.rule", mail=0, label="", since="", rows=lambda _day: Group.objects.all(),
        start="start", dated=dated, programme="p", institution="i", steps=steps,
    )  # fmt: skip


def due(step: Step, zone: str, start: datetime, at: datetime) -> bool:
    (window,) = windows(rule(step), ZoneInfo(zone), 0, at)
    return window.holds(start)


def first(step: Step, zone: str, start: datetime, shift: int = 0) -> datetime:
    """The first quarter of an hour at which the step is due."""
    at = start
    while not windows(rule(step), ZoneInfo(zone), shift, at)[0].holds(start):
        at += timedelta(minutes=15)
    return at


@pytest.mark.parametrize("zone", ZONES)
def test_three_days_later_the_wall_clock_shows_the_same_time_all_year(zone: str) -> None:
    here, step = ZoneInfo(zone), Step(days=3, verb="v", to="")
    for day in range(365):
        wall = datetime(2026, 1, 1, 14, 30) + timedelta(days=day)  # noqa: DTZ001 - a wall clock
        start, end = (moment.replace(tzinfo=here) for moment in (wall, wall + timedelta(days=3)))
        later = end.astimezone(UTC)

        assert due(step, zone, start, later)
        assert not due(step, zone, start, later - timedelta(seconds=1))


def test_a_day_that_a_country_left_out_loses_nothing() -> None:
    """There was no 30 December 2011 in Apia."""
    start = datetime(2011, 12, 29, 12, tzinfo=ZoneInfo("Pacific/Apia")).astimezone(UTC)
    step = Step(days=1, verb="v", to="")

    at = first(step, "Pacific/Apia", start)

    assert at - start <= timedelta(days=1)
    assert due(step, "Pacific/Apia", start, at + timedelta(days=2))


def test_what_is_due_on_a_day_is_due_in_its_morning() -> None:
    day, step = date(2026, 11, 2), Step(days=7, verb="v", to="")
    for zone in ZONES:
        here = ZoneInfo(zone)
        before = datetime(2026, 11, 9, 8, 59, tzinfo=here)
        (early,) = windows(rule(step, dated=True), here, 0, before)
        (now,) = windows(rule(step, dated=True), here, 0, before + timedelta(minutes=1))

        assert not early.holds(day)
        assert now.holds(day)


def test_what_precedes_a_moment_is_of_no_use_after_it() -> None:
    start, step = datetime(2026, 11, 9, 12, tzinfo=UTC), Step(days=-1, verb="v", to="")

    assert due(step, "UTC", start, start - timedelta(hours=1))
    assert not due(step, "UTC", start, start)


def test_what_is_too_late_is_left_undone_unless_it_must_happen() -> None:
    start = datetime(2026, 11, 9, 12, tzinfo=UTC)

    assert due(Step(days=1, verb="v", to=""), "UTC", start, start + timedelta(days=7))
    assert not due(Step(days=1, verb="v", to=""), "UTC", start, start + timedelta(days=9))
    always = Step(days=1, verb="v", to="", late=ALWAYS)
    assert due(always, "UTC", start, start + timedelta(days=900))


def test_a_programme_moves_a_step_by_whole_days() -> None:
    start = datetime(2026, 11, 9, 12, tzinfo=UTC)
    step = Step(days=3, verb="v", to="")

    assert first(step, "UTC", start, shift=2) == start + timedelta(days=5)
    assert first(step, "UTC", start, shift=-1) == start + timedelta(days=2)


def test_nobody_is_disturbed_at_night_wherever_they_live() -> None:
    at = datetime(2026, 11, 9, 20, tzinfo=UTC)

    assert sleeps(at, ZoneInfo("Europe/Helsinki"), NIGHT)
    assert not sleeps(at, ZoneInfo("America/New_York"), NIGHT)
    assert not sleeps(at, ZoneInfo("Europe/Helsinki"), None)
    assert sleeps(at, ZoneInfo("UTC"), (19, 21))
    assert to_morning(NIGHT) == timedelta(hours=3)
    assert to_morning((1, 6)) == timedelta()
