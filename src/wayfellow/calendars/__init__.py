"""Calendar files: `invitation` for one appointment, `feed` for many, `read_reply` for an answer."""

from wayfellow.calendars.invitations import Appointment, Guest, address_of, feed, invitation
from wayfellow.calendars.replies import NoReply, Reply, read_reply

__all__ = [
    "Appointment",
    "Guest",
    "NoReply",
    "Reply",
    "address_of",
    "feed",
    "invitation",
    "read_reply",
]
