"""Answers that come back from a guest's calendar (iTIP REPLY, RFC 5546)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from icalendar import Calendar

type Says = Literal["ACCEPTED", "DECLINED", "TENTATIVE"]
LARGEST = 256 * 1024


class NoReply(ValueError):
    """What came is not one guest's answer about one appointment; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one guest answers to one version of an appointment."""

    uid: str
    sequence: int
    guest: str
    """The guest's mail address in small letters, which is also the sender's."""
    says: Says
    stamp: datetime


def read_reply(content: bytes, sender: str) -> Reply:
    """The answer in a file that ``sender`` mailed; NoReply if it is none, or another's.

    Reads and looks nothing up: that the appointment is ours and the guest was asked is for the
    caller to find out.
    """
    event = _event(content)
    guest = _guest(event)
    if guest.address != sender.strip().lower():
        raise NoReply("The answer is another person's than the sender's.")
    return Reply(
        uid=str(event.get("UID", "")).strip(),
        sequence=_sequence(event),
        guest=guest.address,
        says=guest.says,
        stamp=_stamp(event),
    )


@dataclass(frozen=True, slots=True)
class _Guest:
    address: str
    says: Says


def _event(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise NoReply("The file is too large for an answer.")
    try:
        calendar = Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise NoReply("The file is no calendar.") from fault
    if str(calendar.get("METHOD", "")).upper() != "REPLY":
        raise NoReply("The file is no answer.")
    if len(events) != 1:
        raise NoReply("An answer is about one appointment.")
    return events[0]


def _guest(event: Any) -> _Guest:
    guests = event.get("ATTENDEE", [])
    if isinstance(guests, list):
        raise NoReply("An answer is one guest's.")
    scheme, _colon, address = str(guests).partition(":")
    says = str(getattr(guests, "params", {}).get("PARTSTAT", "")).upper()
    known = {name: name for name in get_args(Says.__value__)}
    if scheme.lower() != "mailto" or says not in known:
        raise NoReply("The answer is neither yes nor no nor perhaps.")
    return _Guest(address.strip().lower(), known[says])


def _sequence(event: Any) -> int:
    try:
        return max(0, int(event.get("SEQUENCE", 0)))
    except (TypeError, ValueError) as fault:
        raise NoReply("The answer does not say which version it is about.") from fault


def _stamp(event: Any) -> datetime:
    try:
        stamp = getattr(event.get("DTSTAMP"), "dt", None)
    except ValueError:
        # The library tells of a broken value only when one looks at it.
        stamp = None
    if not isinstance(stamp, datetime):
        raise NoReply("The answer does not say when it was given.")
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
