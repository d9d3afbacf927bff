"""Dates as each language says them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from wayfellow.ui.dates import day, since, when

NOW = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
MEETING = datetime(2027, 1, 14, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thursday 14 January, 17:30 Helsinki time (in 6 days)"),
        ("fi", "torstai 14. tammikuuta, klo 17.30 Helsingin aikaa (6 päivän kuluttua)"),
        ("zh-hans", "1月14日 星期四 17:30 赫尔辛基时间（6 天后）"),
    ],
)
def test_a_moment_is_said_in_full_in_the_readers_language(language: str, said: str) -> None:
    with (
        time_machine.travel(NOW, tick=False),
        translation.override(language),
        timezone.override(ZoneInfo("Europe/Helsinki")),
    ):
        assert when(MEETING) == said


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(0), "just now"),
        (timedelta(minutes=20), "in 20 minutes"),
        (timedelta(hours=-3), "3 hours ago"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(days=-1), "yesterday"),
        (timedelta(days=-12), "12 days ago"),
    ],
)
def test_the_distance_is_in_the_largest_unit_that_helps(away: timedelta, said: str) -> None:
    with time_machine.travel(NOW, tick=False), timezone.override(UTC), translation.override("en"):
        assert since(NOW + away) == said


def test_tomorrow_is_the_calendars_tomorrow_where_the_reader_is() -> None:
    late = datetime(2027, 1, 8, 21, 30, tzinfo=UTC)
    soon = late + timedelta(hours=1)
    with time_machine.travel(late, tick=False), translation.override("en"):
        with timezone.override(ZoneInfo("Europe/Helsinki")):
            assert since(soon) == "tomorrow"
        with timezone.override(UTC):
            assert since(soon) == "in 1 hour"


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (date(2027, 3, 1), "Monday 1 March"),
        (date(2026, 12, 31), "Thursday 31 December 2026"),
        (date(2027, 9, 1), "Wednesday 1 September 2027"),
    ],
)
def test_a_day_carries_its_year_when_it_is_another_one_or_far_away(there: date, said: str) -> None:
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        assert day(there) == said


def test_an_unknown_city_is_told_by_its_name() -> None:
    here = timezone.override(ZoneInfo("America/New_York"))
    with time_machine.travel(NOW, tick=False), translation.override("en"), here:
        assert "New York time" in when(MEETING)


def test_nothing_is_said_of_no_date() -> None:
    assert [when(None), day(None), since(None)] == ["", "", ""]
