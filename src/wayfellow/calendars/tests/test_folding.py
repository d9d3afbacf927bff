"""Whatever people type comes back as it was, and stays in its own line."""

import unicodedata
from typing import Any

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from wayfellow.calendars import Guest, invitation
from wayfellow.calendars.tests.test_invitations import event, meeting, unfolded

ODD = ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", ";", ",", "\\", "\\n", '"', ":", "^'", "%0D"]
TYPED = st.lists(
    st.one_of(st.text(max_size=30), st.sampled_from([*ODD, "X-EVIL:1", "😀" * 20, "ä" * 80])),
    max_size=12,
).map("".join)
NAMES = {
    *("BEGIN", "END", "PRODID", "VERSION", "METHOD", "TZID", "DTSTART", "DTEND", "DTSTAMP"),
    *("TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "RDATE", "UID", "SEQUENCE", "SUMMARY", "STATUS"),
    *("LOCATION", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE"),
}


def kept(text: str) -> str:
    """The text in one line, without what no calendar may hold."""
    whole = "".join(" " if ord(each) in {10, 11, 12, 13, 0x85} else each for each in text)
    shown = (
        each for each in whole if each == "\t" or unicodedata.category(each) not in {"Cc", "Cs"}
    )
    return " ".join("".join(shown).split())


@settings(max_examples=120, deadline=None)
@given(text=TYPED, name=TYPED)
def test_any_text_is_folded_and_read_back_whole(text: str, name: str) -> None:
    made = invitation(
        meeting(
            summary=text,
            location=text,
            description=text,
            guests=(Guest(name, "wei@student.example"),),
        )
    )

    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # no character is cut in two
    assert not {b"\r", b"\n"} & {bytes([each]) for line in lines for each in line}
    names = {line.split(b":")[0].split(b";")[0].decode() for line in unfolded(made) if line}
    assert names <= NAMES
    read = event(made)
    assert read["SUMMARY"] == kept(text)
    assert read.get("LOCATION", "") == kept(text)
    assert " ".join(str(read.get("DESCRIPTION", "")).split()) == kept(text)


@settings(max_examples=60, deadline=None)
@given(text=TYPED)
def test_another_reader_reads_the_same(text: str) -> None:
    made = invitation(meeting(summary=text))

    read: Any = vobject.readOne(made.decode())

    assert read.vevent.summary.value == kept(text)
    assert read.vevent.uid.value == str(Calendar.from_ical(made).walk("VEVENT")[0]["UID"])
