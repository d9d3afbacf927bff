from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from wayfellow.calendars import NoReply, Reply, invitation, read_reply
from wayfellow.calendars.replies import LARGEST
from wayfellow.calendars.tests.test_invitations import meeting

WEI = "wei@student.example"
LINES = {
    "BEGIN": "VCALENDAR",
    "PRODID": "-//Somebody//Calendar//EN",
    "VERSION": "2.0",
    "METHOD": "REPLY",
}
ABOUT = {
    "UID": "meeting-7@wayfellow.example",
    "SEQUENCE": "3",
    "DTSTAMP": "20270110T101500Z",
    "ORGANIZER": "mailto:aino@nordlicht.example",
    "ATTENDEE;PARTSTAT=ACCEPTED": f"mailto:{WEI}",
}


def file(about: dict[str, str] | None = None, *, events: int = 1, **lines: str) -> bytes:
    told = {name: value for name, value in (LINES | lines).items() if value}
    told_of = {name: value for name, value in (ABOUT if about is None else about).items() if value}
    text = [f"{name}:{value}" for name, value in told.items()]
    for _each in range(events):
        text += ["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in told_of.items())]
        text += ["END:VEVENT"]
    return "\r\n".join([*text, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize("says", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_a_guests_answer_is_read(says: str) -> None:
    changed = {**ABOUT, "ATTENDEE;PARTSTAT=ACCEPTED": ""}
    content = file({**changed, f'ATTENDEE;CN="Wei, Z";PARTSTAT={says}': f"MAILTO:{WEI.title()}"})

    assert read_reply(content, WEI.upper()) == Reply(
        uid="meeting-7@wayfellow.example",
        sequence=3,
        guest=WEI,
        says=says,  # type: ignore[arg-type]
        stamp=datetime(2027, 1, 10, 10, 15, tzinfo=UTC),
    )


def test_our_own_invitation_answered_by_a_calendar_is_read() -> None:
    """As a calendar program does it: the same entry with one guest and another method."""
    asked = Calendar.from_ical(invitation(meeting(sequence=2)))
    asked["METHOD"] = "REPLY"
    entry: Any = asked.walk("VEVENT")[0]
    guest = entry["ATTENDEE"][0]
    guest.params["PARTSTAT"] = "TENTATIVE"
    entry["ATTENDEE"] = guest

    read = read_reply(asked.to_ical(), WEI)

    assert (read.uid, read.sequence, read.says) == (str(entry["UID"]), 2, "TENTATIVE")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no calendar"),
        (b"\xff\xfe\x00", "no calendar"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT", "no answer"),
        (b"x" * (LARGEST + 1), "too large"),
        (file(METHOD="REQUEST"), "no answer"),
        (file(METHOD=""), "no answer"),
        (file(events=2), "one appointment"),
        (file(events=0), "one appointment"),
        (file({**ABOUT, "ATTENDEE": "mailto:eve@evil.example"}), "one guest's"),
        (file({**ABOUT, "ATTENDEE;PARTSTAT=ACCEPTED": ""}), "one guest's|neither"),
        (file({**ABOUT, "ATTENDEE;PARTSTAT=ACCEPTED": f"https:{WEI}"}), "neither"),
        (
            file({**ABOUT, "ATTENDEE;PARTSTAT=ACCEPTED": "", "ATTENDEE": f"mailto:{WEI}"}),
            "neither",
        ),
        (file({**ABOUT, "SEQUENCE": "many"}), "version|no calendar"),
        (file({**ABOUT, "DTSTAMP": ""}), "when it was given"),
        (file({**ABOUT, "DTSTAMP": "yesterday"}), "when it was given|no calendar"),
    ],
)
def test_what_is_no_single_answer_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(NoReply, match=words):
        read_reply(content, WEI)


def test_nobody_answers_for_somebody_else() -> None:
    with pytest.raises(NoReply, match="another person's"):
        read_reply(file(), "eve@evil.example")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(file().splitlines(keepends=True)),
            st.binary(max_size=20),
            st.sampled_from([b"DTSTAMP;TZID=Mars:1\r\n", b"RRULE:FREQ=\r\n", b"BEGIN:VALARM\r\n"]),
        ),
        max_size=14,
    ).map(b"".join)
)
def test_no_file_whatever_breaks_the_reading(content: bytes) -> None:
    with suppress(NoReply):
        read_reply(content, WEI)
