"""Appointments as iCalendar (RFC 5545, RFC 5546): an invitation by mail and a feed to subscribe to."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress
from icalendar.enums import STATUS

from wayfellow.calendars.replies import Says
from wayfellow.calendars.zones import explained

PRODUCT = "-//Wayfellow//Wayfellow//EN"
ADDRESS = re.compile(r"[^\s@\"<>,;:\\]+@[^\s@\"<>,;:\\]+")
AGAIN_AFTER = timedelta(hours=1)
"""How often those who subscribe to a feed are asked to fetch it."""
type Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone an appointment names, by name and mail address, and what they have answered."""

    name: str
    email: str
    says: Says | Literal["NEEDS-ACTION"] = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar needs to know of a meeting.

    `uid` stays the same for the meeting's whole life and `sequence` grows with every change, so
    that the guests' calendars replace the entry. `start` and `end` are aware; `zone` is the IANA
    name of the zone they are shown in; `stamp` is when this version was made.
    """

    uid: str
    sequence: int
    summary: str
    start: datetime
    end: datetime
    zone: str
    stamp: datetime
    organizer: Guest
    guests: tuple[Guest, ...] = ()
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    remind: timedelta | None = None
    """How long before the start an invitation's guests are reminded; a feed leaves it to them."""

    def __post_init__(self) -> None:
        if not all(when.utcoffset() is not None for when in (self.start, self.end, self.stamp)):
            raise ValueError("An appointment's times need a time zone.")
        if self.end < self.start:
            raise ValueError("An appointment ends after it starts.")
        if self.sequence < 0:
            raise ValueError("An appointment's sequence counts from 0.")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(f"There is no time zone named {self.zone!r}.") from fault


def address_of(path: str) -> str:
    """The whole address of a page of this site, for files that are read elsewhere."""
    return f"{settings.BASE_URL}{path}"


def invitation(appointment: Appointment) -> bytes:
    """The file that puts the appointment into its guests' calendars, or takes it out again."""
    return _file(_calendar("CANCEL" if appointment.cancelled else "REQUEST", [appointment]))


def feed(name: str, appointments: Iterable[Appointment]) -> bytes:
    """A calendar to subscribe to, with no one asked to answer; guests are left out of it."""
    calendar = _calendar("PUBLISH", list(appointments))
    calendar.calendar_name = _one_line(name)
    calendar.refresh_interval = AGAIN_AFTER
    # Outlook knows the older name only.
    calendar.add("X-PUBLISHED-TTL", AGAIN_AFTER)
    return _file(calendar)


def _file(calendar: Calendar) -> bytes:
    written: bytes = calendar.to_ical()
    return written


def _calendar(method: Method, appointments: list[Appointment]) -> Calendar:
    calendar = Calendar.new(prodid=PRODUCT, method=method)
    # A random name for the file itself would make the same invitation differ each time.
    del calendar["UID"]
    for zone in sorted({each.zone for each in appointments} - {"UTC"}):
        years = [
            when.year
            for each in appointments
            if each.zone == zone
            for when in (each.start, each.end)
        ]
        calendar.add_component(explained(zone, min(years) - 1, max(years) + 1))
    for appointment in appointments:
        calendar.add_component(_event(appointment, method))
    return calendar


def _event(appointment: Appointment, method: Method) -> Event:
    zone = ZoneInfo(appointment.zone)
    event = Event.new(
        uid=_one_line(appointment.uid),
        sequence=appointment.sequence,
        stamp=appointment.stamp,
        start=appointment.start.astimezone(zone),
        end=appointment.end.astimezone(zone),
        summary=_one_line(appointment.summary),
        status=STATUS.CANCELLED if appointment.cancelled else STATUS.CONFIRMED,
        location=_one_line(appointment.location) or None,
        description=_clean(appointment.description) or None,
        url=_one_line(appointment.url) or None,
    )
    if method != "PUBLISH":
        event.organizer = _address(appointment.organizer)
        event.attendees = [
            _address(
                guest,
                role="REQ-PARTICIPANT",
                partstat=guest.says,
                rsvp=method == "REQUEST" or None,
            )
            for guest in appointment.guests
        ]
    if method == "REQUEST" and appointment.remind:
        event.add_component(_alarm(appointment))
    return event


def _alarm(appointment: Appointment) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _one_line(appointment.summary))
    alarm.add("TRIGGER", -(appointment.remind or timedelta()))
    return alarm


def _address(
    guest: Guest, *, role: str | None = None, partstat: str | None = None, rsvp: bool | None = None
) -> vCalAddress:
    if not ADDRESS.fullmatch(guest.email):
        raise ValueError(f"{guest.email!r} is no mail address.")
    # A parameter cannot hold a double quote, however it is escaped.
    name = _one_line(guest.name).replace('"', "'")
    return vCalAddress.new(guest.email, cn=name, role=role, partstat=partstat, rsvp=rsvp)


def _clean(text: str) -> str:
    """The text with its line ends alike and no other control character."""
    # Some readers end a line at each of these.
    joined = re.sub(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return "".join(
        character
        for character in joined
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    ).strip()


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())
