"""Our files in a real calendar: a CalDAV server keeps them, a CalDAV client finds them again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from wsgiref.simple_server import WSGIRequestHandler, make_server
from zoneinfo import ZoneInfo

import caldav
import pytest
from icalendar import Calendar
from radicale.app import Application
from radicale.config import load

from wayfellow.calendars import invitation
from wayfellow.calendars.tests.test_invitations import meeting

HOUR = timedelta(hours=1)
AROUND = [
    # A day before and after the clocks change: forward and back.
    *(("Europe/Helsinki", f"2027-{day}T16:00") for day in ("03-27", "03-29", "10-30", "11-01")),
    *(("Australia/Lord_Howe", f"2027-{day}T09:30") for day in ("04-03", "04-05", "10-02", "10-04")),
    *(("Africa/Casablanca", f"2027-{day}T12:00") for day in ("02-06", "02-08", "03-13", "03-15")),
    *(("Pacific/Chatham", f"2027-{day}T12:45") for day in ("04-03", "04-05")),
    *(("Asia/Kathmandu", "2027-06-01T10:15"), ("Asia/Singapore", "2027-06-01T18:00"))
]  # fmt: skip


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An empty calendar on a server of its own."""
    folder: Path = tmp_path_factory.mktemp("radicale")
    configuration = load()
    configuration.update(
        {
            "auth": {"type": "none"},
            "rights": {"type": "authenticated"},
            "storage": {"filesystem_folder": str(folder)},
            "logging": {"level": "error"},
        },
        "test",
        privileged=True,
    )
    with make_server("127.0.0.1", 0, Application(configuration), handler_class=Silent) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/"
        client: Any = caldav.DAVClient(address, username="aino", password="any")
        yield client.principal().make_calendar(name="Diary")
        server.shutdown()
        thread.join()


def put(diary: Any, made: bytes) -> None:
    """Keep an invitation as a calendar does: without the method, which is the mail's (RFC 4791)."""
    calendar = Calendar.from_ical(made)
    del calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    kind = {"Content-Type": "text/calendar; charset=utf-8"}
    # What the client makes of an entry counts as the client's own change, so this is its bare PUT.
    answer = diary.client.put(diary.url.join(f"{event['UID']}.ics"), calendar.to_ical(), kind)
    assert answer.status in {201, 204}


def found(diary: Any, begin: datetime, end: datetime) -> list[str]:
    """Names of what the server says takes place between two moments."""
    events = diary.search(start=begin, end=end, event=True, expand=False)
    return [str(each.icalendar_component["UID"]) for each in events]


@pytest.mark.parametrize(("zone", "wall"), AROUND)
def test_a_meeting_is_found_in_its_hour_and_in_no_other(diary: Any, zone: str, wall: str) -> None:
    local = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
    start = local.astimezone(UTC)
    uid = str(uuid5(NAMESPACE_URL, f"{zone} {wall}"))
    made = invitation(meeting(uid=uid, zone=zone, start=start, end=start + HOUR))

    put(diary, made)

    assert uid in found(diary, start, start + HOUR)
    assert uid not in found(diary, start - HOUR, start)
    assert uid not in found(diary, start + HOUR, start + 2 * HOUR)
    read: Any = diary.event_by_uid(uid).icalendar_component
    assert read["DTSTART"].dt.replace(tzinfo=None) == local.replace(tzinfo=None)
    assert read["DTSTART"].dt.astimezone(UTC) == start


def test_a_change_takes_the_place_of_what_was_there(diary: Any) -> None:
    uid = str(uuid5(NAMESPACE_URL, "one that changes"))
    first = invitation(meeting(uid=uid, summary="Näyttö; 面谈, a\\b"))
    later = datetime(2027, 3, 29, 13, tzinfo=UTC)
    put(diary, first)

    put(diary, invitation(meeting(uid=uid, sequence=1, start=later, end=later + HOUR)))
    moved = diary.event_by_uid(uid).icalendar_component
    put(diary, invitation(meeting(uid=uid, sequence=2, cancelled=True)))
    gone = diary.event_by_uid(uid).icalendar_component

    assert (moved["SEQUENCE"], moved["DTSTART"].dt.astimezone(UTC)) == (1, later)
    assert (gone["SEQUENCE"], gone["STATUS"]) == (2, "CANCELLED")
    assert [str(guest) for guest in moved["ATTENDEE"]] == [
        "mailto:wei@student.example",
        "mailto:nurul@student.example",
    ]
