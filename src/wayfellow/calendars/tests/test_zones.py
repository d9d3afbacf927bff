"""A guest's clock shows what was meant, in whatever zone and around every clock change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from wayfellow.calendars import invitation
from wayfellow.calendars.tests.test_invitations import meeting

CHANGES = {
    "Europe/Helsinki": ["2027-03-28T03:00", "2027-10-31T04:00"],
    "Asia/Singapore": [],
    # Half an hour.
    "Australia/Lord_Howe": ["2027-04-04T02:00", "2027-10-03T02:00"],
    # From one side of the date line to the other: 30 December 2011 was not.
    "Pacific/Apia": ["2011-09-24T03:00", "2011-12-30T00:00", "2012-04-01T04:00"],
    # Back for Ramadan, and forward again five weeks later.
    "Africa/Casablanca": ["2027-02-07T03:00", "2027-03-14T02:00"],
    "Pacific/Chatham": ["2027-04-04T03:45", "2027-09-26T02:45"],
    "Asia/Kathmandu": [],
    "America/Sao_Paulo": ["2018-02-18T00:00", "2018-11-04T00:00"],
}
QUIET = ["2027-01-14T15:30", "2027-07-14T15:30"]
AROUND = [timedelta(days=-1), timedelta(hours=-5), timedelta(hours=5), timedelta(days=1)]


def moments(name: str) -> list[datetime]:
    """Wall times that there are, on both sides of each change."""
    zone = ZoneInfo(name)
    around = [datetime.fromisoformat(change) + step for change in CHANGES[name] for step in AROUND]
    times = [*around, *map(datetime.fromisoformat, QUIET)]
    return [
        time for time in times
        if time.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == time
    ]  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_the_file_alone_says_when_a_meeting_is(name: str) -> None:
    """Read with the file's own explanation of the zone, not with the reader's own table."""
    for wall in moments(name):
        start = wall.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
        made = invitation(meeting(zone=name, start=start, end=start + timedelta(hours=1)))

        assert f"DTSTART;TZID={name}:{wall:%Y%m%dT%H%M%S}".encode() in made
        (zone,) = Calendar.from_ical(made).walk("VTIMEZONE")
        assert isinstance(zone, Timezone)
        told = wall.replace(tzinfo=zone.to_tz(lookup_tzid=False))
        assert told.utcoffset() == start.astimezone(ZoneInfo(name)).utcoffset(), (name, wall)


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_of_the_clock_is_in_the_file(name: str) -> None:
    """Compared with what the zone itself does, every six hours of three years."""
    zone, start = ZoneInfo(name), datetime(2027, 6, 15, 12, tzinfo=UTC)
    made = invitation(meeting(zone=name, start=start, end=start + timedelta(hours=1)))
    (component,) = Calendar.from_ical(made).walk("VTIMEZONE")
    assert isinstance(component, Timezone)
    read = component.to_tz(lookup_tzid=False)

    for hours in range(0, 365 * 3 * 24, 6):
        there = (datetime(2026, 1, 2, 1, tzinfo=UTC) + timedelta(hours=hours)).astimezone(zone)
        doubtful = {there.replace(fold=fold).utcoffset() for fold in (0, 1)}
        if len(doubtful) == 1:
            assert there.replace(tzinfo=read).utcoffset() == there.utcoffset(), there


@pytest.mark.parametrize(
    ("first", "second"),
    [("2027-03-24", "2027-03-31"), ("2027-10-27", "2027-11-03")],
)
def test_a_meeting_moved_by_a_week_over_a_clock_change_stays_at_four(
    first: str, second: str
) -> None:
    zone = ZoneInfo("Europe/Helsinki")
    for day in (first, second):
        start = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=zone).astimezone(UTC)
        made = invitation(meeting(start=start, end=start + timedelta(hours=1)))
        assert f"DTSTART;TZID=Europe/Helsinki:{day.replace('-', '')}T160000".encode() in made
