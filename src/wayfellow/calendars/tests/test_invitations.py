from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from wayfellow.calendars import Appointment, Guest, feed, invitation

AINO = Guest("Aino Mäkelä-Östman", "aino@nordlicht.example")
GUESTS = (Guest("张伟", "wei@student.example"), Guest("Nurul Huda", "nurul@student.example"))


def meeting(**changes: Any) -> Appointment:
    known: dict[str, Any] = {
        "uid": "meeting-7@wayfellow.example",
        "sequence": 0,
        "summary": "Second meeting",
        "start": datetime(2027, 1, 14, 15, 30, tzinfo=UTC),
        "end": datetime(2027, 1, 14, 16, 30, tzinfo=UTC),
        "zone": "Europe/Helsinki",
        "stamp": datetime(2026, 11, 22, 9, tzinfo=UTC),
        "organizer": AINO,
        "guests": GUESTS,
        "location": "Nordlicht Oy, Satamakatu 4; 2nd floor",
    }
    return Appointment(**known | changes)


def event(made: bytes) -> Any:
    (only,) = Calendar.from_ical(made).walk("VEVENT")
    return only


def test_an_invitation_asks_each_guest_to_answer_the_organizer() -> None:
    made = invitation(meeting())
    asked = event(made)
    assert b"\r\nMETHOD:REQUEST\r\n" in made
    assert (asked["UID"], asked["SEQUENCE"]) == ("meeting-7@wayfellow.example", 0)
    assert asked["ORGANIZER"] == "mailto:aino@nordlicht.example"
    assert asked["ORGANIZER"].params["CN"] == "Aino Mäkelä-Östman"
    assert [(str(who), who.params["CN"], who.params["RSVP"]) for who in asked["ATTENDEE"]] == [
        ("mailto:wei@student.example", "张伟", "TRUE"),
        ("mailto:nurul@student.example", "Nurul Huda", "TRUE"),
    ]
    assert asked["LOCATION"] == "Nordlicht Oy, Satamakatu 4; 2nd floor"


def test_the_time_is_local_and_the_zone_is_explained_in_the_file() -> None:
    made = invitation(meeting())
    assert b"DTSTART;TZID=Europe/Helsinki:20270114T173000" in made
    assert b"DTEND;TZID=Europe/Helsinki:20270114T183000" in made
    (zone,) = Calendar.from_ical(made).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Helsinki"
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_a_zone_without_summer_time_and_utc_itself_are_written_right() -> None:
    assert b"DTSTART;TZID=Asia/Singapore:20270114T233000" in invitation(
        meeting(zone="Asia/Singapore")
    )
    plain = invitation(meeting(zone="UTC"))
    assert b"DTSTART:20270114T153000Z" in plain
    assert b"VTIMEZONE" not in plain


def test_a_cancelled_meeting_is_taken_out_of_the_calendars() -> None:
    made = invitation(meeting(cancelled=True, sequence=2))
    assert b"\r\nMETHOD:CANCEL\r\n" in made
    assert (event(made)["STATUS"], event(made)["SEQUENCE"]) == ("CANCELLED", 2)
    assert event(made)["UID"] == event(invitation(meeting()))["UID"]


def test_no_text_can_add_a_line_of_its_own() -> None:
    forged = 'Hi"\r\nATTENDEE:mailto:eve@evil.example\nX-EVIL;A=1:\x00\x85\u2028yes'
    made = invitation(
        meeting(
            uid="meeting-7\r\nX-EVIL:1",
            summary=forged,
            location=forged,
            description=forged,
            url="https://wayfellow.example/\r\nX-EVIL:1",
            organizer=Guest(forged, "aino@nordlicht.example"),
            guests=(Guest(forged, "wei@student.example"),),
        )
    )
    names = {line.split(b":")[0].split(b";")[0] for line in unfolded(made)}
    assert b"X-EVIL" not in names
    assert str(event(made)["ATTENDEE"]) == "mailto:wei@student.example"
    assert b"\x00" not in made


@pytest.mark.parametrize(
    "email", ["eve", "a@b\r\nX-EVIL:1", "a b@c.example", 'a"@c.example', "a@b.example;X=1"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        invitation(meeting(guests=(Guest("Eve", email),)))


def test_long_lines_are_folded_at_75_bytes_and_read_back_whole() -> None:
    words = "Näyttö, 面谈; a\\b " * 20
    made = invitation(meeting(description=words + "\nSecond line"))
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert event(made)["DESCRIPTION"] == words + "\nSecond line"


def test_a_feed_names_itself_and_holds_no_guests() -> None:
    made = feed("My meetings", [meeting(), meeting(uid="meeting-8", zone="Asia/Singapore")])
    calendar = Calendar.from_ical(made)
    assert b"\r\nMETHOD:PUBLISH\r\n" in made
    assert calendar["X-WR-CALNAME"] == "My meetings"
    assert [each["UID"] for each in calendar.walk("VEVENT")] == [
        "meeting-7@wayfellow.example",
        "meeting-8",
    ]
    assert b"@student.example" not in made
    assert len(calendar.walk("VTIMEZONE")) == 2


def test_the_same_appointment_gives_the_same_bytes() -> None:
    assert invitation(meeting()) == invitation(meeting())


def test_an_empty_feed_is_a_calendar_all_the_same() -> None:
    assert Calendar.from_ical(feed("None yet", [])).name == "VCALENDAR"


@pytest.mark.parametrize(
    "changes",
    [
        {"start": datetime(2027, 1, 14)},  # noqa: DTZ001
        {"end": datetime(2027, 1, 14, 15, 30, tzinfo=UTC) - timedelta(minutes=1)},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"sequence": -1},
    ],
)
def test_an_impossible_appointment_is_refused_when_it_is_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"appointment|time zone"):
        meeting(**changes)


def unfolded(made: bytes) -> list[bytes]:
    return made.replace(b"\r\n ", b"").split(b"\r\n")
